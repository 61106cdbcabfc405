"""The intermediate values of a model, found again in a circuit by their names and compared with the reference.

The direct circuit has a gate ``layer[1].head[2].score[3,2].bit[0]`` for a bit and ``.not[0]`` for its complement, the
flat program ``layer1_head2_score[3,2,0]`` and ``layer1_head2_score_not[3,2,0]``. Either is recognized.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.circuit import Circuit
from uniform.circuits.values.evaluate import unpack
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.fit import MISFIT
from uniform.transformers.formats import PrecisionAt, deviation_growth
from uniform.transformers.model import Transformer
from uniform.transformers.names import Group, array_name, groups
from uniform.transformers.reference import Numbers

_FIRST = {"column": (1, 0), "position": (1, 1), "token": (1,), "nothing": (1,)}
"""The first value of each index: positions count from 1, columns from 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """The gates of a group: a row of bits for each number, low bit first."""

    group: Group
    offset: int  # the number in the gates is this much larger than the one that is meant
    fraction: int | None  # bits behind the point, if the numbers have any
    places: tuple[tuple[int, ...], ...]  # the indices of each number
    bits: NDArray[np.int64]  # (numbers, bits) ids
    complements: NDArray[np.int64] | None  # (numbers, bits) ids, if there are such gates

    @property
    def ids(self) -> NDArray[np.int64]:
        """All ids, those of the complements last."""
        return np.concatenate([self.bits.ravel(), *([] if self.complements is None else [self.complements.ravel()])])

    def name(self, number: int) -> str:
        """``layer[1].head[2].score[3,2]``."""
        place = ",".join(map(str, self.places[number]))
        return f"{self.group.name}[{place}]" if place else self.group.name


@dataclass(frozen=True, slots=True)
class Deviation:
    """The first number in the order of computation that differs on some word."""

    name: str  # ``layer[1].head[2].score[3,2]``
    gate: str  # the address of its first wrong bit
    lane: int  # the number of the word
    found: int
    expected: int
    fraction: int | None  # bits behind the point of both


def locate(model: Transformer, circuit: Circuit) -> list[Located]:
    """All groups in the order in which they are computed. Raises UniformError (U910) if a gate is missing.

    Cost: a lookup for each bit of each number.
    """
    at = model.at(circuit.n)
    is_flat = circuit.addresses.find("embedding[1,0].bit[0]") is None
    kinds = {group.name: group for group in groups(model)}
    return [_locate(model, circuit, group, at, is_flat, kinds) for group in groups(model)]


def first_deviation(
    circuit: Circuit, located: list[Located], values: NDArray[np.uint64], kept: Mapping[str, Numbers], count: int
) -> Deviation | None:
    """Compare ``values``, the packed words of the ids of ``located`` one after another, with the reference's values on
    ``count`` words."""
    start = 0
    for group in located:
        size = len(group.ids)
        bits = unpack(values[start : start + size], count)
        start += size
        found = _deviation(circuit, group, bits, kept[group.group.name])
        if found is not None:
            return found
    return None


def _deviation(circuit: Circuit, group: Located, bits: NDArray[np.bool_], kept: Numbers) -> Deviation | None:
    numbers, width = group.bits.shape
    places = np.array(group.places, dtype=np.int64).reshape(numbers, -1)
    indices = tuple((places - _FIRST[group.group.over][: places.shape[1]]).T)
    expected = (kept[(slice(None), *indices)] if indices else kept[:, None]) + group.offset
    wanted = (expected[:, :, None] >> np.arange(width).astype(expected.dtype) & 1).astype(np.bool_)
    own = bits[:, : numbers * width].reshape(len(bits), numbers, width)
    if (lane := _first_wrong(own != wanted)) is not None:
        number = lane[1]
        found = sum(1 << bit for bit in range(width) if own[lane[0], number, bit])
        gate = circuit.addresses[int(group.bits[lane[1:]])]
        values = found - group.offset, int(expected[lane[0], number]) - group.offset
        return Deviation(group.name(number), gate, lane[0], *values, group.fraction)
    if group.complements is not None:
        others = bits[:, numbers * width :].reshape(len(bits), numbers, width)
        if (lane := _first_wrong(others == wanted)) is not None:
            gate = circuit.addresses[int(group.complements[lane[1:]])]
            found = int(others[lane])
            return Deviation(f"{group.name(lane[1])}.not[{lane[2]}]", gate, lane[0], found, 1 - found, None)
    return None


