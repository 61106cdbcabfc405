"""Arguments whose wires are copied: loops of a gate line that would print what they printed last time.

Gates often differ only in their number or in some of their arguments. In

    for t in 1..last
      near[i, t] := THRESHOLD(t; a[i, b] times 2^b for b in 0..p-1, c[t])

the loop over b depends on i and p, but not on t. Here such a loop, with the instructions that find its range, becomes a
*stretch*: it is moved behind the program, ``Begin`` takes its place, and ``Keep`` follows it.

    Begin   if the stretch has run to its end and its inputs, the registers that it reads before it writes them, have
            the values of that time: copy the wires, and go on behind the stretch. Else note the values, and run it.
    Keep    note what the stretch has printed, and go on behind it.

A stretch reads nothing else that changes. Its addresses were printed already and still are, and its numbers were in
their ranges, so it would print the same and could not trap. It only writes registers that are not read behind it: the
variables of its loops and temporaries. A copy takes as many steps as the run that it repeats, and Begin and Keep take
none: a limit on steps that the caller sets ends the same runs as without stretches. The default limit stands for time,
so it counts a copy by its wires (``_Run.copy_cost``).

A stretch is worth it if a loop around the gate does not change its inputs, or if another one in the same loop is equal
to it, as in ``a := OR(...)`` and ``b := NOR(...)`` with the same arguments; both then share what they keep.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from uniform.counters import code as c
from uniform.counters.operands import registers_read

_Allowed = (
    c.Compute | c.Apply | c.Entry | c.Require | c.Jump | c.JumpIf | c.StepUp | c.StepDown | c.PrintWire | c.Expect
    | c.Fail
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Begin:
    """Copy the stretch at ``first``, or run it; it is followed by ``Keep``."""

    memory: int  # the number of what is kept
    inputs: tuple[int, ...]  # registers
    first: int
    end: int  # where the program goes on


@dataclass(frozen=True, slots=True)
class Keep:
    """The end of a stretch that was run."""

    memory: int
    end: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: int
    end: int  # the position behind it
    inputs: int  # a set of registers: bit r for register r
    loop: c.Loop | None  # the innermost around the gate


def with_stretches(code: c.Code) -> tuple[list[c.Instruction | Begin | Keep], list[int]]:
    """The instructions with stretches moved behind them, and for each memory the number of its inputs.

    Instructions outside stretches keep their positions. Cost: linear, for a bounded depth of loops."""
    instructions: list[c.Instruction | Begin | Keep] = list(code.instructions)
    memories: dict[object, int] = {}
    counts: list[int] = []
    for stretch, key in _worth_it(code):
        inputs = tuple(register for register in range(len(code.registers)) if stretch.inputs >> register & 1)
        if key not in memories:
            memories[key] = len(counts)
            counts.append(len(inputs))
        memory, moved = memories[key], len(instructions)
        instructions[stretch.first] = Begin(memory, inputs, moved, stretch.end)
        body = code.instructions[stretch.first : stretch.end]
        instructions += (_shifted(instruction, moved - stretch.first) for instruction in body)
        instructions.append(Keep(memory, stretch.end))
    return instructions, counts


def _worth_it(code: c.Code) -> Iterator[tuple[_Stretch, object]]:
    """The stretches that may come again, each with what tells it from others."""
    flow = _Flow(code)
    written: dict[c.Loop, int] = {}
    found = []
    for stretch in _stretches(flow):
        if stretch.loop is not None:
            if stretch.loop not in written:
                written[stretch.loop] = flow.written(stretch.loop.first, stretch.loop.last + 1)
            body = code.instructions[stretch.first : stretch.end]
            found.append((stretch, tuple(_without_places(each, stretch.first) for each in body)))
    equal = Counter((key, stretch.loop) for stretch, key in found)
    for stretch, key in found:
        assert stretch.loop is not None
        if not stretch.inputs & written[stretch.loop] or equal[key, stretch.loop] > 1:
            yield stretch, key


def _stretches(flow: _Flow) -> Iterator[_Stretch]:
    """All stretches, in order; neighbors with the same inputs are one."""
    code = flow.code
    loops = {loop.first: loop for loop in code.loops}  # the outermost, where several begin
    around: list[c.Loop] = []
    opened = 0
    for position, instruction in enumerate(code.instructions):
        if position in loops:
            around.append(loops[position])
        match instruction:
            case c.OpenGate() | c.OpenNegation():
                opened = position + 1
            case c.CloseGate():
                alone = (
                    flow.stretch(first, end, around[-1] if around else None)
                    for first, end in _arguments(code, opened, position, loops)
                )
                yield from _joined(flow, [stretch for stretch in alone if stretch is not None])
        while around and around[-1].last == position:
            around.pop()


def _joined(flow: _Flow, stretches: list[_Stretch]) -> Iterator[_Stretch]:
    """Stretches of one line; neighbors with the same inputs are one."""
    while stretches:
        last = stretches.pop(0)
        while stretches and (stretches[0].first, stretches[0].inputs) == (last.end, last.inputs):
            both = flow.stretch(last.first, stretches[0].end, last.loop)
            if both is None or both.inputs != last.inputs:
                break
            last = both
            stretches.pop(0)
        yield last


def _arguments(code: c.Code, first: int, end: int, loops: dict[int, c.Loop]) -> Iterator[tuple[int, int]]:
    """The arguments with a loop, among the instructions between a gate's name and the end of its line."""
    at = first
    while at < end:
        if at in loops and loops[at].last < end:
            at = loops[at].last + 1
            yield first, at
            first = at
        else:
            at += 1
            if isinstance(code.instructions[at - 1], c.PrintWire | c.PrintNegatedWire):
                first = at


