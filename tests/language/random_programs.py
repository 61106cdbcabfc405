"""Seeded random generator programs, for comparing one tier with another.

``random_program(seed)`` is the text of a small program, the same for the same seed. A program is a chain of
*stages*: each declares an array of gates and prints all of it in some kind of loop, with wires from the inputs, the
arrays of earlier stages, and, within the loop, the element printed last; between them counters are stored in,
in loops and branches of their own. Indices are arbitrary numbers folded into the declared range
(``low + number mod size``), so most programs run through. Half of them carry a fault (see ``random_numbers``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import prod
from random import Random

from tests.language.random_numbers import FAULTS, Numbers, operand

Index = Callable[[str], str]  # from the text of any number to the text of an index that is in range


@dataclass(frozen=True, slots=True)
class _Array:
    """A readable array: its name and, for each index, how to fold a number into the range."""

    name: str
    folds: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A declared range with its size, as text that may follow ``mod``."""

    low: str
    high: str
    size: str

    def fold(self, number: str) -> str:
        inside = f"{operand(number)} mod {self.size}"
        return inside if self.low == "0" else f"{self.low} + {inside}"


_LINE = _Shape("0", "n", "(n + 1)")
_SHAPES = (
    _LINE,
    _Shape("0", "n-1", "n"),
    _Shape("1", "n", "n"),
    _Shape("2", "2*n + 1", "(2 * n)"),
    _Shape("0", "bits(n)", "(bits(n) + 1)"),
    _Shape("3", "5", "3"),
    _Shape("0", "k", "(k + 1)"),
    _Shape("n", "n + 2", "3"),
)
_MANY = ("AND", "OR", "XOR", "NAND", "NOR", "XNOR", "MAJ")


def random_program(seed: int, *, faults: bool = True) -> str:
    """The text of the program of this seed; without ``faults`` it does not trap at any n from 1 to 30."""
    random = Random(seed)
    fault = random.choice(FAULTS) if faults and random.random() < 0.5 else None
    return _Writer(random, Numbers(random, fault)).program()


@cache
def fault_of(seed: int) -> str | None:
    """The fault that the program of this seed carries somewhere, if any."""
    random = Random(seed)
    fault = random.choice(FAULTS) if random.random() < 0.5 else None
    numbers = Numbers(random, fault)
    if fault is not None:
        _Writer(random, numbers).program()
    return fault if numbers.fault is None else None


