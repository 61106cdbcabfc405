"""Each ``while`` ends: it is counted, or a tuple of counters falls in each pass.

Each component of a *ranking* is a counter, or its bound minus the counter, so it is a natural number. If on each path
through the body some component falls while those before it stay, there are finitely many passes.
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.formulas import Formula, Linear, equal, less
from uniform.certify.proofs.records import WhileLoop
from uniform.language.syntax.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Component:
    """A counter that falls, or one that rises towards its bound."""

    counter: Symbol
    rises: bool

    def __str__(self) -> str:
        return f"bound of {self.counter.name} - {self.counter.name}" if self.rises else self.counter.name

    def at(self, loop: WhileLoop, *, end: bool) -> Linear:
        """Its value when a pass begins or ends."""
        value = (loop.after if end else loop.head)[self.counter]
        return loop.bounds[self.counter] - value if self.rises else value


Ranking = tuple[Component, ...]


def find_ranking(loop: WhileLoop, prover: Prover) -> Ranking | None:
    """A ranking for a ``while``, one component after the other; None if none is found."""
    chosen: list[Component] = []
    candidates = [Component(counter, rises) for counter in loop.head for rises in (False, True)]
    while candidates:
        following = next((each for each in candidates if falls(loop, (*chosen, each), prover, strictly=False)), None)
        if following is None:
            return None
        chosen.append(following)
        candidates = [each for each in candidates if each.counter is not following.counter]
        if falls(loop, tuple(chosen), prover):
            return tuple(chosen)
    return None


def falls(loop: WhileLoop, ranking: Ranking, prover: Prover, *, strictly: bool = True) -> bool:
    """Whether it is shown that a ranking falls in each pass; if not ``strictly``, only that its last component does not
    rise where those before it stay. Nothing else about a ranking need be trusted."""
    facts: list[Formula] = loop.end.formulas
    where = loop.statement.span.line_of()
    for place, component in enumerate(ranking):
        before, after = component.at(loop, end=False), component.at(loop, end=True)
        if strictly or place == len(ranking) - 1:
            rises = less(before, after)
            if not prover.never([*facts, rises], f"{where}: `{component}` does not rise"):
                return False
        facts.append(equal(after, before))
    return not strictly or prover.never(facts, f"{where}: the ranking falls")
