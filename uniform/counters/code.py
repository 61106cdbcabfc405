"""Register code: the small language between generator programs and machines.

A ``Code`` is a list of instructions over registers. Register 0 holds n and is never written; every other
register holds a natural number and has a width, a number of binary digits linear in bits(n) that no value in it
ever exceeds. Operands are registers or literal naturals; what is only printed may also be a register plus a literal.
``reference`` defines each instruction. Two things run register code and must agree with it on every
byte and every trap: ``runner`` (numba) and the compiler to Turing machines. Control is a list of instructions
with jump targets; there is no stack, and instructions do not read what was printed.

A function has its own registers, its *frame*, which lies above all registers that its callers use when they call it,
so a call changes no number of its callers. Calls are not recursive. The first register of a frame is the *return
register*: it holds the number of the call, among those of the function, where the run goes on afterwards. Its width is
constant. A function that is called at one place only needs none.

A *procedure* is the code that prints the parts of one declaration, if several statements do. It has a frame like a
function, and its return register tells where the run goes on, and which statement it is at: it branches on that number
where the statements differ. It reads the registers of its callers, which do not change meanwhile. If a number is in
different registers of its callers, they copy it into its frame, or into the register that one of them has it in, if the
others do not use that.

Sections, in this order, as positions in ``instructions``:

    0 .. header     values used later: lets over n, ends of declared ranges, bounds of counters
    header .. body  prints the header, input line          ("circuit NAME N k=v", "input ...")
    body .. footer  prints the gates
    footer ..       prints the output line, then Halt
    then            the procedures, which print the gates of parts
    then            the functions, which print nothing

Tiers that build arrays instead of text run 0 .. header and body .. footer only: header and footer sections print,
and cannot trap. Registers written in 0 .. header (and n) are the only ones a later section may rely on.

Order of evaluation of one printing statement (the same in every tier):

1. the number of THRESHOLD or MOD; then the target's indices, each checked against its range; then for each
   wire in order its indices, each checked, and its weight. A statement without inline NOTs prints as it goes:
   OpenGate (after number and target's indices), then each Wire, then CloseGate.
2. A statement with an inline NOT walks its wires twice: a first pass evaluates and checks everything and prints
   each derived NOT gate (OpenNegation, Wire, CloseGate); a second pass repeats the walk, which cannot trap any
   more, between OpenGate and CloseGate, with WireNegation in place of the NOT.

What a machine cannot check - an address is printed at most once and before it is used - the runner checks at
Wire and Expect (not yet printed) and at CloseGate and Enter (printed already).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from uniform.circuits.addresses import Role
from uniform.circuits.gates import Kind
from uniform.counters import operations, registers, sites
from uniform.counters.tables import Table
from uniform.counters.widths import Width
from uniform.messages.spans import Span
from uniform.records import made_often

Register = registers.Register
Plus = registers.Plus
Operand = registers.Operand
PrintOperand = registers.PrintOperand
Difference = registers.Difference
Shown = registers.Shown
Arithmetic = operations.Arithmetic
Function = operations.Function
Test = operations.Test
OpenPart = sites.OpenPart
Site = sites.Site
CallText = sites.CallText


@made_often
@dataclass(frozen=True, slots=True)
class Compute:
    """``target <- left operation right``. ``site`` is -1 when the operation cannot trap."""

    operation: Arithmetic
    target: Register
    left: Operand
    right: Operand
    site: int = -1


@dataclass(frozen=True, slots=True)
class Apply:
    """``target <- function source``."""

    function: Function
    target: Register
    source: Operand


@dataclass(frozen=True, slots=True)
class Entry:
    """Read an entry of a table: ``plus <- max(entry, 0)`` and ``minus <- max(-entry, 0)``. A register is None if no
    entry needs it. The indices are in their ranges."""

    plus: Register | None
    minus: Register | None
    table: int  # index into Code.tables
    indices: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Require:
    """Trap at ``site`` unless ``left test right``."""

    left: Operand
    test: Test
    right: Operand
    site: int


@dataclass(frozen=True, slots=True)
class Jump:
    """Continue at ``target``, a position in the instructions.

    The last instruction of a ``while`` goes back to its condition and has a site for a loop that never ends. What
    happens from then on depends only on the registers below ``alive`` and on what is printed. ``depth`` is the number
    of ``while`` around it, itself included; in a function, those around a call of it are around it, the most of all
    calls."""

    target: int
    alive: int = 0
    endless: int = -1  # the site
    depth: int = 0


@dataclass(frozen=True, slots=True)
class JumpIf:
    """Continue at ``target`` if ``left test right``, else with the next instruction."""

    left: Operand
    test: Test
    right: Operand
    target: int


@dataclass(frozen=True, slots=True)
class StepUp:
    """The end of an upward loop: if ``limit - variable >= step``, add step to variable and continue at
    ``target``. ``variable <= limit`` holds before; step >= 1."""

    variable: Register
    limit: Operand
    step: Operand
    target: int


@dataclass(frozen=True, slots=True)
class StepDown:
    """The end of a downward loop: if ``variable - limit >= step``, subtract step and continue at ``target``.
    ``variable >= limit`` holds before; step >= 1."""

    variable: Register
    limit: Operand
    step: Operand
    target: int


@dataclass(frozen=True, slots=True)
class Call:
    """Write ``number`` into the return register of a function or procedure, if it has one, and continue at ``target``,
    where it begins. The arguments are in its frame already."""

    call: int  # index into Code.calls; -1 for a procedure
    target: int
    back: Register | None
    number: int  # of this call among those of the same function or procedure


@dataclass(frozen=True, slots=True)
class Return:
    """The end of a function or procedure: continue behind the call whose number is in the return register."""

    back: Register | None  # None: there is only one
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Print literal text (header and footer sections only)."""

    text: str


