"""The definition of register code: what each instruction does, in plain Python, slow and simple.

``fast`` (compiled loops) and ``machine`` (Turing machines) must agree with this file on every byte and every trap;
tests compare them. The whole state is the contents of the registers and the position: printed text is never read.

    Compute, Apply   write a register; a difference below zero and a division by zero trap at their site
    Entry            write one or two registers
    Require, Fail    trap at their site
    Jump, JumpIf     continue elsewhere
    Call, Return     continue at a function, and behind one of its calls
    StepUp/Down      step the variable of a loop and continue with its body, unless it would pass the limit
    the others       print

It does not check that an address is printed at most once and before it is used: see ``fast.runner``. A
``while`` that never ends is stopped only by ``limit``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from uniform.counters import code as c
from uniform.counters.code import Arithmetic, Code, Function, Operand, Plus, PrintOperand, Register, Test
from uniform.counters.widths import bits
from uniform.messages.errors import InternalError

Observer = Callable[[int, int], None]  # (register, number)


class Stopped(Exception):
    """The code has trapped; ``site`` is the number of its site."""

    def __init__(self, site: int) -> None:
        super().__init__(site)
        self.site = site


def interpret(code: Code, n: int, *, limit: int = 10**7, written: Observer = lambda *_: None) -> Iterator[str]:
    """The text that the code prints at n, in pieces.

    ``written(register, number)`` is called whenever a register is written. Raises Stopped when the code
    traps; InternalError after ``limit`` instructions, and when a number does not fit the width of its register, which
    the lowering excludes. Cost: about a microsecond an instruction.
    """
    state = _State(code, n, written)
    for _ in range(limit):
        instruction = code.instructions[state.at]
        if isinstance(instruction, c.Finish):
            return
        state.at += 1
        state.control(instruction)
        yield from state.text(instruction)
    raise InternalError(f"more than {limit} instructions at n = {n}")


class _State:
    """The registers, and the position of the next instruction."""

    def __init__(self, code: Code, n: int, written: Observer) -> None:
        self.code = code
        self.n = n
        self.written = written
        self.registers = [n] + [0] * (len(code.registers) - 1)
        self.digits = [register.digits(n) for register in code.registers]
        self.at = 0

    def value(self, operand: PrintOperand) -> int:
        """The number that an operand means."""
        if isinstance(operand, Plus):
            return self.registers[operand.register.index] + operand.literal
        return operand if isinstance(operand, int) else self.registers[operand.index]

    def put(self, register: Register, number: int) -> None:
        """Write a register."""
        digits = self.digits[register.index]
        if register.index == 0 or not 0 <= number < 2**digits:
            raise InternalError(f"{number} does not fit the {digits} digits of register {register.index}")
        self.registers[register.index] = number
        self.written(register.index, number)

    def holds(self, left: Operand, test: Test, right: Operand) -> bool:
        """Whether a comparison holds."""
        a, b = self.value(left), self.value(right)
        match test:
            case Test.EQUAL:
                return a == b
            case Test.NOT_EQUAL:
                return a != b
            case Test.LESS:
                return a < b
            case Test.AT_MOST:
                return a <= b

    def control(self, instruction: c.Instruction) -> None:
        """Carry out an instruction that does not print."""
        match instruction:
            case c.Compute(operation, target, left, right, site):
                self.put(target, _result(operation, self.value(left), self.value(right), site))
            case c.Apply(Function.COPY, target, source):
                self.put(target, self.value(source))
            case c.Apply(Function.BITS, target, source):
                self.put(target, bits(self.value(source)))
            case c.Apply(Function.POWER_OF_TWO, target, source):
                self.put(target, 1 << self.value(source))
            case c.Entry(plus, minus, table, indices):
                read = self.code.tables[table]
                entry = read.entries[read.place(list(map(self.value, indices)))]
                if plus is not None:
                    self.put(plus, max(entry, 0))
                if minus is not None:
                    self.put(minus, max(-entry, 0))
            case c.Require(left, test, right, site):
                if not self.holds(left, test, right):
                    raise Stopped(site)
            case c.Fail(site):
                raise Stopped(site)
            case c.Jump(target):
                self.at = target
            case c.JumpIf(left, test, right, target):
                if self.holds(left, test, right):
                    self.at = target
            case c.Call(_, target, back, number):
                if back is not None:
                    self.put(back, number)
                self.at = target
            case c.Return(back, targets):
                self.at = targets[0 if back is None else self.value(back)]
            case c.StepUp(variable, limit, step, target):
                self._step(variable, self.value(limit) - self.value(variable), self.value(step), 1, target)
            case c.StepDown(variable, limit, step, target):
                self._step(variable, self.value(variable) - self.value(limit), self.value(step), -1, target)

    def _step(self, variable: Register, left: int, step: int, sign: int, target: int) -> None:
        if left < 0 or step < 1:
            raise InternalError(f"the loop of register {variable.index} is past its limit, or has no step")
        if left >= step:
            self.put(variable, self.value(variable) + sign * step)
            self.at = target

    def text(self, instruction: c.Instruction) -> Iterator[str]:
        """What an instruction prints."""
        match instruction:
            case c.Text(text):
                yield text
            case c.Decimal(source):
                yield str(self.value(source))
            case c.OpenGate(kind, array, indices, parameters):
                numbers = "".join(f" {self.value(parameter)}" for parameter in parameters)
                yield f"{self._address(array, indices)} = {kind.name}{numbers}"
            case c.OpenNegation(array, indices, ordinal, own):
                yield f"{self._negation(array, indices, ordinal, own)} = NOT"
            case c.PrintWire(array, indices, times):
                yield self._wire(self._address(array, indices), self.value(times))
            case c.PrintNegatedWire(array, indices, ordinal, own, times):
                yield self._wire(self._negation(array, indices, ordinal, own), self.value(times))
            case c.CloseGate():
                yield "\n"

    def _address(self, array: int, indices: tuple[PrintOperand, ...]) -> str:
        pieces = self.code.arrays[array].pieces
        return pieces[0] + "".join(f"{self.value(i)}{text}" for i, text in zip(indices, pieces[1:], strict=True))

    def _negation(
        self, array: int, indices: tuple[PrintOperand, ...], ordinal: int, own: tuple[PrintOperand, ...]
    ) -> str:
        return (
            f"{self._address(array, indices)}.NOT[{','.join(str(each) for each in (ordinal, *map(self.value, own)))}]"
        )

    @staticmethod
    def _wire(address: str, times: int) -> str:
        return "" if times == 0 else f" {address}" if times == 1 else f" {address}*{times}"


def _result(operation: Arithmetic, left: int, right: int, site: int) -> int:
    """``left operation right``, or a trap."""
    match operation:
        case Arithmetic.ADD:
            return left + right
        case Arithmetic.SUBTRACT:
            if left < right:
                raise Stopped(site)
            return left - right
        case Arithmetic.MULTIPLY:
            return left * right
        case Arithmetic.DIVIDE | Arithmetic.MODULO:
            if right == 0:
                raise Stopped(site)
            return left // right if operation is Arithmetic.DIVIDE else left % right
        case Arithmetic.BIT:
            return left >> right & 1
        case Arithmetic.MIN:
            return min(left, right)
        case Arithmetic.MAX:
            return max(left, right)
