"""The shipped models, written by hand or trained, each with a page and a specification in plain Python.

A model is in ``machines/transformers/NAME``: the description, the arrays, and the page. Importing this is fast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from uniform.resources import machines
from uniform.transformers import specifications


@dataclass(frozen=True, slots=True)
class ShippedModel:
    """A shipped model."""

    name: str
    summary: str  # a line of 6 to 70 characters, without a period
    specification: Callable[[Sequence[int]], int | list[int]]  # a word as numbers -> the class, or a symbol a position
    exact_to: int  # the specification holds for all words up to this length at least; 0: for every length
    task: str | None = None  # what it was trained on; None: it was written by hand

    @property
    def file(self) -> Path:
        """The description; the arrays and the page are beside it."""
        return machines() / "transformers" / self.name / f"{self.name}.json"


def models() -> tuple[ShippedModel, ...]:
    """Every shipped model."""
    return _MODELS


def find(name: str) -> ShippedModel | None:
    """The shipped model with this name, with or without ``.json`` at the end, if there is one."""
    return next((each for each in _MODELS if name in (each.name, f"{each.name}.json")), None)


_MODELS = (
    ShippedModel("majority", "more than half of the symbols are 1", specifications.majority, 0),
    ShippedModel("first_token", "the first symbol, read at the last position", specifications.first_token, 0),
    ShippedModel("even_position", "some even position has a 1", specifications.even_position, 0),
    ShippedModel("dyck1_depth", "at each position, may a bracket be closed?", specifications.dyck1_depth, 0),
    ShippedModel("induction_head", "what followed this symbol the last time", specifications.induction_head, 32),
    ShippedModel("trained_majority", "majority, as training finds it", specifications.majority, 13, "majority"),
    ShippedModel(
        "trained_first_is_last",
        "the first symbol is also the last, as training finds it",
        specifications.first_is_last,
        13,
        "first_is_last",
    ),
    ShippedModel(
        "trained_dyck1_prefix",
        "no prefix closes more brackets than it opens, as training finds it",
        specifications.dyck1_prefix,
        13,
        "dyck1_prefix",
    ),
)
