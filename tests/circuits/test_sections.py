"""Circuits in sections: the same gates, and the same values as of the whole circuit."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests.cases import PROGRAMS, cheap, generator
from tests.counters.test_stretches import READ
from tests.language.random_programs import random_program
from uniform.arguments.limits import Limits
from uniform.circuits.section import Section
from uniform.circuits.values import sections as evaluation
from uniform.circuits.values.evaluate import evaluate_words
from uniform.circuits.values.sections import evaluate_sections
from uniform.counters.fast import sections
from uniform.language.pipeline import Generator, load
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import Source

WIDE = """family wide(n)
  input   x[1..4]
  output  y[0..40]

  y[0] := THRESHOLD(2^61 + 1; x[i] times 2^61 for i in 1..4)
  for i in 1..40
    y[i] := MOD(7, 3; x[1], NOT y[i-1] times 2^40, x[3] times i, x[j] for j in 2..4)
"""


@pytest.fixture(params=[(1, 1), (2, 5), (7, 30), (50, 1000)])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections of few gates and wires."""
    monkeypatch.setattr(sections, "_GATES", request.param[0])
    monkeypatch.setattr(sections, "_WIRES", request.param[1])


def words(inputs: int, count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 2**64, (inputs, count), dtype=np.uint64)


def same(family: Generator, n: int, count: int = 3) -> int:
    """Compare; returns how many sections there are."""
    circuit = family.circuit(n)
    gates, wires, parts = 0, 0, 0
    for section in family.sections(n):
        part = section.gates
        assert part.inputs == circuit.inputs + gates
        here, there = slice(gates, gates + part.gates), slice(wires, wires + len(part.children))
        assert (part.kind == circuit.kind[here]).all()
        assert (part.threshold == circuit.threshold[here]).all()
        assert part.residue is None or (part.residue == circuit.residue[here]).all()
        assert (np.diff(part.offsets) == np.diff(circuit.offsets)[here]).all()
        assert (part.children == circuit.children[there]).all()
        ones = np.ones(len(part.children), dtype=np.int64)
        weights = ones if circuit.multiplicity is None else circuit.multiplicity[there]
        assert ((ones if part.multiplicity is None else part.multiplicity) == weights).all()
        gates, wires, parts = gates + part.gates, wires + len(part.children), parts + 1
        if section.outputs is not None:
            assert (section.outputs == circuit.outputs).all()
    assert (gates, wires) == (circuit.gates, len(circuit.children))
    inputs = words(circuit.inputs, count)
    expected = evaluate_words(circuit, inputs)
    assert (evaluate_sections(lambda: family.sections(n), inputs) == expected).all()
    return parts


def trap_of(run: Callable[[], object]) -> str | None:
    try:
        run()
    except Trap as trap:
        return str(trap)
    return None


@pytest.mark.slow
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("entry", PROGRAMS, ids=lambda entry: entry.name)
def test_shipped_programs(entry: ShippedProgram) -> None:
    for n in cheap(entry, (1, 2, 5, 8), 2000):
        same(generator(entry), n)


@pytest.mark.usefixtures("small")
def test_gates_of_many_wires() -> None:
    family = load(Source("read.gen", READ))
    assert [same(family, n) > 1 for n in (3, 6)] == [True, True]


@pytest.mark.usefixtures("small")
def test_large_counts() -> None:
    assert not load(Source("wide.gen", WIDE)).too_wide(1)
    same(load(Source("wide.gen", WIDE)), 1)


@pytest.mark.slow
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(300, 320))
def test_random_programs(seed: int) -> None:
    family = load(Source("random.gen", random_program(seed)))
    for n in (1, 3, 6):
        if (trap := trap_of(lambda at=n: family.circuit(at))) is None:
            same(family, n)
        else:
            assert trap_of(lambda at=n: list(family.sections(at))) == trap


@pytest.mark.usefixtures("small")
def test_limits() -> None:
    family = load(Source("read.gen", READ))
    circuit = family.circuit(4)
    for option, size in (("max_gates", circuit.gates), ("max_wires", len(circuit.children))):
        list(family.sections(4, Limits(**{option: size})))
        for limit in (1, size // 2, size - 1):
            with pytest.raises(LimitReached, match=f"more than {limit} {option[4:-1]}"):
                list(family.sections(4, Limits(**{option: limit})))


@pytest.mark.usefixtures("small")
def test_words_that_do_not_fit_in_memory_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "_VALUES_BYTES", 1)
    monkeypatch.setattr(evaluation, "_FEWEST_WORDS", 3)
    monkeypatch.setattr(evaluation, "_BLOCK", 2)
    same(load(Source("read.gen", READ)), 4, 10)


def test_one_section_is_made_once() -> None:
    family, made = load(Source("read.gen", READ)), []

    def sections_of() -> Iterator[Section]:
        made.append(1)
        return family.sections(4)

    evaluate_sections(sections_of, words(16, 1))
    assert made == [1]


def test_memory_does_not_grow_with_the_wires(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_WIRES", 1 << 14)
    text = "family f(n)\n  input x[1..n]\n  output y[1..n]\n"
    family = load(Source("f.gen", f"{text}  for i in 1..n\n    y[i] := THRESHOLD(i; x[j] for j in 1..n)\n"))
    evaluate_sections(lambda: family.sections(2), words(2, 1))
    inputs = words(1000, 1)
    tracemalloc.start()
    evaluate_sections(lambda: family.sections(1000), inputs)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10**6, "less than a byte for each of a million wires"
