"""The circuit in memory: flat arrays in topological order, immutable.

Wires are numbered by what drives them: ids ``0 .. inputs-1`` are the inputs in order, id ``inputs + g`` is gate
g. Gates come children first, so every wire of gate g has an id below ``inputs + g``. Wires of gate g are
``children[offsets[g] : offsets[g+1]]``, in the order in which they were written; a wire of multiplicity w is
stored once, with w beside it. Addresses (names) live in a side table that makes its strings on demand.

What this file does not do: build (``builder``), read and write text (``text``), evaluate, measure, compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.gates import GATES, Kind

_SHOWN = 1000  # gates and wires of a circuit that a notebook shows whole
_BLOCK = 1 << 16  # gates that ``rows`` takes out of the arrays at once
_NUMBERED = {kind for kind, gate in GATES.items() if gate.parameters}


class Addresses(Protocol):
    """The names of inputs and gates, by id."""

    def __len__(self) -> int: ...

    def __getitem__(self, identifier: int) -> str:
        """The address of an input or a gate, e.g. ``carry[3]``."""

    def find(self, address: str) -> int | None:
        """The id with this address, or None. May build an index on first use."""


@dataclass(frozen=True, slots=True, eq=False)
class Circuit:
    """One circuit of a family.

    With g gates, e stored wires and i inputs:
    """

    name: str  # of the family
    n: int  # which circuit of the family
    constants: tuple[tuple[str, int], ...]  # the family's constants and their values, in order
    inputs: int  # i >= 0
    kind: NDArray[np.uint8]  # (g,) codes of gates.Kind
    threshold: NDArray[Any]  # (g,) int64, object when one exceeds 63 bits; k, or the m of MOD; else 0
    residue: NDArray[Any] | None  # (g,) the r of MOD, else 0; None when there is no MOD gate
    offsets: NDArray[np.int64]  # (g+1,) offsets[0] = 0, offsets[g] = e
    children: NDArray[Any]  # (e,) int32 or int64 ids, each below the id of its gate
    multiplicity: NDArray[Any] | None  # (e,) >= 1, int64 or object; None when all are 1
    outputs: NDArray[np.int64]  # (o,) ids, in order
    addresses: Addresses  # len = i + g

    @property
    def gates(self) -> int:
        """The number of gates: the size of the circuit (NOT and COPY count, inputs do not)."""
        return len(self.kind)

    def parameters(self, gate: int) -> tuple[int, ...]:
        """The numbers of gate ``gate`` (0 <= gate < gates) in the order of the gate table."""
        match Kind(self.kind[gate]):
            case Kind.THRESHOLD | Kind.ATMOST:
                return (int(self.threshold[gate]),)
            case Kind.MOD:
                assert self.residue is not None
                return (int(self.threshold[gate]), int(self.residue[gate]))
            case _:
                return ()

    def wires(self, gate: int) -> tuple[tuple[int, int], ...]:
        """The wires of gate ``gate`` as pairs (id, multiplicity), in order."""
        start, end = int(self.offsets[gate]), int(self.offsets[gate + 1])
        weights = [1] * (end - start) if self.multiplicity is None else self.multiplicity[start:end].tolist()
        return tuple(zip(self.children[start:end].tolist(), weights, strict=True))

    def rows(self) -> Iterator[tuple[Kind, tuple[int, ...], list[int], list[int] | None]]:
        """All gates in order: kind, numbers, ids of the wires, their multiplicities (None: all 1).

        Cost: less than a microsecond a gate, a third of what ``parameters`` and ``wires`` take."""
        kinds, plain = list(Kind), self.multiplicity is None
        for first in range(0, self.gates, _BLOCK):
            last = min(first + _BLOCK, self.gates)
            offsets = self.offsets[first : last + 1].tolist()
            start = offsets[0]
            children = self.children[start : offsets[-1]].tolist()
            weights = [] if self.multiplicity is None else self.multiplicity[start : offsets[-1]].tolist()
            for gate, code in enumerate(self.kind[first:last].tolist(), first):
                here, end = offsets[gate - first] - start, offsets[gate - first + 1] - start
                numbers = self.parameters(gate) if code in _NUMBERED else ()
                yield kinds[code], numbers, children[here:end], None if plain else weights[here:end]

    def _repr_html_(self) -> str:
        from uniform.circuits.text import write_ckt
        from uniform.display import html_text

        text = (
            b"".join(write_ckt(self)).decode("ascii") if len(self.kind) + len(self.children) <= _SHOWN else repr(self)
        )
        return html_text(text)

    def __repr__(self) -> str:
        return (
            f"Circuit({self.name!r}, n={self.n}, inputs={self.inputs}, gates={self.gates}, outputs={len(self.outputs)})"
        )
