"""The state of a lowering: instructions so far, register slots, sites, names in scope.

Slots are a stack. A scope (loop, branch, comprehension, statement) remembers the height, takes what it needs, and
falls back: siblings share slots, and a slot is as wide as the widest of its uses, coefficient by coefficient. Slot 0
is n. A temporary lives until its statement releases it.

    slot   0   1      2      3     4 ...
           n   top-level lets and counters, then loops from outside in, then temporaries
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from uniform.counters.code import (
    Apply,
    Fail,
    Function,
    Instruction,
    Jump,
    JumpIf,
    Operand,
    Register,
    RegisterInfo,
    Require,
    Site,
    StepDown,
    StepUp,
    Test,
)
from uniform.counters.widths import Width
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import Magnitude
from uniform.language.syntax.program import ArrayDeclaration
from uniform.language.syntax.symbols import Symbol
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span


@dataclass(slots=True)
class JumpTarget:
    """A position in the instructions that is not known yet."""

    position: int = -1


@dataclass(frozen=True, slots=True)
class Value:
    """A number at run time: where it is, and how large it can be."""

    operand: Operand
    bound: Magnitude


@dataclass(slots=True)
class Slot:
    """One register while it is laid out."""

    width: Width
    names: dict[str, None] = field(default_factory=dict)  # in order, each once


@dataclass(slots=True)
class Emitter:
    """What the parts of the lowering share."""

    facts: Facts  # the names in scope
    arrays: dict[Symbol, tuple[int, ArrayDeclaration]] = field(default_factory=dict)  # number and declaration
    slots: list[Slot] = field(default_factory=lambda: [Slot(Width(1, 0), {"n": None})])
    height: int = 1
    instructions: list[Instruction] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)
    labels: dict[int, JumpTarget] = field(default_factory=dict)  # of the jumps, by position
    sites: dict[Site, int] = field(default_factory=dict)  # with their numbers, in order
    refusals: dict[Diagnostic, None] = field(default_factory=dict)  # in order, each once
    undo: list[tuple[int, Width, str | None]] = field(default_factory=list)  # slot, its former width, a name added
    span: Span | None = None  # of the statement being lowered

    # ---------------------------------------------------------------- registers

    def take(self, bound: Magnitude, name: str | None = None) -> Register:
        """A register for numbers up to ``bound``."""
        width = bound.width
        if self.height == len(self.slots):
            self.slots.append(Slot(width))
        slot = self.slots[self.height]
        added = name if name is not None and name not in slot.names else None
        self.undo.append((self.height, slot.width, added))
        slot.width = slot.width.join(width)
        if added is not None:
            slot.names[added] = None
        self.height += 1
        return Register(self.height - 1)

    def held(self, value: Value) -> Value:
        """A value whose register has just been released, taken again."""
        if isinstance(value.operand, Register):
            self.height = max(self.height, value.operand.index + 1)
        return value

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Registers taken and names declared inside are gone at the end."""
        height = self.height
        with self.facts.scope():
            yield
        self.height = height

    def registers(self) -> tuple[RegisterInfo, ...]:
        """All registers, laid out."""
        return tuple(RegisterInfo(slot.width, tuple(slot.names)) for slot in self.slots)

    @contextmanager
    def tentative(self, keep: Callable[[Emitter, int], bool]) -> Iterator[None]:
        """What is emitted inside is forgotten unless ``keep(e, start)``; registers are released either way.

        Refusals stay: an expression that no register can hold is refused even where nothing computes it.
        """
        start, height, sites = len(self.instructions), self.height, len(self.sites)
        slots, undo = len(self.slots), len(self.undo)
        yield
        self.height = height
        if keep(self, start):
            return
        del self.instructions[start:], self.spans[start:]
        while len(self.sites) > sites:
            self.sites.popitem()
        while self.labels and next(reversed(self.labels)) >= start:
            self.labels.popitem()
        while len(self.undo) > undo:
            number, width, name = self.undo.pop()
            self.slots[number].width = width
            if name is not None:
                del self.slots[number].names[name]
        del self.slots[slots:]

    # ---------------------------------------------------------------- instructions

    def emit(self, instruction: Instruction) -> None:
        """Append an instruction."""
        self.instructions.append(instruction)
        self.spans.append(self.span)

    def copy(self, target: Register, source: Operand) -> None:
        """``target <- source``, unless it is there already."""
        if target != source:
            self.emit(Apply(Function.COPY, target, source))

    def jump(self, label: JumpTarget) -> None:
        """Continue at a label."""
        self._jump(Jump(-1), label)

    def jump_back(self, label: JumpTarget, endless: TrapText) -> None:
        """Continue at the condition of a `while`, outside whose body no other registers are alive than now."""
        self._jump(Jump(-1, self.height, self.site(endless)), label)

    def jump_if(self, left: Operand, test: Test, right: Operand, label: JumpTarget) -> None:
        """Continue at a label if a comparison holds."""
        if isinstance(left, int) and isinstance(right, int):
            if _holds(left, test, right):
                self.jump(label)
            return
        self._jump(JumpIf(left, test, right, -1), label)

    def require(self, left: Operand, test: Test, right: Operand, site: int) -> None:
        """Trap at ``site`` unless a comparison holds."""
        if isinstance(left, int) and isinstance(right, int):
            if not _holds(left, test, right):
                self.emit(Fail(site))
            return
        self.emit(Require(left, test, right, site))

    def step(self, instruction: StepUp | StepDown, label: JumpTarget) -> None:
        """The end of a loop."""
        self._jump(instruction, label)

    def place(self, label: JumpTarget) -> None:
        """The next instruction is the one at the label."""
        label.position = len(self.instructions)

    def resolved(self) -> tuple[Instruction, ...]:
        """The instructions with their jump targets."""
        done = list(self.instructions)
        for position, label in self.labels.items():
            instruction = done[position]
            assert isinstance(instruction, Jump | JumpIf | StepUp | StepDown)
            done[position] = replace(instruction, target=label.position)
        return tuple(done)

    def _jump(self, instruction: Jump | JumpIf | StepUp | StepDown, label: JumpTarget) -> None:
        self.labels[len(self.instructions)] = label
        self.emit(instruction)

    # ---------------------------------------------------------------- messages

    def site(self, text: TrapText) -> int:
        """The number of a site that says this, with the names now in scope."""
        site = Site(text, self.facts.told())
        return self.sites.setdefault(site, len(self.sites))

    def refuse(self, refusal: Diagnostic) -> None:
        """The program cannot be a logspace generator; said once for each place, however often it is lowered."""
        self.refusals[refusal] = None


def _holds(left: int, test: Test, right: int) -> bool:
    match test:
        case Test.EQUAL:
            return left == right
        case Test.NOT_EQUAL:
            return left != right
        case Test.LESS:
            return left < right
        case Test.AT_MOST:
            return left <= right
