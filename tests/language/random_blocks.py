"""Seeded random programs of blocks, for comparing what prints parts with the rules.

``random_blocks(seed)`` is the text of a program, the same for the same seed. It has up to four blocks, each using
those above it, and a family. A body is a chain of *stages*, as in ``random_programs``: an array of gates, or parts
whose inputs are bound to slices, pieces, whole arrays, lists of wires and outputs of earlier parts. How long an input
has to be is a number of the block, which the declaration of the part hands over. Outputs are printed, or are aliases of
every XX
it is off by one, is not printed, or is printed twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from tests.language.random_numbers import FAULTS, Numbers, operand

Range = tuple[str, str]  # the lower end, and how many indices there are
_MANY = ("AND", "OR", "XOR", "NAND", "NOR", "XNOR", "MAJ")


@dataclass(frozen=True)
class _Array:
    """What has been printed, as far as the body knows: an array, or an output of parts."""

    name: str
    ranges: tuple[Range, ...]
    part: str = ""  # the name of the parts
    part_ranges: tuple[Range, ...] = ()
    is_input: bool = False
    index: str = ""  # the named index of the parts, on which the ranges may depend


@dataclass(frozen=True)
class _Block:
    name: str
    parameters: tuple[str, ...]  # numbers
    functions: tuple[str, ...]  # each from numbers up to 7 to numbers up to 7
    tables: tuple[str, ...]  # each with the ranges 0..1, 0..2
    inputs: tuple[tuple[str, tuple[Range, ...] | None], ...]  # None: a list of wires
    outputs: tuple[tuple[str, tuple[Range, ...]], ...]


def random_blocks(seed: int, *, functions: bool = True, tables: bool = True) -> str:
    """The text of the program of this seed, with or without functions and tables."""
    random = Random(seed)
    writer = _File(random, functions, tables)
    writer.write()
    return "\n".join(writer.lines) + "\n"


class _File:
    def __init__(self, random: Random, functions: bool, tables: bool) -> None:
        self.random = random
        self.lines = [f"const k = {random.randrange(3)}"]
        self.names = ["n", "k"]
        self.blocks: list[_Block] = []
        self.defs: list[str] = []
        self.tables: list[str] = []
        self.with_functions, self.with_tables = functions, tables
        self.fault = random.choice(FAULTS) if random.random() < 0.15 else None
        self.slips = random.choice([0.0, 0.0, 0.02, 0.06])

    def write(self) -> None:
        random = self.random
        if random.random() < 0.5:
            self.lines.append(f"let top = {random.choice(['n + 1', 'bits(n)', 'max(n, 3) - 1', '2 * n'])}")
            self.names.append("top")
        for number in range(random.choice([0, 1, 2]) if self.with_tables else 0):
            entries = ", ".join(str(random.randrange(-3, 8)) for _ in range(6))
            self.lines.append(f"table T{number}[0..1, 0..2] = [{entries}]")
            self.tables.append(f"T{number}")
        for number in range(random.choice([0, 1, 2]) if self.with_functions else 0):
            self.function(f"f{number}")
        for number in range(random.choice([1, 2, 2, 3, 4])):
            body = _Body(self, f"block{number}")
            self.blocks.append(body.block())
        _Body(self, "family").family()

    def function(self, name: str) -> None:
        numbers = Numbers(self.random, None)
        numbers.names = [*self.names, "v"]
        self.lines += [f"def {name}(v <= 7) -> r <= {self.random.choice(['7', '7', '7', 'n + 2'])}"]
        if self.random.random() < 0.4:
            self.lines += [
                f"  for i in 1..{self.random.choice(['v', 'n', '3'])}",
                f"    r <- (r + {numbers.natural(1)}) mod 8",
            ]
        else:
            self.lines += [f"  if {numbers.condition()}", f"    r <- {operand(numbers.natural())} mod 8"]
        self.defs.append(name)


class _Body:
    """A block or the family."""

    def __init__(self, file: _File, name: str) -> None:
        self.file, self.name, self.random = file, name, file.random
        self.numbers = Numbers(file.random, file.fault)
        self.numbers.names = list(file.names)
        self.fixed = list(file.names)  # what declarations may use
        self.declarations: list[str] = []
        self.lines: list[str] = []
        self.arrays: list[_Array] = []
        self.lists: list[str] = []
        self.functions = list(file.defs)
        self.tables = list(file.tables)
        self.fresh = 0

    # ------------------------------------------------------------ words

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def slip(self) -> bool:
        return self.chance(self.file.slips)

    def new(self, stem: str) -> str:
        self.fresh += 1
        return f"{stem}{self.fresh}"

    def line(self, depth: int, text: str) -> None:
        self.lines.append("  " * (depth + 1) + text)

    def size(self) -> str:
        return self.random.choice(["n", "2", "3", "bits(n)", "n + 1", *self.fixed[1:]])

    def number(self) -> str:
        """A number that may call a function or read a table."""
        if self.functions and self.chance(0.2):
            argument = self.numbers.natural(1) if self.slip() else f"{operand(self.numbers.natural(1))} mod 8"
            return f"{self.random.choice(self.functions)}({argument})"
        if self.tables and self.chance(0.2):
            return self.entry()
        return self.numbers.natural(1)

    def entry(self) -> str:
        """A natural number with an entry in it."""
        row, column = self.numbers.natural(1), self.numbers.natural(1)
        if not self.slip():
            row, column = f"{operand(row)} mod 2", f"{operand(column)} mod 3"
        entry = f"{self.random.choice(self.tables)}[{row}, {column}]"
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

    def array(self, *, any_name: bool = True) -> _Array | None:
        arrays = [array for array in self.arrays if any_name or not array.is_input]
        return self.random.choice(arrays) if arrays else None

    def within(self, array: _Array, indices: list[str]) -> tuple[Range, ...]:
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

    # ------------------------------------------------------------ stages

    def gates(self, role: str, name: str, ranges: tuple[Range, ...]) -> None:
        """Declare an array and print it."""
        self.declarations.append(f"{role} {name}{self.ranges(ranges)}")
        variables, alive = [self.new("i") for _ in ranges], len(self.numbers.names)
        for depth, (variable, each) in enumerate(zip(variables, ranges, strict=True)):
            self.line(depth, f"for {variable} in {each[0]}..{self.high(each)}")
            self.numbers.names.append(variable)
        depth = len(ranges)
        if self.slip():
            self.line(depth, f"if {self.numbers.condition()}")
            depth += 1
        self.line(depth, f"{self.step(name, variables)} := {self.gate()}")
        if self.slip() and self.slip():
            self.line(depth, f"{self.step(name, variables)} := {self.gate()}")
        del self.numbers.names[alive:]
        self.arrays.append(_Array(name, ranges))

    def some_ranges(self) -> tuple[Range, ...]:
        return tuple(
            (self.random.choice(["0", "0", "1", "2"]), self.size()) for _ in range(self.random.choice([0, 1, 1, 2]))
        )

    def named_list(self) -> None:
        name, alive = self.new("l"), list(self.numbers.names)
        if self.chance(0.5):
            size = self.size()
            self.numbers.names.append("q")
            self.declarations.append(f"wires {name}[q in 0..{size} - 1] = ({self.wires(negation=False)})")
            name = f"{name}[{size}]"
        else:
            self.declarations.append(f"wires {name} = ({self.wires(negation=False)})")
        self.numbers.names = alive
        self.lists.append(name)

    def remember(self) -> None:
        if self.chance(0.3):
            counter = self.new("v")
            self.declarations.append(f"counter {counter} <= n + 7")
            self.line(0, f"{counter} <- {counter} + min({self.number()}, n + 7)")
            self.numbers.names.append(counter)

    def parts(self) -> None:
        """Declare some parts and print them."""
        block, name = self.random.choice(self.file.blocks), self.new("p")
        way = self.random.choice(["one", "one", "many", "chain", "grow", "square"])
        variable, alive, fixed = self.new("i"), len(self.numbers.names), len(self.fixed)
        part_ranges: tuple[Range, ...] = ()
        if way != "one":
            part_ranges = ((self.random.choice(["0", "1"]), self.size()),)
            if way == "square":
                part_ranges = (("1", "2"), *part_ranges)
        values = {parameter: self.size() for parameter in block.parameters}
        if way == "grow" and values:
            values[self.random.choice(block.parameters)] = f"{variable} + 1" if self.chance(0.5) else variable
        indices = [variable] if way != "square" else [self.new("i"), variable]
        indices = [] if way == "one" else indices
        depth = 0
        for index, each in zip(indices, part_ranges, strict=True):
            down = self.chance(0.2) and way != "chain"
            header = f"{self.high(each)} downto {each[0]}" if down else f"{each[0]}..{self.high(each)}"
            self.line(depth, f"for {index} in {header}")
            depth += 1
        self.numbers.names += indices
        outputs = [
            _Array(
                output,
                tuple((low, substitute(size, values)) for low, size in ranges),
                name,
                part_ranges,
                index=variable if way == "grow" else "",
            )
            for output, ranges in block.outputs
        ]
        if self.slip():
            self.line(depth, f"if {self.numbers.condition()}")
            depth += 1
        place = self.step(name, indices)
        if way == "chain" and outputs:
            before = [_Array(o.name, o.ranges, f"{name}[{variable}-1]") for o in outputs]
            self.line(depth, f"if {variable} = {part_ranges[-1][0]}")
            self.line(depth + 1, f"{place} := {block.name}({self.arguments(block, values)})")
            self.line(depth, "else")
            kept = list(self.arrays)
            self.arrays += before * 2
            self.line(depth + 1, f"{place} := {block.name}({self.arguments(block, values)})")
            self.arrays = kept
        else:
            self.line(depth, f"{place} := {block.name}({self.arguments(block, values)})")
            if self.slip() and self.slip() and not indices:
                self.line(depth, f"for {self.new('i')} in 1..2")
                self.line(depth + 1, self.lines.pop(-2).strip())
        del self.numbers.names[alive:]
        del self.fixed[fixed:]
        given = [*values.values()]
        given += [self.random.choice([*self.functions, "bits", "bits"]) for _ in block.functions]
        given += [self.random.choice(self.tables) for _ in block.tables]
        named = [f"{indices[-1]} in " if n == len(part_ranges) - 1 else "" for n in range(len(part_ranges))]
        written = [f"{x}{low}..{self.high((low, size))}" for x, (low, size) in zip(named, part_ranges, strict=True)]
        self.declarations.append(f"part {self.step(name, written)} = {block.name}({', '.join(given)})")
        self.arrays += outputs

    # ------------------------------------------------------------ arguments

    def arguments(self, block: _Block, values: dict[str, str]) -> str:
        given = []
        for _, ranges in block.inputs:
            if ranges is None:
                given.append(self.random.choice([f"({self.wires()})", f"({self.wires()})", self.address()]))
                if self.lists and self.chance(0.3):
                    given[-1] = self.a_list()
            else:
                given.append(self.argument(tuple((low, substitute(size, values)) for low, size in ranges)))
        return ", ".join(given)

    def argument(self, wanted: tuple[Range, ...], *, any_name: bool = True, pieces: bool = True) -> str:
        """An array of these lengths: a whole one, slices, or pieces."""
        if not wanted:
            return self.address(any_name=any_name)
        sizes = [size for _, size in wanted]
        if pieces and self.chance(0.3):
            found = [self.sliced(sizes[1:], any_name), f"{self.sliced(sizes, any_name)}"]
            one = self.number() if self.chance(0.3) else "1"
            rest = [self.sliced([f"{operand(sizes[0])} - {one}", *sizes[1:]], any_name)]
            if self.chance(0.5):
                several = [self.sliced([one, *sizes[1:]], any_name), *rest]
            elif one == "1":
                several = [found[0], *rest] if self.chance(0.5) else [*rest, found[0]]
            else:
                several = found[1:]
            return f"({', '.join(piece for piece in several if piece != '()')})"
        return self.sliced(sizes, any_name)

    def sliced(self, sizes: list[str], any_name: bool = True) -> str:
        """Slices of some array with these lengths, which should fit; an array of gates is made if none does."""
        for _ in range(6):
            array = self.array(any_name=any_name)
            if array is None:
                break
            all_ranges = (*array.part_ranges, *array.ranges)
            if array.index and any(array.index in size for _, size in array.ranges):
                continue
            if len(all_ranges) < len(sizes):
                continue
            here = self.slices(array, all_ranges, sizes)
            if here is not None:
                return here
        if any(re.search(r"\b([ijv]\d|z\b)", size) for size in sizes):
            return self.address_of_slices(sizes, any_name)
        name = self.new("fill")
        ranges = tuple((self.random.choice(["0", "1"]), size) for size in sizes)
        self.declarations.append(f"gate {name}{self.ranges(ranges)}")
        variables = [self.new("i") for _ in ranges]
        made = []
        for depth, (variable, each) in enumerate(zip(variables, ranges, strict=True)):
            made.append("  " * (depth + 1) + f"for {variable} in {each[0]}..{self.high(each)}")
        made.append(
            "  " * (len(ranges) + 1) + f"{self.step(name, variables)} := {self.random.choice(['TRUE', 'FALSE'])}"
        )
        self.lines[:0] = made
        self.arrays.append(_Array(name, ranges))
        return name if self.chance(0.5) else f"{name}{self.ranges(ranges)}"

    def address_of_slices(self, sizes: list[str], any_name: bool) -> str:
        """Slices of any array with enough indices, whether they fit or not."""
        arrays = [a for a in self.arrays if len(a.ranges) >= len(sizes) and not a.part and (any_name or not a.is_input)]
        if not arrays:
            return "()"
        array = self.random.choice(arrays)
        spare = len(array.ranges) - len(sizes)
        indices = [self.index(each) for each in array.ranges[:spare]]
        indices += [
            f"{low}..{self.high((low, size))}" for (low, _), size in zip(array.ranges[spare:], sizes, strict=True)
        ]
        return self.step(array.name, indices)

    def slices(self, array: _Array, ranges: tuple[Range, ...], sizes: list[str]) -> str | None:
        """Choose which indices are sliced: those of the same size, if there are enough."""
        waiting, indices, exact = list(sizes), [], []
        for spare, each in zip(range(len(ranges) - 1, -1, -1), ranges, strict=True):
            take = waiting and (each[1] == waiting[0] or (waiting[0] in ("1", "2") and each[1] in ("n + 1", "3", "2")))
            if take and (self.chance(0.7) or spare < len(waiting)):
                wanted = waiting.pop(0)
                same = each[1] == wanted
                shift = "1" if not same and wanted == "1" and self.chance(0.3) else ""
                low = f"{each[0]} + {shift}" if shift else each[0]
                indices.append(f"{low}..{self.high((low, wanted))}" if not self.slip() else f"{low}..{wanted}")
                exact.append(same)
            else:
                indices.append(self.index(each))
                exact.append(False)
        if waiting:
            return None
        part, own = indices[: len(array.part_ranges)], indices[len(array.part_ranges) :]
        fits = exact[len(array.part_ranges) :]
        while own and fits.pop() and self.chance(0.6):
            own.pop()
        if not own and array.part and not self.chance(0.5):
            fits = exact[: len(array.part_ranges)]
            while part and fits.pop():
                part.pop()
        step = self.step(array.name, own)
        return f"{self.step(array.part, part)}.{step}" if array.part else step

    # ------------------------------------------------------------ outputs

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
        elif way == "slices" and ranges and fixed and not array.part_ranges:
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

    # ------------------------------------------------------------ bodies

    def stages(self) -> None:
        for _ in range(self.random.choice([1, 1, 2, 3])):
            self.remember()
            if self.file.blocks and self.chance(0.65):
                self.parts()
            else:
                self.gates("gate", self.new("g"), self.some_ranges())
            if self.chance(0.25):
                self.named_list()

    def block(self) -> _Block:
        random = self.random
        parameters = [f"w{number}" for number in range(random.choice([0, 1, 1, 2]))]
        functions = ["h"] if self.functions and self.chance(0.4) else []
        tables = ["D"] if self.tables and self.chance(0.5) else []
        bounds = ["", "n + 8", "2 * n + 8", "3 * n^2 + 9", "n + 1" if self.slip() else "n + 9"]
        header = [p + (f" <= {b}" if (b := random.choice(bounds)) else "") for p in parameters]
        header += ["h(v <= 7) <= 7" if not self.slip() else "h(v <= 5) <= 3" for _ in functions]
        header += [f"table D[0..1, 0..{'2' if not self.slip() else 'k+1'}]" for _ in tables]
        self.fixed += parameters
        self.numbers.names += parameters
        self.functions += functions
        self.tables += tables
        inputs: list[tuple[str, tuple[Range, ...] | None]] = []
        for _ in range(random.choice([1, 2, 2, 3])):
            name = self.new("x")
            if self.chance(0.3):
                inputs.append((name, None))
                self.lists.append(name)
                self.declarations.append(f"input wires {name}")
            else:
                ranges = tuple(
                    (random.choice(["0", "1"]), random.choice([*parameters, "2"]))
                    for _ in range(random.choice([0, 1, 1, 2]))
                )
                inputs.append((name, ranges))
                self.declarations.append(f"input {name}{self.ranges(ranges)}")
                self.arrays.append(_Array(name, ranges, is_input=True))
        if not self.arrays:
            self.gates("gate", self.new("g"), ())
        if self.chance(0.3):
            name = self.new("c")
            self.declarations.append(f"let {name} = {self.random.choice([*parameters, 'n'])} + 1")
            self.fixed.append(name)
            self.numbers.names.append(name)
        private = self.fixed[len(self.file.names) + len(parameters) :]
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
        self.file.lines.append(f"block {self.name}({', '.join(header)})")
        self.finish()
        return _Block(self.name, tuple(parameters), tuple(functions), tuple(tables), tuple(inputs), tuple(outputs))

    def family(self) -> None:
        for _ in range(self.random.choice([1, 2])):
            name, ranges = (
                self.new("x"),
                tuple(("01"[self.chance(0.5)], self.size()) for _ in range(self.random.choice([0, 1, 2]))),
            )
            self.declarations.append(f"input {name}{self.ranges(ranges)}")
            self.arrays.append(_Array(name, ranges, is_input=True))
        self.stages()
        self.parts()
        self.gates("output", "last", (("0", self.size()),))
        self.file.lines.append("family random(n)")
        self.finish()

    def finish(self) -> None:
        self.file.fault = self.numbers.fault
        self.file.lines += [f"  {declaration}" for declaration in self.declarations] + self.lines


def replace(text: str, name: str, other: str) -> str:
    return re.sub(rf"\b{name}\b", lambda _: operand(other), text)


def substitute(text: str, values: dict[str, str]) -> str:
    """A number of a block, in the names of the body that declares the part."""
    return re.sub(r"\bw\d\b", lambda found: operand(values[found[0]]) if text != found[0] else values[found[0]], text)
