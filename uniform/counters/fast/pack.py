"""Register code as arrays, for the compiled runners.

An instruction is one row of nine 64-bit numbers: the operation, then the fields in the table below. Operands are
register numbers; literals are stored in extra registers after the real ones, so that all operands are read alike.

    Compute        operation   target left right site
    Apply          operation   target source
    Entry          ENTRY       plus minus indices count start
    Require        operation   left right site          one operation for each test
    Jump           JUMP        target
    ... of `while` AGAIN       target alive site depth
    JumpIf         operation   left right target        one operation for each test
    StepUp/Down    operation   variable limit step target
    Call           CALL        target back number       or JUMP, without return register
    Return         RETURN      back targets             or JUMP
    Text           TEXT        start end                in the pool of texts
    Decimal        DECIMAL     source
    OpenGate       OPEN        array indices first kind parameters count site plus
    OpenNegation   NEGATION    array indices first own count ordinal 0 plus
    Wire           WIRE        array indices first times 0 0 site plus
    Expect         EXPECT      array indices first 0 0 0 site plus
    Enter          ENTER       array indices first 0 0 0 site plus
    WireNegation   NEGATED     array indices first own count ordinal times plus
    ... of a part  LIST_NEGATION, LIST_NEGATED: OpenNegation and WireNegation at the address of a part
    CloseGate, Fail, Halt
    Begin          BEGIN       memory inputs count first end
    Keep           KEEP        memory end

The registers of an Entry are -1 if there is none; its ``indices`` are pairs of a register and what it is multiplied by,
and ``start`` is where the entry of indices 0 is, or would be; both are places in a list of numbers. ``targets`` is a
place in the same list, of one target after the other. ``source``, ``indices``, ``parameters`` and ``own`` are places in
the same list, of what is printed: each is a register and what is added to it. An address without indices has the
literal 0 as its only index. The first index of an address, ``first`` and ``plus``, is also in the row, for speed. Begin
and Keep are those of ``stretches``: ``memory`` is a place in what a run keeps, and ``inputs`` one in the same list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.addresses import Layout, Ragged, Rectangular
from uniform.circuits.gates import GATES, Kind
from uniform.counters import code as c
from uniform.counters.fast import slots
from uniform.counters.fast.stretches import Begin, Keep, with_stretches

(
    ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, BIT, MIN, MAX, COPY, BITS, POWER,
    REQUIRE_EQUAL, REQUIRE_NOT_EQUAL, REQUIRE_LESS, REQUIRE_AT_MOST, JUMP, AGAIN,
    JUMP_EQUAL, JUMP_NOT_EQUAL, JUMP_LESS, JUMP_AT_MOST, STEP_UP, STEP_DOWN, CALL, RETURN, ENTRY,
    TEXT, DECIMAL, OPEN, WIRE, EXPECT, ENTER, NEGATION, LIST_NEGATION, LIST_NEGATED, NEGATED,
    CLOSE, FAIL, HALT, BEGIN, KEEP,
) = range(41)  # fmt: skip
"""The operations. The loop compares them in this order in some places: from OPEN to NEGATED there is an address, from
NEGATION on that of a NOT gate, and from LIST_NEGATED on it is that of a wire."""

_ARITHMETIC = {operation: number for number, operation in enumerate(c.Arithmetic)}
_FUNCTIONS = {c.Function.COPY: COPY, c.Function.BITS: BITS, c.Function.POWER_OF_TWO: POWER}
_TESTS = {test: number for number, test in enumerate(c.Test)}

_WITH_ADDRESS = c.OpenGate | c.OpenNegation | c.PrintWire | c.Expect | c.Enter | c.PrintNegatedWire
_DIGITS = 19  # decimal digits of a 64-bit number
_COPIED = 32  # bytes that are copied at a time, from where the text begins or from after it

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PackedCode:
    """Code, ready to run, at any n."""

    code: c.Code
    rows: Ints  # (instructions, 9), then those of stretches
    operands: Ints  # what is printed: pairs of a register and what is added to it; also targets
    registers: Ints  # initial values: zeros, then literals
    texts: NDArray[np.uint8]  # literal texts, pieces of addresses, kinds; then 16 bytes that may be copied too
    piece_start: Ints  # (arrays + 1,) where the pieces of each array are listed in piece_place
    piece_place: Ints  # start of each piece in texts; it ends where the next begins
    kind_place: Ints  # for each kind, the start of " = KIND" in texts
    most_own: int  # variables in the address of one derived NOT gate
    longest: int  # most bytes that one instruction writes: what it prints, and what is copied after it
    memories: Ints  # for each memory of stretches, where it begins in what a run keeps
    kept: int  # how many numbers that is


def pack(code: c.Code) -> PackedCode:
    """The arrays of a program. Cost: linear."""
    instructions, inputs = with_stretches(code)
    memories = [0]
    for count in inputs:
        memories.append(memories[-1] + slots.NUMBERS + count)
    packer = _Packer(code, memories)
    rows = np.array([packer.row(instruction) for instruction in instructions], dtype=np.int64)
    pool = bytearray()
    for text in packer.texts:
        pool += text.encode("ascii")
    kind_place = []
    for kind in Kind:
        kind_place.append(len(pool))
        pool += f" = {kind.name}".encode("ascii")
    kind_place.append(len(pool))
    piece_start: list[int] = []
    piece_place: list[int] = []
    for array in code.arrays:
        piece_start.append(len(piece_place))
        for piece in array.pieces:
            piece_place.append(len(pool))
            pool += piece.encode("ascii")
        piece_place.append(len(pool))
    piece_start.append(len(piece_place))
    return PackedCode(
        code,
        rows.reshape(-1, 9),
        np.array(packer.operands, dtype=np.int64),
        np.array([0] * len(code.registers) + packer.literals, dtype=np.int64),
        np.frombuffer(bytes(pool) + bytes(16), dtype=np.uint8).copy(),
        np.array(piece_start, dtype=np.int64),
        np.array(piece_place, dtype=np.int64),
        np.array(kind_place, dtype=np.int64),
        max((len(each.own) for each in code.instructions if isinstance(each, c.OpenNegation)), default=0),
        max(map(partial(_printed, code), code.instructions), default=0) + _COPIED,
        np.array(memories[:-1], dtype=np.int64),
        memories[-1],
    )


def _printed(code: c.Code, instruction: c.Instruction) -> int:
    """The most bytes that an instruction prints."""
    match instruction:
        case c.Text(text):
            return len(text)
        case c.Decimal():
            return _DIGITS
        case c.OpenGate(kind, array, _, parameters):
            return _address(code, array) + len(f" = {kind.name}") + (1 + _DIGITS) * len(parameters)
        case c.OpenNegation(array, _, _, own):
            return _address(code, array) + _negation(own) + len(" = NOT")
        case c.PrintWire(array):
            return 1 + _address(code, array) + 1 + _DIGITS
        case c.PrintNegatedWire(array, _, _, own):
            return 1 + _address(code, array) + _negation(own) + 1 + _DIGITS
        case c.CloseGate():
            return 1
    return 0


def _address(code: c.Code, array: int) -> int:
    pieces = code.arrays[array].pieces
    return sum(map(len, pieces)) + _DIGITS * (len(pieces) - 1)


def _negation(own: tuple[c.PrintOperand, ...]) -> int:
    return len(".NOT[]") + _DIGITS + (1 + _DIGITS) * len(own)


class _Packer:
    """Literals, operand lists and texts met so far."""

    def __init__(self, code: c.Code, memories: list[int]) -> None:
        self.code = code
        self.memories = memories
        self.first_literal = len(code.registers)
        self.literals: list[int] = []
        self.known: dict[int, int] = {}
        self.operands: list[int] = []
        self.tables: list[int] = []  # where the entries of each begin in ``operands``
        for table in code.tables:
            self.tables.append(len(self.operands))
            self.operands += table.entries
        self.texts: list[str] = []
        self.length = 0

    def row(self, instruction: c.Instruction | Begin | Keep) -> list[int]:
        fields = self._fields(instruction)
        fields += [0] * (8 - len(fields))
        return [*fields, self.operands[fields[2] + 1] if isinstance(instruction, _WITH_ADDRESS) else 0]

    def _fields(self, instruction: c.Instruction | Begin | Keep) -> list[int]:
        at = self._operand
        match instruction:
            case c.Compute(operation, target, left, right, site):
                return [_ARITHMETIC[operation], target.index, at(left), at(right), site]
            case c.Apply(function, target, source):
                return [_FUNCTIONS[function], target.index, at(source)]
            case c.Entry(plus, minus, table, indices):
                targets = [-1 if each is None else each.index for each in (plus, minus)]
                return [ENTRY, *targets, *self._entry(table, indices)]
            case c.Require(left, test, right, site):
                return [REQUIRE_EQUAL + _TESTS[test], at(left), at(right), site]
            case c.Jump(target, endless=-1):
                return [JUMP, target]
            case c.Jump(target, alive, site, depth):
                return [AGAIN, target, alive, site, depth]
            case c.JumpIf(left, test, right, target):
                return [JUMP_EQUAL + _TESTS[test], at(left), at(right), target]
            case c.StepUp(variable, limit, step, target):
                return [STEP_UP, variable.index, at(limit), at(step), target]
            case c.StepDown(variable, limit, step, target):
                return [STEP_DOWN, variable.index, at(limit), at(step), target]
            case c.Call(_, target, back, number):
                return [JUMP, target] if back is None else [CALL, target, back.index, number]
            case c.Return(back, targets):
                if back is None:
                    return [JUMP, targets[0]]
                self.operands += targets
                return [RETURN, back.index, len(self.operands) - len(targets)]
            case c.Text(text):
                self.texts.append(text)
                self.length += len(text)
                return [TEXT, self.length - len(text), self.length]
            case c.Decimal(source):
                return [DECIMAL, self._list((source,))]
            case c.OpenGate(kind, array, indices, parameters, site):
                assert len(parameters) == len(GATES[kind].parameters)
                return [OPEN, *self._address(array, indices), kind, self._list(parameters), len(parameters), site]
            case c.OpenNegation(array, indices, ordinal, own):
                named = LIST_NEGATION if self._is_part(array) else NEGATION
                return [named, *self._address(array, indices), self._list(own), len(own), ordinal]
            case c.PrintWire(array, indices, times, site):
                return [WIRE, *self._address(array, indices), at(times), 0, 0, site]
            case c.Enter(array, indices, site):
                return [ENTER, *self._address(array, indices), 0, 0, 0, site]
            case c.Expect(array, indices, site):
                return [EXPECT, *self._address(array, indices), 0, 0, 0, site]
            case c.PrintNegatedWire(array, indices, ordinal, own, times):
                named = LIST_NEGATED if self._is_part(array) else NEGATED
                return [named, *self._address(array, indices), self._list(own), len(own), ordinal, at(times)]
            case c.CloseGate():
                return [CLOSE]
            case c.Fail(site):
                return [FAIL, site]
            case c.Finish():
                return [HALT]
            case Begin(memory, inputs, first, end):
                place = self._list(tuple(map(c.Register, inputs)))
                return [BEGIN, self.memories[memory], place, len(inputs), first, end]
            case Keep(memory, end):
                return [KEEP, self.memories[memory], end]

    def _operand(self, operand: c.Operand) -> int:
        if isinstance(operand, c.Register):
            return operand.index
        if operand not in self.known:
            self.known[operand] = self.first_literal + len(self.literals)
            self.literals.append(operand)
        return self.known[operand]

    def _address(self, array: int, indices: tuple[c.PrintOperand, ...]) -> list[int]:
        place = self._list(indices or (0,))
        return [array, place, self.operands[place]]

    def _is_part(self, array: int) -> bool:
        return self.code.arrays[array].role == "part"

    def _entry(self, table: int, indices: tuple[c.Operand, ...]) -> list[int]:
        read, place = self.code.tables[table], len(self.operands)
        start = self.tables[table]
        for index, (low, _), stride in zip(indices, read.ranges, read.strides, strict=True):
            self.operands += [self._operand(index), stride]
            start -= low * stride
        return [place, len(indices), start]

    def _list(self, operands: tuple[c.PrintOperand, ...]) -> int:
        start = len(self.operands)
        for operand in operands:
            if isinstance(operand, c.Plus):
                self.operands += [operand.register.index, operand.literal]
            else:
                self.operands += [self._operand(operand), 0]
        return start


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """A layout as arrays: the dimensions of each declared array, and tables for ragged ones."""

    base: Ints  # (arrays,) flat address of the first element
    count: Ints  # (arrays,)
    is_input: Ints  # (arrays,) 0 or 1
    first: Ints  # (arrays + 1,) its dimensions below; an array without indices has one dimension 0..0
    low: Ints  # (dimensions,) of a rectangular one; -1: ragged
    size: Ints  # (dimensions,) of a rectangular one; where the tables of a ragged one begin
    ranks: Ints  # (dimensions,) of a ragged one: how many rows its tables have; -1: the only one, rectangular
    tables: Ints  # lows, then starts, of each ragged dimension


def places(layout: Layout) -> Places:
    """The arrays of a layout."""
    first, low, size, ranks = [0], [], [], []
    tables: list[Ints] = [np.zeros(1, dtype=np.int64)]
    length = 1
    for array in layout.arrays:
        for dimension in array.dimensions or (Rectangular(0, 1),):
            match dimension:
                case Rectangular(start, extent):
                    low.append(start)
                    size.append(extent)
                    ranks.append(-1 if len(array.dimensions) <= 1 else 0)
                case Ragged(lows, starts):
                    low.append(-1)
                    size.append(length)
                    ranks.append(len(lows))
                    tables += [lows, starts]
                    length += len(lows) + len(starts)
        first.append(len(low))
    return Places(
        _ints([array.base for array in layout.arrays]),
        _ints([array.count for array in layout.arrays]),
        _ints([int(array.role == "input") for array in layout.arrays]),
        _ints(first),
        _ints([*low, 0]),
        _ints([*size, 0]),
        _ints([*ranks, 0]),
        np.concatenate(tables),
    )


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
