"""The state of a lowering: instructions so far, register slots, sites, names in scope.

Slots are a stack. A scope (loop, branch, comprehension, statement) remembers the height, takes the slots it needs, and
returns to that height. So siblings share slots, and a slot is wide enough for all its uses. Slot 0 is n. A temporary
lives until its statement releases it.

    slot   0   1      2      3     4 ...
           n   top-level lets and counters, then loops from outside in, then temporaries
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from uniform.counters import code, sites
from uniform.counters.code import (
    Apply,
    CallText,
    Compute,
    Fail,
    Function,
    Instruction,
    Jump,
    JumpIf,
    Loop,
    OpenPart,
    Operand,
    Plus,
    PrintOperand,
    Register,
    RegisterInfo,
    Require,
    Site,
    StepDown,
    StepUp,
    Test,
)
from uniform.counters.messages import Printing
from uniform.counters.operands import registers_read
from uniform.counters.tables import Table
from uniform.counters.widths import Width
from uniform.language.bounds.annotated import End, Term
from uniform.language.bounds.checks import Check
from uniform.language.bounds.facts import Facts, FactsMark
from uniform.language.bounds.magnitude import Estimate, Magnitude
from uniform.language.bounds.scopes import Scope
from uniform.language.bounds.terms import term, upper_end
from uniform.language.expressions import symbols_read
from uniform.language.lowering.sharing.plan import Regions, Slot
from uniform.language.syntax.checked import CheckedFunction, CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration
from uniform.language.syntax.expressions import Call, Expression
from uniform.language.syntax.symbols import Symbol
from uniform.language.traps import source_text
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Span
from uniform.records import made_often

_Mark = tuple[FactsMark, int, int]

_HOLDS = {Test.EQUAL: operator.eq, Test.NOT_EQUAL: operator.ne, Test.LESS: operator.lt, Test.AT_MOST: operator.le}


@dataclass(slots=True)
class JumpTarget:
    """A position in the instructions that is not known yet."""

    position: int = -1


@made_often
@dataclass(frozen=True, slots=True)
class Value:
    """A number at run time: its register or literal, and how large it can be."""

    operand: Operand
    bound: Magnitude
    total: Plus | None = None  # the same number, as the variable of an open loop plus a literal

    @property
    def print_operand(self) -> PrintOperand:
        """The operand for printing the number: the sum, if there is one."""
        return self.total or self.operand

    @property
    def estimate(self) -> Estimate:
        """What is known about the number for every n."""
        return Estimate(self.bound, self.operand if isinstance(self.operand, int) else None)


def constant(value: int) -> Value:
    """A number known at compile time."""
    return Value(value, Magnitude.constant(value))


@dataclass(slots=True)
class Frame:
    """What is known of a function before it is lowered, from the calls lowered so far.

    Where its registers are is known only after the last call, since they lie above those that its callers use. Until
    then, placeholders stand for those that callers write and read: registers with negative numbers."""

    function: CheckedFunction
    parameters: tuple[Register, ...]
    result: Register
    base: int = 1  # the first register that no call needs
    whiles: int = 0  # around a call, the most of all
    arguments: tuple[Magnitude, ...] = ()  # bounds of the arguments of all calls
    callers: list[tuple[int, int]] = field(default_factory=list)  # of each call, its position and its CallText


@dataclass(slots=True)
class Emitter:
    """The state that the parts of the lowering share."""

    facts: Facts  # about the names in scope
    frames: dict[Symbol, Frame] = field(default_factory=dict)  # of the functions called so far
    placed: dict[int, Register] = field(default_factory=dict)  # what placeholders stand for
    calls: dict[CallText, int] = field(default_factory=dict)  # with their numbers, in order
    shown_calls: list[CallText] = field(default_factory=list)  # by number
    printing: Printing | None = None  # None inside a part, and where nothing is printed
    inside: tuple[int, ...] = ()  # the calls whose parameters have their bounds computed, the latest first
    whiles: int = 0  # open ones, those around calls of the function included
    prefix: str = ""  # of the names of registers: that of the function
    arrays: dict[Symbol, tuple[int, ArrayDeclaration]] = field(default_factory=dict)  # number and declaration
    tables: dict[Table, int] = field(default_factory=dict)  # with their numbers, in order
    slots: list[Slot] = field(default_factory=lambda: [Slot({Width(1, 0): None}, {"n": None})])
    height: int = 1
    instructions: list[Instruction] = field(default_factory=list)
    variables: set[int] = field(default_factory=set)  # registers of the variables of open loops
    spans: list[Span | None] = field(default_factory=list)
    labels: dict[int, JumpTarget] = field(default_factory=dict)  # of the jumps, by position
    sites: dict[Site, int] = field(default_factory=dict)  # with their numbers, in order
    shown: list[Site] = field(default_factory=list)  # by their numbers
    checks: list[tuple[int, Check]] = field(default_factory=list)  # with the numbers of their sites
    program: CheckedProgram | None = None
    parts: list[OpenPart] = field(default_factory=list)  # those being printed, outermost first
    names: list[str] = field(default_factory=list)  # of each instruction: those of the innermost part
    bound: list[tuple[Register, int, int]] = field(default_factory=list)
    """Registers of bindings in scope, with the positions of the instructions that compute them."""
    unread: set[int] = field(default_factory=set)  # positions of instructions that compute what nothing reads
    regions: Regions = field(default_factory=Regions)  # the code of parts
    refusals: dict[Diagnostic, None] = field(default_factory=dict)  # in order, each once
    span: Span | None = None  # of the statement being lowered
    symbols_read: set[Symbol] | None = None  # in the whole program, once it is needed

    def is_read(self, symbol: Symbol) -> bool:
        """Whether an expression of the program reads a name."""
        if self.symbols_read is None:
            self.symbols_read = symbols_read(self.program)
        return symbol in self.symbols_read

    # ---------------------------------------------------------------- registers

    def take(self, bound: Magnitude, name: str | None = None) -> Register:
        """A register for numbers up to ``bound``."""
        if self.height == len(self.slots):
            self.slots.append(Slot())
        slot, width = self.slots[self.height], bound.width
        slot.uses[width] = None
        if name is not None:
            slot.names[self.prefix + name] = None
        taken = self.regions.open[-1].slots.setdefault(self.height, Slot())
        taken.uses[width] = None
        if name is not None:
            taken.names[self.prefix + name] = None
        self.regions.widths[self.height] = width
        self.regions.literals.pop(self.height, None)
        self.height += 1
        return Register(self.height - 1)

    def retake(self, value: Value) -> Value:
        """Take back the register of a value that was released just before."""
        if isinstance(value.operand, Register):
            self.height = max(self.height, value.operand.index + 1)
        return value

    def scope(self) -> Scope[_Mark]:
        """At the end, registers taken inside are released, and names declared inside go out of scope."""
        return Scope(self._mark, self._return_to)

    def _mark(self) -> _Mark:
        return self.facts.mark(), self.height, len(self.bound)

    def _return_to(self, mark: _Mark) -> None:
        facts, self.height, bound = mark
        self.find_unread(bound)
        self.facts.return_to(facts)

    def registers(self) -> tuple[RegisterInfo, ...]:
        """All registers, with their widths and names."""
        return tuple(slot.info for slot in self.slots)

    # ---------------------------------------------------------------- instructions

    def emit(self, instruction: Instruction) -> None:
        """Append an instruction."""
        self.instructions.append(instruction)
        self.spans.append(self.span)
        self.names.append(self.parts[-1].name if self.parts else "")

    def read_entry(
        self, plus: Register | None, minus: Register | None, table: Table, indices: tuple[Operand, ...]
    ) -> None:
        """Emit reading an entry of a table."""
        number = self.tables.setdefault(table, len(self.tables))
        self.emit(code.Entry(plus, minus, number, indices))

    def copy(self, target: Register, source: Operand) -> None:
        """``target <- source``, unless both are the same register."""
        if target != source:
            self.emit(Apply(Function.COPY, target, source))

    def jump(self, label: JumpTarget) -> None:
        """Emit a jump to a label."""
        self._jump(Jump(-1), label)

    def jump_back(self, label: JumpTarget, endless: Check) -> None:
        """Emit the jump to the condition of a `while`. The registers alive now are those alive outside its body."""
        self._jump(Jump(-1, self.height, self.site(endless), self.whiles), label)

    def jump_if(self, left: Operand, test: Test, right: Operand, label: JumpTarget) -> None:
        """Emit a jump to a label that is taken if a comparison holds."""
        if isinstance(left, int) and isinstance(right, int):
            if _HOLDS[test](left, right):
                self.jump(label)
            return
        self._jump(JumpIf(left, test, right, -1), label)

    def require(self, left: Operand, test: Test, right: Operand, site: int) -> None:
        """Emit a trap at ``site`` for the case that a comparison does not hold."""
        if isinstance(left, int) and isinstance(right, int):
            if not _HOLDS[test](left, right):
                self.emit(Fail(site))
            return
        self.emit(Require(left, test, right, site))

    def step(self, instruction: StepUp | StepDown, label: JumpTarget) -> None:
        """Emit the end of a loop."""
        self._jump(instruction, label)

    def place(self, label: JumpTarget) -> None:
        """Put a label at the next instruction."""
        label.position = len(self.instructions)

    def find_unread(self, first: int) -> None:
        """Of the bindings from the one with this number on, which go out of scope, find those that nothing reads."""
        for register, start, end in reversed(self.bound[first:]):
            computation = self.instructions[start:end]
            if all(isinstance(each, Compute | Apply | code.Entry) and _site(each) < 0 for each in computation):
                later = (each for each in range(end, len(self.instructions)) if each not in self.unread)
                if not any(self._reads(self.instructions[position], register) for position in later):
                    self.unread.update(range(start, end))
        del self.bound[first:]

    def _reads(self, instruction: Instruction, register: Register) -> bool:
        """Whether an instruction, or a message of it, needs a register."""
        if register in registers_read(instruction):
            return True
        if isinstance(instruction, code.Call):
            return sites.shows(self.shown_calls[instruction.call], register)
        site = _site(instruction)
        return site >= 0 and sites.shows(self.shown[site], register)

    def drop_empty(self, start: int) -> None:
        """Drop the instructions from a position on if they only find out whether to skip nothing."""
        positions = [each for each in range(start, len(self.instructions)) if each not in self.unread]
        instructions = [self.instructions[each] for each in positions]
        if all(
            isinstance(each, Compute | Apply | code.Entry | Jump | JumpIf) and _site(each) < 0 for each in instructions
        ):
            self.unread.update(positions)

    def finish(self) -> tuple[tuple[Instruction, ...], tuple[Loop, ...], list[int], list[int]]:
        """The instructions with their jump targets, without those that nothing needs; the loops, in the order of their
        last instructions; the old position of each instruction; and the new position of each old one."""
        places: list[int] = []
        for position in range(len(self.instructions) + 1):
            places.append(position if not places else places[-1] + (position - 1 not in self.unread))
        done = [self._in_place(instruction, places) for instruction in self.instructions]
        loops = []
        for position, label in self.labels.items():
            instruction, target = done[position], places[label.position] if label.position >= 0 else -1
            assert isinstance(instruction, Jump | JumpIf | StepUp | StepDown)
            done[position] = replace(instruction, target=target)
            if isinstance(instruction, StepUp | StepDown):
                loops.append(Loop(instruction.variable, target, places[position]))
        kept = [position for position in range(len(done)) if position not in self.unread]
        return tuple(done[each] for each in kept), tuple(loops), kept, places

    def _in_place(self, instruction: Instruction, places: list[int]) -> Instruction:
        """The instruction with registers in place of placeholders, and with the new positions of calls."""
        match instruction:
            case Compute(_, target) if target.index < 0:
                return replace(instruction, target=self.placed[target.index])
            case Apply(_, target, source) if self.placed:
                read = self.placed.get(source.index, source) if isinstance(source, Register) else source
                return replace(instruction, target=self.placed.get(target.index, target), source=read)
            case code.Call(target=position) if position >= 0:
                return replace(instruction, target=places[position])
            case code.Return(targets=targets):
                return replace(instruction, targets=tuple(places[position] for position in targets))
        return instruction

    def _jump(self, instruction: Jump | JumpIf | StepUp | StepDown, label: JumpTarget) -> None:
        self.labels[len(self.instructions)] = label
        self.emit(instruction)

    # ---------------------------------------------------------------- functions

    def frame(self, function: CheckedFunction) -> Frame:
        """The frame of a function that is called."""
        frame = self.frames.get(function.symbol)
        if frame is None:
            first = -1 - sum(len(each.parameters) + 1 for each in self.frames.values())
            registers = tuple(Register(first - place) for place in range(len(function.parameters) + 1))
            frame = self.frames[function.symbol] = Frame(function, registers[1:], registers[0])
        return frame

    def call(self, frame: Frame, call: Call, arguments: tuple[Magnitude, ...]) -> None:
        """Emit a call whose arguments are in place. The registers up to the height now keep their numbers."""
        before = frame.arguments or arguments
        frame.arguments = tuple(one.join(other) for one, other in zip(before, arguments, strict=True))
        frame.base = max(frame.base, self.height)
        frame.whiles = max(frame.whiles, self.whiles)
        self.regions.heights[len(self.instructions)] = self.height
        number = self.call_text(call)
        frame.callers.append((len(self.instructions), number))
        self.emit(code.Call(number, -1, None, len(frame.callers) - 1))

    def call_text(self, call: Call) -> int:
        """The number of the text of a call, and of the names now in scope."""
        shown = self.facts.visible_names()
        text = CallText(
            source_text(call), call.span.short_place, shown, self.inside, tuple(self.parts), self._printing(call.span)
        )
        return self.add_call(text)

    def add_call(self, text: CallText) -> int:
        """The number of the text of a call."""
        number = self.calls.setdefault(text, len(self.calls))
        if number == len(self.shown_calls):
            self.shown_calls.append(text)
        return number

    @contextmanager
    def callee(self, facts: Facts, call: int) -> Iterator[None]:
        """Inside, names are those of a function that is about to be called, and traps show this call."""
        before = self.facts, self.inside
        self.facts, self.inside = facts, (call, *self.inside)
        yield
        self.facts, self.inside = before

    # ---------------------------------------------------------------- messages

    def _printing(self, place: Span) -> str:
        """The note on what is being printed for a trap, or a call that leads to one, at a place."""
        return self.printing.note(place) if self.printing is not None else ""

    def site(self, check: Check, counts: tuple[Operand, ...] = ()) -> int:
        """The number of the site of a check: the text of its trap, and the names now in scope."""
        trap, shown = check.trap, self.facts.visible_names()
        site = Site(trap, shown, self.inside, tuple(self.parts), self._printing(trap.span), counts)
        number = self.add_site(site)
        self.checks.append((number, check))
        return number

    def add_site(self, site: Site) -> int:
        """The number of a site."""
        number = self.sites.setdefault(site, len(self.sites))
        if number == len(self.shown):
            self.shown.append(site)
        return number

    # ---------------------------------------------------------------- facts about expressions

    def term(self, expression: Expression) -> Term:
        """The facts about a natural number. However often they are asked for, a refusal is reported once."""
        found = term(expression, self.facts)
        if found.refusals:
            self.refusals.update(dict.fromkeys(found.refusals))
        return found

    def upper_end(self, expression: Expression) -> End:
        """The facts about an upper end, in the same way."""
        found = upper_end(expression, self.facts)
        if found.refusals:
            self.refusals.update(dict.fromkeys(found.refusals))
        return found


def _site(instruction: Instruction) -> int:
    """The number of the site of an instruction; -1 if it has none."""
    return max(getattr(instruction, "site", -1), getattr(instruction, "endless", -1))
