"""READ as text: the floor of a weighted sum over a number, clamped to some bits, digit by digit from the top.

    for s in 1..rounds
      let above = bits of this digit and those below it
      let width, rest, last = bits of this digit, bits below it, the largest digit
      for t in 1..last
        let goal = what the sum has to reach for digit s to be t, once the digits before it are taken off
        X_atleast[.., s, t] := THRESHOLD(goal + ...; the sum, X_below[.., v, u] for the digits v before s)
        X_below[.., s, t] := NOT X_atleast[.., s, t]
    the bits X[.., b] of each digit and their complements X_not[.., b], from its thermometer

The digits before s are in the sum with a negative weight, that is, by their complements. All weights are natural
numbers, and so is the number of the gate: -w y = w (1 - y) - w for w > 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from uniform.language.syntax.program import Statement
from uniform.transformers.model import Linear
from uniform.transformers.program.sheet import Digits, Ends, Sheet, Vector
from uniform.transformers.program.tree import (
    Array,
    Number,
    Place,
    beyond,
    choice,
    gate,
    let,
    loop,
    name,
    number,
    total,
)

GOAL = name("goal")
"""What a sum has to reach, without its constants: (t 2^rest + 2^bits - 2^above) times the divisor."""

_WIDTH = name("width")
_S, _T, _U, _V, _K, _B, _C = map(name, "stuvkbc")


@dataclass(frozen=True, slots=True)
class Row:
    """A sum that is read: the number of its gates in terms of ``GOAL``, and its wires."""

    column: Number | None  # the last index of the target before the bit; None if there is none
    number: Number
    wires: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """An array of numbers that are read, for example ``layer1_head1_query[i,c,b]``."""

    name: str
    index: tuple[Number, ...]  # what comes before the column
    rows: tuple[Row, ...]

    def at(self, suffix: str, column: Number | None, *more: Number) -> Place:
        """An element of the array or of one beside it."""
        return Array(self.name + suffix)[(*self.index, *([] if column is None else [column]), *more)]


def declare(
    sheet: Sheet, text: str, ranges: Sequence[Ends], digits: Digits, says: str, by: Number | None = None
) -> None:
    """The arrays of a target: bits, complements, thermometers; products with the bits of a divisor."""
    tests: tuple[Ends, ...] = (None, 1, digits.rounds), (None, 1, 2 ** (digits.short + 1) - 1)
    sheet.declare(text, *ranges, (None, 0, digits.bits - 1), says=says)
    sheet.declare(f"{text}_not", *ranges, (None, 0, digits.bits - 1))
    sheet.declare(f"{text}_atleast", *ranges, *tests)
    sheet.declare(f"{text}_below", *ranges, *tests)
    if by is not None:
        sheet.declare(f"{text}_apart", *ranges, *tests, (None, 0, by - 1))


def read(
    digits: Digits,
    finer: Number,
    *targets: Target,
    by: Vector | None = None,
) -> list[Statement]:
    """The gates of some targets with the same bits and columns, for one value of their index.

    The sums have ``finer`` more fractional bits than what is read: they are divided by 2^finer. Or they are divided by
    2^finer times the natural number ``by``, which is the same for all columns: it enters by its complements, and the
    digits before s by their products with its bits.
    """
    goal = _T * 2 ** (finer + name("rest")) + 2 ** (finer + digits.bits) - 2 ** (finer + name("above"))
    if by is not None:
        goal = goal * (by.size - 1)
    tests, complements, bits = [], [], []
    for target in targets:
        for row in target.rows:
            more = [_earlier(digits, finer, target, row.column, by)]
            if by is not None:
                z = Array(f"{by.name}_not")[(*target.index[:1], _K)]
                more.insert(0, z.times(_T * 2 ** (finer + name("rest") + _K)).for_("k", 0, by.bits - 1))
            test = target.at("_atleast", row.column, _S, _T)
            tests.append(gate(test, "THRESHOLD", *row.wires, *more, parameter=row.number))
        column = target.rows[0].column if len(target.rows) == 1 else _C
        complements.append(gate(target.at("_below", column, _S, _T), "NOT", target.at("_atleast", column, _S, _T)))
        if by is not None:
            complements.append(_apart(target, column, by))
        bits += bits_of(target, column)
    count = max(len(target.rows) for target in targets)
    return [
        loop(
            "s",
            1,
            digits.rounds,
            let("above", digits.rest(_S - 1)),
            let("width", digits.width(_S)),
            let("rest", name("above") - _WIDTH),
            let("last", 2**_WIDTH - 1),
            loop(
                "t",
                1,
                name("last"),
                let("goal", goal),
                *tests,
                *over_columns(count, *complements),
            ),
            *over_columns(count, over_bits(*bits)),
        )
    ]


def over_bits(*statements: Statement) -> Statement:
    """The statements for each bit of digit s."""
    odd, even = let("odd", 2**_B), let("even", 2 ** (_B + 1))
    return loop("b", 0, _WIDTH - 1, odd, even, let("middle", 2 ** (_WIDTH - _B - 1)), *statements)


def over_columns(count: int, *statements: Statement) -> list[Statement]:
    """The statements for each column c, if there are several."""
    return [loop("c", 0, count - 1, *statements)] if count > 1 else list(statements)


def _apart(target: Target, column: Number | None, by: Vector) -> Statement:
    """The complements of the products of a test with the bits of ``by``; the last digit needs none."""
    z = Array(by.name)[(*target.index[:1], _K)]
    made = gate(target.at("_apart", column, _S, _T, _K), "NAND", target.at("_atleast", column, _S, _T), z)
    return choice([(name("rest").is_(">", 0), loop("k", 0, by.bits - 1, made))])


def _earlier(digits: Digits, finer: Number, target: Target, column: Number | None, by: Vector | None) -> Place:
    """The digits before s."""
    if by is None:
        place = target.at("_below", column, _V, _U).times(2 ** digits.rest(_V, finer))
    else:
        place = target.at("_apart", column, _V, _U, _K).times(2 ** digits.rest(_V, finer + _K))
    place = place.for_("v", 1, _S - 1).for_("u", 1, 2 ** digits.width(_V) - 1)
    return place if by is None else place.for_("k", 0, by.bits - 1)


def bits_of(target: Target, column: Number | None) -> list[Statement]:
    """Bit b of digit s is the number of its tests at odd multiples of 2^b less that at even ones."""
    last, odd, even, middle = map(name, ("last", "odd", "even", "middle"))
    wires = (
        target.at("_atleast", column, _S, _T).for_("t", odd, last, by=even),
        target.at("_below", column, _S, _T).for_("t", even, last, by=even),
    )
    place = name("rest") + _B
    return [
        gate(target.at("", column, place), "THRESHOLD", *wires, parameter=middle),
        gate(target.at("_not", column, place), "ATMOST", *wires, parameter=middle - 1),
    ]


# ---------------------------------------------------------------- rows of matrices


@dataclass(frozen=True, slots=True)
class Term:
    """A number in wires with a weight."""

    vector: Vector
    index: tuple[Number, ...]  # all but the bit
    weight: int


def terms(linear: Linear, row: int, vectors: Sequence[tuple[Vector, int]], index: Number) -> list[Term]:
    """The terms of a row; ``vectors`` have so many columns each."""
    weights = linear.weights[row].tolist()
    places = [(vector, column) for vector, columns in vectors for column in range(columns)]
    return [
        Term(vector, (index, number(column)), weight)
        for (vector, column), weight in zip(places, weights, strict=True)
        if weight
    ]


def wires(found: Sequence[Term]) -> tuple[Place, ...]:
    """The wires of a sum of terms: the complements where the weight is negative."""
    return tuple(
        Array(term.vector.name + ("" if term.weight > 0 else "_not"))[(*term.index, _B)]
        .times(abs(term.weight) * 2**_B)
        .for_("b", 0, term.vector.bits - 1)
        for term in found
    )


def number_of(found: Sequence[Term], bias: int, one: Number, level: Number, shift: Number) -> Number:
    """The number of the gate for [terms + bias >= level - shift]; ``one`` is what a bias of 1 stands for.

    A term has its offset taken off, and a negative one is the sum of its complements less its largest value."""
    negative = sum(-term.weight for term in found if term.weight < 0)
    up: dict[Number, int] = {}
    for term in found:
        size = term.vector.size if term.vector.half is None else term.vector.half
        weight = max(0, -term.weight) if term.vector.half is None else abs(term.weight)
        up[size] = up.get(size, 0) + weight
    high = total([level, *(weight * size for size, weight in up.items() if weight), max(0, -bias) * one])
    return beyond(high, total([shift, max(0, bias) * one, negative]))
