"""Side tables of addresses: a list of strings, or numbers that become strings on demand.

``ListAddresses`` holds strings from a reader or a builder. ``LayoutAddresses`` holds the output of the counter runner:
one number for each input and gate, either a *flat address* of the layout or a reference to the description of a derived
NOT gate. An address takes eight bytes until its string is needed.

    gate_flats[g] = f >= 0       the element of ``layout`` at flat address f
    gate_flats[g] = -1 - p       derived[p:] = T, k, m, i_1 .. i_m      the gate T.NOT[k,i_1,...,i_m]

where T is the flat address of the gate that uses the negation, k counts its written NOTs from 1, and the i are the
comprehension's variables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.addresses import Array, Layout, Rectangular


class Addresses(Protocol):
    """The names of inputs and gates, by id."""

    def __len__(self) -> int: ...

    def __getitem__(self, identifier: int) -> str:
        """The address of an input or a gate, e.g. ``carry[3]``."""

    def find(self, address: str) -> int | None:
        """The id with this address, or None. May build an index on first use."""


@dataclass(slots=True, eq=False)
class ListAddresses:
    """Addresses as strings, by id."""

    strings: list[str]
    _index: dict[str, int] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.strings)

    def __getitem__(self, identifier: int) -> str:
        return self.strings[identifier]

    def find(self, address: str) -> int | None:
        """The id with this address; the first call builds an index, linear in the number of addresses."""
        if not self._index:
            self._index.update(zip(self.strings, range(len(self.strings)), strict=True))
        return self._index.get(address)


@dataclass(slots=True, eq=False)
class LayoutAddresses:
    """Addresses as numbers: inputs first, then gates."""

    layout: Layout
    input_flats: NDArray[np.int64]  # (i,) flat addresses
    gate_flats: NDArray[np.int64]  # (g,) flat addresses, or -1 - p for derived NOT gates
    derived: NDArray[np.int64]  # their descriptions, end to end
    _index: dict[str, int] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.input_flats) + len(self.gate_flats)

    def __getitem__(self, identifier: int) -> str:
        inputs = len(self.input_flats)
        if not 0 <= identifier < len(self):
            raise IndexError(identifier)
        if identifier < inputs:
            return self.layout.address(int(self.input_flats[identifier]))
        flat = int(self.gate_flats[identifier - inputs])
        if flat >= 0:
            return self.layout.address(flat)
        place = -1 - flat
        target, ordinal, count = self.derived[place : place + 3].tolist()
        own = self.derived[place + 3 : place + 3 + count].tolist()
        return f"{self.layout.address(target)}.NOT[{','.join(map(str, (ordinal, *own)))}]"

    def find(self, address: str) -> int | None:
        """The id with this address; the first call builds an index, linear in the number of addresses."""
        if not self._index:
            self._index.update(zip(all_addresses(self), range(len(self)), strict=True))
        return self._index.get(address)


def all_addresses(addresses: Addresses) -> Sequence[str]:
    """Every address, by id; the same strings as ``addresses[0], addresses[1], ...``, made array by array.

    Do not change the result. Cost: linear, about a third of a microsecond each for a layout.
    """
    if isinstance(addresses, ListAddresses):
        return addresses.strings
    return addresses_of(addresses, range(len(addresses)))


def addresses_of(addresses: Addresses, ids: Sequence[int]) -> list[str]:
    """The addresses of many inputs and gates; the same strings as ``addresses[i]`` for each id i, made array by array.

    Cost: linear in the number of inputs and gates, plus about a third of a microsecond for each id.
    """
    if not isinstance(addresses, LayoutAddresses):
        return [addresses[identifier] for identifier in ids]
    flats = np.concatenate([addresses.input_flats, addresses.gate_flats])[np.asarray(ids, dtype=np.int64)]
    names = np.empty(len(flats), dtype=object)
    named = np.flatnonzero(flats >= 0)
    names[named] = _elements(addresses.layout, flats[named])
    negations = np.flatnonzero(flats < 0)
    names[negations] = _negations(addresses, -1 - flats[negations])
    found: list[str] = names.tolist()
    return found


def _elements(layout: Layout, flats: NDArray[np.int64]) -> NDArray[Any]:
    """The printed addresses for many flat addresses."""
    names = np.empty(len(flats), dtype=object)
    for array in layout.arrays:
        inside = np.flatnonzero((flats >= array.base) & (flats < array.base + array.count))
        if len(inside) == 0:
            continue
        if not array.dimensions:
            names[inside] = array.pieces[0]
            continue
        columns = [column.tolist() for column in _indices(array, flats[inside])]
        if len(columns) == 1:
            left, right = array.pieces
            names[inside] = [f"{left}{index}{right}" for index in columns[0]]
        else:
            template = "%d".join(array.pieces)
            names[inside] = [template % indices for indices in zip(*columns, strict=True)]
    return names


def _indices(array: Array, flats: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """``Array.indices`` for many flat addresses: one column for each dimension."""
    ranks = flats - array.base
    columns: list[NDArray[np.int64]] = []
    for dimension in reversed(array.dimensions):
        if isinstance(dimension, Rectangular):
            ranks, offsets = np.divmod(ranks, dimension.size)
            columns.append(dimension.low + offsets)
        else:
            left = np.searchsorted(dimension.starts, ranks, side="right") - 1
            columns.append(dimension.lows[left] + ranks - dimension.starts[left])
            ranks = left
    return columns[::-1]


def _negations(addresses: LayoutAddresses, places: NDArray[np.int64]) -> NDArray[Any]:
    """The printed addresses of the derived NOT gates described at ``places``."""
    derived = addresses.derived
    names = np.empty(len(places), dtype=object)
    targets = _elements(addresses.layout, derived[places])
    counts = derived[places + 2]
    for count in sorted(set(counts.tolist())):  # `np.unique` would load numpy.ma
        chosen = np.flatnonzero(counts == count)
        columns = [derived[places[chosen] + 1], *(derived[places[chosen] + 3 + j] for j in range(count))]
        template = f"%s.NOT[{','.join(['%d'] * (count + 1))}]"
        rows = zip(targets[chosen].tolist(), *(column.tolist() for column in columns), strict=True)
        names[chosen] = [template % row for row in rows]
    return names
