"""Scopes: whatever is noted inside is forgotten at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_Mark = TypeVar("_Mark")


class Scope(Generic[_Mark]):
    """A context that takes a mark, and returns to it at the end. Lowering enters thousands of them, and a generator
    would take several times as long."""

    __slots__ = ("_before", "_mark", "_return_to")

    def __init__(self, mark: Callable[[], _Mark], return_to: Callable[[_Mark], None]) -> None:
        self._mark, self._return_to = mark, return_to

    def __enter__(self) -> None:
        self._before = self._mark()

    def __exit__(self, *error: object) -> None:
        self._return_to(self._before)
