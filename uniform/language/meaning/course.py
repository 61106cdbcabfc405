"""How far a run of the interpreter has come: its steps, its gates, and the loops that it watches.

A run at one n has one ``Course``, from its first declaration to its last statement, in functions too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from uniform.arguments.limits import Limits, steps_reached
from uniform.language.meaning.watch import Watch
from uniform.language.syntax.program import While


@dataclass(slots=True)
class Course:
    """What changes as a run goes on, apart from numbers and gates."""

    n: int
    limits: Limits
    max_steps: int
    steps: int = 0  # statements, and passes over a wire
    gates: int = 0  # printed
    entered: int = 0  # parts
    whiles: int = 0  # around the statement, those around the calls that led to it included
    calls: int = 0  # of functions
    watch: Watch = field(default_factory=Watch)

    @staticmethod
    def start(n: int, limits: Limits) -> Course:
        """The beginning of a run."""
        return Course(n, limits, limits.steps("reference"))

    def after_pass(self, loop: While, moment: tuple[object, ...]) -> int:
        """The period of a run that never ends, found at the end of a pass of ``loop``; otherwise 0: see ``watch``."""
        return self.watch.after_pass(loop, self.whiles, self.gates + self.entered, moment)

    def step(self) -> None:
        """Count a step; raises LimitReached when there are too many."""
        self.steps += 1
        if self.steps > self.max_steps:
            raise steps_reached(self.n, self.limits, "reference")
