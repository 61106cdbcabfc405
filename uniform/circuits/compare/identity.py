"""Decide whether two circuits are identical, regardless of the order of lines and the name of the family.

Two circuits are *identical* when they have the same inputs and the same outputs, in order, and under each address the
same kind, the same numbers and the same wires with multiplicities, in order. Identical circuits compute the same
function; nothing is evaluated here.

This is done on whole arrays: looking up the addresses of one circuit in the other gives a renumbering of ids, and
renumbered arrays are compared. Cost: linear, about a second for a million gates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.address_tables import all_addresses
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.messages.counts import count_of

_SHOWN_WIRES = 6


def identical(a: Circuit, b: Circuit) -> bool:
    """Whether two circuits are identical.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> def build(name, swap):
    ...     b = CircuitBuilder(name, 2)
    ...     x, y = b.inputs("x", (1, 2))
    ...     return b.build([b.and_("y", (y, x) if swap else (x, y))])
    >>> identical(build("f", False), build("g", False)), identical(build("f", False), build("f", True))
    (True, False)
    """
    return first_difference(a, b) is None


def first_difference(a: Circuit, b: Circuit) -> str | None:
    """The first difference between two circuits, in words; None if they are identical."""
    names, others = all_addresses(a.addresses), all_addresses(b.addresses)
    for what, first, second in (
        ("input", names[: a.inputs], others[: b.inputs]),
        ("output", [names[output] for output in a.outputs], [others[output] for output in b.outputs]),
    ):
        if (found := first_other_name(what, first, second)) is not None:
            return found
    if a.gates != b.gates:
        return f"the first circuit has {count_of(a.gates, 'gate')}, the second has {b.gates}"
    renumbering = _renumbering(names, others)
    missing = np.flatnonzero(renumbering < 0)
    if len(missing):
        return f"the first circuit has a gate `{names[missing[0]]}`, the second has none"
    gate = _first_other_gate(a, b, renumbering)
    if gate is None:
        return None
    own, other = a.inputs + gate, int(renumbering[a.inputs + gate])
    left, right = _lines(a, gate, names, b, other - b.inputs, others)
    return f"`{names[own]}` is `{left}` in the first circuit, `{right}` in the second"


def first_other_name(what: str, first: Sequence[str], second: Sequence[str]) -> str | None:
    """The first difference between two lists of inputs or outputs, in words; None if they are equal."""
    if first == second:
        return None
    if len(first) != len(second):
        return f"the first circuit has {count_of(len(first), what)}, the second has {len(second)}"
    place = next(place for place, (left, right) in enumerate(zip(first, second, strict=True)) if left != right)
    return f"{what} {place + 1} is `{first[place]}` in the first circuit, `{second[place]}` in the second"


def _renumbering(names: Sequence[str], others: Sequence[str]) -> NDArray[np.int64]:
    """For each id of the first circuit the id with the same address in the second, or -1."""
    if names == others:
        return np.arange(len(names), dtype=np.int64)
    ids = dict(zip(others, range(len(others)), strict=True))
    return np.array([ids.get(name, -1) for name in names], dtype=np.int64)


def _first_other_gate(a: Circuit, b: Circuit, renumbering: NDArray[np.int64]) -> int | None:
    """The first gate of ``a`` whose kind, numbers or wires differ in ``b``."""
    if a.gates == 0:
        return None
    there = renumbering[a.inputs :] - b.inputs  # gates of b, in the order of a
    counts = np.diff(a.offsets)
    other = (a.kind != b.kind[there]) | (counts != np.diff(b.offsets)[there])
    for mine, theirs in ((a.threshold, b.threshold), (_residue(a), _residue(b))):
        other |= (mine != theirs[there]).astype(np.bool_)
    gate = int(other.argmax()) if other.any() else a.gates
    edges = int(a.offsets[gate])  # wires of gates before the first that is known to differ have equal counts
    shift = np.repeat(b.offsets[:-1][there[:gate]] - a.offsets[:gate], counts[:gate])
    places = np.arange(edges) + shift
    wrong = renumbering[a.children[:edges]] != b.children[places]
    if a.multiplicity is not None or b.multiplicity is not None:
        wrong |= (_weights(a)[:edges] != _weights(b)[places]).astype(np.bool_)
    if wrong.any():
        gate = int(np.searchsorted(a.offsets, int(wrong.argmax()), side="right")) - 1
    return gate if gate < a.gates else None


def _residue(circuit: Circuit) -> NDArray[Any]:
    return np.zeros(circuit.gates, dtype=np.int64) if circuit.residue is None else circuit.residue


def _weights(circuit: Circuit) -> NDArray[Any]:
    return np.ones(len(circuit.children), dtype=np.int64) if circuit.multiplicity is None else circuit.multiplicity


def _lines(
    a: Circuit, gate: int, names: Sequence[str], b: Circuit, other: int, others: Sequence[str]
) -> tuple[str, str]:
    """Two gates as in circuit text, without their addresses; long lists of wires are cut short, but not where the
    gates differ first."""
    heads = _head(a, gate), _head(b, other)
    wires = _wires(a, gate, names), _wires(b, other, others)
    pairs = enumerate(zip(*wires, strict=False))
    place = next((place for place, (left, right) in pairs if left != right), min(map(len, wires)))
    start = place - 2 if heads[0] == heads[1] and place >= _SHOWN_WIRES else 0
    return _line(heads[0], wires[0], start), _line(heads[1], wires[1], start)


def _head(circuit: Circuit, gate: int) -> str:
    return " ".join([Kind(circuit.kind[gate]).name, *map(str, circuit.parameters(gate))])


def _wires(circuit: Circuit, gate: int, names: Sequence[str]) -> list[str]:
    return [names[child] + (f"*{weight}" if weight > 1 else "") for child, weight in circuit.wires(gate)]


def _line(head: str, wires: Sequence[str], start: int) -> str:
    """A gate with a few of its wires, from ``start`` on."""
    end = start + _SHOWN_WIRES
    return " ".join([head, *(["..."] if start else []), *wires[start:end], *(["..."] if len(wires) > end else [])])
