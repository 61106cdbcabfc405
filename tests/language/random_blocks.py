"""Seeded random programs of blocks, for comparing what prints parts with the rules.

``random_blocks(seed)`` is the text of a program, the same for the same seed. It has some blocks, each using those above
it, and a family. A body is a chain of *stages*, as in ``random_programs``: an array of gates, or parts whose inputs are
bound to slices, pieces, whole arrays, lists of wires and outputs of earlier parts. How long an input has to be is a
number of the block, which the declaration of the part hands over, along with functions and tables. Outputs are printed,
or are aliases. Most programs run through; in others a *slip* makes a word wrong: an index or a slice is off by one, a
gate is not printed, or is printed twice.
"""

from __future__ import annotations

import re
from random import Random

from tests.language.random_numbers import FAULTS, Numbers, operand
from tests.language.random_stages import Stages
from tests.language.random_words import Above, Array, Block, Range, calls, entries


def random_blocks(seed: int, *, functions: bool = True, tables: bool = True) -> str:
    """The text of the program of this seed, with or without functions and tables."""
    random = Random(seed)
    names, lines = ["n", "k"], [f"const k = {random.randrange(3)}"]
    above = Above(random, lines, names)
    above.fault = random.choice(FAULTS) if random.random() < 0.15 else None
    above.slips = random.choice([0.0, 0.0, 0.02, 0.06])
    above.is_deep = random.random() < 0.2
    if random.random() < 0.5:
        lines.append(f"let top = {random.choice(['n + 1', 'bits(n)', 'max(n, 3) - 1', '2 * n'])}")
        names.append("top")
    for number in range(random.choice([0, 1, 2]) if tables else 0):
        rows, columns = random.choice([2, 2, 3]), random.choice([3, 3, 4])
        entries = ", ".join(str(random.randrange(-3, 8)) for _ in range(rows * columns))
        lines.append(f"table T{number}[0..{rows - 1}, 0..{columns - 1}] = [{entries}]")
        above.tables.append((f"T{number}", (("0", str(rows)), ("0", str(columns)))))
    for number in range(random.choice([0, 1, 2, 3]) if functions else 0):
        _write_function(above, f"f{number}", random.choice([1, 1, 2]))
    for number in range(random.choice([4, 5, 6]) if above.is_deep else random.choice([1, 2, 2, 3])):
        above.blocks.append(_Body(above, f"block{number}").block())
    _Body(above, "family").family()
    return "\n".join(lines) + "\n"


def _write_function(above: Above, name: str, arity: int) -> None:
    random, numbers = above.random, Numbers(above.random, None)
    parameters = ["v", "w"][:arity]
    numbers.names = [*above.names, *parameters]
    numbers.functions, numbers.tables = calls(above.functions), entries(above.tables)
    header = ", ".join(f"{parameter} <= 7" for parameter in parameters)
    above.lines.append(f"def {name}({header}) -> r <= {random.choice(['7', '7', '7', 'n + 2'])}")
    match random.randrange(4):
        case 0:
            above.lines += [
                f"  for i in 1..{random.choice(['v', 'n', '3'])}",
                f"    r <- (r + {numbers.natural(1)}) mod 8",
            ]
        case 1:
            above.lines += [
                f"  counter c <= {random.choice(['7', 'v'])}",
                f"  while c < {random.choice(['v', 'min(v, n)'])}",
                f"    r <- ({operand(numbers.natural(1))} + c) mod 8",
                "    c <- c + 1",
            ]
        case _:
            above.lines += [f"  if {numbers.condition()}", f"    r <- {operand(numbers.natural())} mod 8"]
    above.functions.append((name, arity))


