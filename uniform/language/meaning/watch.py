"""Finding a run that never ends, by Brent's method.

A run can go on for ever only in a ``while``, and prints nothing from some moment on, because an address is printed
once. What happens after a pass depends on which ``while`` it was, on the numbers alive, on the passes left to the loops
around it, and on what is printed. These are finitely many moments at each n, so an endless run comes back to one
without a print in between; a run that comes back to one is endless.

One moment is kept, after 1, 2, 4, ... passes without a print, and compared with those that follow (R. P. Brent, An
improved Monte Carlo factorization algorithm, BIT 20, 1980). A pass of a ``while`` around the kept one takes its place
at once, so that the period is counted in passes of the outermost ``while`` that takes part.
``counters.fast.runner_kernel`` does the same, step by step, and so says the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.language.syntax.program import While


@dataclass(slots=True)
class Watch:
    """The moment that is kept, and what was counted since."""

    loop: While | None = None
    depth: int = 0  # of ``loop``: itself and each ``while`` around it
    moment: tuple[object, ...] = ()
    gates: int = -1  # printed when the count began
    count: int = 0  # passes of any ``while`` since the last print
    due: int = 1  # the count at which the next moment is kept
    passes: int = 0  # of ``loop`` since its moment was kept

    def after_pass(self, loop: While, depth: int, gates: int, moment: tuple[object, ...]) -> int:
        """The period, in passes of ``loop``, when this moment is the kept one come back; else 0."""
        if gates != self.gates:
            self.loop, self.gates, self.count, self.due = None, gates, 0, 1
            return 0
        if loop is self.loop:
            self.passes += 1
            if moment == self.moment:
                return self.passes
        self.count += 1
        due = self.count == self.due
        if due or (self.loop is not None and depth < self.depth):
            self.due *= 2 if due else 1
            self.loop, self.depth, self.moment, self.passes = loop, depth, moment, 0
        return 0
