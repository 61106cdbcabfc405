"""A run as text, configuration by configuration: tapes with the head marked, and the rule about to fire.

step 3   state up   parity.gen:12 | v <- v - 1
  in   ^ 1[1]$
  c    ^[0]                    = 0
  rule c=0_ -> c:1< ; home
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from uniform.arguments.numbers import number_text
from uniform.messages.cuts import shorten_words
from uniform.messages.spans import Source
from uniform.turing.emulator import endings
from uniform.turing.emulator.simulate import Configuration
from uniform.turing.machine import Machine, rule_text

_WIDEST = 60  # cells of a tape shown around the head
_MAX_DIGITS = 4000  # of a decimal tape whose value is shown; Python itself converts at most 4300


def show(machine: Machine, configuration: Configuration, sources: Sequence[Source] = ()) -> str:
    """A configuration as a few lines of text; ``sources`` are the texts of the program that the machine was compiled
    from."""
    place = f"   {configuration.place}{_line(configuration.place, sources)}" if configuration.place else ""
    lines = [f"step {configuration.step}   state {configuration.state}{place}"]
    width = min(max(len(tape.name) for tape in machine.tapes), _WIDEST)
    for tape, cells, head in zip(machine.tapes, configuration.tapes, configuration.heads, strict=True):
        value = _number(cells, 10 if "9" in tape.symbols else 2) if tape is not machine.tapes[0] else None
        shown = _cells(cells, head)
        lines.append(
            f"  {shorten_words(tape.name):<{width}}  {shown}"
            + (f"   = {number_text(value)}" if value is not None else "")
        )
    if configuration.output:
        lines.append(f"  output ...{configuration.output[-_WIDEST:]!r}" if len(configuration.output) > _WIDEST
                     else f"  output {configuration.output!r}")  # fmt: skip
    if configuration.ended:
        reason = f": {configuration.reason}" if configuration.reason else ""
        where = ""
        if configuration.ended not in ("accept", "reject"):
            stems_from = None if configuration.ended == "trap" else configuration.place
            where = endings.describe_place(machine, configuration.line, stems_from)
        lines.append(f"  {configuration.ended}{reason}{where}")
    elif configuration.rule is not None:
        lines.append(f"  rule {shorten_words(rule_text(machine, configuration.rule))}")
    return "\n".join(lines)


def to_json(machine: Machine, configuration: Configuration) -> dict[str, Any]:
    """A configuration as JSON: one object a line makes a trace."""
    return {
        "step": configuration.step,
        "state": configuration.state,
        "place": configuration.place,
        "line": configuration.line,
        "heads": {tape.name: head for tape, head in zip(machine.tapes, configuration.heads, strict=True)},
        "tapes": {tape.name: cells for tape, cells in zip(machine.tapes, configuration.tapes, strict=True)},
        "output": configuration.output,
        "ended": configuration.ended,
        "reason": configuration.reason,
        "rule": None if configuration.rule is None else rule_text(machine, configuration.rule),
    }


def _line(place: str, sources: Sequence[Source]) -> str:
    """The text of the program's line, if the program is given."""
    name, _, number = place.rpartition(":")
    source = next((each for each in sources if each.last_name == name), None)
    if source is None or not number.isdigit() or not 0 < int(number) <= len(source.line_starts):
        return ""
    return f" | {shorten_words(source.line(int(number)).strip())}"


def _cells(cells: str, head: int) -> str:
    """The cells, separated by spaces, with the one under the head in brackets."""
    first = max(0, head - _WIDEST // 2)
    parts = []
    for place in range(first, min(len(cells), first + _WIDEST)):
        if place == head:
            parts.append(f"[{cells[place]}]")
        else:
            parts.append(cells[place] if place == head + 1 else f" {cells[place]}")
    return ("..." if first else "") + "".join(parts) + (" ..." if first + _WIDEST < len(cells) else "")


def _number(cells: str, base: int) -> int | None:
    """The value of a tape that holds a number, low digit first."""
    digits = cells[1:].split("$", 1)[0].rstrip("_")
    if not digits or not digits.isdigit() or not digits.isascii() or (base == 10 and len(digits) > _MAX_DIGITS):
        return None
    return int(digits[::-1], base) if all(int(digit) < base for digit in digits) else None
