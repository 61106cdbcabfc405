"""Gates that have been found, and views of many gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from uniform.language.syntax.expressions import Condition, Expression
from uniform.language.syntax.gates import Bind, Step
from uniform.messages.spans import Span


@dataclass(slots=True)
class Found:
    """A gate, in names in scope: after ``bindings``, either the gate at ``step``, or the one option whose condition
    holds."""

    bindings: list[Bind] = field(default_factory=list)
    step: Step | None = None
    options: list[tuple[Condition, Found]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """An index, and the first index of the range that it belongs to."""

    index: Expression
    base: Expression


@dataclass(frozen=True, slots=True)
class Slice:
    """One dimension of a view: ``length`` indices from ``low`` on."""

    low: Expression  # a name or a literal
    length: Expression  # a name or a literal
    span: Span


class View(Protocol):
    """Gates in dimensions."""

    @property
    def lengths(self) -> tuple[Expression, ...]:
        """Of each dimension, a name or a literal."""

    def element(self, places: Sequence[Place]) -> Found:
        """The gate at a place of each dimension; the places are within the lengths."""