class _Writer:
    def __init__(self, random: Random, numbers: Numbers) -> None:
        self.random = random
        self.numbers = numbers
        self.declarations: list[str] = []
        self.lines: list[str] = []
        self.functions: list[str] = []  # their lines
        self.arrays: list[_Array] = []
        self.fresh = 0

    def name(self, stem: str) -> str:
        self.fresh += 1
        return f"{stem}{self.fresh}"

    def write(self, depth: int, line: str) -> None:
        self.lines.append("  " * (depth + 1) + line)

    # ------------------------------------------------------------ gates

    def address(self) -> str:
        array, numbers = self.random.choice(self.arrays), self.numbers
        indices = [fold(numbers.natural(1)) for fold in array.folds]
        if indices and numbers.faulty("index"):
            indices[-1] = numbers.natural()
        return f"{array.name}[{', '.join(indices)}]" if indices else array.name

    def wire(self, before: str | None) -> str:
        """One argument; ``before`` is the address printed last, if that is readable."""
        numbers, alive, clauses = self.numbers, len(self.numbers.names), ""
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            variable = self.name("j")
            clauses += f" for {numbers.loop(variable)}"
            numbers.names.append(variable)
            if numbers.chance(0.3):
                clauses += f" if {numbers.condition()}"
        text = before if before and numbers.chance(0.3) else self.address()
        if numbers.chance(0.25):
            text = f"NOT {text}"
        if numbers.chance(0.25):
            text += f" times {operand(self.random.choice([numbers.natural(1), '0', '1', '3']))}"
        del numbers.names[alive:]
        return text + clauses

    def gate(self, before: str | None) -> str:
        numbers = self.numbers
        wires = ", ".join(self.wire(before) for _ in range(self.random.choice([0, 1, 1, 2, 2, 3])))
        match self.random.randrange(10):
            case 0:
                return self.address()
            case 1:
                return f"NOT {before or self.address()}"
            case 2:
                return self.random.choice(["TRUE", "FALSE"])
            case 3:
                return f"{self.random.choice(['THRESHOLD', 'ATMOST'])}({numbers.natural(1)}; {wires})"
            case 4:
                modulus = f"{numbers.natural(1)}" if numbers.faulty("modulus") else f"1 + {operand(numbers.natural(1))}"
                residue = operand(numbers.natural(1))
                if not numbers.faulty("residue"):
                    residue = f"{residue} mod max({modulus}, 1)"
                return f"MOD({modulus}, {residue}; {wires})"
            case _:
                return f"{self.random.choice(_MANY)}({wires})"

    def print_one(self, depth: int, target: str, before: str | None) -> None:
        """Print the target in any case, whatever the conditions, or else it is the fault."""
        numbers = self.numbers
        if numbers.chance(0.25):
            self.write(depth, f"if {numbers.condition()}")
            self.write(depth + 1, f"{target} := {self.gate(before)}")
            if numbers.chance(0.3):
                self.write(depth, f"elif {numbers.condition()}")
                self.write(depth + 1, f"{target} := {self.gate(before)}")
            if not numbers.faulty("missing"):
                self.write(depth, "else")
                self.write(depth + 1, f"{target} := {self.gate(before)}")
        else:
            self.write(depth, f"{target} := {self.gate(before)}")
        if numbers.faulty("twice"):
            self.write(depth, f"if {numbers.condition()}")
            self.write(depth + 1, f"{target} := {self.gate(before)}")

    # ------------------------------------------------------------ statements that print nothing

    def remember(self, depth: int, nesting: int = 2) -> None:
        """Lets, stores, and loops and branches around them. Lets of the outermost level stay alive."""
        for _ in range(self.random.choice([0, 0, 1, 2]) if nesting == 2 else self.random.choice([1, 2])):
            match self.random.randrange(6 if nesting else 2):
                case 0:
                    signed = bool(self.numbers.tables) and self.numbers.chance(0.4)
                    name = self.name("s" if signed else "w")
                    value = self.numbers.integer(signed=True) if signed else self.numbers.natural()
                    self.write(depth, f"let {name} = {value}")
                    self.numbers.names.append(name)
                case 1 | 2:
                    self.store(depth)
                case 3:
                    name = self.name("i")
                    self.write(depth, f"for {self.numbers.loop(name)}")
                    self.inside(depth, nesting, name)
                case 4:
                    self.count(depth, nesting)
                case _:
                    self.write(depth, f"if {self.numbers.condition()}")
                    self.inside(depth, nesting)
                    if self.numbers.chance(0.5):
                        self.write(depth, self.random.choice(["else", f"elif {self.numbers.condition()}"]))
                        self.inside(depth, nesting)

    def inside(self, depth: int, nesting: int, *names: str) -> None:
        alive = len(self.numbers.names)
        self.numbers.names.extend(names)
        self.remember(depth + 1, nesting - 1)
        del self.numbers.names[alive:]

    def store(self, depth: int) -> None:
        numbers = self.numbers
        if not numbers.counters:
            self.write(depth, f"let {self.name('unused')} = {numbers.natural()}")
            return
        counter, bound = self.random.choice(list(numbers.counters.items()))
        value = numbers.natural()
        self.write(depth, f"{counter} <- {value if numbers.faulty('store') else f'min({value}, {bound})'}")

    def count(self, depth: int, nesting: int) -> None:
        """A ``while`` that counts a counter up; nothing inside stores in it."""
        numbers = self.numbers
        if not numbers.counters:
            self.store(depth)
            return
        counter, bound = self.random.choice(list(numbers.counters.items()))
        del numbers.counters[counter]
        self.write(depth, f"while {counter} < min({bound}, 4)")
        self.inside(depth, nesting, counter)
        self.write(depth + 1, f"{counter} <- {counter} + 1")
        numbers.counters[counter] = bound

    # ------------------------------------------------------------ tables and functions

    def table(self) -> str:
        """The declaration of a table of one or two dimensions."""
        random, name, ranges = self.random, self.name("T"), []
        for _ in range(random.choice([1, 1, 2])):
            low = random.choice([0, 0, 1, 3])
            ranges.append((low, low + random.randrange(5)))
        entries = prod(high - low + 1 for low, high in ranges)
        least, most = random.choice([(-9, 9), (0, 20), (-9, 0), (-1000, 1000), (-1, 1)])
        values = ", ".join(str(random.randint(least, most)) for _ in range(entries))
        self.numbers.tables.append((name, tuple(ranges)))
        return f"table {name}[{', '.join(f'{low}..{high}' for low, high in ranges)}] = [{values}]"

    def function(self) -> None:
        """A function with statements as above; it may call those before it. In the end, the result is stored in once
        more."""
        numbers, name, result = self.numbers, self.name("f"), self.name("r")
        before = numbers.names, numbers.counters, self.lines
        parameters = [self.name("a") for _ in range(self.random.choice([0, 1, 1, 2]))]
        bounds = tuple(self.random.choice(["n", "2 * n + 3", "7", "k", "bits(n)"]) for _ in parameters)
        numbers.names, numbers.counters, self.lines = ["n", "k", *parameters], {}, []
        header = ", ".join(f"{parameter} <= {bound}" for parameter, bound in zip(parameters, bounds, strict=True))
        numbers.counters[result] = self.random.choice(["n", "2 * n + 3", "7", *(f"{a} + n" for a in parameters)])
        declared = [f"def {name}({header}) -> {result} <= {numbers.counters[result]}"]
        if numbers.chance(0.5):
            counter = self.name("c")
            numbers.counters[counter] = self.random.choice(["n", "7", *parameters])
            declared.append(f"  counter {counter} <= {numbers.counters[counter]}")
        self.remember(0, 1)
        value = numbers.natural()
        stored = value if numbers.faulty("store") else f"min({value}, {numbers.counters[result]})"
        self.write(0, f"{result} <- {stored}")
        self.functions += [*declared, *self.lines, ""]
        numbers.names, numbers.counters, self.lines = before
        numbers.functions.append((name, bounds))

    # ------------------------------------------------------------ stages

    def line_stage(self, role: str) -> None:
        """An array of one dimension, printed upward, downward, two at a time, or by a counter of its own."""
        numbers, shape, name, i = self.numbers, self.random.choice(_SHAPES), self.name("g"), self.name("i")
        self.declarations.append(f"{role} {name}[{shape.low}..{shape.high}]")
        alive, way = len(numbers.names), self.random.choice(["up", "down", "two", "count"])
        if numbers.faulty("early"):
            self.arrays.append(_Array(name, (shape.fold,)))
        if way == "count":
            i = self.name("v")
            bound = shape.high if numbers.faulty("bound") else f"{shape.high} + 1"
            self.declarations.append(f"counter {i} <= {bound}")
            self.write(0, f"{i} <- {shape.low}")
        headers = {
            "up": f"for {i} in {shape.low}..{shape.high}",
            "down": f"for {i} in {shape.high} downto {shape.low}",
            "two": f"for {i} in {shape.low}..{shape.high} by 2",
            "count": f"while {i} <= {shape.high}",
        }
        self.write(0, headers[way])
        numbers.names.append(i)
        self.remember(1)
        self.print_one(1, f"{name}[{i}]", None)
        if way == "two":
            self.write(1, f"if {i} + 1 <= {shape.high}")
            self.print_one(2, f"{name}[{i} + 1]", f"{name}[{i}]" if numbers.fault != "missing" else None)
        self.remember(1)
        if way == "count":
            self.write(1, f"{i} <- {i} + 1")
        del numbers.names[alive + (way == "count") :]
        self.arrays.append(_Array(name, (shape.fold,)))

    def chain_stage(self, role: str) -> None:
        """Each gate may read the one before."""
        numbers, name, i = self.numbers, self.name("c"), self.name("i")
        self.declarations.append(f"{role} {name}[0..n]")
        self.write(0, f"{name}[0] := {self.gate(None)}")
        self.write(0, f"for {i} in 1..n")
        numbers.names.append(i)
        self.print_one(1, f"{name}[{i}]", f"{name}[{i}-1]")
        numbers.names.remove(i)
        self.arrays.append(_Array(name, (_LINE.fold,)))

    def square_stage(self, role: str) -> None:
        """An array of two dimensions: a rectangle, a triangle, or the levels of a tree."""
        numbers, name, i, j = self.numbers, self.name("m"), self.name("i"), self.name("j")
        outer, inner = self.random.choice(_SHAPES), self.random.choice(_SHAPES)
        way = self.random.choice(["rectangle", "rectangle", "triangle", "tree"])
        if way == "tree":
            outer, inner = _Shape("0", "bits(n)", "(bits(n) + 1)"), _Shape("0", "2^t - 1", "1")
        if way == "triangle":
            inner = _Shape("1", "t + 1", "1")
        named = "" if way == "rectangle" else "t in "
        self.declarations.append(f"{role} {name}[{named}{outer.low}..{outer.high}, {inner.low}..{inner.high}]")
        self.write(0, f"for {i} in {outer.low}..{outer.high}")
        alive = len(numbers.names)
        numbers.names.append(i)
        self.remember(1)
        self.write(1, f"for {j} in {inner.low}..{inner.high.replace('t', i) if named else inner.high}")
        numbers.names.append(j)
        self.print_one(2, f"{name}[{i}, {j}]", None)
        del numbers.names[alive:]
        height: Index = lambda number: f"min(bits({number}), bits(n))"  # noqa: E731 - so that 2^t is short
        self.arrays.append(_Array(name, (height if way == "tree" else outer.fold, inner.fold)))

    def program(self) -> str:
        numbers = self.numbers
        constant = f"const k = {self.random.randrange(3)}"
        tables = [self.table() for _ in range(self.random.choice([0, 0, 1, 2]))]
        for _ in range(self.random.choice([0, 0, 1, 2])):
            self.function()
        if not self.functions:
            self.declarations += [constant, *tables]
        if numbers.chance(0.5):
            self.declarations.append(f"let w = {numbers.natural()}")
            numbers.names.append("w")
        for _ in range(self.random.choice([0, 1, 2, 2])):
            counter = self.name("v")
            last = "n - 2" if numbers.faulty("bound") else "max(n, 2) - 2"
            called = [numbers.call(1)] if numbers.functions and not numbers.counters else []
            bound = self.random.choice(["n", "2 * n + 3", "n^2", "k", "7", "bits(n)", last, *called])
            self.declarations.append(f"counter {counter} <= {bound}")
            numbers.counters[counter] = bound
        for shape in self.random.sample(_SHAPES, self.random.choice([1, 1, 2])):
            name = self.name("x")
            self.declarations.append(f"input {name}[{shape.low}..{shape.high}]")
            self.arrays.append(_Array(name, (shape.fold,)))
        if numbers.chance(0.3):
            self.declarations.append("input z")
            self.arrays.append(_Array("z", ()))
        stages = self.random.choice([1, 2, 2, 3])
        for number in range(stages):
            role = "output" if number == stages - 1 or numbers.chance(0.2) else "gate"
            self.remember(0)
            self.random.choice([self.line_stage, self.line_stage, self.chain_stage, self.square_stage])(role)
        if numbers.chance(0.3):
            self.declarations.append("output last")
            self.write(0, f"last := {self.gate(None)}")
        heads = "".join(f"  {declaration}\n" for declaration in self.declarations)
        above = "\n".join([constant, *tables, "", *self.functions, ""]) if self.functions else ""
        return f"{above}family random(n)\n{heads}\n" + "\n".join(self.lines) + "\n"
