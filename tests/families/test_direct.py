"""The direct builders by themselves: what they compute, and how large and deep they are.

Values are those of the slow evaluator, which is the definition of a circuit's value.
"""

from __future__ import annotations

from itertools import accumulate, chain, pairwise
from random import Random

import pytest

from tests.cases import NAMES, PROGRAMS, cheap, program, specified
from tests.quick import one_in
from uniform.circuits.circuit import Circuit
from uniform.circuits.compare.samples import arrays
from uniform.circuits.measure import measure
from uniform.circuits.values.reference import outputs_on
from uniform.library.builders.bitonic import bitonic_stages
from uniform.library.builders.sorting import batcher_stages
from uniform.library.entry import ShippedProgram
from uniform.library.formulas import bitonic_comparators, comparators

EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)


def direct(name: str, n: int) -> Circuit:
    return program(name).build(n)


def run(circuit: Circuit, *words: int) -> int:
    """The outputs, as one number, on one number for each input array."""
    lengths = [length for _, length in arrays(circuit, range(circuit.inputs))]
    bits = [bool(word >> i & 1) for word, length in zip(words, lengths, strict=True) for i in range(length)]
    return sum(1 << place for place, bit in enumerate(outputs_on(circuit, bits)) if bit)


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=NAMES)
def test_values(entry: ShippedProgram) -> None:
    """On all inputs up to 8, on some random vectors beyond."""
    random = Random(entry.name)
    for n in cheap(entry, range(1, 13), 8_000):
        circuit = entry.build(n)
        lengths = [length for _, length in arrays(circuit, range(circuit.inputs))]
        every = range(2**circuit.inputs)
        some = [random.getrandbits(circuit.inputs) for _ in range(100 if circuit.gates < 200 else 20)]
        vectors = every if circuit.inputs <= 8 else some
        outputs = [length for _, length in arrays(circuit, circuit.outputs.tolist())]
        for vector in vectors:
            starts = accumulate([0, *lengths[:-1]])
            words = [vector >> start & (1 << length) - 1 for start, length in zip(starts, lengths, strict=True)]
            expected = specified(entry, n, words)
            joined, place = 0, 0
            for value, length in zip(expected, outputs, strict=True):
                assert value < 1 << length
                joined |= value << place
                place += length
            assert run(circuit, *words) == joined, (n, words)


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=NAMES)
def test_formulas(entry: ShippedProgram) -> None:
    for n in cheap(entry, {*entry.ns, 13, 15, 16, 17, 31, 32, 33}, 80_000):
        figures = measure(entry.build(n))
        expected = (entry.size(n), entry.depth(n), entry.wires(n))
        assert (figures.size, figures.depth, figures.wires) == expected, n


def test_long_carries() -> None:
    n = 70
    for name in ("ripple_adder", "lookahead_adder"):
        circuit = direct(name, n)
        for a, b in [(2**n - 1, 1), (1, 2**n - 1), (2**n - 1, 2**n - 1), (2**n // 3, 2**n // 3 * 2), (0, 0)]:
            assert run(circuit, a, b) == a + b
    assert run(direct("increment", n), 2**n - 1) == 2**n
    for name in ("array_multiplier", "wallace_multiplier"):
        assert run(direct(name, 20), 2**20 - 1, 2**20 - 1) == (2**20 - 1) ** 2


def test_longest_paths() -> None:
    """From vertex 1 to vertex n along all others: what a squaring too few does not find."""
    for n in range(1, 14):
        path = sum(1 << (i * n + i + 1) for i in range(n - 1))
        above = sum(1 << (i * n + j) for i in range(n) for j in range(i, n))
        assert run(direct("reachability", n), path) == above


def test_balanced_words_that_nearly_are_not() -> None:
    random = Random(1)
    for n in (14, 20, 30):
        circuit = direct("dyck1", n)
        for _ in range(30):
            word = "10" * (n // 2)
            for _ in range(n):  # exchanging `01` and `10` keeps the balance, and the order nearly
                at = random.randrange(n - 1)
                word = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
            depths = list(accumulate(1 if c == "1" else -1 for c in word))
            assert run(circuit, int(word[::-1], 2)) == int(min(depths) >= 0)


# ---------------------------------------------------------------- sorting


def test_comparators_of_a_stage_share_no_line() -> None:
    for n in range(1, 40):
        for stage in batcher_stages(n):
            lines = list(chain.from_iterable(stage))
            assert len(lines) == len(set(lines))
            assert all(0 <= i < j < n for i, j in stage)


def test_comparators_are_counted() -> None:
    """Against the formula, the closed form at powers of two, and the numbers that the literature gives (A006282)."""
    listed = [0, 1, 3, 5, 9, 12, 16, 19, 26, 31, 37, 41, 48, 53, 59, 63, 74, 82, 91, 97, 107, 114, 122, 127]
    assert [comparators(n) for n in range(1, 25)] == listed
    for n in range(1, 70):
        assert sum(map(len, batcher_stages(n))) == comparators(n)
    for p in range(1, 9):
        assert comparators(2**p) == (p * p - p + 4) * 2**p // 4 - 1
        assert len(batcher_stages(2**p)) == p * (p + 1) // 2


def test_network_sorts_by_the_zero_one_principle() -> None:
    """A network that sorts all words of bits sorts everything; a comparator fewer and it does not."""
    for n in range(1, 11):
        network = [comparator for stage in batcher_stages(n) for comparator in sorted(stage)]
        assert all(_is_sorted(_through(network, word, n)) for word in range(2**n))
        for missing in range(len(network)):
            fewer = network[:missing] + network[missing + 1 :]
            if n in {4, 8}:
                assert not all(_is_sorted(_through(fewer, word, n)) for word in range(2**n))


def test_bitonic_sorter_by_the_zero_one_principle() -> None:
    for n in range(1, 12):
        network = [pair for stage in bitonic_stages(n) for pair in stage.items()]
        assert all(_is_sorted(_through(network, word, n)) for word in range(2**n))
    for n in range(1, 70):
        stages = bitonic_stages(n)
        assert sum(map(len, stages)) == bitonic_comparators(n)
        assert all(len({*stage, *stage.values()}) == 2 * len(stage) for stage in stages)
    for p in range(1, 9):
        assert bitonic_comparators(2**p) == p * (p + 1) // 2 * 2 ** (p - 1)


def _through(network: list[tuple[int, int]], word: int, n: int) -> list[int]:
    line = [word >> i & 1 for i in range(n)]
    for i, j in network:
        line[i], line[j] = min(line[i], line[j]), max(line[i], line[j])
    return line


def _is_sorted(line: list[int]) -> bool:
    return all(a <= b for a, b in pairwise(line))
