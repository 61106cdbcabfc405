"""Reading an entry of a table: a decision tree on the digits of the indices, with the entries at its leaves.

    i   ^ 1 0 $         one state for each number that begins with the digits read so far, low digit first,
    j   ^ 0 1 1 $       then the same for the next index
    w   ^ 1 0 1 0 $     the entry is written when all heads are back

Each head walks over the digits of the last index of its range and back. Equal subtrees are shared, and so are the ends
of entries that end alike: a table has fewer than 2 states for each entry, and at most one more for each of its digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from uniform.counters.code import Operand, Register
from uniform.counters.machine.macros.assembler import MARK, Assembler, rule
from uniform.counters.machine.macros.compare import Literals, write_shared
from uniform.counters.tables import Table
from uniform.counters.widths import Width, bits


def read_entry(
    asm: Assembler,
    table: Table,
    indices: Sequence[Operand],
    targets: tuple[int | None, int | None],
    width: Callable[[Register], Width],
    then: str,
) -> str:
    """Write the entry of the indices, which are in their ranges, to the first of two tapes, or to the second if it is
    below zero, and 0 to the other one. Returns the first state."""
    return _Tree(asm, table, indices, targets, width, then).first()


class _Tree:
    """The states of one instruction."""

    def __init__(
        self,
        asm: Assembler,
        table: Table,
        indices: Sequence[Operand],
        targets: tuple[int | None, int | None],
        width: Callable[[Register], Width],
        then: str,
    ) -> None:
        self.asm = asm
        self.table = table
        self.indices = indices
        self.targets = targets
        self.then = then
        ranges: dict[Register, list[tuple[int, int]]] = {}
        for index, ends in zip(indices, table.ranges, strict=True):
            if isinstance(index, Register):
                ranges.setdefault(index, []).append(ends)
        self.registers = list(ranges)  # each once, in order
        self.lows = [max(low for low, _ in each) for each in ranges.values()]
        self.highs = [min(high for _, high in each) for each in ranges.values()]
        self.shortest = [width(register).at(1) for register in ranges]  # at larger n, tapes are no shorter
        self.leaves: dict[int, str] = {}  # for each entry, the first state that goes back and writes it
        self.writing: Literals = {}
        self.shared: dict[object, str] = {}  # for what a state does with each symbol, the state

    def first(self) -> str:
        """The state in which all heads are on cell 0. If an index is a literal outside its range, no run gets here: its
        check has stopped it."""
        for index, (low, high) in zip(self.indices, self.table.ranges, strict=True):
            if isinstance(index, int) and not low <= index <= high:
                return self.then
        return self.index(())

    def index(self, numbers: tuple[int, ...]) -> str:
        """The state in which the numbers in the first registers are known, and the next is read."""
        if len(numbers) == len(self.registers):
            return self.leaf(dict(zip(self.registers, numbers, strict=True)))
        digits = bits(self.highs[len(numbers)])
        return self.state("index", len(numbers), {"^": self.digit(numbers, 0, 0, digits)})

    def digit(self, numbers: tuple[int, ...], number: int, known: int, digits: int) -> str:
        """The state in which also the low ``known`` digits of the next number are known, and the head is behind
        them; empty if no index has such a number."""
        place = len(numbers)
        if known == digits:
            inside = self.lows[place] <= number <= self.highs[place]
            return self.index((*numbers, number)) if inside else ""
        rules = {str(digit): self.digit(numbers, number | digit << known, known + 1, digits) for digit in (0, 1)}
        if self.shortest[place] <= known:  # beyond its end, a tape reads as zeros
            rules[MARK] = self.index((*numbers, number)) if self.lows[place] <= number <= self.highs[place] else ""
        return self.state(f"digit{known}", place, {symbol: target for symbol, target in rules.items() if target})

    def state(self, suffix: str, place: int, targets: dict[str, str]) -> str:
        """A state that goes on by a digit, shared with equal ones; if all go on to the same leaf, that leaf."""
        leaf = set(targets.values())
        if len(leaf) <= 1 and leaf <= set(self.leaves.values()):
            return next(iter(leaf), "")
        key = place, suffix, tuple(targets.items())
        if key not in self.shared:
            tape = self.asm.tape(self.registers[place])
            rules = [
                rule({tape: symbol}, {} if symbol == MARK else {tape: (None, 1)}, target)
                for symbol, target in targets.items()
            ]
            self.shared[key] = self.asm.state(self.asm.name(suffix), *rules)
        return self.shared[key]

    def leaf(self, numbers: Mapping[Register, int]) -> str:
        """The state in which all indices are known."""
        indices = [index if isinstance(index, int) else numbers[index] for index in self.indices]
        entry = self.table.entries[self.table.place(indices)]
        if entry not in self.leaves:
            after = self.then
            for target, number in zip(reversed(self.targets), (max(-entry, 0), max(entry, 0)), strict=True):
                if target is not None:
                    after = write_shared(self.asm, target, number, after, self.writing)
            tapes = [self.asm.tape(register) for register in self.registers]
            self.leaves[entry] = self.asm.home(tapes, after)
        return self.leaves[entry]
