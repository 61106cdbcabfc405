"""Finding a run that never ends, by Brent's method.

Only a ``while`` can run forever, and from some moment on it prints nothing, because an address is printed only once.
What happens after a pass depends on which ``while`` it was, on the numbers in scope, on the passes that the loops
around it have left, and on what is printed. At each n there are finitely many such states, so an endless run returns
to one without printing in between; and a run that returns to one is endless.

One state is kept, after 1, 2, 4, ... passes without a print, and compared with those that follow (R. P. Brent, An
improved Monte Carlo factorization algorithm, BIT 20, 1980). A pass of a ``while`` around the kept one replaces it at
once, so that the period counts passes of the outermost ``while`` in the cycle.
``counters.fast.runner_kernel`` does the same, step by step, and so gives the same message.
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.language.syntax.program import While


@dataclass(slots=True)
class Watch:
    """The state that is kept, and the passes counted since."""

    loop: While | None = None
    depth: int = 0  # of ``loop``: itself and each ``while`` around it
    moment: tuple[object, ...] = ()
    gates: int = -1  # printed when the count began
    count: int = 0  # passes of any ``while`` since the last print
    due: int = 1  # the count at which the next state is kept
    passes: int = 0  # of ``loop`` since its state was kept

    def after_pass(self, loop: While, depth: int, gates: int, moment: tuple[object, ...]) -> int:
        """The period, in passes of ``loop``, if ``moment`` equals the kept one; otherwise 0."""
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
