"""Seeded random generator programs, for comparing one tier with another.

``random_program(seed)`` is the text of a small program, the same for the same seed. A program is a chain of
*stages*: each declares an array of gates and prints all of it in some kind of loop, with wires from the inputs, the
arrays of earlier stages, and, within the loop, the element printed last. Indices are arbitrary numbers folded
into the declared range (``low + number mod size``), so most programs run through. About a third of them carry
a *fault* somewhere, a number that is not folded or guarded, which traps at some n and not at others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Index = Callable[[str], str]  # from the text of any number to the text of an index that is in range


@dataclass(frozen=True, slots=True)
class _Array:
    """A readable array: its name and, for each index, the low end and the number of values."""

    name: str
    folds: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A declared range with its low end and its size, as text that may follow ``mod``."""

    low: str
    high: str
    size: str

    def fold(self, number: str) -> str:
        inside = f"({number}) mod {self.size}"
        return inside if self.low == "0" else f"{self.low} + {inside}"


_SHAPES = (
    _Shape("0", "n-1", "n"),
    _Shape("1", "n", "n"),
    _Shape("0", "n", "(n + 1)"),
    _Shape("2", "2*n + 1", "(2 * n)"),
    _Shape("0", "bits(n)", "(bits(n) + 1)"),
    _Shape("3", "5", "3"),
    _Shape("0", "k", "(k + 1)"),
    _Shape("n", "n + 2", "3"),
)
_MANY = ("AND", "OR", "XOR", "NAND", "NOR", "XNOR", "MAJ")


def random_program(seed: int, *, faults: bool = True) -> str:
    """The text of the program of this seed; without ``faults`` it does not trap at any n from 1 to 30."""
    return _Writer(Random(seed), faults).program()