@dataclass(frozen=True, slots=True)
class Decimal:
    """Print a number in decimal (header and footer sections only)."""

    source: PrintOperand


@dataclass(frozen=True, slots=True)
class OpenGate:
    """Begin a gate line: ``ADDRESS = KIND parameters``; ``site`` is for "printed twice"."""

    kind: Kind
    array: int  # index into Code.arrays
    indices: tuple[PrintOperand, ...]
    parameters: tuple[PrintOperand, ...]
    site: int


@dataclass(frozen=True, slots=True)
class OpenNegation:
    """Begin a derived NOT gate's line: ``ADDRESS.NOT[ordinal,own...] = NOT``."""

    array: int  # of the target of the statement, or of the part whose lists have the NOT
    indices: tuple[PrintOperand, ...]
    ordinal: int  # k for the k-th written NOT of the statement, from 1
    own: tuple[PrintOperand, ...]  # the comprehension variables around it, outermost first


@dataclass(frozen=True, slots=True)
class PrintWire:
    """Print `` ADDRESS`` or `` ADDRESS*times``; nothing when times is 0. ``site`` is for "not printed yet"."""

    array: int
    indices: tuple[PrintOperand, ...]
    times: Operand  # the literal 1 when nothing was written
    site: int


@dataclass(frozen=True, slots=True)
class Expect:
    """Check that a gate is printed already; prints nothing. Machines cannot check this and skip it."""

    array: int
    indices: tuple[PrintOperand, ...]
    site: int


@dataclass(frozen=True, slots=True)
class Enter:
    """A part is printed from here on; prints nothing. ``site`` is for "printed twice", which machines cannot check."""

    array: int  # of the role "part"
    indices: tuple[PrintOperand, ...]
    site: int


@dataclass(frozen=True, slots=True)
class PrintNegatedWire:
    """Print the address of a derived NOT gate as a wire (of OpenNegation's form). Its array is that of the target of
    the statement, or one of parts: then the gate was printed before, with a list that a part takes.

    Within one statement the second pass meets those of the target in the very order in which the first pass printed
    them, so a runner that builds arrays may count them instead of looking them up; times 0 counts, too."""

    array: int
    indices: tuple[PrintOperand, ...]
    ordinal: int
    own: tuple[PrintOperand, ...]
    times: Operand


