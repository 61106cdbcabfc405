"""Declared arrays at one n, against enumeration of their index tuples in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.language.programs_by_text import program
from uniform.circuits.addresses import Layout, Ragged, Rectangular
from uniform.language.meaning.declared import declare, layout
from uniform.messages.errors import LimitReached, Trap


def laid_out(declarations: str, n: int) -> Layout:
    lines = "".join(f"  {line.strip()}\n" for line in declarations.strip().splitlines())
    tree = program(f"family f(n)\n{lines}")
    return layout(tree, n)


Tuples = Callable[[int], Iterator[tuple[int, ...]]]


def triangle(n: int) -> Iterator[tuple[int, ...]]:
    return ((i, j) for i in range(1, n + 1) for j in range(i, n + 1))


def heap(n: int) -> Iterator[tuple[int, ...]]:
    return ((t, j) for t in range(n.bit_length() + 1) for j in range(2**t))


def pyramid(n: int) -> Iterator[tuple[int, ...]]:
    return (
        (s, a, b, c, k)
        for s in (3, 4)
        for a in range(n - 1)
        for b in range(a % 2, n + 1 - a)
        for c in range(7, 9)
        for k in range(b + a, b + a + b)
    )


def box(n: int) -> Iterator[tuple[int, ...]]:
    return ((i, j) for i in range(5, n + 1) for j in range(n - 2))


@pytest.mark.parametrize(
    ("declaration", "tuples"),
    [
        ("gate m[i in 1..n, j in i..n]", triangle),
        ("gate m[t in 0..bits(n), j in 0..2^t-1]", heap),
        ("gate m[3..4, a in 0..n-2, b in a mod 2..n-a, 7..8, b+a..2*b+a-1]", pyramid),
        ("gate m[5..n, 0..n-3]", box),
    ],
)
@pytest.mark.parametrize("n", [1, 2, 3, 6, 9])
def test_flat_addresses_count_the_tuples_in_row_major_order(declaration: str, tuples: Tuples, n: int) -> None:
    _, array = laid_out(f"input x[1..n]\n{declaration}", n).arrays
    expected = list(tuples(n))
    assert array.count == len(expected)
    assert array.base == n
    assert [array.flat(indices) for indices in expected] == list(range(n, n + len(expected)))
    assert [array.indices(flat) for flat in range(n, n + len(expected))] == expected


def test_flat_addresses_are_none_outside() -> None:
    (array,) = laid_out("gate m[i in 1..n, j in i..n]", 3).arrays
    inside = set(triangle(3))
    for i in range(6):
        for j in range(6):
            assert (array.flat((i, j)) is not None) == ((i, j) in inside)


def test_names_and_pieces() -> None:
    arrays = laid_out("output y\ngate m[1..2, 3..4, 5..6], v[0..n]\ny := TRUE", 5).arrays
    assert [array.pieces for array in arrays] == [("y",), ("m[", ",", ",", "]"), ("v[", "]")]
    assert [array.role for array in arrays] == ["output", "gate", "gate"]
    assert arrays[0].address(()) == "y"
    assert arrays[1].address((1, 4, 5)) == "m[1,4,5]"


def test_an_index_that_no_range_uses_makes_no_ragged_range() -> None:
    (array,) = laid_out("gate m[t in 1..n, j in 0..n]", 4).arrays
    assert array.dimensions == (Rectangular(1, 4), Rectangular(0, 5))


def test_rectangular_arrays_may_have_any_size() -> None:
    (big,) = laid_out("gate m[0..n^4, 1..n^4]", 10**6).arrays
    assert big.count == (10**24 + 1) * 10**24
    assert big.flat((10**24, 10**24)) == big.count - 1
    assert big.indices(big.count - 1) == (10**24, 10**24)


def test_ragged_arrays_keep_a_range_for_each_tuple_and_say_so_when_there_are_too_many() -> None:
    (array,) = laid_out("gate m[i in 1..n, j in 1..i, k in 0..1]", 300).arrays
    assert array.count == 300 * 301
    assert isinstance(array.dimensions[1], Ragged)
    assert len(array.dimensions[1].lows) == 300
    for declaration in (
        "m[i in 1..n^3, j in 1..i]",
        "m[i in 0..2^22, j in 0..i]",
        "m[i in 1..n, j in 1..2^(70*i)]",
        "m[i in 2^70..2^70, j in 1..i]",
    ):
        with pytest.raises(LimitReached, match="too many ranges"):
            laid_out(f"gate {declaration}", 1000)


def test_equal_ranges_are_evaluated_once() -> None:
    (array,) = laid_out("gate m[t in 1..3, 1..n, j in t..4]", 10**5).arrays
    assert array.count == 10**5 * (4 + 3 + 2)
    assert array.flat((3, 10**5, 4)) == array.count - 1


@pytest.mark.parametrize(
    ("declarations", "code", "values"),
    [
        ("gate m[n-2..n, 1..n div 0]", "U401", ()),  # low before high, left before right
        ("gate m[n div 0..n-2]", "U402", ()),
        ("gate m[1..n, n-2..n]\ncounter c <= n div 0", "U401", ()),  # in order of declaration
        ("counter c <= n div 0\ngate m[1..n, n-2..n]", "U402", ()),
        ("gate m[2..n, n-2..n]", "U401", ()),  # though the range to the left is empty
        ("gate m[t in 2..n, t-3..n]", None, ()),  # evaluated for no tuple
        ("let w = n + 1\ncounter c <= w\ngate m[t in 1..4, t-w..4]", "U401", (("w", 2), ("c", 0), ("t", 1))),
        ("gate m[t in 1..4, s in 0..t, 1..4 div (3 - t), t - 3..1]", "U402", (("t", 3),)),  # range by range
        ("gate m[t in 0..4, 4-t..4 div (3 - t)]", "U402", (("t", 3),)),  # row by row
        ("gate m[s in 0..2, t in 2-s..4, t-2..4 div (4 - t)]", "U402", (("t", 4),)),  # t = 2, 3, 4, 1, ...
    ],
)
def test_traps_of_declarations(declarations: str, code: str | None, values: tuple[tuple[str, int], ...]) -> None:
    if code is None:
        assert laid_out(declarations, 1).count == 0
        return
    with pytest.raises(Trap) as caught:
        laid_out(declarations, 1)
    assert caught.value.diagnostics[0].code == code
    assert caught.value.values == values


def test_declare_keeps_lets_and_bounds() -> None:
    tree = program(
        "const k = 3\nlet a = n + k\nfamily f(n)\n  let b = 2 * a\n  counter c <= b\n  output y\n  y := TRUE\n"
    )
    declared = declare(tree, 4)
    assert declared.scope.visible_numbers() == (("a", 7), ("b", 14), ("c", 0))
    assert [(symbol.name, bound) for symbol, (_, bound) in declared.counters.items()] == [("c", 14)]


ROWS = """
block row(w <= n + 1)
  input  a
  output o[0..w-1], last[1..2]
  let    half = w div 2
  gate   g[i in 1..half, i..w]
  part   cell[0..w-2] = one()
  for i in 0..w-1
    o[i] := a
  for i in 1..2
    last[i] := a

