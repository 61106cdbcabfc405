"""Programs: the three tiers print what the rules say or stop in the same way, and the cells are those certified.

What stands above the family may as well be in files of its own. A third of the programs are written by
``random_blocks``, the others by ``random_program``; most have a few words exchanged, so that loops do not end, bounds
are too small, and conditions turn round. What is then refused is refused before any tier runs.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.fuzz.subject import Case, Subject
from tests.language.by_the_rules.compare import difference
from tests.language.random_blocks import random_blocks
from tests.language.random_files import in_files
from tests.language.random_programs import random_program
from uniform.arguments.limits import Limits
from uniform.arguments.texts import read_source
from uniform.certify.certificate import certify
from uniform.counters.machine.machine_tier import print_by_machine
from uniform.language.format import format_program
from uniform.language.pipeline import Generator, load
from uniform.language.tiers import TIERS
from uniform.messages.errors import LimitReached, Trap, UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.pack import PackedMachine, pack
from uniform.turing.emulator.run import RunLimits, run

STEPS = {"reference": 30_000, "fast": 100_000, "machine": 3 * 10**6}
_WORD = re.compile(r"[A-Za-z_]\w*|\d+|<=|>=|!=|:=|<-|\.\.|[-+*<>=]")
_ALIKE = (
    ("+", "-", "*", "div", "mod"),
    ("<", "<=", ">", ">=", "=", "!="),
    ("and", "or"),
    ("min", "max"),
    ("..", "downto"),
    ("AND", "OR", "XOR", "NAND", "NOR", "XNOR", "MAJ"),
    ("THRESHOLD", "ATMOST"),
    ("TRUE", "FALSE"),
    ("if", "while"),
)


def make(seed: int) -> Case:
    """The program of this seed, and the n's to run it at."""
    random = Random(seed)
    text = random_blocks(seed) if seed % 3 == 2 else random_program(seed)
    for _ in range(random.choice((0, 1, 1, 2, 4, 8))):
        text = exchanged(random, text)
    ns = sorted({1, 2, random.randint(3, 9), random.choice((1, 2, 7, 8, 15, 16, 31))})
    return Case(text, ".gen", tuple(map(str, ns)))


def exchanged(random: Random, text: str) -> str:
    """The text with one word below the header replaced by a word that may be used in the same way."""
    words = [match for match in _WORD.finditer(text) if match.start() > text.index("\n")]
    word = random.choice(words)
    found = word[0]
    alike = next((row for row in _ALIKE if found in row), ())
    if found.isdigit():
        alike = ("0", "1", "2", "3", "7", "n", str(int(found) + 1))
    elif not alike and re.fullmatch(r"n|[a-z]\d+|k|w", found):
        alike = tuple({other[0] for other in words if re.fullmatch(r"n|[a-z]\d+|k|w", other[0])} | {"1"})
    if not alike:
        return text
    return text[: word.start()] + random.choice(sorted(alike)) + text[word.end() :]


def fault(case: Case) -> str | None:
    """What the tiers disagree on."""
    source = Source("random.gen", case.text)
    try:
        family = load(source)
        certificate = certify(family)
    except UniformError:
        return None
    tidy = format_program(source)
    if format_program(Source("random.gen", tidy)) != tidy:
        return "format: the canonical layout of the canonical layout is another"
    again = load(Source("random.gen", tidy))
    several = load_in_files(case.text)
    if certify(several).space != certificate.space:
        return "imports: the program in several files has other cells"
    machine = pack(family.machine())
    for n in map(int, case.given):
        ends = {via: _end(family, machine, n, via) for via in TIERS}
        cut = [via for via, end in ends.items() if end.startswith(b"limit")]
        if cut and len(cut) < len(TIERS) and any(ends[via].startswith(b"loop") for via in TIERS):
            return f"loops: at n = {n} {', '.join(cut)} does not see the loop that another tier sees"
        if not cut and len(set(ends.values())) > 1:
            shown = "\n".join(f"{via}: {end[-400:].decode()}" for via, end in ends.items())
            return f"tiers: at n = {n} the tiers disagree\n{shown}"
        if another := difference(family, n, "reference"):
            return f"rules: {another}"
        if not cut and _without_places(_end(again, machine, n, "fast")) != _without_places(ends["fast"]):
            return f"format: at n = {n} the program in canonical layout prints something else"
        if not cut and _without_places(_end(several, machine, n, "fast")) != _without_places(ends["fast"]):
            return f"imports: at n = {n} the program in several files prints something else"
    for n in (*map(int, case.given), 100):
        found = run(machine, n, limits=RunLimits(steps=10**6), stop_at_layout=n != 2)
        if found.reserved != certificate.space.at(n):
            return f"cells: {found.reserved} cells are reserved at n = {n}, {certificate.space.at(n)} are certified"
        if found.touched is not None and found.touched > found.reserved:
            return f"cells: {found.touched} cells are touched at n = {n}, {found.reserved} are reserved"
    return None


def load_in_files(text: str) -> Generator:
    """The program with each item above the family in a file of its own, which imports those of the items above it."""
    with TemporaryDirectory() as folder:
        return load(read_source(in_files(text, Path(folder))))


def _end(family: Generator, machine: PackedMachine, n: int, via: str) -> bytes:
    """What a tier prints, or how it stops; values that a trap tells are part of it."""
    try:
        limits = Limits(max_gates=5000, max_wires=20_000, max_steps=STEPS[via])
        if via != "machine":
            return b"".join(family.stream(n, via, limits))
        beside = family.stream(n, "fast", limits)
        return b"".join(print_by_machine(machine, family.code, n, beside, limits))  # the machine is packed once
    except Trap as trap:
        return f"trap {trap.static_text}\n{trap}".encode()
    except LimitReached as reached:
        return f"limit {reached}".encode()
    except UniformError as error:
        return f"{'loop' if 'loop' in str(error) else 'error'} {error}".encode()


def _without_places(end: bytes) -> bytes:
    return end[: len(b"trap U401")] if end.startswith(b"trap") else end


PROGRAMS = Subject("programs", make, fault)
