"""Measures: tuples of numbers that fall along the wires of a component of the dependence graph.

A component of a measure gives each array an expression in its indices, written ``i1``, ``i2``, ...; over the integers,
only differences count. ``search`` looks for measures, and nothing in it need be trusted: ``is_falling`` shows that a
measure falls along every edge, or every row of edges. ``rows`` has a shorter proof for some rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.formulas import Formula, Linear, all_of, at_most, constant, equal, less, linear, some
from uniform.certify.proofs.records import Array, Walked
from uniform.language.syntax.symbols import Symbol
from uniform.messages.cuts import cut
from uniform.messages.spans import Span

_FEW, _AT_ONCE = 20, 6  # edges that are asked about one by one; if there are more, so many in one question


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A wire of a statement, from a gate or an output that it reads to the one that it prints; or a row of wires, of
    which each reads the gate that the next one prints."""

    parent: Symbol  # of the gate that is printed
    child: Symbol  # of the gate that is read
    parent_indices: tuple[Linear, ...]
    child_indices: tuple[Linear, ...]
    facts: tuple[Formula, ...]
    cost: int  # the levels from child to parent: 2 through a NOT gate of the wire, otherwise 1
    target: Span  # the address that is printed, as written
    wire: Span  # the address that is read, as written

    @property
    def line(self) -> str:
        """The line of the printing statement, in words."""
        return self.target.line_of()

    def __str__(self) -> str:
        return f"`{self.target.one_line}` to `{self.wire.one_line}`"


@dataclass(frozen=True, slots=True)
class Expression:
    """One component of a measure for one array: ``sign * form(indices) + offset``."""

    form: str  # "index", "bits", "bits to end", "difference", "sum", "bits and index", "level" or "number"
    places: tuple[int, ...] = ()  # of the indices, from 1; of a level, its number
    sign: int = 1
    offset: int = 0

    def at(self, indices: Sequence[Linear], array: Array, found: Walked) -> Linear:
        """Its value at an address."""
        terms = found.terms
        chosen = [indices[place - 1] for place in self.places] if self.form != "level" else []
        match self.form:
            case "index":
                value = chosen[0]
            case "bits" | "bits to end":
                return self.of_counted(self.counted(indices, array, found), found)
            case "difference":
                value = chosen[0] - chosen[1]
            case "sum":
                value = chosen[0] + chosen[1]
            case "bits and index":  # from the digits of one index to another index
                value = chosen[1] - (terms.bits(chosen[0].times(2)) - 1)
            case "level":
                value = terms.substitute(
                    array.levels[self.places[0] - 1], dict(zip(array.variables, indices, strict=True))
                )
            case _:
                value = constant(0)
        return value.times(self.sign) + self.offset

    def counted(self, indices: Sequence[Linear], array: Array, found: Walked) -> Linear:
        """The number whose digits are counted: an index, or how far it is below the upper end of its range."""
        index = indices[self.places[0] - 1]
        if self.form == "bits":
            return index
        at = dict(zip(array.variables, indices, strict=True))
        return found.terms.substitute(array.ends[self.places[0] - 1][1], at) - index

    def of_counted(self, number: Linear, found: Walked) -> Linear:
        """Its value where the number whose digits are counted is this one; 0 has no digits."""
        return (found.terms.bits(number.times(2)) - 1).times(self.sign) + self.offset

    def __str__(self) -> str:
        match self.form:
            case "number":
                return str(self.offset)
            case "index":
                text = f"i{self.places[0]}"
            case "bits":
                text = f"bits(2*i{self.places[0]}) - 1"
            case "bits to end":
                text = f"bits(2*(end{self.places[0]} - i{self.places[0]})) - 1"
            case "difference":
                text = f"i{self.places[0]} - i{self.places[1]}"
            case "sum":
                text = f"i{self.places[0]} + i{self.places[1]}"
            case "bits and index":
                text = f"i{self.places[1]} - (bits(2*i{self.places[0]}) - 1)"
            case _:
                text = f"level {self.places[0]}"
        if self.sign < 0:
            text = f"0 - ({text})" if " " in text and self.form != "level" else f"0 - {text}"
        if self.offset:
            text += f" {'-' if self.offset < 0 else '+'} {abs(self.offset)}"
        return text

    def value(self, indices: Sequence[int], levels: Sequence[int] = (), ends: Sequence[int] = ()) -> int:
        """Its value at an address with these indices; ``levels`` are those that are declared, and ``ends`` the upper
        ends of the ranges."""
        chosen = [indices[place - 1] for place in self.places] if self.form != "level" else []
        match self.form:
            case "index":
                value = chosen[0]
            case "bits":
                value = max(chosen[0], 0).bit_length()
            case "bits to end":
                value = max(ends[self.places[0] - 1] - chosen[0], 0).bit_length()
            case "difference":
                value = chosen[0] - chosen[1]
            case "sum":
                value = chosen[0] + chosen[1]
            case "bits and index":
                value = chosen[1] - max(chosen[0], 0).bit_length()
            case "level":
                value = levels[self.places[0] - 1]
            case _:
                value = 0
        return self.sign * value + self.offset


