"""Read the text form of circuits, ``.ckt``; ``circuit`` explains and writes it.

The reader is optimistic. It splits lines at spaces and looks words up, which is all that a correct text needs, and
checks in bulk at the end. At the first mistake it gives up, and ``mistakes`` reads the text again, slowly, to find out
what is wrong. Invariant: it gives up exactly when ``mistakes`` finds something. The grammar is
``grammars/circuit.lark``; the tests hold all three together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.address_tables import ListAddresses
from uniform.circuits.circuit import Circuit
from uniform.circuits.formats.mistakes import mistakes
from uniform.circuits.formats.words import is_address, is_name, read_natural
from uniform.circuits.gates import GATES, Kind
from uniform.circuits.numbers import numbers
from uniform.messages.errors import InternalError, UniformError
from uniform.messages.spans import Source

_CODES = {kind.name: int(kind) for kind in Kind}
_PARAMETERS = [len(GATES[kind].parameters) for kind in Kind]
_NUMBERED = frozenset(int(kind) for kind in Kind if GATES[kind].parameters)


class _OutOfOrder(Exception):
    """The text is not a circuit; ``mistakes`` finds out why."""


def read_ckt(source: Source) -> Circuit:
    """The circuit that a text describes.

    Raises UniformError with up to 20 diagnostics (codes U502 to U509), each with its position. Cost: linear, a million
    lines in two or three seconds.
    """
    try:
        return _read(source.text)
    except (_OutOfOrder, KeyError, IndexError) as error:
        found = mistakes(source)
        if not found:
            raise InternalError(f"{source.name} is refused, but nothing is wrong with it") from error
        raise UniformError(found) from None


def _read(text: str) -> Circuit:
    lines = text.split("\n")
    last = lines[-2].split(" ")
    _require(lines[-1] == "" and last[0] == "output")
    name, n, constants = _header(lines[0].split(" "))
    listed = lines[1].split(" ")
    _require(listed[0] == "input")  # `input = AND` has an input `=`, which is not an address
    ids = dict(zip(listed[1:], range(len(listed)), strict=False))
    inputs = len(listed) - 1
    kinds, offsets, children, weights, parameters = _gates(lines, ids, inputs)
    gates = len(kinds)
    _require(len(ids) == inputs + gates and all(map(is_address, ids)))
    kind, ends = np.array(kinds, dtype=np.uint8), np.array(offsets, dtype=np.int64)
    multiplicity = _multiplicity(weights, len(children))
    _require(_right_counts(kind, ends, multiplicity))
    threshold, residue = _numbers(kind, parameters)
    return Circuit(
        name,
        n,
        constants,
        inputs,
        kind,
        threshold,
        residue,
        ends,
        np.array(children, dtype=np.int32 if len(ids) < 2**31 else np.int64),
        multiplicity,
        np.array([ids[word] for word in last[1:]], dtype=np.int64),
        ListAddresses(list(ids)),
    )


def _require(holds: bool) -> None:
    if not holds:
        raise _OutOfOrder


def _natural(word: str) -> int:
    number = read_natural(word)
    if number is None:
        raise _OutOfOrder
    return number


def _header(words: list[str]) -> tuple[str, int, tuple[tuple[str, int], ...]]:
    _require(words[0] == "circuit" and is_name(words[1]) is not None)
    constants = []
    for word in words[3:]:
        key, _, number = word.partition("=")
        _require(is_name(key) is not None)
        constants.append((key, _natural(number)))
    _require(len({key for key, _ in constants}) == len(constants))
    return words[1], _natural(words[2]), tuple(constants)


_Gates = tuple[list[int], list[int], list[int], dict[int, int], list[tuple[int, ...]]]


def _gates(lines: list[str], ids: dict[str, int], inputs: int) -> _Gates:
    """Kinds, offsets, children, multiplicities other than 1 by position, and the numbers of kinds that have any.

    ``ids`` grows by one id per line. A repeated address is not noticed here: it leaves ``ids`` too short.
    """
    kinds: list[int] = []
    offsets = [0]
    children: list[int] = []
    weights: dict[int, int] = {}
    parameters: list[tuple[int, ...]] = []
    own = inputs
    for line in map(lines.__getitem__, range(2, len(lines) - 2)):
        words = line.split(" ")
        code = _CODES[words[2]]
        first = 3
        if code in _NUMBERED:
            first += _PARAMETERS[code]
            parameters.append(tuple(map(_natural, words[3:first])))
            _require(len(words) >= first)
        try:
            children += [ids[word] for word in words[first:]]
        except KeyError:
            for word in words[first:]:
                name, star, number = word.partition("*")
                if star:
                    weights[len(children)] = _natural(number)
                children.append(ids[name])
        if words[1] != "=":
            raise _OutOfOrder
        kinds.append(code)
        offsets.append(len(children))
        ids[words[0]] = own
        own += 1
    return kinds, offsets, children, weights, parameters


def _multiplicity(weights: dict[int, int], wires: int) -> NDArray[np.int64] | NDArray[np.object_] | None:
    if not weights:
        return None
    values = numbers(list(weights.values()))
    _require(bool((values > 1).all()))
    multiplicity = np.ones(wires, dtype=values.dtype)
    multiplicity[list(weights)] = values
    return multiplicity


def _right_counts(
    kind: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    multiplicity: NDArray[np.int64] | NDArray[np.object_] | None,
) -> bool:
    """Whether FALSE and TRUE have no wires, COPY and NOT have one."""
    counts = np.diff(offsets)
    single = (kind == Kind.COPY) | (kind == Kind.NOT)
    if counts[(kind == Kind.FALSE) | (kind == Kind.TRUE)].any() or (counts[single] != 1).any():
        return False
    return multiplicity is None or bool((multiplicity[offsets[:-1][single]] == 1).all())


def _numbers(
    kind: NDArray[np.uint8], parameters: list[tuple[int, ...]]
) -> tuple[NDArray[np.int64] | NDArray[np.object_], NDArray[np.int64] | NDArray[np.object_] | None]:
    """The arrays ``threshold`` and ``residue`` of a circuit."""
    gates = np.flatnonzero(np.isin(kind, list(_NUMBERED)))
    _require(all(len(own) == 1 or own[1] < own[0] for own in parameters))
    values = numbers([own[0] for own in parameters])
    threshold = np.zeros(len(kind), dtype=values.dtype)
    threshold[gates] = values
    if not (kind == Kind.MOD).any():
        return threshold, None
    rests = numbers([own[1] if len(own) > 1 else 0 for own in parameters])
    residue = np.zeros(len(kind), dtype=rests.dtype)
    residue[gates] = rests
    return threshold, residue