@dataclass(frozen=True, slots=True)
class CloseGate:
    """End the gate line."""


@dataclass(frozen=True, slots=True)
class Fail:
    """Trap at ``site`` unconditionally."""

    site: int


@dataclass(frozen=True, slots=True)
class Finish:
    """The program has ended; a machine accepts."""


Instruction = (
    Compute
    | Apply
    | Entry
    | Require
    | Jump
    | JumpIf
    | StepUp
    | StepDown
    | Call
    | Return
    | Text
    | Decimal
    | OpenGate
    | OpenNegation
    | PrintWire
    | Expect
    | Enter
    | PrintNegatedWire
    | CloseGate
    | Fail
    | Finish
)


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """The width and the users of a register; scopes that are never active together share registers."""

    width: Width  # of its tape: wide enough for all its uses
    names: tuple[str, ...]  # of the counters, loop variables and lets that use it; empty for a temporary
    uses: tuple[Width, ...]  # of its numbers, each different

    def digits(self, n: int) -> int:
        """The binary digits that any of its numbers fits in at n; the tape may have more, since its width is linear."""
        return max(use.at(n) for use in self.uses)


@dataclass(frozen=True, slots=True)
class ArrayName:
    """The text around the indices of a declared array, as in ``circuits.addresses.Array``."""

    pieces: tuple[str, ...]
    role: Role
    site: int = -1  # of an output: for an element that is never printed


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop: its body is ``first .. last``, and the instruction at ``last`` is its step. Only the step and what is
    before the body write the variable. Loops are nested, and the register of an open loop is not shared."""

    variable: Register
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FunctionCode:
    """The place of a function in the instructions and in the registers."""

    name: str
    first: int  # position of its first instruction
    last: int  # of its last, a Return
    back: Register | None  # the return register
    parameters: tuple[Register, ...]
    result: Register
    callers: tuple[int, ...]  # positions of its calls, by their numbers

    def moved(self, places: Sequence[int]) -> FunctionCode:
        """The function where its instructions have these places."""
        callers = tuple(places[position] for position in self.callers)
        return replace(self, first=places[self.first], last=places[self.last], callers=callers)


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """The one copy of the code that prints some parts, in the instructions."""

    name: str  # of the part declaration, with those around it: `add.cell`
    first: int  # position of its first instruction
    last: int  # of its last, a Return
    back: Register  # the return register, which it reads where its statements differ
    callers: tuple[int, ...]  # positions of its calls, by their numbers


@dataclass(frozen=True, slots=True)
class Code:
    """A lowered program, for one value of each constant and every n >= 1."""

    name: str  # of the family
    constants: tuple[tuple[str, int], ...]
    registers: tuple[RegisterInfo, ...]  # register 0 is n
    instructions: tuple[Instruction, ...]
    loops: tuple[Loop, ...]  # by their last instruction: from inside out
    spans: tuple[Span | None, ...]  # the source of each instruction
    arrays: tuple[ArrayName, ...]
    sites: tuple[Site, ...]
    header: int  # start of the header section
    body: int
    footer: int
    functions: tuple[FunctionCode, ...] = ()  # in order of declaration; the last one comes first in the instructions
    calls: tuple[CallText, ...] = ()
    parts: tuple[str, ...] = ()  # for each instruction the names of the parts that it prints, as `add.cell`; () if none
    tables: tuple[Table, ...] = ()  # those that some instruction reads
    procedures: tuple[ProcedureCode, ...] = ()  # in the order of their instructions, before the functions

    def function_at(self, position: int) -> FunctionCode | None:
        """The function that an instruction belongs to; None if it is one of the family."""
        place = bisect_right(self.functions, -position, key=lambda function: -function.last) - 1
        return self.functions[place] if place >= 0 and self.functions[place].first <= position else None