class _Body(Stages):
    """A block or the family, with its outputs."""

    def alias(self, name: str) -> tuple[str, tuple[Range, ...]] | None:
        """An output that is another name, and its ranges."""
        numbers, kept = self.numbers, list(self.numbers.names)
        numbers.names = list(self.fixed)
        array = self.array(any_name=False)
        if array is None:
            return None
        way, ranges = self.random.choice(["one", "index", "slices", "pieces", "both"]), array.ranges
        fixed = not array.index
        text = ""
        if way == "one":
            text, ranges = f"{name} = {self.address(any_name=False)}", ()
        elif way == "index":
            numbers.names.append("z")
            ranges = ((self.random.choice(["0", "1"]), self.size()),)
            text = f"{name}[z in {ranges[0][0]}..{self.high(ranges[0])}] = {self.address(any_name=False)}"
        elif way == "slices" and ranges and fixed and not array.part_ranges and not self.is_private(ranges):
            ranges = tuple((self.random.choice(["0", "1", low]), size) for low, size in ranges)
            before = f"{array.part}." if array.part else ""
            text = f"{name}{self.ranges(ranges)} = {before}{array.name}"
        elif way == "both":
            numbers.names.append("z")
            size = self.size()
            ranges = (("0", "2"), ("1", size))
            text = f"{name}[z in 0..1, 1..{size}] = {self.argument((('1', size),), any_name=False)}"
        else:
            ranges = (("0", self.size()),) if self.chance(0.7) else (("0", self.size()), ("1", self.size()))
            text = f"{name}{self.ranges(ranges)} = {self.argument(ranges, any_name=False)}"
        numbers.names = kept
        self.declarations.append(f"output {text}")
        return name, ranges

    def is_private(self, ranges: tuple[Range, ...]) -> bool:
        """Whether there is a `let` of the block in them."""
        return any(re.search(r"\bc\d", size) for _, size in ranges)

    # ------------------------------------------------------------ bodies

    def stages(self) -> None:
        for _ in range(self.random.choice([1, 1, 2, 3])):
            self.remember()
            if self.above.blocks and self.chance(0.9 if self.above.is_deep else 0.65):
                self.parts()
            else:
                self.gates("gate", self.new("g"), self.some_ranges())
            if self.chance(0.25):
                self.named_list()

    def block(self) -> Block:
        random = self.random
        parameters = [f"w{number}" for number in range(random.choice([0, 1, 1, 2]))]
        functions = [arity for arity in (1, 2) if self.functions and self.chance(0.3)]
        tables = int(bool(self.tables) and self.chance(0.5))
        header = self.header(parameters, functions, tables)
        self.fixed += parameters
        self.numbers.names += parameters
        inputs: list[tuple[str, tuple[Range, ...] | None]] = []
        for _ in range(random.choice([1, 2, 2, 3])):
            name = self.new("x")
            if self.chance(0.3):
                inputs.append((name, None))
                self.lists.append(name)
                self.declarations.append(f"input wires {name}")
            else:
                inputs.append((name, self.input_array(name, [*parameters, "2"])))
        if not self.arrays:
            self.gates("gate", self.new("g"), ())
        self.lets()
        private = self.fixed[len(self.above.names) + len(parameters) :]
        self.stages()
        self.fixed = [name for name in self.fixed if name not in private]
        outputs = []
        for _ in range(random.choice([1, 1, 2])):
            found = self.alias(self.new("y")) if self.chance(0.5) else None
            if found is None:
                ranges = self.some_ranges()
                found = self.new("y"), ranges
                self.gates("output", *found)
            outputs.append(found)
        self.finish(f"block {self.name}({', '.join(header)})")
        return Block(self.name, tuple(parameters), tuple(functions), tables, tuple(inputs), tuple(outputs), self.copies)

    def header(self, parameters: list[str], functions: list[int], tables: int) -> list[str]:
        """The header of a block, whose functions and tables can be used from now on."""
        random = self.random
        bounds = ["", "n + 8", "2 * n + 8", "3 * n^2 + 9", "n + 1" if self.slip() else "n + 9"]
        header = [p + (f" <= {b}" if (b := random.choice(bounds)) else "") for p in parameters]
        for arity in functions:
            name, numbers = ("h", "v") if arity == 1 else ("m", "v, w")
            taken = ", ".join(f"{number} <= {'5' if self.slip() else '7'}" for number in numbers.split(", "))
            most = random.choice(["7", "9", *(f"{p} + 7" for p in parameters)])
            header.append(f"{name}({taken}) <= {'3' if self.slip() else most}")
            self.functions.append((name, arity))
        for _ in range(tables):
            rows = random.choice([("0", "2"), ("0", "2"), ("1", "1"), *(("0", f"min({p}, 1) + 1") for p in parameters)])
            columns = random.choice([("0", "3"), ("1", "2"), ("0", "k + 1")])
            if self.slip():
                columns = ("0", "k + 3")
            header.append(f"table D{self.ranges((rows, columns))}")
            self.tables.append(("D", (rows, columns)))
        self.know()
        return header

    def lets(self) -> None:
        """Names of numbers; those that read a table, such as s4, may be below zero."""
        numbers = self.numbers
        if self.chance(0.3):
            name = self.new("c")
            written = (
                f"{self.random.choice(self.fixed)} + 1" if self.chance(0.5) else f"{operand(numbers.natural())} mod 4"
            )
            self.declarations.append(f"let {name} = {written}")
            self.fixed.append(name)
            numbers.names.append(name)
        if numbers.tables and self.chance(0.3):
            name = self.new("s")
            self.declarations.append(f"let {name} = {numbers.integer(signed=True)}")
            numbers.names.append(name)

    def input_array(self, name: str, sizes: list[str]) -> tuple[Range, ...]:
        ranges = tuple(
            (self.random.choice(["0", "1"]), self.random.choice(sizes)) for _ in range(self.random.choice([0, 1, 1, 2]))
        )
        self.declarations.append(f"input {name}{self.ranges(ranges)}")
        self.arrays.append(Array(name, ranges, is_input=True))
        return ranges

    def family(self) -> None:
        for _ in range(self.random.choice([1, 2])):
            self.input_array(self.new("x"), [self.size(), self.size()])
        self.lets()
        self.stages()
        self.parts()
        self.gates("output", "last", (("0", self.size()),))
        self.finish("family random(n)")

    def finish(self, header: str) -> None:
        self.above.fault = self.numbers.fault
        self.above.lines += [header, *(f"  {declaration}" for declaration in self.declarations), *self.lines]
