"""Certificates: what holds for every n, each statement with how it is known.

A certificate is JSON. Today it states the work cells, and of ``total`` what the smallest runs show (``trials``); the
other statements have their place and are marked ``unknown``. Of ``well_formed`` it lists what would have to be shown:
the checks that every run makes. Statuses are *proved*, *checked*, *refuted*, *measured*, *declared* and *unknown*,
never mixed in one field.

The cells are proved thus: every register has a width linear in bits(n) that no value exceeds (``language.bounds``);
the compiled machine lays out one tape of width + 2 cells for each register and each scratch tape and never moves
beyond an end marker afterwards (``counters.machine.tapes``, ``counters.machine.compile``). ``audit`` does not believe
it: it derives everything again and then counts the cells that the machine visits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from uniform.certify.trials import Trials, try_smallest
from uniform.counters.machine.tapes import tapes
from uniform.counters.widths import Width
from uniform.language.lowering.program import Obligation
from uniform.language.pipeline import Generator
from uniform.library.table import find
from uniform.messages.notebook import Shown
from uniform.messages.spans import Span

FORMAT = 1
SAMPLES = (1, 2, 3, 4, 7, 8, 100, 1000, 10**6)
"""The n's at which a certificate shows, and an audit measures, the reserved cells."""

MEASURED = 1000
"""The n at which a certificate is measured when it is made."""

_LATER = ("input_length", "steps", "size", "depth", "class")


@dataclass(frozen=True, slots=True, repr=False)
class Certificate(Shown):
    """What is known of a program, for one value of each constant. False when there is no family: a run traps."""

    program: str  # the name of the family
    file: str  # the file that the program was read from, as it was given, or the name of a shipped program
    digest: str  # sha256 of its source text, hexadecimal
    constants: tuple[tuple[str, int], ...]
    space: Width  # work cells of the compiled machine, all tapes and scratch included
    tapes: tuple[tuple[str, Width], ...]  # the cells of each tape; they add up to ``space``
    obligations: tuple[Obligation, ...]  # what is checked in every run, not shown for every n
    measured: tuple[int, int]  # (n, cells that the machine visited when it laid out its tapes)
    trials: Trials  # how the runs at the smallest n end

    def __bool__(self) -> bool:
        return bool(self.trials)

    def to_json(self) -> dict[str, Any]:
        """The certificate as JSON."""
        return {
            "format": FORMAT,
            "program": self.program,
            "file": self.file,
            "sha256": self.digest,
            "constants": dict(self.constants),
            "space": {
                "cells": _pair(self.space),
                "formula": str(self.space),
                "status": "proved",
                "measured": {"n": self.measured[0], "cells": self.measured[1]},
                "tapes": {name: _pair(width) for name, width in self.tapes},
            },
            **{field: {"status": "unknown"} for field in _LATER},
            "total": self.trials.to_json(),
            "well_formed": {
                "status": "unknown",
                "obligations": [located(each.code, each.message, each.span) for each in self.obligations],
            },
        }

    def __repr__(self) -> str:
        return f"Certificate({self.program!r}, work cells = {self.space})"

    def __str__(self) -> str:
        values = "".join(f" {name}={value}" for name, value in self.constants)
        n, cells = self.measured
        rows = [
            f"{self.program}{values}",
            f"work cells = {self.space} (proved), measured {cells} at n = {n}",
            "space O(log n): logspace-uniform for every n at which the program ends without a trap",
            *self.trials.rows(),
        ]
        return "\n".join(rows)


def certify(generator: Generator) -> Certificate:
    """The certificate of a program. Raises UniformError when it needs more than O(log n) cells.

    A program that traps at a small n gets a certificate all the same, which is then false. Cost: that of compiling the
    program, a run of the machine's layout at n = 1000, and the circuits of n = 1..16, up to a million steps.
    """
    from uniform.turing.emulator.pack import before_mark
    from uniform.turing.emulator.run import run

    source = generator.source
    code = generator.code
    reserved = run(before_mark(generator.machine()), MEASURED, stop_at_layout=True).reserved
    assert reserved is not None
    own = tapes(code)
    return Certificate(
        generator.name,
        _named(generator),
        sha256(source.text.encode()).hexdigest(),
        tuple(code.constants),
        sum((width for _, width in own), Width(0, 0)),
        own,
        generator.obligations,
        (MEASURED, reserved),
        try_smallest(generator),
    )


def _named(generator: Generator) -> str:
    """Where an audit finds the program again: the name of a shipped one, else the file as it was given."""
    entry = find(generator.name)
    shipped = entry is not None and generator.source.name == str(entry.file)
    return generator.name if shipped else generator.source.name


def _pair(width: Width) -> Mapping[str, int]:
    return {"per_bit": width.per_bit, "constant": width.constant}


def located(code: str, message: str, span: Span) -> Mapping[str, str | int]:
    """Something said about a place of the program, for scripts."""
    return {"code": code, "message": message, "line": span.line, "column": span.column}