class _Flow:
    """What instructions read and write, and where they lead. Sets of registers are numbers: bit r for register r."""

    def __init__(self, code: c.Code) -> None:
        self.code = code
        self.reads: list[int] = []
        self.writes: list[int] = []
        self.behind: list[tuple[int, ...]] = []
        self.sources: dict[int, list[int]] = defaultdict(list)  # the jumps to a position
        for position, instruction in enumerate(code.instructions):
            self.reads.append(_reads(instruction))
            self.writes.append(_write(instruction))
            self.behind.append(_behind(instruction, position))
            for target in self.behind[-1]:
                if target != position + 1:
                    self.sources[target].append(position)

    @cached_property
    def changing(self) -> int:
        """The registers that do not keep their values while gates are printed."""
        return self.written(self.code.header, len(self.code.instructions))

    def written(self, first: int, end: int) -> int:
        """The registers written there."""
        found = 0
        for register in self.writes[first:end]:
            found |= register
        return found

    def stretch(self, first: int, end: int, loop: c.Loop | None) -> _Stretch | None:
        """The instructions as a stretch, if they can be one: entered at the first and left at the last."""
        for position in range(first, end):
            instruction = self.code.instructions[position]
            at_part = isinstance(instruction, c.PrintNegatedWire) and self.code.arrays[instruction.array].role == "part"
            if not isinstance(instruction, _Allowed) and not at_part:
                return None
            if any(not first <= target <= end for target in self.behind[position]):
                return None
            if position > first and any(not first <= source < end for source in self.sources.get(position, ())):
                return None
        return _Stretch(first, end, self._inputs(first, end) & self.changing, loop)

    def _inputs(self, first: int, end: int) -> int:
        """The registers that may be read before they are written."""
        before = [0] * (end - first + 1)
        changed = True
        while changed:
            changed = False
            for position in range(end - 1, first - 1, -1):
                found = 0
                for target in self.behind[position]:
                    found |= before[target - first]
                found = found & ~self.writes[position] | self.reads[position]
                changed = changed or found != before[position - first]
                before[position - first] = found
        return before[0]


def _behind(instruction: c.Instruction, position: int) -> tuple[int, ...]:
    """The positions that may follow."""
    match instruction:
        case c.Jump(target) | c.Call(target=target):
            return (target,)
        case c.Return(targets=targets):
            return targets
        case c.JumpIf(target=target) | c.StepUp(target=target) | c.StepDown(target=target):
            return target, position + 1
        case c.Fail() | c.Finish():
            return ()
    return (position + 1,)


def _reads(instruction: c.Instruction) -> int:
    found = 0
    for register in registers_read(instruction):
        found |= 1 << register.index
    return found


def _write(instruction: c.Instruction) -> int:
    match instruction:
        case c.Compute(target=register) | c.Apply(target=register):
            return 1 << register.index
        case c.Entry(plus, minus):
            return sum(1 << register.index for register in (plus, minus) if register is not None)
        case c.StepUp(variable=register) | c.StepDown(variable=register):
            return 1 << register.index  # or not; then it is read as well
        case c.Call(back=c.Register(index)):
            return 1 << index
    return 0


def _shifted(instruction: c.Instruction, distance: int) -> c.Instruction:
    """The same, so far away."""
    match instruction:
        case c.Jump() | c.JumpIf() | c.StepUp() | c.StepDown():
            return replace(instruction, target=instruction.target + distance)
    return instruction


def _without_places(instruction: c.Instruction, first: int) -> c.Instruction:
    """What an instruction does: without its site, and with a target relative to the first of a stretch."""
    match instruction:
        case c.Compute() | c.Require() | c.PrintWire() | c.Expect() | c.Fail():
            return replace(instruction, site=-1)
    return _shifted(instruction, -first)
