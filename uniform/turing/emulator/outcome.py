"""The outcome of a run: how it ended, where, and the cells that it visited.

This file only has the record; ``run`` makes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from uniform.messages.counts import count_of
from uniform.messages.cuts import shorten_words
from uniform.messages.errors import Trap
from uniform.messages.notebook import Shown
from uniform.turing.emulator import endings
from uniform.turing.machine import Machine


def not_needed(cells: int) -> str:
    """What is said about the cells that a run reserves but does not touch again.

    >>> not_needed(2)
    'the other 2 are not needed at this n, since no value reaches its bound'
    """
    other = "the other one is" if cells == 1 else f"the other {cells} are"
    return f"{other} not needed at this n, since no value reaches its bound"


@dataclass(frozen=True, slots=True)
class Run(Shown):
    """The outcome of a run; true if the machine accepted and visited no more cells than it claims."""

    machine: Machine = field(repr=False)
    halted: str  # "accept", "reject", "trap", "stuck", "loop" or "limit"
    limit: str | None  # "steps", "output" or "cells" when a limit ended it
    reason: str  # the trap's message, why it is stuck, or what repeats in a loop; empty otherwise
    steps: int
    length: int  # of the input
    tapes: tuple[tuple[str, int], ...]  # visited cells of each work tape
    reserved: int | None  # cells visited when the layout was done
    touched: int | None  # cells visited after that; None when the run was stopped there
    claim: int | None  # cells that the machine claims
    state: str  # in which it ended
    place: str | None  # source place of that state
    line: int | None  # of the rule that ended the run, or of the state, in the file of the machine
    contents: tuple[str, ...] = field(repr=False)  # of each work tape, from its origin to the last visited cell
    output_length: int
    digest: str  # sha256 of the output
    output: str | None = field(repr=False)  # None if it is larger than a megabyte
    trap: Trap | None = field(default=None, repr=False, compare=False)  # of the program that was compiled

    def __bool__(self) -> bool:
        return self.halted == "accept" and not self.overdrawn

    @property
    def visited(self) -> int:
        """Work cells visited, on all tapes."""
        return sum(cells for _, cells in self.tapes)

    @property
    def overdrawn(self) -> bool:
        """Whether more cells were visited than the machine claims."""
        return self.claim is not None and self.visited > self.claim

    @property
    def where(self) -> str:
        """Where a run without a verdict ended, in parentheses; empty if the machine has no file."""
        if self.halted in ("accept", "reject"):
            return ""
        return endings.describe_place(self.machine, self.line, None if self.halted == "trap" else self.place)

    def __str__(self) -> str:
        ended = self.halted + (f" ({self.limit})" if self.limit else "")
        if self.reason:
            ended += f": {self.reason}{self.where}"
        tapes = ", ".join(f"{shorten_words(name)} {cells}" for name, cells in self.tapes)
        visited = f"{count_of(self.visited, 'work cell')} visited" + (f": {tapes}" if tapes else "")
        lines = [ended, count_of(self.steps, "step"), visited]
        if self.reserved is not None:
            reserved = count_of(self.reserved, "cell")
            lines.append(f"{reserved} reserved by the layout{self._after_the_layout(self.reserved)}")
        if self.claim is not None:
            were = "was" if self.visited == 1 else "were"
            verdict = f"too few: {self.visited} {were} visited" if self.overdrawn else "kept"
            lines.append(f"claim of {self.machine.space} = {count_of(self.claim, 'cell')}: {verdict}")
        return "\n".join(lines)

    def _after_the_layout(self, reserved: int) -> str:
        if self.touched is None:
            return ""
        rest = reserved - self.touched
        whole = self.halted in ("accept", "reject")  # otherwise later steps might have needed them
        spare = f"; {not_needed(rest)}" if rest and whole else ""
        return f", {self.touched} touched after it{spare}"

    def to_json(self) -> dict[str, Any]:
        """The run as JSON."""
        cells: dict[str, Any] = {"visited": self.visited, "tapes": dict(self.tapes)}
        if self.reserved is not None:
            cells |= {"reserved": self.reserved, **({} if self.touched is None else {"touched": self.touched})}
        if self.claim is not None:
            cells |= {"claimed": self.claim, "within_claim": not self.overdrawn}
        return {
            "machine": self.machine.name,
            "halted": self.halted,
            **({"limit": self.limit} if self.limit else {}),
            **({"reason": self.reason} if self.reason else {}),
            **({} if self.halted in ("accept", "reject") else self._end_to_json()),
            "steps": self.steps,
            "cells": cells,
            "output": self.output,
            **({} if self.output is not None else {"bytes": self.output_length, "sha256": self.digest}),
        }

    def _end_to_json(self) -> dict[str, Any]:
        """Where a run without a verdict ended; ``line`` is in the machine's file, ``place`` in the program."""
        return {
            "state": self.state,
            **({} if self.line is None else {"line": self.line}),
            **({} if self.place is None else {"place": self.place}),
        }
