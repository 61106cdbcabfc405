"""What the bodies of random programs are written of: numbers, indices, wires, lists and gates (see ``random_blocks``).

Names say what they are: w are numbers of a block, i and j variables of loops, v counters, z an index of an alias, h and
m functions that a block takes, D its table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from tests.language.random_numbers import Numbers, operand

Range = tuple[str, str]  # the lower end, and how many indices there are
_MANY = ("AND", "OR", "XOR", "NAND", "NOR", "XNOR", "MAJ")


@dataclass(frozen=True)
class Array:
    """What has been printed, as far as the body knows: an array, or an output of parts."""

    name: str
    ranges: tuple[Range, ...]
    part: str = ""  # the name of the parts
    part_ranges: tuple[Range, ...] = ()
    is_input: bool = False
    index: str = ""  # the named index of the parts, on which the ranges may depend


@dataclass(frozen=True)
class Block:
    """A block that has been written."""

    name: str
    parameters: tuple[str, ...]  # numbers
    functions: tuple[int, ...]  # how many numbers each takes, up to 7; its value is up to 7, too
    tables: int  # how many, each with ranges within 0..1, 0..2
    inputs: tuple[tuple[str, tuple[Range, ...] | None], ...]  # None: a list of wires
    outputs: tuple[tuple[str, tuple[Range, ...]], ...]
    copies: int  # of blocks, this one included, if each statement that prints a part has one of its own


@dataclass
class Above:
    """What stands above a body."""

    random: Random
    lines: list[str]
    names: list[str]
    blocks: list[Block] = field(default_factory=list)
    functions: list[tuple[str, int]] = field(default_factory=list)  # how many numbers each takes
    tables: list[tuple[str, tuple[Range, Range]]] = field(default_factory=list)
    fault: str | None = None
    slips: float = 0.0  # how often a word is another than it should be
    is_deep: bool = False  # many blocks, each made from those above it, of small sizes


class Words:
    """A block or the family."""

    def __init__(self, above: Above, name: str) -> None:
        self.above, self.name, self.random = above, name, above.random
        self.numbers = Numbers(above.random, above.fault)
        self.numbers.names = list(above.names)
        self.fixed = list(above.names)  # what declarations may use
        self.declarations: list[str] = []
        self.lines: list[str] = []
        self.arrays: list[Array] = []
        self.lists: list[str] = []
        self.functions = list(above.functions)
        self.tables = list(above.tables)
        self.fresh = 0
        self.copies = 1  # see Block
        self.know()

    def know(self) -> None:
        """Let numbers use the functions, and the tables of a known size."""
        self.numbers.functions = calls(self.functions)
        self.numbers.tables = entries(self.tables)

    # ------------------------------------------------------------ words

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def slip(self) -> bool:
        return self.chance(self.above.slips)

    def new(self, stem: str) -> str:
        self.fresh += 1
        return f"{stem}{self.fresh}"

    def line(self, depth: int, text: str) -> None:
        self.lines.append("  " * (depth + 1) + text)

    def size(self) -> str:
        if self.above.is_deep:
            return self.random.choice(["1", "2", "2", "bits(n)", *self.fixed[len(self.above.names) :]])
        return self.random.choice(["n", "2", "3", "bits(n)", "n + 1", *self.fixed[1:]])

    def some_ranges(self) -> tuple[Range, ...]:
        return tuple(
            (self.random.choice(["0", "0", "1", "2"]), self.size()) for _ in range(self.random.choice([0, 1, 1, 2]))
        )

    def number(self) -> str:
        """A number that may call a function or read a table."""
        if self.functions and self.chance(0.2):
            name, arity = self.random.choice(self.functions)
            arguments = [self.numbers.natural(1) for _ in range(arity)]
            return f"{name}({', '.join(each if self.slip() else f'{operand(each)} mod 8' for each in arguments)})"
        if self.tables and self.chance(0.2):
            return self.entry()
        return self.numbers.natural(1)

    def entry(self) -> str:
        """A natural number with an entry in it."""
        name, ranges = self.random.choice(self.tables)
        indices = []
        for low, size in ranges:
            inside = f"{operand(self.numbers.natural(1))} mod {operand(size)}"
            index = inside if low == "0" else f"{low} + {inside}"
            indices.append(self.numbers.natural(1) if self.slip() else index)
        entry = f"{name}[{', '.join(indices)}]"
        return (
            entry if self.slip() else self.random.choice([f"max(0, {entry})", f"{entry} + 3", f"max({entry} - 2, 1)"])
        )

    def index(self, written: Range) -> str:
        low, size = written
        if self.slip():
            return self.random.choice([self.numbers.natural(1), f"{low} + {size}", "0", "n"])
        if self.chance(0.3):
            return low
        inside = f"{operand(self.number())} mod {'max(' + size + ', 1)' if self.chance(0.7) else operand(size)}"
        return inside if low == "0" else f"{low} + {inside}"

    def high(self, written: Range) -> str:
        low, size = written
        if low == "0":
            return f"{size} - 1"
        return size if low == "1" else f"{low} + {size} - 1"

    def ranges(self, ranges: tuple[Range, ...]) -> str:
        return f"[{', '.join(f'{each[0]}..{self.high(each)}' for each in ranges)}]" if ranges else ""

    def array(self, *, any_name: bool = True) -> Array | None:
        arrays = [array for array in self.arrays if any_name or not array.is_input]
        return self.random.choice(arrays) if arrays else None

    def within(self, array: Array, indices: list[str]) -> tuple[Range, ...]:
        """The ranges of an output of parts at some indices of the part."""
        if not array.index:
            return array.ranges
        return tuple((low, f"({replace(size, array.index, indices[-1])})") for low, size in array.ranges)

    def step(self, name: str, indices: list[str]) -> str:
        return f"{name}[{', '.join(indices)}]" if indices else name

    def address(self, *, any_name: bool = True) -> str:
        """One gate or input."""
        array = self.array(any_name=any_name)
        if array is None:
            return "nothing"
        part = [self.index(each) for each in array.part_ranges]
        here = [self.index(each) for each in self.within(array, part)]
        if not array.part:
            return self.step(array.name, here)
        return f"{self.step(array.part, part)}.{self.step(array.name, here)}"

    # ------------------------------------------------------------ gates and lists

    def wire(self, *, negation: bool = True, lists: bool = True) -> str:
        numbers, alive, clauses = self.numbers, len(self.numbers.names), ""
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            if self.chance(0.7):
                variable = self.new("j")
                clauses += f" for {numbers.loop(variable)}"
                numbers.names.append(variable)
            else:
                clauses += f" if {numbers.condition()}"
        if lists and self.lists and self.chance(0.35):
            text, negation = self.a_list(), False
        else:
            text = self.address()
        if negation and self.chance(0.25):
            text = f"NOT {text}"
        if self.chance(0.3):
            text += f" times {operand(self.random.choice([self.number(), '0', '1', '3']))}"
        del numbers.names[alive:]
        return text + clauses

    def a_list(self) -> str:
        name = self.random.choice(self.lists)
        if name.endswith("]"):
            name, size = name[:-1].split("[")
            return f"{name}[{self.index(('0', size))}]"
        return name

    def wires(self, *, negation: bool = True) -> str:
        return ", ".join(self.wire(negation=negation) for _ in range(self.random.choice([0, 1, 1, 2, 3])))

    def gate(self) -> str:
        if not self.arrays:
            return "TRUE"
        match self.random.randrange(8):
            case 0:
                return self.address()
            case 1:
                return f"NOT {self.address()}"
            case 2:
                return f"THRESHOLD({self.number()}; {self.wires()})"
            case 3:
                return self.random.choice(["TRUE", f"MOD({self.random.randrange(2, 5)}, k mod 2; {self.wires()})"])
            case _:
                return f"{self.random.choice(_MANY)}({self.wires()})"


def calls(functions: list[tuple[str, int]]) -> list[tuple[str, tuple[str, ...]]]:
    """Functions as ``Numbers`` wants them, with the bounds of what they take."""
    return [(name, ("7",) * arity) for name, arity in functions]


def entries(tables: list[tuple[str, tuple[Range, Range]]]) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """Tables as ``Numbers`` wants them, with their ranges, if these are literals."""
    literal = [
        (name, ranges) for name, ranges in tables if all(low.isdigit() and size.isdigit() for low, size in ranges)
    ]
    return [(name, tuple((int(low), int(low) + int(size) - 1) for low, size in ranges)) for name, ranges in literal]


def replace(text: str, name: str, other: str) -> str:
    return re.sub(rf"\b{name}\b", lambda _: operand(other), text)


def substitute(text: str, values: dict[str, str]) -> str:
    """A number of a block, in the names of the body that declares the part."""
    return re.sub(r"\bw\d\b", lambda found: operand(values[found[0]]) if text != found[0] else values[found[0]], text)
