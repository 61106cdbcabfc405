"""Addresses made array by array are those made one by one, and those of the definition."""

from __future__ import annotations

import numpy as np
import pytest

from uniform.circuits.address_tables import LayoutAddresses, ListAddresses, all_addresses
from uniform.circuits.addresses import Array, Layout, Ragged, Rectangular


def layout() -> Layout:
    """x[1..3]; y; empty; m[0..1, 5..7]; t[i in 1..3, 1..i-1]; p[1..2].q[1..2]."""
    ragged = Ragged(np.array([1, 1, 1]), np.array([0, 0, 1, 3]))
    shapes = [
        (("x[", "]"), (Rectangular(1, 3),), 3),
        (("y",), (), 1),
        (("empty[", "]"), (Rectangular(0, 0),), 0),
        (("m[", ",", "]"), (Rectangular(0, 2), Rectangular(5, 3)), 6),
        (("t[", ",", "]"), (Rectangular(1, 3), ragged), 3),
        (("p[", "].q[", "]"), (Rectangular(1, 2), Rectangular(1, 2)), 4),
    ]
    arrays, base = [], 0
    for pieces, dimensions, count in shapes:
        arrays.append(Array(pieces, "gate", dimensions, base, count))
        base += count
    return Layout(tuple(arrays))


NAMES = ["x[1]", "x[2]", "x[3]", "y", "m[0,5]", "m[0,6]", "m[0,7]", "m[1,5]", "m[1,6]", "m[1,7]"]
NAMES += ["t[2,1]", "t[3,1]", "t[3,2]", "p[1].q[1]", "p[1].q[2]", "p[2].q[1]", "p[2].q[2]"]


def table() -> tuple[LayoutAddresses, list[str]]:
    """Inputs x; then every other element, backwards, among derived gates of three shapes."""
    derived = np.array([3, 1, 0, 9, 2, 1, 40, 16, 1, 2, 7, 8, 3, 2, 0])
    flats = [*range(16, 9, -1), -1, -4, *range(9, 2, -1), -8, -13]
    names = [NAMES[flat] for flat in (0, 1, 2)]
    others = {-1: "y.NOT[1]", -4: "m[1,7].NOT[2,40]", -8: "p[2].q[2].NOT[1,7,8]", -13: "y.NOT[2]"}
    names += [others.get(flat) or NAMES[flat] for flat in flats]
    return LayoutAddresses(layout(), np.arange(3), np.array(flats), derived), names


def test_every_address_one_by_one_and_all_at_once() -> None:
    addresses, names = table()
    assert len(addresses) == len(names)
    assert [addresses[i] for i in range(len(names))] == names
    assert list(all_addresses(addresses)) == names


def test_find_is_the_inverse() -> None:
    addresses, names = table()
    for own in (addresses, ListAddresses(names)):
        assert [own.find(name) for name in names] == list(range(len(names)))
        assert own.find("t[1,1]") is None
        assert own.find("y.NOT[3]") is None


def test_a_place_beyond_the_end() -> None:
    addresses, names = table()
    with pytest.raises(IndexError):
        addresses[len(names)]


def test_tables_without_anything() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    empty = LayoutAddresses(Layout(()), nothing, nothing, nothing)
    assert list(all_addresses(empty)) == []
    assert empty.find("y") is None


def test_any_other_table_is_read_one_by_one() -> None:
    class Numbered:
        def __len__(self) -> int:
            return 3

        def __getitem__(self, identifier: int) -> str:
            return f"g[{identifier}]"

        def find(self, address: str) -> int | None:
            raise NotImplementedError

    assert list(all_addresses(Numbered())) == ["g[0]", "g[1]", "g[2]"]
