"""From register code to a Turing machine.

The machine counts its input, lays out every tape (``tapes``) from origin to end marker, and then carries out the
instructions, one macro each (``macros``), without ever moving beyond a marker. So the cells that it visits are the sum
over its tapes, exactly, for every n; ``tapes.cells`` is that sum. Nothing here depends on n. The same code gives the
same machine, state by state. ``compile_layout`` leaves the instructions out, and counts their rules.

What this file does not do: check that addresses are printed once and before they are used. A machine cannot check
that; the tool checks its output.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from uniform.circuits.gates import Kind
from uniform.collector import paused
from uniform.counters import code as c
from uniform.counters import sites
from uniform.counters.code import Code, Register
from uniform.counters.machine.macros import decimal, printing
from uniform.counters.machine.macros.add import add, step, subtract
from uniform.counters.machine.macros.assembler import Assembler, declare_tapes, rule, trap
from uniform.counters.machine.macros.choose import choose
from uniform.counters.machine.macros.compare import branch, copy, write_literal
from uniform.counters.machine.macros.digits import count_bits, digit_of
from uniform.counters.machine.macros.divide import divide
from uniform.counters.machine.macros.entry import read_entry
from uniform.counters.machine.macros.layout import count_input, lay_out
from uniform.counters.machine.macros.multiply import multiply, power_of_two
from uniform.counters.machine.macros.printing import Images
from uniform.counters.machine.state_names import prefix_of
from uniform.counters.machine.tapes import Tapes, plan_tapes
from uniform.counters.widths import Width
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.turing.machine import Halt, Machine, Rule

LAID_OUT = "laid_out"

MAX_PARTS = 2_500_000  # of a machine; it is made, and written or packed, in some 10 seconds
_NO_TAPE = Register(-1)  # for scratch that an operation does not need


@paused()
def compile_machine(code: Code, *, narrower: int | None = None) -> Machine:
    """The machine that prints the family, byte for byte as the other tiers do.

    ``narrower``: lay out the work tape of this number with one cell less, to make the machine trap. Raises UniformError
    when the machine has too many rules. Cost: linear in the rules, a million in some seconds; an instruction has about
    a hundred, or a few for each digit of a long literal.
    """
    return _compile(code, plan_tapes(code), narrower, only_layout=False)


@paused()
def compile_layout(code: Code, tapes: Tapes | None = None) -> Machine:
    """The part of that machine that counts the input and lays out the tapes; its state ``laid_out`` has no rules.

    ``tapes``: those of the code, if they have been planned. Raises like ``compile_machine``: the rules of the rest
    are counted. Cost: as there for instructions that differ, little for those that are repeated."""
    return _compile(code, tapes or plan_tapes(code), None, only_layout=True)


def _compile(code: Code, found: Tapes, narrower: int | None, *, only_layout: bool) -> Machine:
    widths = {tape.number: width for tape, width in zip(found.tapes, found.widths, strict=True)}
    if narrower is not None:
        widths[narrower] = Width(widths[narrower].per_bit, widths[narrower].constant - 1)
    by_number = {tape.number: tape for tape in found.tapes}
    registers = dict(found.registers)
    scratch = dict(found.scratch)
    pseudo = {name: len(code.registers) + place for place, (name, _) in enumerate(found.scratch)}
    registers |= {pseudo[name]: number for name, number in found.scratch} | {_NO_TAPE.index: -1}
    asm = Assembler(by_number, registers, only_layout)
    context = _Context(
        asm, code, found, dict(found.images), {name: Register(index) for name, index in pseudo.items()}, scratch
    )
    entries = _add_instructions(context)
    others = {number: width for number, width in widths.items() if number != 1}
    _require_room(asm.size + sum(max(width.per_bit, 0) + max(width.constant, 0) for width in others.values()), code, 0)
    asm.place, asm.prefix = None, "start"
    ready = asm.state(LAID_OUT, *([] if only_layout else [rule({}, {}, "@0")]))
    first = count_input(asm, 1, lay_out(asm, 1, others, ready))
    return Machine(
        code.name,
        declare_tapes(by_number),
        asm.finish(first, {place: _final(entry, entries) for place, entry in entries.items()}),
        first,
        (f"prints the circuits of {code.name}; compiled",),
        str(found.all_cells),
        LAID_OUT,
    )


def _add_instructions(context: _Context) -> dict[str, str]:
    """Add the states of all instructions. Returns the first state of each, or another instruction that is to be
    carried out in its place."""
    asm, code = context.asm, context.code
    entries: dict[str, str] = {}
    for position in reversed(range(len(code.instructions))):
        if context.continues(position):
            continue
        context.at(position)
        entries[f"@{position}"] = context.instruction(position)
        _require_room(asm.size, code, position)
    entries |= {f"@again{position}": name for position, name in context.again.items()}
    for position in _jump_cycles(entries):
        context.at(position)
        name = asm.name("forever")
        entries[f"@{position}"] = asm.state(name, rule({}, {}, name))
    return entries


def _require_room(size: int, code: Code, position: int) -> None:
    """Refuse a machine of too many rules, at the instruction that was compiled last."""
    if size <= MAX_PARTS:
        return
    raise UniformError(
        Diagnostic(
            "U613",
            f"the machine of `{code.name}` has more than {MAX_PARTS} rules and actions",
            code.spans[position],
            "this and what follows it needs as many",
            help="write what comes again as a loop, and store a literal of many digits once, in a counter",
        )
    )


class _Context:
    """The state that the macros of one program share."""

    def __init__(
        self,
        asm: Assembler,
        code: Code,
        tapes: Tapes,
        image_tapes: dict[int, int],
        scratch: dict[str, Register],
        numbers: dict[str, int],
    ) -> None:
        self.asm = asm
        self.code = code
        self.tapes = tapes
        self.image_tapes = image_tapes
        self.scratch = scratch
        self.numbers = numbers
        self.sources: dict[int, list[int]] = defaultdict(list)  # the jumps to a position
        for position, instruction in enumerate(code.instructions):
            match instruction:
                case c.Jump(target) | c.JumpIf(target=target) | c.Call(target=target):
                    self.sources[target].append(position)
                case c.StepUp(target=target) | c.StepDown(target=target):
                    self.sources[target].append(position)
                case c.Return(targets=targets):
                    for target in targets:
                        self.sources[target].append(position)
        self.targets = self.sources.keys()
        self.again: dict[int, str] = {}  # for the position of each loop, the state that enters it again
        self.starts = {loop.first: loop for loop in tapes.loops}
        self.ends = {loop.last: loop for loop in tapes.loops}

    def at(self, position: int) -> None:
        """New states belong to this instruction."""
        if self.asm.only_size:
            return
        span = self.code.spans[position]
        self.asm.place = None if span is None else f"{span.source.last_name}:{span.line}"
        self.asm.prefix = prefix_of(self.code, position)

    def continues(self, position: int) -> bool:
        """Whether an instruction continues the print of the one before it, and is reached only from there."""
        reached = position == 0 or position in self.targets or position in self.starts
        return not reached and self._pieces(position - 1) is not None and self._pieces(position) is not None

    def instruction(self, position: int) -> str:
        """Add the states of one instruction; returns the first, or where to continue if there is nothing to do."""
        entry = self._body(position)
        loop = self.starts.get(position)
        if loop is None:
            return entry
        # The body of a loop is entered from above with a fresh image, and from its end with a stepped one.
        name = self.asm.name("again")
        self.asm.state(name, rule({}, {}, entry))
        self.again[position] = name
        return self._fresh_image(position, name)

    def _fresh_image(self, position: int, then: str) -> str:
        loop = self.starts[position]
        image = self.image_tapes[loop.variable.index]
        before = self.code.instructions[position - 1]
        if (
            self._is_only_way(loop)
            and isinstance(before, c.Apply)
            and before.target == loop.variable
            and isinstance(before.source, int)
        ):
            return decimal.set_literal(self.asm, image, before.source, then)
        return decimal.convert(self.asm, image, self.asm.tape(loop.variable), then, erase=True)

    def _is_only_way(self, loop: c.Loop) -> bool:
        """Whether a loop begins only behind the instruction before it."""
        return all(loop.first <= source <= loop.last for source in self.sources.get(loop.first, ()))

    def _body(self, position: int) -> str:
        asm = self.asm
        then = f"@{position + 1}"
        match self.code.instructions[position]:
            case c.Compute():
                return self._compute(self.code.instructions[position], then)  # type: ignore[arg-type]
            case c.Apply(c.Function.COPY, target, source):
                return copy(asm, asm.tape(target), source, then)
            case c.Apply(c.Function.BITS, target, source):
                return count_bits(asm, asm.tape(target), source, then, self._spare("factor"))
            case c.Apply(_, target, source):
                return power_of_two(asm, asm.tape(target), source, then, self.numbers["factor"])
            case c.Entry(plus, minus, table, indices):
                above, below = (None if each is None else asm.tape(each) for each in (plus, minus))
                return read_entry(asm, self.code.tables[table], indices, (above, below), self._width, then)
            case c.Require(left, test, right, site):
                return branch(asm, left, test, right, then, self._trap(site))
            case c.Jump(target):
                return self._entry(position, target)
            case c.JumpIf(left, test, right, target):
                return branch(asm, left, test, right, self._entry(position, target), then)
            case c.StepUp(variable, limit, by, target):
                return step(
                    asm, variable, limit, by, self._loop_back(position, variable, by, target, 1), then, down=False
                )
            case c.StepDown(variable, limit, by, target):
                return step(
                    asm, variable, limit, by, self._loop_back(position, variable, by, target, -1), then, down=True
                )
            case c.Call(_, target, back, number):
                entry = self._entry(position, target)
                return entry if back is None else write_literal(asm, asm.tape(back), number, entry)
            case c.Return(back, targets):
                entries = [self._entry(position, target) for target in targets]
                return entries[0] if back is None else choose(asm, asm.tape(back), entries)
            case c.Fail(site):
                return self._trap(site)
            case c.Finish():
                return asm.state(asm.name("accept"), Rule((), halt=Halt.ACCEPT))
        return self._print(position, then)

    def _entry(self, position: int, target: int) -> str:
        """Where a jump continues: a jump inside a loop to the beginning of its body, where a ``while`` may be, keeps
        the image of the variable."""
        loop = self.starts.get(target)
        inside = loop is not None and loop.first <= position <= loop.last
        return f"@again{target}" if inside else f"@{target}"

    def _loop_back(self, position: int, variable: Register, by: c.Operand, target: int, sign: int) -> str:
        """Back to the body, stepping the image of the variable too."""
        if position not in self.ends:
            return self._entry(position, target)
        again = f"@again{target}"
        image = self.image_tapes[variable.index]
        if not isinstance(by, int):
            return decimal.convert(self.asm, image, self.asm.tape(variable), again, erase=True)
        return (decimal.increase if sign > 0 else decimal.decrease)(self.asm, image, by, again)

    def _compute(self, instruction: c.Compute, then: str) -> str:
        asm = self.asm
        target, left, right = asm.tape(instruction.target), instruction.left, instruction.right
        site = instruction.site
        match instruction.operation:
            case c.Arithmetic.ADD:
                return add(asm, target, left, right, then)
            case c.Arithmetic.SUBTRACT if site >= 0 and sites.shows_any(self.code.sites, site, instruction.target):
                # A trap shows the named numbers, so nothing is overwritten before it is ruled out.
                return branch(
                    asm, right, c.Test.AT_MOST, left, subtract(asm, target, left, right, then, ""), self._trap(site)
                )
            case c.Arithmetic.SUBTRACT:
                below = self.code.sites[site].text.static_text if site >= 0 else ""
                return subtract(asm, target, left, right, then, below)
            case c.Arithmetic.MULTIPLY:
                return multiply(
                    asm, target, left, right, then, self.numbers.get("product", -1), self.numbers.get("factor", -1)
                )
            case c.Arithmetic.DIVIDE | c.Arithmetic.MODULO:
                by_zero = self.code.sites[site].text.static_text if site >= 0 else "division by zero"
                return divide(
                    asm, target, left, right, then, want_rest=instruction.operation is c.Arithmetic.MODULO,
                    by_zero=by_zero, scratch=(self._spare("quotient"), self._spare("rest"), self._spare("factor")),
                )  # fmt: skip
            case c.Arithmetic.BIT:
                return digit_of(asm, target, left, right, then, self._spare("factor"))
            case c.Arithmetic.MIN | c.Arithmetic.MAX:
                low, high = copy(asm, target, left, then), copy(asm, target, right, then)
                if instruction.operation is c.Arithmetic.MAX:
                    low, high = high, low
                return branch(asm, left, c.Test.AT_MOST, right, low, high)

    def _width(self, register: Register) -> Width:
        return self.code.registers[register.index].width

    def _print(self, position: int, then: str) -> str:
        """A run of printing instructions; adjacent texts are printed by one rule."""
        instruction = self.code.instructions[position]
        if isinstance(instruction, c.PrintWire | c.PrintNegatedWire) and isinstance(instruction.times, Register):
            return printing.print_weighted(
                self.asm, self._where(instruction), instruction.times, self._images(position), then
            )
        end = position
        pieces: list[tuple[printing.Piece, int]] = []
        while True:
            found = self._pieces(end)
            if found is None or (end > position and end in self.targets):
                break
            for piece in printing.join_pieces(found):
                if isinstance(piece, str) and pieces and isinstance(pieces[-1][0], str):
                    pieces[-1] = (pieces[-1][0] + piece, pieces[-1][1])
                else:
                    pieces.append((piece, end))
            end += 1
        entry = f"@{end}"
        for piece, place in reversed(pieces):
            self.at(place)
            entry = printing.print_piece(self.asm, piece, self._images(place), entry)
        return entry

    def _pieces(self, position: int) -> list[printing.Piece] | None:
        """What an instruction prints; None if it does something else, or if that is not known at compile time."""
        match self.code.instructions[position]:
            case c.Text(text):
                return [text]
            case c.Decimal(source):
                return [source]
            case c.OpenGate(kind, _, _, parameters) as gate:
                return printing.head(kind, self._where(gate), parameters)
            case c.OpenNegation() as gate:
                return printing.head(Kind.NOT, self._where(gate), ())
            case (c.PrintWire(times=int() as times) | c.PrintNegatedWire(times=int() as times)) as instruction:
                return printing.wire(self._where(instruction), times)
            case c.CloseGate():
                return ["\n"]
            case c.Expect() | c.Enter():
                return []
        return None

    def _where(
        self, instruction: c.OpenGate | c.OpenNegation | c.PrintWire | c.PrintNegatedWire
    ) -> list[printing.Piece]:
        array = self.code.arrays[instruction.array]
        if isinstance(instruction, c.OpenNegation | c.PrintNegatedWire):
            return printing.negation(array, instruction.indices, instruction.ordinal, instruction.own)
        return printing.address(array, instruction.indices)

    def _images(self, position: int) -> Images:
        images = {
            register: tape for register, tape in self.image_tapes.items() if (position, register) in self.tapes.imaged
        }
        return Images(images, self.numbers.get("decimal", -1))

    def _trap(self, site: int) -> str:
        return self.asm.state(self.asm.name("trap"), trap({}, self.code.sites[site].text.static_text))

    def _spare(self, name: str) -> Register:
        return self.scratch.get(name, _NO_TAPE)


# ---------------------------------------------------------------- states


def _jump_cycles(entries: Mapping[str, str]) -> list[int]:
    """The last instruction of each cycle of instructions that only jump: the end of a ``while``."""
    ends: list[int] = []
    seen: set[str] = set()
    for entry in entries:
        way: list[str] = []
        here = entry
        while here in entries and here not in seen:
            seen.add(here)
            way.append(here)
            here = entries[here]
        if here in way:
            ends.append(max(int(each.removeprefix("@")) for each in way[way.index(here) :]))
    return ends


def _final(target: str, entries: dict[str, str]) -> str:
    while target.startswith("@"):
        target = entries[target]
    return target
