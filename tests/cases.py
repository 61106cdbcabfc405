"""The table of the library as test cases: every shipped program and machine, loaded, and what is expected of it."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from uniform.arguments.texts import read_source
from uniform.certify.certificate import Certificate, certify_subject
from uniform.certify.subject import Subject
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator
from uniform.library import table
from uniform.library.entry import Entry, ShippedMachine, ShippedProgram
from uniform.turing.machine import Machine
from uniform.turing.text.read import parse_machine

PROGRAMS: tuple[ShippedProgram, ...] = table.programs()
NAMES: tuple[str, ...] = tuple(entry.name for entry in PROGRAMS)
MACHINES: tuple[ShippedMachine, ...] = table.machines()
MACHINE_NAMES: tuple[str, ...] = tuple(entry.name for entry in MACHINES)


def program(name: str) -> ShippedProgram:
    """The entry of the program with this name."""
    return PROGRAMS[NAMES.index(name)]


def by_hand(name: str) -> ShippedMachine:
    """The entry of the hand-written machine with this name."""
    return MACHINES[MACHINE_NAMES.index(name)]


@cache
def generator(entry: ShippedProgram) -> Generator:
    """The shipped program, loaded."""
    return open_generator(entry.name)


@lru_cache(maxsize=8)
def subject(program: str) -> Subject:
    """What is known about a program for its certificate, each part made when it is first needed: the program is named,
    or its file. For tests marked ``proofs``; those that break something make a subject of their own."""
    return Subject(open_generator(program))


@lru_cache(maxsize=8)
def certificate(program: str) -> Certificate:
    """The certificate of that subject."""
    return certify_subject(subject(program))


@cache
def machine_of(entry: ShippedMachine) -> Machine:
    """The hand-written machine, read."""
    return parse_machine(read_source(entry.file))


def page(entry: Entry) -> str:
    """The text of the README beside the file of an entry."""
    return entry.file.with_name("README.md").read_text(encoding="utf-8")


def cheap(entry: ShippedProgram, ns: Iterable[int], wires: int) -> list[int]:
    """Those n at which the circuit has at most so many wires."""
    return [n for n in ns if entry.wires(n) <= wires]


def specified(entry: ShippedProgram, n: int, words: Sequence[int]) -> tuple[int, ...]:
    """What the specification says for one number for each input array: one for each output array."""
    wanted = inspect.signature(entry.specify).parameters
    result = entry.specify(*words, **({"n": n} if "n" in wanted else {}))
    return result if isinstance(result, tuple) else (result,)
