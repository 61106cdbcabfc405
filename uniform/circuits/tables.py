"""Side tables of addresses: a list of strings, or numbers that become strings on demand."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.addresses import Layout


@dataclass(slots=True, eq=False)
class ListAddresses:
    """Addresses as strings, by id."""

    names: list[str]
    _index: dict[str, int] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, identifier: int) -> str:
        return self.names[identifier]

    def find(self, address: str) -> int | None:
        """The id with this address; the first call builds an index, linear in the number of addresses."""
        if len(self._index) != len(self.names):
            self._index.update({name: identifier for identifier, name in enumerate(self.names)})
        return self._index.get(address)


@dataclass(slots=True, eq=False)
class LayoutAddresses:
    """Addresses as numbers: inputs first, then gates.

    A gate's number is a flat address of ``layout``, or -1 - p for a derived NOT gate, described by
    ``derived[p:]`` = flat address of its target T, k, m, and m indices: ``T.NOT[k,index,...]``.
    """

    layout: Layout
    input_flats: NDArray[np.int64]  # (i,)
    gate_flats: NDArray[np.int64]  # (g,)
    derived: NDArray[np.int64]
    _index: dict[str, int] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.input_flats) + len(self.gate_flats)

    def __getitem__(self, identifier: int) -> str:
        inputs = len(self.input_flats)
        if identifier < inputs:
            return self.layout.address(int(self.input_flats[identifier]))
        flat = int(self.gate_flats[identifier - inputs])
        if flat >= 0:
            return self.layout.address(flat)
        target, ordinal, count = (int(value) for value in self.derived[-1 - flat : 2 - flat])
        own = self.derived[2 - flat : 2 - flat + count].tolist()
        return f"{self.layout.address(target)}.NOT[{','.join(map(str, [ordinal, *own]))}]"

    def find(self, address: str) -> int | None:
        """The id with this address; the first call builds an index, linear in the number of addresses."""
        if len(self._index) != len(self):
            self._index.update({self[identifier]: identifier for identifier in range(len(self))})
        return self._index.get(address)
