"""All that is proved about one program, each part when it is first asked for.

Begin here to see which questions are asked: ``checks`` for what a run could trap on, ``printed_once``,
``printed_before`` and ``ends`` for printing and loops, then the graph and the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from uniform.certify.proofs.classes import FamilyClass, strongest
from uniform.certify.proofs.counting import Cases, NotExact, count_gates
from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.dependence import (
    Component,
    Graph,
    build_graph,
    depth_of,
    depths,
    find_components,
    prune,
)
from uniform.certify.proofs.ends import NoEnd
from uniform.certify.proofs.fan_in import FanIn, fan_in
from uniform.certify.proofs.formulas import linear
from uniform.certify.proofs.given import Given
from uniform.certify.proofs.input_length import InputLength, input_length
from uniform.certify.proofs.levels import level_faults
from uniform.certify.proofs.measures import Edge
from uniform.certify.proofs.polynomials import BITS, Polynomial
from uniform.certify.proofs.printing import is_printed_once, pairs_of
from uniform.certify.proofs.rankings import Ranking, find_ranking
from uniform.certify.proofs.records import Place, Site, Walked, WhileLoop
from uniform.certify.proofs.sizes import size_bound, steps_bound
from uniform.certify.proofs.walk import walk_program
from uniform.certify.proofs.witnesses import Use, is_printed_before, use_of
from uniform.language.bounds import checks
from uniform.language.bounds.checks import Check
from uniform.language.bounds.domain import Route
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.symbols import Symbol
from uniform.messages.diagnostics import Diagnostic

MAX_STATEMENTS = 2000
"""Programs that print with more statements, parts taken apart, are not looked at."""

Found = TypeVar("Found")
_ONE = Polynomial.constant(1)
_NOWHERE = Route().here


@dataclass(frozen=True, slots=True)
class Claim:
    """A check of a run, and whether it is shown to pass always."""

    check: Check
    is_shown: bool


@dataclass(frozen=True, slots=True)
class End:
    """A ``while``, and why it ends."""

    loop: WhileLoop
    rule: str  # "counted", "ranking", or "" if it is not shown to end
    ranking: Ranking = ()


@dataclass(frozen=True, slots=True)
class Classified:
    """A class, as printed or as derived, and the reasons for it."""

    found: FamilyClass
    reasons: tuple[str, ...]


class Proofs:
    """What is proved about a program for all n, for one value of each constant."""

    def __init__(
        self, program: CheckedProgram, given: Given | None = None, progress: Callable[[int], None] | None = None
    ) -> None:
        self.program = program
        self.given = given
        self.progress = progress

    @cached_property
    def found(self) -> Walked:
        """What the walk has found."""
        return walk_program(self.program)

    @cached_property
    def prover(self) -> Prover:
        """The prover, which remembers what it was asked."""
        return Prover(self.found.terms, self.progress)

    @cached_property
    def is_too_large(self) -> bool:
        """Whether the program has too many statements to look at."""
        return len(self.found.sites) > MAX_STATEMENTS

    # ---------------------------------------------------------------- total and well-formed

    @cached_property
    def checks(self) -> tuple[Claim, ...]:
        """The checks of numbers: indices, differences, divisors, bounds, tables, lengths."""
        claims = []
        for each in self.found.obligations:
            trap = each.check.trap
            name = f"{trap.span.line_of()}, never: {trap.message}"
            claims.append(Claim(each.check, self.prover.shows(each.goal, each.place.formulas, name)))
        return tuple(claims)

    @cached_property
    def printed_once(self) -> tuple[Claim, ...]:
        """That nothing is printed twice, for each printing statement against itself and those before it."""
        claims = []
        for pair in pairs_of(self.found):
            shown = is_printed_once(pair, self.found, self.prover)
            claims.append(Claim(checks.printed_once(pair.second.target, _NOWHERE), shown))
        return tuple(claims)

    @cached_property
    def printed_before(self) -> tuple[Claim, ...]:
        """That gates are printed before they are used, and outputs before the end."""
        claims = []
        for site in self.found.sites:
            for read in site.reads:
                if read.is_checked and self.found.arrays[read.array].declaration.role != "input":
                    shown = is_printed_before(use_of(read), self.found, self.prover)
                    claims.append(Claim(checks.printed_before(read.wire.address, _NOWHERE), shown))
        for symbol, array in self.found.arrays.items():
            if array.declaration.role == "output":
                place = Place((), (*self.found.end.facts, *array.facts), self.found.end.path)
                use = Use(symbol, tuple(map(linear, array.variables)), place, array.declaration.name_span)
                shown = is_printed_before(use, self.found, self.prover)
                claims.append(Claim(checks.all_printed(array.declaration, Route()), shown))
        return tuple(claims)

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """Why each ``while`` ends."""
        return tuple([self._end(place, loop) for place, loop in enumerate(self.found.whiles)])

    def _end(self, place: int, loop: WhileLoop) -> End:
        if loop.loop.kind == "counted":
            return End(loop, "counted")
        ranking = None if self.given is None else self.given.ranking(place, loop, self.prover)
        if ranking is None:
            ranking = find_ranking(loop, self.prover)
        return End(loop, "", ()) if ranking is None else End(loop, "ranking", ranking)

    # ---------------------------------------------------------------- size, depth, fan-in

    @cached_property
    def input_length(self) -> InputLength:
        """The number of inputs."""
        return input_length(self.found, self.prover)

    @cached_property
    def size_bound(self) -> Polynomial | None:
        """At least as many as there are gates; None if no polynomial is known."""
        return _or_none(lambda: size_bound(self.found))

    @cached_property
    def size(self) -> Cases | str:
        """The number of gates, or why no formula is known."""
        try:
            return count_gates(self.found, self.prover)
        except NotExact as why:
            return str(why)

    @cached_property
    def steps(self) -> Polynomial | None:
        """A polynomial whose degree bounds that of the steps."""
        return _or_none(lambda: steps_bound(self.found))

    @cached_property
    def graph(self) -> Graph:
        """The arrays and the wires between them."""
        return build_graph(self.found, self.prover)

    @cached_property
    def pruned(self) -> Graph:
        """The part of it that some output depends on."""
        return prune(self.graph, self.found)

    @cached_property
    def components(self) -> tuple[Component, ...] | None:
        """The components with a cycle, each with a bound; None if one has no bound that is a polynomial."""
        return _or_none(lambda: find_components(self.graph, self.found, self.prover, self._choose))

    def _choose(self, arrays: tuple[Symbol, ...], edges: tuple[Edge, ...]) -> Component | None:
        return None if self.given is None else self.given.component(arrays, edges, self.found, self.prover)

    @cached_property
    def depth(self) -> Polynomial | None:
        """An upper bound on the depth."""
        return self.depth_with(self.graph, dict.fromkeys(self.graph.arrays, _ONE))

    def depth_with(self, graph: Graph, weights: Mapping[Symbol, Polynomial]) -> Polynomial | None:
        """An upper bound on the weight of the longest path in some of the arrays."""
        if self.components is None:
            return None
        kept = [each for each in self.components if each.arrays[0] in graph.arrays]
        return depth_of(graph, depths(graph, kept, weights))

    @cached_property
    def fan_ins(self) -> tuple[FanIn, ...]:
        """The fan-in of each statement that prints gates."""
        return tuple(fan_in(site, self.found, self.prover) for site in self._printing(self.graph))

    @cached_property
    def fan_in(self) -> int | None:
        """At least as many as a gate has wires; None if no constant is known."""
        bounds = [each.bound for each in self.fan_ins]
        has_negations = any(read.negated for site in self.found.sites for read in site.reads)
        known = [each for each in bounds if each is not None]
        return max([int(has_negations), *known]) if len(known) == len(bounds) else None

    @staticmethod
    def _printing(graph: Graph) -> Iterator[Site]:
        for symbol in graph.arrays:
            yield from graph.sites[symbol]

    @cached_property
    def level_faults(self) -> tuple[Diagnostic, ...]:
        """The declared levels that are not shown to be natural and to fall. Nothing is said without a prover."""
        return () if not self.prover.is_installed else tuple(level_faults(self.graph, self.found, self.prover))

    # ---------------------------------------------------------------- class

    @cached_property
    def printed(self) -> Classified:
        """The class of the circuits as they are printed."""
        power = power_of(self.depth)
        unbounded = [each for each in self.fan_ins if each.bound is None]
        moduli = [each.modulus for each in unbounded if each.modulus is not None]
        has_threshold = any(each.is_threshold for each in unbounded)
        name = strongest(moduli, has_threshold=has_threshold, is_unbounded=bool(unbounded), power=power)
        return Classified(name, tuple(self._reasons(unbounded)))

    def _reasons(self, unbounded: list[FanIn]) -> Iterator[str]:
        if self.depth is None:
            yield "depth: at most the size, which is polynomial"
        else:
            yield f"depth at most {self.depth}: {self.depth_rules}"
        if not unbounded:
            yield f"fan-in at most {self.fan_in}: R6"
        for each in unbounded:
            assert each.site.gate is not None
            rule = "R10" if each.is_threshold else "R9" if each.modulus is not None else "R7"
            yield f"{each.site.span.line_of()}: {each.site.gate.kind.name} with {each.why}: {rule}"

    @property
    def depth_rules(self) -> str:
        """The rules behind the bound on the depth."""
        rules = dict.fromkeys(each.rule for each in self.components or ())
        return ", ".join("addresses" if each == "size" else each for each in rules) or "R1"

    @cached_property
    def derived(self) -> Classified:
        """The class of an equivalent family: without arrays that no output needs, with thresholds of constantly many
        wires as AND and OR, or with bounded fan-in throughout."""
        graph = self.pruned
        kept = [each for each in self.fan_ins if each.site.array in graph.arrays]
        power = power_of(self.depth_with(graph, dict.fromkeys(graph.arrays, _ONE)))
        unbounded = [each for each in kept if each.bound is None]
        moduli = [each.modulus for each in unbounded if each.modulus is not None]
        has_threshold = any(each.is_threshold and each.few is None for each in unbounded)
        own = strongest(moduli, has_threshold=has_threshold, is_unbounded=bool(unbounded), power=power)
        weights = dict.fromkeys(graph.arrays, _ONE)
        weights |= {each.site.array: BITS for each in unbounded}
        bounded = strongest(
            [], has_threshold=False, is_unbounded=False, power=power_of(self.depth_with(graph, weights))
        )
        reasons = []
        if len(graph.arrays) < len(self.graph.arrays):
            left = [symbol.name for symbol in self.graph.arrays if symbol not in graph.arrays]
            reasons.append(f"without what no output depends on: {', '.join(left)}")
        for each in unbounded:
            if each.few is not None:
                reasons.append(f"{each.site.span.line_of()}: decided by at most {each.few} wires: R8")
        if bounded.is_in(own) and bounded != own:
            reasons.append("gates of many wires as trees of gates of two: R11")
            return Classified(bounded, tuple(reasons))
        return Classified(own, tuple(reasons))


def power_of(depth: Polynomial | None) -> int | None:
    """The i of a depth O(bits(n)^i); None if it is no power of bits(n)."""
    if depth is None or depth.degree[0] > 0:
        return None
    return depth.degree[1]


def _or_none(compute: Callable[[], Found]) -> Found | None:
    try:
        return compute()
    except NoEnd:
        return None
