"""Verdicts: each of them where it should be, and no difference missed."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.circuits.random_circuits import mutant, random_circuit
from tests.quick import one_in
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit, to_text
from uniform.circuits.compare import equivalence
from uniform.circuits.compare.equivalence import DIFFERENT, IDENTICAL, PROVED, compare, compare_with_specification
from uniform.circuits.values.reference import outputs_on
from uniform.messages.errors import InternalError, UniformError


def adder(n: int, *, broken_carry: int = -1, swapped: bool = False, name: str = "s") -> Circuit:
    """A ripple adder; its carry into bit ``broken_carry`` is lost."""
    b = CircuitBuilder("adder", n)
    x, y = b.inputs("a", range(n)), b.inputs("b", range(n))
    carry, outputs = b.false("carry[0]"), []
    for i in range(n):
        pair = (y[i], x[i]) if swapped else (x[i], y[i])
        half, both = b.xor(f"half[{i}]", pair), b.and_(f"both[{i}]", pair)
        outputs.append(b.xor(f"{name}[{i}]", (half, carry)))
        passes = b.and_(f"pass[{i}]", (half, carry))
        kind = b.and_ if i + 1 == broken_carry else b.or_
        carry = kind(f"carry[{i + 1}]", (both, passes))
    return b.build([*outputs, b.copy(f"{name}[{n}]", carry)])


def one_gate(inputs: int, flipped: int | None = None) -> Circuit:
    """0 everywhere, or 1 on the single vector whose binary number is ``flipped``."""
    b = CircuitBuilder("point", inputs)
    x = b.inputs("x", range(inputs))
    if flipped is None:
        return b.build([b.false("y")])
    literals = [x[i] if flipped >> i & 1 else b.not_(f"not[{i}]", x[i]) for i in range(inputs)]
    return b.build([b.and_("y", literals)])


@pytest.mark.slow
def test_the_verdict_is_right_on_random_circuits_and_mutants_of_them() -> None:
    """Each verdict often enough, and each as the definition has it."""
    seen = Counter(_judged(seed) for seed in range(300))
    assert all(seen[verdict] >= 50 for verdict in (IDENTICAL, PROVED, DIFFERENT)), seen


def _judged(seed: int) -> str:
    random = Random(seed)
    a = random_circuit(random, most_inputs=4)
    b = a
    for _ in range(seed % 5):
        b = mutant(random, b)
    vectors = list(product([False, True], repeat=a.inputs))
    differing = [bits for bits in vectors if outputs_on(a, bits) != outputs_on(b, bits)]
    verdict = compare(a, b)
    same = to_text(a) == to_text(b)
    assert verdict.verdict == (DIFFERENT if differing else IDENTICAL if same else PROVED), seed
    assert bool(verdict) == (not differing)
    assert verdict.proved
    assert (verdict.counterexample is None) == (not differing)
    if (found := verdict.counterexample) is not None:
        assert found.bits in differing
        outputs = outputs_on(a, found.bits), outputs_on(b, found.bits)
        first = next(place for place in range(len(a.outputs)) if outputs[0][place] != outputs[1][place])
        assert found.output == a.addresses[int(a.outputs[first])]
        assert (found.found, found.expected) == (outputs[0][first], outputs[1][first])
    return verdict.verdict


def test_circuits_of_other_shapes_are_not_compared() -> None:
    compared = 0
    for seed in range(40):
        a, b = random_circuit(Random(seed)), random_circuit(Random(seed + 1))
        if (a.inputs, len(a.outputs)) == (b.inputs, len(b.outputs)):
            compared += 1
        else:
            with pytest.raises(UniformError):
                compare(a, b)
    assert 0 < compared < 20


@pytest.mark.parametrize("inputs", [0, 1, 5, 6, 7, 12, 21])
def test_a_single_differing_vector_is_found_among_all(inputs: int) -> None:
    for place in {0, 1, 2**inputs // 3, 2**inputs - 2, 2**inputs - 1}:
        if not 0 <= place < 2**inputs:
            continue
        verdict = compare(one_gate(inputs, place), one_gate(inputs))
        assert verdict.verdict == DIFFERENT
        assert verdict.counterexample is not None
        assert sum(bit << i for i, bit in enumerate(verdict.counterexample.bits)) == place


def test_the_four_verdicts() -> None:
    assert compare(adder(4), adder(4)).verdict == IDENTICAL
    proved = compare(adder(4), adder(4, swapped=True))
    assert (proved.verdict, proved.proved, proved.samples) == (PROVED, True, None)
    assert proved.notes == ("`half[0]` is `XOR a[0] b[0]` in the first circuit, `XOR b[0] a[0]` in the second",)
    sampled = compare(adder(13), adder(13, swapped=True), samples=100)
    assert (sampled.verdict, sampled.proved, sampled.samples) == ("not refuted in 128 samples", False, 128)
    assert sampled
    different = compare(adder(3), adder(3, broken_carry=2))
    assert not different
    assert str(different).splitlines()[0] == ("different: on input 110100 (a = 3, b = 1), s[2] is 1, not 0")
    assert different.to_json()["counterexample"] == {
        "input": "110100",
        "arrays": {"a": 3, "b": 1},
        "output": "s[2]",
        "found": True,
        "expected": False,
    }


def test_a_limit_of_24_inputs_by_default() -> None:
    assert compare(adder(12), adder(12, swapped=True)).verdict == PROVED
    assert compare(adder(12), adder(12, swapped=True), all_inputs=23).samples == 1024


@pytest.mark.parametrize("broken", [1, 2, 50, 99, 100])
def test_samples_find_a_lost_carry(broken: int) -> None:
    verdict = compare(adder(100), adder(100, broken_carry=broken))
    assert verdict.verdict == DIFFERENT


@pytest.mark.parametrize(("k", "other"), [(1, 2), (15, 16), (29, 30), (30, 31)])
def test_samples_find_an_extreme_threshold(k: int, other: int) -> None:
    def build(least: int) -> Circuit:
        b = CircuitBuilder("t", 30)
        return b.build([b.threshold("y", least, b.inputs("x", range(30)))])

    assert not compare(build(k), build(other))


def test_other_names_are_noted() -> None:
    verdict = compare(adder(2), adder(2, name="sum"))
    assert verdict.verdict == PROVED
    assert verdict.notes == ("output 1 is `s[0]` in the first circuit, `sum[0]` in the second",)


def test_other_shapes_are_bad_input() -> None:
    with pytest.raises(UniformError) as caught:
        compare(adder(2), adder(3))
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["U510", "U510"]
    assert "`adder` has 4 inputs at n = 2, `adder` has 6 at n = 3" in str(caught.value)


def test_the_same_seed_gives_the_same_verdict() -> None:
    pair = adder(40), adder(40, broken_carry=17)
    assert compare(*pair, seed=5) == compare(*pair, seed=5)


def test_a_wrong_evaluator_is_our_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    right = equivalence.evaluate_words
    wrong: Any = lambda circuit, words: right(circuit, words) ^ np.uint64(circuit.outputs[0] == 5)  # noqa: E731
    monkeypatch.setattr(equivalence, "evaluate_words", wrong)
    b = CircuitBuilder("f", 1)
    first = b.build([b.and_("y", b.inputs("x", range(5)))])
    b = CircuitBuilder("f", 1)
    x = b.inputs("x", range(5))
    b.true("z")
    second = b.build([b.and_("y", x)])
    with pytest.raises(InternalError, match="disagree"):
        compare(first, second)


# ---------------------------------------------------------------- specifications


@pytest.mark.parametrize("n", one_in(2, [1, 2, 5, 8]))
def test_a_specification_on_all_inputs(n: int) -> None:
    assert compare_with_specification(adder(n), lambda a, b: a + b).verdict == PROVED


def test_a_specification_on_samples() -> None:
    verdict = compare_with_specification(adder(50), lambda a, b: a + b)
    assert (verdict.verdict, verdict.samples) == ("not refuted in 1024 samples", 1024)
    verdict = compare_with_specification(adder(50, broken_carry=50), lambda a, b: a + b)
    assert verdict.verdict == DIFFERENT
    found = verdict.counterexample
    assert found is not None
    (_, a), (_, b) = found.numbers
    assert (found.output, found.found, found.expected) == ("s[50]", False, True)
    assert a + b >= 2**50


def test_a_wrong_specification_is_refuted() -> None:
    verdict = compare_with_specification(adder(3), lambda a, b: a + b if (a, b) != (7, 3) else 0)
    assert str(verdict) == "different: on input 111110 (a = 7, b = 3), s[1] is 1, not 0"


def comparator() -> Circuit:
    b = CircuitBuilder("comparator", 1)
    x, y = b.input("a"), b.input("b")
    return b.build([b.and_("less", (b.not_("t", x), y)), b.xnor("equal", (x, y))])


def test_several_outputs_are_a_tuple() -> None:
    assert compare_with_specification(comparator(), lambda a, b: (a < b, a == b))
    assert not compare_with_specification(comparator(), lambda a, b: (a < b, np.int64(0)))


def test_arrays_may_be_given() -> None:
    verdict = compare_with_specification(
        comparator(), lambda ab: 1 if ab == 2 else 2 * (ab in (0, 3)), input_lengths=[2], output_lengths=[2]
    )
    assert verdict.verdict == PROVED


def test_a_circuit_without_inputs() -> None:
    assert compare_with_specification(one_gate(0), lambda: 0).verdict == PROVED
    verdict = compare_with_specification(one_gate(0), lambda: 1)
    assert str(verdict) == "different: without inputs, y is 0, not 1"


def test_circuits_without_outputs() -> None:
    b = CircuitBuilder("f", 2)
    b.inputs("x", range(2))
    assert compare_with_specification(b.build([]), lambda x: ()).verdict == PROVED
    other = CircuitBuilder("g", 2)
    other.inputs("y", range(2))
    assert compare(b.build([]), other.build([])).verdict == PROVED


def _fails(a: int, b: int) -> int:
    return a // b


@pytest.mark.parametrize(
    ("specification", "message"),
    [
        (lambda a: a, "the specification does not take 2 numbers"),
        (lambda a, b: (a, b), "the specification returns 2 numbers for 1 output array"),
        (lambda a, b: 16, "on (0, 0) the specification returns 16 for `s`"),
        (lambda a, b: -1, "on (0, 0) the specification returns -1 for `s`"),
        (lambda a, b: "0", "on (0, 0) the specification returns '0', which is not a natural number"),
        (
            _fails,
            f"the specification fails on (0, 0) in line {_fails.__code__.co_firstlineno + 1} of test_equivalence.py:"
            " ZeroDivisionError: integer division or modulo by zero",
        ),
        (divmod, "the specification fails on (0, 0): ZeroDivisionError: integer division or modulo by zero"),
    ],
)
def test_a_specification_that_does_not_fit(specification: Any, message: str) -> None:
    with pytest.raises(UniformError) as caught:
        compare_with_specification(adder(3), specification)
    assert caught.value.diagnostics[0].code == "U511"
    assert caught.value.diagnostics[0].message == message


def test_a_long_counterexample_is_cut() -> None:
    verdict = compare(adder(100), adder(100, broken_carry=1))
    assert "..." in str(verdict)
    assert len(str(verdict).splitlines()[0]) < 150
