"""The circuit in memory: flat arrays in topological order, immutable.

Wires are numbered by what drives them: ids ``0 .. inputs-1`` are the inputs in order, id ``inputs + g`` is gate
g. Gates come children first, so every wire of gate g has an id below ``inputs + g``. Wires of gate g are
``children[offsets[g] : offsets[g+1]]``, in the order in which they were written; a wire of multiplicity w is
stored once, with w beside it. Addresses (names) are in a side table that makes strings on demand.

The text form, ``.ckt``, is how circuits are exchanged:

    circuit parity 3                    circuit NAME N, then k=v for each constant
    input x[1] x[2] x[3]                one line, just the word if there are no inputs
    p[1] = COPY x[1]                    ADDRESS = KIND numbers wires, children first
    p[2] = XOR p[1] x[2]
    p[3] = XOR p[2] x[3]
    output p[3]                         one line, the last

A wire of multiplicity w > 1 is written ``address*w``. The text is ASCII with single spaces, none at the end of a line,
and a line feed at the end of each line: there is one text for each circuit, and reading and writing it gives the same
bytes.

What this file does not do: build (``builder``), read text (``formats.ckt``), evaluate, measure, compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.address_tables import Addresses, all_addresses
from uniform.circuits.gates import GATES, Kind

_SHOWN = 1000  # a notebook shows circuits with up to this many gates and wires as text
_BLOCK = 1 << 16  # gates that ``rows`` reads from the arrays at once
_GATES_AT_A_TIME = 1 << 13  # gates whose lines are written at once
_PARAMETERS = tuple(len(GATES[kind].parameters) for kind in Kind)  # by code
_NUMBERED = {kind for kind, gate in GATES.items() if gate.parameters}


@dataclass(frozen=True, slots=True, eq=False)
class Circuit:
    """One circuit of a family.

    The shapes below are for g gates, e stored wires and i inputs.
    """

    name: str  # of the family
    n: int  # this is the n-th circuit of the family
    constants: tuple[tuple[str, int], ...]  # the family's constants and their values, in order
    inputs: int  # i >= 0
    kind: NDArray[np.uint8]  # (g,) codes of gates.Kind
    threshold: NDArray[Any]  # (g,) k, or the m of MOD, else 0; int64, or object if one exceeds 63 bits
    residue: NDArray[Any] | None  # (g,) the r of MOD, else 0; None if there is no MOD gate
    offsets: NDArray[np.int64]  # (g+1,) offsets[0] = 0, offsets[g] = e
    children: NDArray[Any]  # (e,) int32 or int64 ids, each below the id of its gate
    multiplicity: NDArray[Any] | None  # (e,) >= 1, int64 or object; None if all are 1
    outputs: NDArray[np.int64]  # (o,) ids, in order
    addresses: Addresses  # len = i + g

    @property
    def gates(self) -> int:
        """The number of gates: the size of the circuit (NOT and COPY count, inputs do not)."""
        return len(self.kind)

    def parameters(self, gate: int) -> tuple[int, ...]:
        """The numbers of gate ``gate`` (0 <= gate < gates) in the order of the gate table."""
        count = _PARAMETERS[self.kind[gate]]
        if count == 0:
            return ()
        if count == 1:
            return (int(self.threshold[gate]),)
        assert self.residue is not None
        return (int(self.threshold[gate]), int(self.residue[gate]))

    def wires(self, gate: int) -> tuple[tuple[int, int], ...]:
        """The wires of gate ``gate`` as pairs (id, multiplicity), in order."""
        start, end = int(self.offsets[gate]), int(self.offsets[gate + 1])
        weights = [1] * (end - start) if self.multiplicity is None else self.multiplicity[start:end].tolist()
        return tuple(zip(self.children[start:end].tolist(), weights, strict=True))

    def rows(self) -> Iterator[tuple[Kind, tuple[int, ...], list[int], list[int] | None]]:
        """All gates in order: kind, numbers, ids of the wires, their multiplicities (None: all 1).

        Cost: less than a microsecond per gate, a third of the cost of ``parameters`` and ``wires``."""
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
        from uniform.messages.notebook import html_text

        text = (
            b"".join(write_ckt(self)).decode("ascii") if len(self.kind) + len(self.children) <= _SHOWN else repr(self)
        )
        return html_text(text)

    def __repr__(self) -> str:
        return (
            f"Circuit({self.name!r}, n={self.n}, inputs={self.inputs}, gates={self.gates}, outputs={len(self.outputs)})"
        )


# ---------------------------------------------------------------- the canonical text


def to_text(circuit: Circuit) -> str:
    """The whole text of a circuit.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("heavy", 2)
    >>> x = b.inputs("x", (1, 2))
    >>> print(to_text(b.build([b.threshold("y", 2, [(x[0], 1), (x[1], 2)])])), end="")
    circuit heavy 2
    input x[1] x[2]
    y = THRESHOLD 2 x[1] x[2]*2
    output y
    """
    return b"".join(write_ckt(circuit)).decode("ascii")


def write_ckt(circuit: Circuit) -> Iterator[bytes]:
    """The text in chunks of whole lines. Cost: linear in the text, a million lines in about a second."""
    names = all_addresses(circuit.addresses)
    header = [f"circuit {circuit.name} {circuit.n}", *(f"{key}={value}" for key, value in circuit.constants)]
    yield (" ".join(header) + "\n").encode("ascii")
    yield (" ".join(["input", *names[: circuit.inputs]]) + "\n").encode("ascii")
    for first in range(0, circuit.gates, _GATES_AT_A_TIME):
        yield "".join(_lines(circuit, names, first, min(first + _GATES_AT_A_TIME, circuit.gates))).encode("ascii")
    yield (" ".join(["output", *(names[output] for output in circuit.outputs.tolist())]) + "\n").encode("ascii")


def _lines(circuit: Circuit, names: Sequence[str], first: int, last: int) -> Iterator[str]:
    """The lines of gates ``first`` up to but not including ``last``."""
    offsets = circuit.offsets[first : last + 1].tolist()
    start = offsets[0]
    wires = [names[child] for child in circuit.children[start : offsets[-1]].tolist()]
    if circuit.multiplicity is not None:
        weights = circuit.multiplicity[start : offsets[-1]]
        for place in np.flatnonzero(weights != 1).tolist():
            wires[place] += f"*{weights[place]}"
    codes = circuit.kind[first:last].tolist()
    kinds = list(Kind)
    heads = [f" = {kind.name}" for kind in kinds]
    own = circuit.inputs + first
    for gate, code in enumerate(codes):
        head = heads[code]
        if kinds[code] in _NUMBERED:
            head = " ".join([head, *map(str, circuit.parameters(first + gate))])
        begin, end = offsets[gate] - start, offsets[gate + 1] - start
        if begin == end:
            yield f"{names[own + gate]}{head}\n"
        else:
            yield f"{names[own + gate]}{head} {' '.join(wires[begin:end])}\n"