family f(n)
  input  x
  output y
  part   same[1..n] = row(3)
  part   growing[j in 1..n] = row(j + 1)
  part   some[j in 0..n] = row(2 - j)
  y := x
"""
ONE = """
block one()
  input  a
  output b
  b := a
"""


def in_parts(n: int) -> dict[str, list[str]]:
    """The printed addresses of each array, in the order of their flat addresses, which have no gaps."""
    arrays = layout(program(ONE + ROWS), n).arrays
    base = 0
    found: dict[str, list[str]] = {}
    for array in arrays:
        assert array.base == base
        base += array.count
        flats = range(array.base, array.base + array.count)
        assert [array.flat(array.indices(flat)) for flat in flats] == list(flats)
        found["*".join(array.pieces)] = [array.address(array.indices(flat)) for flat in flats]
    return found


def test_an_array_in_parts_has_the_indices_of_the_parts_and_its_own() -> None:
    for n in (1, 2, 3, 5):
        found = in_parts(n)
        assert found["growing[*].o[*]"] == [f"growing[{j}].o[{i}]" for j in range(1, n + 1) for i in range(j + 1)]
        cells = [f"growing[{j}].cell[{i}].b" for j in range(1, n + 1) for i in range(j)]
        assert found["growing[*].cell[*].b"] == cells
        gates = [(j, i, k) for j in range(1, n + 1) for i in range(1, (j + 1) // 2 + 1) for k in range(i, j + 2)]
        assert found["growing[*].g[*,*]"] == [f"growing[{j}].g[{i},{k}]" for j, i, k in gates]


def test_where_a_number_of_a_part_has_no_value_its_arrays_are_empty() -> None:
    for n in (1, 2, 3, 5):
        widths = [(j, 2 - j) for j in range(min(n, 2) + 1)]
        assert in_parts(n)["some[*].o[*]"] == [f"some[{j}].o[{i}]" for j, w in widths for i in range(w)]
        assert len(in_parts(n)["some[*].last[*]"]) == 2 * (n + 1)


def test_ranges_that_do_not_depend_on_the_index_of_a_part_are_rectangular() -> None:
    arrays = {"*".join(array.pieces): array for array in layout(program(ONE + ROWS), 9).arrays}
    assert all(isinstance(each, Rectangular) for each in arrays["same[*].o[*]"].dimensions)
    assert [type(each) for each in arrays["growing[*].o[*]"].dimensions] == [Rectangular, Ragged]
    assert [type(each) for each in arrays["growing[*].last[*]"].dimensions] == [Rectangular, Rectangular]
