"""Which gates the programs print: kinds, fan-in and depth, as their pages claim."""

from __future__ import annotations

import pytest

from tests.cases import NAMES, PROGRAMS, generator, program
from uniform.catalog import Entry, comparators
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.measure import Measures, measure

CONSTANT_DEPTH = {
    "parity_tc0",
    "parity_tc0_depth2",
    "majority",
    "threshold_k",
    "exactly_k",
    "lookahead_adder",
    "equality",
    "comparator",
    "multiplexer",
    "storage_access",
    "heavy_sum",
    "dyck1",
}
LOGARITHMIC_DEPTH = {"parity_tree", "batcher_sort", "reachability"}  # polynomial in log n, for the sorting network
BOUNDED_FAN_IN = {
    "parity_chain",
    "parity_tree",
    "ripple_adder",
    "increment",
    "multiplexer",
    "batcher_sort",
    "array_multiplier",
}
COUNTING = {"MAJ", "THRESHOLD", "ATMOST"}
WITH_COUNTING = {
    "parity_tc0",
    "parity_tc0_depth2",
    "majority",
    "threshold_k",
    "exactly_k",
    "heavy_sum",
    "dyck1",
}


def circuit(name: str, n: int) -> Circuit:
    return generator(program(name)).circuit(n)


def figures(name: str, n: int) -> Measures:
    return measure(circuit(name, n))


@pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)
def test_depth_fan_in_and_counting_gates(entry: Entry) -> None:
    small, large = (figures(entry.name, n) for n in (6, 12))
    assert (small.depth == large.depth) == (entry.name in CONSTANT_DEPTH)
    assert (large.depth <= 14) == (entry.name in CONSTANT_DEPTH | LOGARITHMIC_DEPTH | {"increment", "parity_chain"})
    assert (small.fan_in == large.fan_in <= 2) == (entry.name in BOUNDED_FAN_IN)
    assert bool(COUNTING & dict(large.kinds).keys()) == (entry.name in WITH_COUNTING)


def test_lookahead_adder_has_the_gates_of_ac0() -> None:
    for n in range(1, 13):
        assert dict(figures("lookahead_adder", n).kinds).keys() <= {"AND", "OR", "NOT", "NAND"}


def test_parity_in_depth_2_has_threshold_gates_only() -> None:
    for n in range(1, 13):
        made = figures("parity_tc0_depth2", n)
        assert dict(made.kinds).keys() <= {"THRESHOLD", "ATMOST"}
        assert (made.size, made.depth) == (n + 1, 2)


def test_threshold_families_are_single_gates() -> None:
    for n in range(1, 13):
        assert figures("majority", n).kinds == (("MAJ", 1),)
        assert figures("threshold_k", n).kinds == (("THRESHOLD", 1),)
        assert figures("heavy_sum", n).kinds == (("THRESHOLD", 1),)


def test_heavy_sum_keeps_multiplicities() -> None:
    made = circuit("heavy_sum", 9)
    assert list(made.wires(0)) == [(i, i + 1) for i in range(9)]
    assert made.parameters(0) == (9 * 10 // 4 + 1,)


def test_dyck1_has_a_gate_for_each_odd_prefix() -> None:
    for n in range(2, 13, 2):
        made = circuit("dyck1", n)
        prefixes = [len(made.wires(gate)) for gate in range(n // 2)]
        assert prefixes == list(range(1, n, 2))
        assert made.gates == n // 2 + 3
    assert figures("dyck1", 7).kinds == (("FALSE", 1),)


def test_a_comparator_is_an_and_and_an_or() -> None:
    for n in range(1, 20):
        kinds = dict(figures("batcher_sort", n).kinds)
        assert kinds.get("AND", 0) == kinds.get("OR", 0) == comparators(n)


def test_reachability_squares_as_often_as_it_must() -> None:
    for n, rounds in [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (8, 3), (9, 4)]:
        kinds = dict(figures("reachability", n).kinds)
        assert kinds.get(Kind.OR.name, 0) == rounds * n * n
        assert kinds.get(Kind.AND.name, 0) == rounds * n**3
