"""How well a trained model does, by length: the float model, the quantized one, and how often they agree.

Three figures, because they answer different questions: whether the task was learned, whether the model that becomes
circuits does it, and whether rounding changed anything. Nothing is promised for words longer than those of training.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from uniform.messages.counts import count_of
from uniform.transformers.training.tasks import Task


def lengths(longest: int) -> tuple[range, ...]:
    """The lengths of a report's rows: those of training, half as long again, and twice as long.

    >>> lengths(32)
    (range(1, 33), range(48, 49), range(64, 65))
    """
    beyond = (longest + longest // 2, 2 * longest)
    return (range(1, longest + 1), *(range(n, n + 1) for n in beyond))


@dataclass(frozen=True, slots=True)
class Measured:
    """A row: lengths, and parts of the words in 0..1."""

    ns: range
    words: int
    float_accuracy: float  # of the float model, whose parameters are rounded and whose states are not
    quantized_accuracy: float  # of the model, by ``reference.run``
    agreement: float  # of both

    @property
    def lengths(self) -> str:
        """``1..32`` or ``48``."""
        return str(self.ns[0]) if len(self.ns) == 1 else f"{self.ns[0]}..{self.ns[-1]}"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a training."""

    task: Task
    seed: int
    steps: int
    rows: tuple[Measured, ...]

    @property
    def parameters(self) -> int:
        """The numbers of the model."""
        return sum(math.prod(shape) for shape in self.task.outline("").shapes().values())

    def __str__(self) -> str:
        shape = self.task.shape
        sizes = f"width {shape.width}, {shape.hidden} hidden units, {shape.mask} mask"
        lines = [
            f"{self.task.name}: {count_of(shape.layers, 'layer')}, {count_of(shape.heads, 'head')}, {sizes}",
            f"seed {self.seed}, {count_of(self.steps, 'step')}, words of 1..{self.task.longest} symbols",
            "",
            "     n   words  float model  quantized  agreement",
        ]
        for row in self.rows:
            figures = f"{row.float_accuracy:11.4f}  {row.quantized_accuracy:9.4f}  {row.agreement:9.4f}"
            lines.append(f"{row.lengths:>6}  {row.words:6}  {figures}")
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        rows = [
            {
                "n": row.lengths,
                "words": row.words,
                "float_accuracy": row.float_accuracy,
                "quantized_accuracy": row.quantized_accuracy,
                "agreement": row.agreement,
            }
            for row in self.rows
        ]
        return {"task": self.task.name, "seed": self.seed, "steps": self.steps, "rows": rows}
