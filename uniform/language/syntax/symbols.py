"""What a name means: one ``Symbol`` for each declaration.

A name may be declared again after its block has ended, so its spelling does not determine which number or array it is.
``names.resolve`` makes a symbol for every declaration and puts it into every node that uses the name; later stages use
the symbol and never the spelling. What a symbol has at one moment - a value, a register, a bound - is kept outside, in
a dictionary of the stage: nothing is recursive, so a declaration is never active twice at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from uniform.counters.tables import Table
from uniform.messages.spans import Span


class Sort(Enum):
    """What a name can be, as messages call it."""

    INPUT = "an input"
    OUTPUT = "an output"
    GATE = "a gate"
    PART = "a part"
    ALIAS = "another name for gates of parts"
    LIST = "a list of wires"
    BLOCK = "a block"
    CONSTANT = "a constant"
    LET = "a `let`"
    TABLE = "a table"
    COUNTER = "a counter"
    LOOP = "a loop variable"
    INDEX = "a named index"
    ARGUMENT = "a parameter"
    RESULT = "the result of the function"
    FUNCTION = "a function"
    PARAMETER = "the parameter of the family"
    UNKNOWN = "not declared"  # only until the messages of ``resolve`` are raised


ARRAYS = (Sort.INPUT, Sort.OUTPUT, Sort.GATE)
ADDRESSES = (*ARRAYS, Sort.PART, Sort.ALIAS, Sort.LIST)
"""Names of what wires come from, and so not of numbers."""

FIXED = (Sort.PARAMETER, Sort.CONSTANT)
"""Names with one value for a whole run; traps show all other numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """One declaration of a name. Two symbols are equal only if they are the same object, which pickling a whole tree
    preserves; iterating over a set of them has no fixed order."""

    name: str
    sort: Sort
    span: Span | None  # of the declaring name; None for n
    dimensions: int = 0  # of an array, parts, an alias or lists of wires; of a function, its parameters
    varies: bool = False  # whether its value can change while the program runs
    signed: bool = False  # a let that reads a table: it may be below zero
    table: Table | None = None  # of a table, but not of a parameter for tables: its entries
