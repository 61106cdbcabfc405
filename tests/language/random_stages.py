"""Stages of random bodies: an array of gates, a list of wires, a counter, or parts, declared and then printed.

Parts of one declaration are printed by one statement or by several: in branches, the first by itself, one after the
other in a `while`, or each with an earlier one among its inputs.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.language.random_arguments import Arguments
from tests.language.random_numbers import operand
from tests.language.random_words import Array, Block, Range, substitute

_FEW = 12  # copies of blocks


@dataclass(frozen=True)
class _Printed:
    """A declaration of parts, and what its statements have in common."""

    block: Block
    name: str
    values: dict[str, str]  # the numbers of the block
    outputs: tuple[Array, ...]

    def before(self, index: str) -> list[Array]:
        """The outputs of one part."""
        return [Array(output.name, output.ranges, f"{self.name}[{index}]") for output in self.outputs]


class Stages(Arguments):
    """A body that declares and prints."""

    def gates(self, role: str, name: str, ranges: tuple[Range, ...]) -> None:
        """Declare an array and print it."""
        self.declarations.append(f"{role} {name}{self.ranges(ranges)}")
        if len(ranges) == 1 and self.chance(0.2):
            self.gates_in_a_while(name, ranges[0])
        else:
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
        self.arrays.append(Array(name, ranges))

    def gates_in_a_while(self, name: str, each: Range) -> None:
        low, size = each
        counter = self.passes(size)
        self.line(1, f"{name}[{low} + {counter}] := {self.gate()}")
        self.line(1, f"{counter} <- {counter} + 1")

    def passes(self, size: str) -> str:
        """Begin a `while` with so many passes, if its body adds 1 to the counter that is returned."""
        counter = self.new("v")
        more = f" and ({self.numbers.condition()})" if self.slip() else ""
        self.declarations.append(f"counter {counter} <= {size}")
        self.line(0, f"while {counter} < {operand(size)}{more}")
        self.numbers.names.append(counter)
        return counter

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
        """A counter that later numbers read."""
        if self.chance(0.3):
            counter = self.new("v")
            self.declarations.append(f"counter {counter} <= n + 7")
            if self.chance(0.3):
                step = self.random.choice(["1", "2", "bits(n)"])
                self.line(0, f"while {counter} + {step} <= {self.random.choice(['n', 'n + 7', '5'])}")
                self.line(1, f"{counter} <- {counter} + {step}")
            else:
                self.line(0, f"{counter} <- {counter} + min({self.number()}, n + 7)")
            self.numbers.names.append(counter)

    # ------------------------------------------------------------ parts

    def parts(self) -> None:
        """Declare some parts and print them."""
        blocks = [block for block in self.above.blocks if block.copies <= _FEW]
        block, name = self.random.choice([*blocks, blocks[-1], blocks[-1]]), self.new("p")
        way = self.random.choice(["one", "one", "many", "chain", "first", "while", "grow", "square"])
        if self.above.is_deep:
            way = self.random.choice(["one", "one", "many", "chain", "first"])
        low, size = self.random.choice(["0", "1"]), self.size()
        variable, alive = self.new("i"), len(self.numbers.names)
        values = {parameter: self.size() for parameter in block.parameters}
        if way == "grow" and values:
            values[self.random.choice(block.parameters)] = self.random.choice([variable, f"{variable} + 1"])
        ranges: tuple[Range, ...] = () if way == "one" else ((low, size),)
        if way == "square":
            ranges = (("1", "2"), *ranges)
        index = variable if way == "grow" else ""
        outputs = tuple(
            Array(each.name, _in_names(each.ranges, values), name, ranges, index=index) for each in outputs_of(block)
        )
        printed = _Printed(block, name, values, outputs)
        indices = [self.new("i")] * (way == "square") + [variable] * (way != "one")
        match way:
            case "first":
                self.the_first_alone(printed, low, size, variable)
            case "while":
                counter = self.passes(size)
                self.statement(1, printed, f"{name}[{low} + {counter}]")
                self.line(1, f"{counter} <- {counter} + 1")
            case _:
                self.in_loops(printed, indices, ranges, is_chain=way == "chain")
        del self.numbers.names[alive:]
        self.declare_parts(printed, ranges, variable)
        self.arrays += outputs

    def the_first_alone(self, printed: _Printed, low: str, size: str, variable: str) -> None:
        """One statement for the first part, and one for the others, which may read the part before."""
        self.line(0, f"if {size} >= 1")
        self.statement(1, printed, f"{printed.name}[{low}]")
        self.line(0, f"for {variable} in {low} + 1..{self.high((low, size))}")
        self.numbers.names.append(variable)
        self.statement(1, printed, f"{printed.name}[{variable}]", printed.before(f"{variable}-1"))

    def in_loops(self, printed: _Printed, indices: list[str], ranges: tuple[Range, ...], *, is_chain: bool) -> None:
        depth = 0
        for index, each in zip(indices, ranges, strict=True):
            down = self.chance(0.2) and not is_chain
            header = f"{self.high(each)} downto {each[0]}" if down else f"{each[0]}..{self.high(each)}"
            self.line(depth, f"for {index} in {header}")
            depth += 1
        self.numbers.names += indices
        place = self.step(printed.name, indices)
        if self.slip():
            self.line(depth, f"if {self.numbers.condition()}")
            depth += 1
        if is_chain:
            self.line(depth, f"if {indices[-1]} = {ranges[-1][0]}")
            self.statement(depth + 1, printed, place)
            self.line(depth, "else")
            self.statement(depth + 1, printed, place, printed.before(f"{indices[-1]}-1"))
        else:
            if self.slip() and self.slip():
                self.line(depth, f"for {self.new('i')} in 1..2")
                depth += 1
            self.statement(depth, printed, place)

    def statement(self, depth: int, printed: _Printed, place: str, before: list[Array] | None = None) -> None:
        """Print one part by one statement, or by one of several; ``before`` may be among its inputs."""
        kept = self.arrays
        self.arrays = [*kept, *(before or []) * 2]
        known = len(self.arrays)
        branches = self.random.choice([1, 1, 1, 2, 3]) if self.copies + 3 * printed.block.copies <= _FEW else 1
        self.copies += branches * printed.block.copies
        for number in range(branches):
            if branches > 1:
                word = "if" if number == 0 else "elif" if number < branches - 1 else "else"
                self.line(depth, f"{word} {self.numbers.condition()}" if word != "else" else word)
            inner = depth + (branches > 1)
            self.line(inner, f"{place} := {printed.block.name}({self.arguments(printed.block, printed.values)})")
        self.arrays = [*kept, *self.arrays[known:]]

    def declare_parts(self, printed: _Printed, ranges: tuple[Range, ...], variable: str) -> None:
        block, given = printed.block, [*printed.values.values()]
        given += [self.function_for(arity) for arity in block.functions]
        given += [self.random.choice(self.tables)[0] for _ in range(block.tables)]
        named = [f"{variable} in " if number == len(ranges) - 1 else "" for number in range(len(ranges))]
        written = [
            f"{before}{low}..{self.high((low, size))}" for before, (low, size) in zip(named, ranges, strict=True)
        ]
        self.declarations.append(f"part {self.step(printed.name, written)} = {block.name}({', '.join(given)})")

    def function_for(self, arity: int) -> str:
        """A function with so many numbers, of those above, of this block, or built in."""
        known = [name for name, takes in self.functions if takes == arity]
        return self.random.choice([*known, "bits", "bits"] if arity == 1 else [*known, "min", "max"])


def outputs_of(block: Block) -> list[Array]:
    return [Array(name, ranges) for name, ranges in block.outputs]


def _in_names(ranges: tuple[Range, ...], values: dict[str, str]) -> tuple[Range, ...]:
    return tuple((low, substitute(size, values)) for low, size in ranges)
