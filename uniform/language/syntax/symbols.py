"""What a name means: one ``Symbol`` for each declaration.

A name may be declared again after its block has ended, so the letters of a name do not say which number or array it
is. ``names.resolve`` makes a symbol of every declaration and puts it into every node that uses the name; the stages
after it ask for the symbol and never for the letters. What a symbol has at one moment - a value, a register, a bound -
is kept outside, in a dictionary of the stage: nothing is recursive, so no declaration is alive twice at one moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from uniform.messages.spans import Span


class Sort(Enum):
    """What a name can be, in the words of messages."""

    INPUT = "an input"
    OUTPUT = "an output"
    GATE = "a gate"
    CONSTANT = "a constant"
    LET = "a `let`"
    COUNTER = "a counter"
    LOOP = "a loop variable"
    INDEX = "a named index"
    PARAMETER = "the parameter of the family"
    UNKNOWN = "not declared"  # only until the messages of ``resolve`` are raised


ARRAYS = (Sort.INPUT, Sort.OUTPUT, Sort.GATE)
FIXED = (Sort.PARAMETER, Sort.CONSTANT)
"""What has one value for a whole run; every other number is shown by a trap."""


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """One declaration of a name. Two symbols are equal only when they are the same object, also after pickling a tree
    as a whole; iterating over a set of them has no fixed order."""

    name: str
    sort: Sort
    span: Span | None  # of the declaring name; None for n
    dimensions: int = 0  # of an array
    varies: bool = False  # whether its value can change while the program runs
