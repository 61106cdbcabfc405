"""Seeded random numbers, upper ends and conditions, as text of the generator language.

What is written here has a value: a subtraction is guarded by ``max``, a divisor has 1 added. The exception is the
*fault* of a program, one place at most where the guard is left out, so that the program traps at some n.
"""

from __future__ import annotations

from random import Random

FAULTS = (
    "subtract",
    "divide",
    "divide in an upper end",
    "index",
    "early",
    "step",
    "modulus",
    "residue",
    "store",
    "low end",
    "bound",
    "argument",
    "entry",
    "below zero",
    "missing",
    "twice",
)


class Numbers:
    """Writes numbers over the names that are alive."""

    def __init__(self, random: Random, fault: str | None) -> None:
        self.random = random
        self.fault = fault  # one of FAULTS while it is still to be placed
        self.names: list[str] = ["n", "k"]  # alive and never stored in by chance: loop variables, lets, ...; s4: signed
        self.tables: list[tuple[str, tuple[tuple[int, int], ...]]] = []  # with the ends of their ranges
        self.counters: dict[str, str] = {}  # those that any statement may store in, with their bounds
        self.functions: list[tuple[str, tuple[str, ...]]] = []  # those above, with the bounds of their parameters

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def faulty(self, kind: str) -> bool:
        """Whether to go wrong here, in this way."""
        if self.fault == kind and self.chance(0.4):
            self.fault = None
            return True
        return False

    def natural(self, depth: int = 2) -> str:
        """A number of a few times bits(n) digits at most."""
        if depth == 0 or self.chance(0.3):
            natural = [name for name in self.names if name[0] != "s"]
            return self.random.choice([*natural, *self.counters, str(self.random.randrange(8))])
        if self.tables and self.chance(0.2):
            value = self.integer(depth - 1, signed=True)
            if self.faulty("below zero"):
                return value
            return self.random.choice([f"max({value}, 0)", f"{operand(value)} mod 7", f"0 - min({value}, 0)"])
        if self.functions and self.chance(0.3):
            return self.call(depth)
        left, right = self.natural(depth - 1), self.natural(depth - 1)
        match self.random.randrange(10):
            case 0 | 1:
                return f"{left} + {operand(right)}"
            case 2 | 3:
                guarded = operand(left) if self.faulty("subtract") else f"max({left}, {right})"
                return f"{guarded} - {operand(right)}"
            case 4:
                return f"{operand(left)} * {self.random.choice(['2', '3', 'n'])}"
            case 5 | 6:
                divisor = operand(right) if self.faulty("divide") else f"({right} + 1)"
                return f"{operand(left)} {self.random.choice(['div', 'mod'])} {divisor}"
            case 7:
                return self.random.choice([f"bits({left})", f"bit({left}, {right})"])
            case 8:
                return f"{self.random.choice(['min', 'max'])}({left}, {right})"
            case _:
                power = f"2^min({left}, 4)" if depth == 1 and left.isdigit() else "2^bits(n)"
                return self.random.choice([power, f"{self.random.randrange(4)}^2", "n^2", f"{operand(left)} + 1"])

    def call(self, depth: int) -> str:
        """A call of a function above. Arguments are cut off at their bounds."""
        name, bounds = self.random.choice(self.functions)
        arguments = []
        for bound in bounds:
            argument = self.natural(depth - 1)
            cut = f"{operand(argument)} + {operand(bound)}" if self.faulty("argument") else f"min({argument}, {bound})"
            arguments.append(cut)
        return f"{name}({', '.join(arguments)})"

    def entry(self) -> str:
        """An entry of a table. Indices are folded into their ranges."""
        name, ranges = self.random.choice(self.tables)
        indices = []
        for low, high in ranges:
            inside = f"{operand(self.natural(1))} mod {high - low + 1}"
            indices.append(self.natural(1) if self.faulty("entry") else f"{low} + {inside}" if low else inside)
        return f"{name}[{', '.join(indices)}]"

    def upper_end(self) -> str:
        """At most 6, or at most n + 1; often negative, which makes a range empty."""
        if self.chance(0.4):
            small = self.random.choice(["n", "k", "bits(n)", "3"])
            return self.random.choice([small, f"{small} - 2", f"{small} + 1 - k", f"n - {small}"])
        return self.random.choice([f"min({self.integer()}, 5)", f"{operand(self.integer())} mod 6"])

    def integer(self, depth: int = 2, *, signed: bool = False) -> str:
        """A number over the integers; arguments of ``bits`` and ``bit`` are natural again. It is an upper end, or
        ``signed``: then it reads a table."""
        if signed and (depth == 0 or self.chance(0.4)):
            return self.random.choice([self.entry(), self.entry(), *(name for name in self.names if name[0] == "s")])
        if not signed and (depth == 0 or self.chance(0.3)):
            return self.random.choice([*self.names, *self.counters, str(self.random.randrange(8))])
        left, right = self.integer(depth - 1), self.integer(depth - 1, signed=signed)
        match self.random.randrange(8):
            case 0 | 1 | 2:
                return f"{operand(left)} - {operand(right)}"
            case 3:
                return f"{left} + {operand(right)}"
            case 4:
                return f"{operand(left)} * {self.random.choice(['2', '3', 'k'])}"
            case 5 | 6:
                bad = self.faulty("divide in an upper end")
                divisor = operand(right) if bad else self.random.choice(["2", "3", "n", "(k + 1)"])
                return f"{operand(left)} {self.random.choice(['div', 'mod'])} {divisor}"
            case _:
                inside = [f"{self.random.choice(['min', 'max'])}({left}, {right})", f"bits({self.natural(depth - 1)})"]
                return inside[0] if signed else self.random.choice(inside)

    def step(self) -> str:
        if self.faulty("step"):
            return f"{operand(self.natural(1))} mod 2"
        return self.random.choice(["1", "2", "k + 1", "bits(n)", "3"])

    def loop(self, variable: str) -> str:
        """``variable in a..b by s``, of a few passes."""
        low = self.random.choice(["0", "1", "k", "n"])
        if self.faulty("low end"):
            low = f"{low} - {operand(self.natural(1))}"
        down = self.chance(0.3)
        text = f"{self.upper_end()} downto {low}" if down else f"{low}..{self.upper_end()}"
        return f"{variable} in {text}" + (f" by {self.step()}" if self.chance(0.3) else "")

    def condition(self, depth: int = 1) -> str:
        if depth and self.chance(0.35):
            left, right = self.condition(depth - 1), self.condition(depth - 1)
            return self.random.choice([f"({left}) and ({right})", f"({left}) or ({right})", f"not ({left})"])
        signs = ["=", "!=", "<", "<=", ">", ">="]
        if self.tables and self.chance(0.3):
            left, right = self.integer(1), self.integer(1, signed=True)
            chain = f"{left} {self.random.choice(signs)} {right}"
        else:
            chain = f"{self.natural(1)} {self.random.choice(signs)} {self.natural(1)}"
        return f"{chain} {self.random.choice(signs)} {self.natural(1)}" if self.chance(0.25) else chain


def operand(number: str) -> str:
    """A number as it may stand beside any operator."""
    return number if number.isalnum() else f"({number})"