DIGITS = ("bits", "bits to end")
"""The forms that count the digits of one number."""

RULE_OF_FORM = {
    "index": "R3",
    "difference": "R3",
    "sum": "R3",
    "bits": "R4",
    "bits to end": "R4",
    "bits and index": "R4",
    "level": "R5",
}
"""The rule of each form of expressions but numbers."""

_PLACE, _NUMBER = "([1-9][0-9]{0,3})", "[1-9][0-9]{0,8}"
_EXPRESSION = re.compile(
    rf"(?P<minus>0 - )?(?P<open>\()?"
    rf"(?:(?P<bits>bits)\(2\*i{_PLACE}\) - 1|bits\(2\*\((?P<end>end){_PLACE} - i{_PLACE}\)\) - 1"
    rf"|i{_PLACE} (?P<between>[+-]) i{_PLACE}"
    rf"|i{_PLACE} (?P<both>-) \(bits\(2\*i{_PLACE}\) - 1\)|i{_PLACE}|(?P<level>level) {_PLACE})"
    rf"(?(open)\))(?: (?P<offset>[+-] {_NUMBER}))?"
)


FORMS = (
    "i1",
    "i1 + i2",
    "i1 - i2",
    "bits(2*i1) - 1",
    "bits(2*(end1 - i1)) - 1",
    "i2 - (bits(2*i1) - 1)",
    "level 1",
    "0 - i1 + 3",
)
"""The forms of an expression, by examples; the last one has what each may have: a minus, and a number that is added."""


def read_expression(text: str) -> Expression:
    """The expression that is written like this. Raises ValueError if there is none.

    >>> read_expression("0 - (bits(2*i1) - 1) + 3")
    Expression(form='bits', places=(1,), sign=-1, offset=3)
    """
    if re.fullmatch(f"0|-?{_NUMBER}", text):
        return Expression("number", offset=int(text))
    match = _EXPRESSION.fullmatch(text)
    if match is not None:
        names = {"+": "sum", "-": "difference"}
        form = match["bits"] or match["level"] or names.get(match["between"] or "", "index")
        places = tuple(int(each) for each in match.groups() if each is not None and each.isdigit())
        if match["end"]:
            form, places = "bits to end", places[:1]
        if match["both"]:
            form, places = "bits and index", places[::-1]
        offset = int((match["offset"] or "0").replace(" ", ""))
        found = Expression(form, places, -1 if match["minus"] else 1, offset)
        if str(found) == text:
            return found
    raise ValueError(f"`{cut(text, 40)}` is not an expression of a measure, such as {', '.join(FORMS)}")


Measure = Mapping[Symbol, tuple[Expression, ...]]  # tuples of one length


def rule_of(measure: Measure) -> str:
    """The rule of the first expression of a measure that is not a number; R1 if all are numbers."""
    own = [each for components in zip(*measure.values(), strict=True) for each in components]
    return next((RULE_OF_FORM[each.form] for each in own if each.form != "number"), "R1")


def is_falling(edges: Sequence[Edge], measure: Measure, found: Walked, prover: Prover) -> bool:
    """Whether it is shown that along every edge the measure of the child is smaller than that of the parent, in
    lexicographic order."""
    if all(len(components) == 1 for components in measure.values()):
        stays = [_stays(edge, measure, found) for edge in edges]
        if any(prover.is_known_to_hold(edge.facts, each) for edge, each in zip(edges, stays, strict=True)):
            return False
        wrong = [all_of([*edge.facts, each]) for edge, each in zip(edges, stays, strict=True)]
        at_once = 1 if len(edges) <= _FEW else _AT_ONCE
        return all(
            prover.never([some(wrong[first : first + at_once])], f"{edges[first].line}: the measure falls")
            for first in range(0, len(edges), at_once)
        )
    return all(_falls(edge, measure, found, prover) for edge in edges)


def _stays(edge: Edge, measure: Measure, found: Walked) -> Formula:
    """That the one component of a measure does not fall along an edge."""
    (upper,), (lower,) = measure[edge.parent], measure[edge.child]
    parent = upper.at(edge.parent_indices, found.arrays[edge.parent], found)
    child = lower.at(edge.child_indices, found.arrays[edge.child], found)
    return at_most(parent, child)


def _falls(edge: Edge, measure: Measure, found: Walked, prover: Prover) -> bool:
    facts = list(edge.facts)
    for upper, lower in zip(measure[edge.parent], measure[edge.child], strict=True):
        parent = upper.at(edge.parent_indices, found.arrays[edge.parent], found)
        child = lower.at(edge.child_indices, found.arrays[edge.child], found)
        if not prover.never([*facts, less(parent, child)], f"{edge.line}: `{upper}` does not rise to `{lower}`"):
            return False
        facts.append(equal(parent, child))
        if prover.never(facts, f"{edge.line}: the measure falls"):
            return True
    return False


def own_indices(array: Array) -> tuple[Linear, ...]:
    """The indices of an array as numbers of their own."""
    return tuple(map(linear, array.variables))
