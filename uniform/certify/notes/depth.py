"""Notes on the depth: cycles of arrays along which nothing is shown to fall, and ranges that are too long."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.certify.proofs.decide import FEW, Prover
from uniform.certify.proofs.dependence import Component
from uniform.certify.proofs.formulas import Formula, Linear, at_most, linear, negation
from uniform.certify.proofs.measures import Edge
from uniform.certify.proofs.records import Array, Site
from uniform.certify.subject import Subject
from uniform.counters.widths import bits
from uniform.language.syntax.symbols import Symbol
from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Diagnostic

NOTHING_FALLS, LONG_RANGE = "U820", "U821"

_MAX_WIRES = 4  # wires that a note tells about
_INDICES = "ijk"  # in a remedy
_LARGE = 24  # an n at which bits(n) is clearly less than n


def long_cycles(subject: Subject) -> Iterator[Diagnostic]:
    """Each cycle of arrays whose depth is only bounded by the number of its addresses."""
    proofs = subject.proofs
    for component in proofs.components or ():
        if component.rule != "size":
            continue
        known = [_motions(edge, proofs.prover) for edge in component.edges]
        worst = min(range(len(known)), key=lambda place: sum(motion == "falls" for motion in known[place]))
        edge = component.edges[worst]
        yield Diagnostic(
            NOTHING_FALLS,
            f"the depth of {_names(component)} is only bounded by the number of addresses, {component.values}:"
            f" nothing is shown to fall from {edge}",
            edge.wire,
            _told(known[worst]),
            notes=_other_wires(component, known, worst),
            help=_remedy(component, proofs.found.arrays[edge.parent]),
            severity="note",
        )


def _names(component: Component) -> str:
    return ", ".join(f"`{array.name}`" for array in component.arrays)


def _remedy(component: Component, array: Array) -> str:
    """What to declare, as it is written where the array is declared, which may be a block."""
    name, indices = array.declaration.names[-1]
    ranges = ", ".join([f"{index} in ..." for index in _INDICES[:indices]]) if indices <= len(_INDICES) else "..."
    written = f"{name}[{ranges}]" if indices else name
    keyword = array.declaration.keyword or array.declaration.role
    where = "declare it:" if len(component.arrays) == 1 else "declare it for each of these arrays, such as"
    return f"if something falls along every wire, {where} `{keyword} {written} level EXPRESSION`"


def _other_wires(component: Component, known: list[list[str]], worst: int) -> tuple[str, ...]:
    """The wires but for the worst, each once: a block that several statements enter has a wire several times."""
    told = [_on_line(edge, motions) for edge, motions in zip(component.edges, known, strict=True)]
    others = [each for each in dict.fromkeys(told) if each != told[worst]]
    left = len(others) - _MAX_WIRES
    return (*others[:_MAX_WIRES], *([f"and {count_of(left, 'more wire')} among these arrays"] if left > 0 else ()))


def _on_line(edge: Edge, motions: list[str]) -> str:
    return f"{edge.line}, from {edge}: {_told(motions)}"


def _motions(edge: Edge, prover: Prover) -> list[str]:
    """What is known about each index on the way from the gate that is printed to the one that is read."""
    return [_motion(edge, *pair, prover) for pair in zip(edge.parent_indices, edge.child_indices, strict=False)]


def _motion(edge: Edge, parent: Linear, child: Linear, prover: Prover) -> str:
    def shown(left: Linear, right: Linear) -> bool:
        return prover.never([*edge.facts, negation(at_most(left, right))], f"{edge.line}: how an index moves", FEW)

    if shown(child + 1, parent):
        return "falls"
    if shown(parent + 1, child):
        return "rises"
    never_rises, never_falls = shown(child, parent), shown(parent, child)
    if never_rises and never_falls:
        return "stays"
    return "never rises" if never_rises else "never falls" if never_falls else "may fall or rise, as far as is known"


def _told(motions: list[str]) -> str:
    if not motions:
        return "no index is on both sides"
    if len(motions) == 1:
        return f"the index {motions[0]}"
    return ", ".join(f"index {place} {motion}" for place, motion in enumerate(motions, 1))


def loose_ranges(subject: Subject) -> Iterator[Diagnostic]:
    """Each range that is as long as n and bounds a depth, while the index that is printed stays below bits(n)."""
    proofs = subject.proofs
    for component in proofs.components or ():
        if component.values.degree[0] == 0:
            continue
        for array, measure in component.measure.items():
            for place in dict.fromkeys(each.places[0] for each in measure if each.form == "index"):
                yield from _loose(subject, array, place)


def _loose(subject: Subject, symbol: Symbol, place: int) -> Iterator[Diagnostic]:
    proofs = subject.proofs
    array, limit = proofs.found.arrays[symbol], proofs.found.terms.bits(linear(proofs.found.n))
    facts = [fact.formula for fact in array.facts]
    where = array.declaration.ranges[place - 1].span.line_of()
    if _is_at_most(array.ends[place - 1][1], limit, facts, proofs.prover, where):
        return
    written = array.declaration.ranges[place - 1]
    printed = [(site.indices[place - 1], site.place.formulas) for site in _sites(subject, symbol)]
    remedy = f"declare the range as `{written.low.span.one_line}..bits(n)`"
    if all(_is_at_most(index, limit, known, proofs.prover, where) for index, known in printed):
        why = "it is shown to be at most bits(n) wherever a gate is printed"
    else:
        largest = subject.largest_indices(symbol.name)
        measured = subject.measured
        if measured is None or measured.n < _LARGE or len(largest) < place:
            return
        if not 2 <= largest[place - 1] <= bits(measured.n):
            return
        remedy = f"if that is so for every n, {remedy}, and bound a counter that is the index likewise"
        why = f"at n = {measured.n} it is at most {largest[place - 1]} wherever a gate is printed"
    yield Diagnostic(
        LONG_RANGE,
        f"the depth counts all of `{written.span.one_line}`, the range of index {place} of `{symbol.name}`",
        written.span,
        why,
        help=remedy,
        severity="note",
    )


def _sites(subject: Subject, symbol: Symbol) -> tuple[Site, ...]:
    return subject.proofs.graph.sites[symbol]


def _is_at_most(number: Linear, limit: Linear, facts: list[Formula], prover: Prover, where: str) -> bool:
    return prover.never([*facts, negation(at_most(number, limit))], f"{where}: {number} <= {limit}", FEW)