def _first_wrong(wrong: NDArray[np.bool_]) -> tuple[int, int, int] | None:
    """The first number that is wrong on some word, as (word, number, bit)."""
    numbers = np.flatnonzero(wrong.any(axis=(0, 2)))
    if not len(numbers):
        return None
    number = int(numbers[0])
    lane, bit = np.unravel_index(int(np.argmax(wrong[:, number, :])), wrong[:, number, :].shape)
    return int(lane), number, int(bit)


# ---------------------------------------------------------------- where the gates are


def _locate(
    model: Transformer, circuit: Circuit, group: Group, at: PrecisionAt, is_flat: bool, kinds: Mapping[str, Group]
) -> Located:
    places = tuple(_places(model, group, at.n))
    width = _bits(group, model, at, kinds)
    complements = None
    if group.code != "bit":
        first = circuit.addresses.find(_address(group, places[0], 0, is_flat, "not")) if places else None
        complements = None if first is None else _ids(circuit, group, places, width, is_flat, "not")
    offset, fraction = {
        "state": (at.state.half, at.state.fraction),
        "key": (at.key.half, at.key.fraction),
        "score": (at.score.half, at.score.fraction),
        "hidden": (0, at.state.fraction),
        "deviation": (at.state.half << deviation_growth(model.width), at.state.fraction),
        "root": (0, at.state.fraction),
    }.get(group.code, (0, None))
    return Located(group, offset, fraction, places, _ids(circuit, group, places, width, is_flat, "bit"), complements)


def _ids(
    circuit: Circuit, group: Group, places: tuple[tuple[int, ...], ...], width: int, is_flat: bool, what: str
) -> NDArray[np.int64]:
    found = np.empty((len(places), width), dtype=np.int64)
    for number, place in enumerate(places):
        for bit in range(width):
            address = _address(group, place, bit, is_flat, what)
            ident = circuit.addresses.find(address)
            if ident is None:
                hint = "intermediate values are compared by the names that `uniform transformer` gives to gates"
                problem = f"the circuit at n = {circuit.n} has no gate `{address}`"
                raise UniformError(Diagnostic(MISFIT, problem, help=hint))
            found[number, bit] = ident
    return found


def _address(group: Group, place: tuple[int, ...], bit: int, is_flat: bool, what: str) -> str:
    if group.name == "y":
        return "y"
    if group.name == "next":
        return f"next[{place[0]},{bit}]"
    indices = ",".join(map(str, place))
    if is_flat:
        name = array_name(group.name) + ("_not" if what == "not" else "")
        return f"{name}[{indices}]" if group.code == "bit" else f"{name}[{indices},{bit}]"
    return f"{group.name}[{indices}]" + ("" if group.code == "bit" else f".{what}[{bit}]")


def _places(model: Transformer, group: Group, n: int) -> Iterator[tuple[int, ...]]:
    if group.name == "y":
        yield ()
        return
    for i in range(1, n + 1):
        if group.over in ("nothing", "token"):
            yield (i,)
        elif group.over == "position":
            yield from ((i, j) for j in range(1, (i if group.is_masked else n) + 1))
        else:
            yield from ((i, c) for c in range(_columns(model, group)))


def _columns(model: Transformer, group: Group) -> int:
    layer = model.layers[group.layer - 1] if group.layer else None
    if layer is None or group.head == 0:
        is_hidden = group.name.endswith((".up", ".hidden"))
        return len(layer.feed_forward.up.bias) if is_hidden and layer and layer.feed_forward else model.width
    return layer.heads[group.head - 1].width


def _bits(group: Group, model: Transformer, at: PrecisionAt, kinds: Mapping[str, Group]) -> int:
    if group.name == "next":
        return model.token_bits
    if group.code == "total":
        is_softmax = f"{group.name.removesuffix('total')}weight" in kinds
        return at.position_bits + (at.weight if is_softmax else 0)
    deviation = at.state.bits + deviation_growth(model.width)
    bits = {
        "bit": 1,
        "key": at.key.bits,
        "score": at.score.bits,
        "weight": at.weight,
        "hidden": at.state.bits - 1,
        "deviation": deviation,
        "root": deviation - 1,
    }
    return bits.get(group.code, at.state.bits)
