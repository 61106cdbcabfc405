"""Every stage that builds many objects pauses the collector, and lets it run again afterwards."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bench.compiling import loops
from uniform.collector import paused
from uniform.counters.machine.compile import compile_machine
from uniform.language.constants import set_constants
from uniform.language.lowering.program import lower
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.pack import pack
from uniform.turing.machine import to_text
from uniform.turing.text.read import parse_machine

SOURCE = Source("long.gen", loops(8))


@pytest.fixture
def collections() -> Iterator[list[int]]:
    """The generations that the collector has walked over."""
    seen: list[int] = []

    def told(phase: str, found: dict[str, int]) -> None:
        if phase == "start":
            seen.append(found["generation"])

    gc.callbacks.append(told)
    yield seen
    gc.callbacks.remove(told)


def stages() -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """From the text of a program to the arrays of its machine: each stage takes the result of the one before."""
    yield "parse", parse
    yield "resolve", resolve
    yield "lower", lambda program: lower(set_constants(program)).code
    yield "compile", compile_machine
    yield "read", lambda machine: parse_machine(Source("long.tm", to_text(machine)))
    yield "pack", pack


@pytest.mark.slow
def test_no_stage_runs_the_collector(collections: list[int]) -> None:
    """A stage makes thousands of objects. Before and after it, the collector may run."""
    value: Any = SOURCE
    parse(SOURCE)
    for name, stage in stages():
        gc.collect()
        collections.clear()
        value = stage(value)
        assert len(collections) <= 3, name
        assert gc.isenabled()


def test_pauses_nest_and_end_after_an_error() -> None:
    with paused():
        with paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    with pytest.raises(UniformError):
        parse(Source("no.gen", "family\n"))
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    try:
        resolve(parse(SOURCE))
        assert not gc.isenabled()
    finally:
        gc.enable()