class _Writer:
    def __init__(self, random: Random, faults: bool) -> None:
        self.random = random
        self.fault = faults and random.random() < 0.35  # whether the fault is still to be placed
        self.declarations: list[str] = []
        self.lines: list[str] = []
        self.arrays: list[_Array] = []
        self.counters: dict[str, str] = {}  # name to bound
        self.names: list[str] = ["n", "k"]  # numbers that may be read, loop variables included
        self.fresh = 0

    # ------------------------------------------------------------ choices

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def faulty(self) -> bool:
        """Whether to go wrong here: at most once in a program."""
        if self.fault and self.chance(0.08):
            self.fault = False
            return True
        return False

    def name(self, stem: str) -> str:
        self.fresh += 1
        return f"{stem}{self.fresh}"

    def number(self, depth: int = 2) -> str:
        """A natural number; a subtraction is guarded unless it is the fault."""
        if depth == 0 or self.chance(0.35):
            return self.random.choice([*self.names, *self.counters, str(self.random.randrange(8))])
        left, right = self.number(depth - 1), self.number(depth - 1)
        match self.random.randrange(10):
            case 0 | 1:
                return f"{left} + {self.operand(right)}"
            case 2:
                if self.faulty():
                    return f"{self.operand(left)} - {self.operand(right)}"
                return f"max({left}, {right}) - {self.operand(right)}"
            case 3:
                return f"{self.operand(left)} * {self.random.choice(['2', '3', 'n'])}"
            case 4:
                divisor = self.operand(right) if self.faulty() else f"({right} + 1)"
                return f"{self.operand(left)} {self.random.choice(['div', 'mod'])} {divisor}"
            case 5:
                return f"bits({left})"
            case 6:
                return f"bit({left}, {right})"
            case 7:
                return f"{self.random.choice(['min', 'max'])}({left}, {right})"
            case 8:
                return f"{self.random.choice(['2^bits(n)', f'{self.random.randrange(4)}^2', 'n^2'])}"
            case _:
                return f"{left} + {self.random.randrange(3)}"

    @staticmethod
    def operand(number: str) -> str:
        return number if number.isalnum() else f"({number})"

    def end(self) -> str:
        """An upper end, small, over the integers: it may be negative."""
        small = self.random.choice(["n", "k", "bits(n)", "3"])
        return self.random.choice(
            [small, f"{small} - 2", f"{small} + 1", f"(1 - {small}) div 2 + 1", f"min({small}, 4) - 1"]
        )

    def condition(self, depth: int = 1) -> str:
        if depth and self.chance(0.3):
            left, right = self.condition(depth - 1), self.condition(depth - 1)
            return self.random.choice([f"({left}) and ({right})", f"({left}) or ({right})", f"not ({left})"])
        signs = ["=", "!=", "<", "<=", ">", ">="]
        chain = f"{self.number(1)} {self.random.choice(signs)} {self.number(1)}"
        return f"{chain} {self.random.choice(signs)} {self.number(1)}" if self.chance(0.2) else chain

    # ------------------------------------------------------------ gates

    def address(self) -> str:
        array = self.random.choice(self.arrays)
        indices = [self.number() if self.faulty() else fold(self.number(1)) for fold in array.folds]
        return f"{array.name}[{', '.join(indices)}]" if indices else array.name

    def wire(self, before: str | None) -> str:
        """One argument; ``before`` is the address printed last, if that is readable."""
        added: list[str] = []
        clauses = ""
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            variable = self.name("j")
            if self.chance(0.3):
                clauses += f" for {variable} in {self.end()} downto {self.random.choice(['0', '1', 'k'])}"
            else:
                clauses += f" for {variable} in {self.random.choice(['0', '1', 'k'])}..{self.end()}"
            if self.chance(0.3):
                clauses += f" by {self.step()}"
            added.append(variable)
            self.names.append(variable)
            if self.chance(0.3):
                clauses += f" if {self.condition()}"
        text = before if before and self.chance(0.3) else self.address()
        if self.chance(0.25):
            text = f"NOT {text}"
        if self.chance(0.25):
            text += f" times {self.operand(self.random.choice([self.number(1), '0', '1', '3']))}"
        for variable in added:
            self.names.remove(variable)
        return text + clauses

    def step(self) -> str:
        return self.number(1) if self.faulty() else self.random.choice(["1", "2", "k + 1", "bits(n)", "3"])

    def gate(self, before: str | None) -> str:
        wires = ", ".join(self.wire(before) for _ in range(self.random.choice([0, 1, 1, 2, 2, 3])))
        match self.random.randrange(10):
            case 0:
                return self.address()
            case 1:
                return f"NOT {before or self.address()}"
            case 2:
                return self.random.choice(["TRUE", "FALSE"])
            case 3:
                return f"{self.random.choice(['THRESHOLD', 'ATMOST'])}({self.number(1)}; {wires})" if wires else "AND()"
            case 4:
                modulus = self.number(1) if self.faulty() else f"1 + {self.operand(self.number(1))}"
                residue = self.number(1) if self.faulty() else f"{self.operand(self.number(1))} mod ({modulus})"
                return f"MOD({modulus}, {residue}; {wires})" if wires else "OR()"
            case _:
                return f"{self.random.choice(_MANY)}({wires})"

    # ------------------------------------------------------------ statements

    def write(self, depth: int, line: str) -> None:
        self.lines.append("  " * (depth + 1) + line)

    def extras(self, depth: int) -> int:
        """Statements that print nothing: lets, stores, ifs around stores. Returns how many lets were named."""
        named = 0
        for _ in range(self.random.choice([0, 0, 1, 2])):
            if self.chance(0.4):
                variable = self.name("w")
                self.write(depth, f"let {variable} = {self.number()}")
                self.names.append(variable)
                named += 1
            elif self.counters:
                counter, bound = self.random.choice(list(self.counters.items()))
                value = self.number() if self.faulty() else f"min({self.number()}, {bound})"
                if self.chance(0.3):
                    self.write(depth, f"if {self.condition()}")
                    self.write(depth + 1, f"{counter} <- {value}")
                    if self.chance(0.5):
                        self.write(depth, "else")
                        self.write(depth + 1, f"{counter} <- {bound}")
                else:
                    self.write(depth, f"{counter} <- {value}")
        return named

    def print_one(self, depth: int, target: str, before: str | None) -> None:
        if self.chance(0.2):
            self.write(depth, f"if {self.condition()}")
            self.write(depth + 1, f"{target} := {self.gate(before)}")
            if self.chance(0.3):
                self.write(depth, f"elif {self.condition()}")
                self.write(depth + 1, f"{target} := {self.gate(before)}")
            if not self.faulty():
                self.write(depth, "else")
                self.write(depth + 1, f"{target} := {self.gate(before)}")
        else:
            self.write(depth, f"{target} := {self.gate(before)}")

    def line_stage(self, role: str) -> None:
        """An array of one dimension, printed upward, downward, in steps of two, or by a counter."""
        shape, name, i = self.random.choice(_SHAPES), self.name("g"), self.name("i")
        self.declarations.append(f"{role} {name}[{shape.low}..{shape.high}]")
        offsets = [""]
        match self.random.randrange(4):
            case 0:
                self.write(0, f"for {i} in {shape.low}..{shape.high}")
            case 1:
                self.write(0, f"for {i} in {shape.high} downto {shape.low}")
            case 2:
                self.write(0, f"for {i} in {shape.low}..{shape.high} by 2")
                offsets = ["", " + 1"]
            case _:
                return self.while_stage(shape, name)
        self.names.append(i)
        named = self.extras(1)
        for offset in offsets:
            if offset:
                self.write(1, f"if {i}{offset} <= {shape.high}")
            self.print_one(2 if offset else 1, f"{name}[{i}{offset}]", f"{name}[{i}]" if offset else None)
        named += self.extras(1)
        del self.names[len(self.names) - named - 1 :]
        self.arrays.append(_Array(name, (shape.fold,)))
        return None

    def while_stage(self, shape: _Shape, name: str) -> None:
        """Printed from the low end, by a counter that no other statement stores in."""
        counter = self.name("v")
        bound = shape.high if self.faulty() else f"{shape.high} + 1"
        self.declarations.append(f"counter {counter} <= {bound}")
        self.write(0, f"{counter} <- {shape.low}")
        self.write(0, f"while {counter} <= {shape.high}")
        self.names.append(counter)
        named = self.extras(1)
        self.print_one(1, f"{name}[{counter}]", None)
        del self.names[len(self.names) - named :]
        self.write(1, f"{counter} <- {counter} + 1")
        self.arrays.append(_Array(name, (shape.fold,)))

    def chain_stage(self, role: str) -> None:
        """Each gate may read the one before."""
        name, i = self.name("c"), self.name("i")
        self.declarations.append(f"{role} {name}[0..n]")
        self.write(0, f"{name}[0] := {self.gate(None)}")
        self.write(0, f"for {i} in 1..n")
        self.names.append(i)
        self.print_one(1, f"{name}[{i}]", f"{name}[{i}-1]")
        self.names.remove(i)
        self.arrays.append(_Array(name, (_Shape("0", "n", "(n + 1)").fold,)))

    def square_stage(self, role: str) -> None:
        """An array of two dimensions, rectangular or with a named index."""
        name, i, j = self.name("m"), self.name("i"), self.name("j")
        outer = self.random.choice(_SHAPES)
        if self.chance(0.5):
            inner = self.random.choice(_SHAPES)
            low, high = inner.low, inner.high
            self.declarations.append(f"{role} {name}[{outer.low}..{outer.high}, {low}..{high}]")
            folds: tuple[Index, ...] = (outer.fold, inner.fold)
        else:
            low, high = "1", f"{i} + 1"
            self.declarations.append(f"{role} {name}[t in {outer.low}..{outer.high}, 1..t + 1]")
            folds = (outer.fold, lambda _: "1")
        self.write(0, f"for {i} in {outer.low}..{outer.high}")
        self.names.append(i)
        named = self.extras(1)
        self.write(1, f"for {j} in {low}..{high}")
        self.names.append(j)
        self.print_one(2, f"{name}[{i}, {j}]", None)
        del self.names[len(self.names) - named - 2 :]
        self.arrays.append(_Array(name, folds))

    # ------------------------------------------------------------ the whole

    def program(self) -> str:
        self.declarations.append(f"const k = {self.random.randrange(3)}")
        if self.chance(0.5):
            self.declarations.append(f"let w = {self.number()}")
            self.names.append("w")
        for _ in range(self.random.choice([0, 1, 2])):
            counter = self.name("v")
            bound = self.random.choice(
                ["n", "2 * n + 3", "n^2", "k", "7", "n - 2" if self.faulty() else "max(n, 2) - 2"]
            )
            self.declarations.append(f"counter {counter} <= {bound}")
            self.counters[counter] = bound
        for shape in self.random.sample(_SHAPES, self.random.choice([1, 1, 2])):
            name = self.name("x")
            self.declarations.append(f"input {name}[{shape.low}..{shape.high}]")
            self.arrays.append(_Array(name, (shape.fold,)))
        if self.chance(0.3):
            self.declarations.append("input z")
            self.arrays.append(_Array("z", ()))
        stages = self.random.choice([1, 2, 2, 3])
        for number in range(stages):
            role = "output" if number == stages - 1 or self.chance(0.2) else "gate"
            self.extras(0)
            self.random.choice([self.line_stage, self.line_stage, self.chain_stage, self.square_stage])(role)
        if self.chance(0.3):
            self.declarations.append("output last")
            self.write(0, f"last := {self.gate(None)}")
        heads = "".join(f"  {declaration}\n" for declaration in self.declarations)
        return f"family random(n)\n{heads}\n" + "\n".join(self.lines) + "\n"
