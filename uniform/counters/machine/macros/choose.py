"""Going on at one of several places, by a number on a tape: a decision tree on its digits.

    r   ^ 1 0 $         one state for each number that begins with the digits read so far, low digit first

The head walks over the digits and back: width + 2 steps, and fewer than 2 states for each place.
"""

from __future__ import annotations

from collections.abc import Sequence

from uniform.counters.machine.macros.assembler import Assembler, rule
from uniform.counters.widths import bits


def choose(asm: Assembler, tape: int, places: Sequence[str]) -> str:
    """Go to ``places[k]``, where k < len(places) is the number on the tape. Its width is that of the last number.
    Returns the first state."""
    digits = bits(len(places) - 1)
    tree = _tree(asm, tape, places, 0, 0, digits)
    return asm.state(asm.name("choose"), rule({tape: "^"}, {tape: (None, 1)}, tree))


def _tree(asm: Assembler, tape: int, places: Sequence[str], number: int, known: int, digits: int) -> str:
    """The state in which the low ``known`` digits are those of ``number``, and the head is on the next one."""
    if known == digits:
        return asm.home([tape], places[number])
    rules = [
        rule({tape: str(digit)}, {tape: (None, 1)}, _tree(asm, tape, places, more, known + 1, digits))
        for digit in (0, 1)
        if (more := number | digit << known) < len(places)
    ]
    return asm.state(asm.name(f"digit{known}"), *rules)
