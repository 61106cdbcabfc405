"""Register code in plain Python: what each instruction means, slow and obvious. An oracle for the other runners."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from uniform.counters import code as c
from uniform.counters.widths import bits

Given = Callable[[int, int, int], None]


class Trapped(Exception):
    """The code has trapped; the argument is the site."""


def peaks(code: c.Code, n: int, ignored: Container[int] = ()) -> list[int]:
    """The largest number that each register is given in the run at n, but for instructions at some positions."""
    found = [0] * len(code.registers)

    def given(position: int, register: int, number: int) -> None:
        if position not in ignored:
            found[register] = max(found[register], number)

    for _ in walk(code, n, given=given):
        pass
    return found


def walk(code: c.Code, n: int, *, most: int = 10**7, given: Given = lambda *_: None) -> Iterator[str]:
    """The text that the code prints at n, in pieces. Checks that no register outgrows its width.

    ``given`` is told which instruction gives which register which number."""
    registers = [0] * len(code.registers)
    registers[0] = n
    at = 0

    def value(operand: c.Operand) -> int:
        return operand if isinstance(operand, int) else registers[operand.index]

    def put(register: c.Register, number: int) -> None:
        width = code.registers[register.index].width.at(n)
        assert 0 <= number < 2**width, f"{number} does not fit register {register.index} of width {width}"
        assert register.index != 0
        registers[register.index] = number
        given(at - 1, register.index, number)

    def holds(left: c.Operand, test: c.Test, right: c.Operand) -> bool:
        a, b = value(left), value(right)
        return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b}[test.value]

    def address(array: int, indices: tuple[c.Operand, ...]) -> str:
        pieces = code.arrays[array].pieces
        return pieces[0] + "".join(f"{value(i)}{text}" for i, text in zip(indices, pieces[1:], strict=True))

    for _ in range(most):
        instruction = code.instructions[at]
        at += 1
        match instruction:
            case c.Compute(operation, target, left, right, site):
                a, b = value(left), value(right)
                if operation is c.Arithmetic.SUBTRACT and a < b:
                    raise Trapped(site)
                if operation in (c.Arithmetic.DIVIDE, c.Arithmetic.MODULO) and b == 0:
                    raise Trapped(site)
                results = {
                    "+": lambda a=a, b=b: a + b,
                    "-": lambda a=a, b=b: a - b,
                    "*": lambda a=a, b=b: a * b,
                    "div": lambda a=a, b=b: a // b,
                    "mod": lambda a=a, b=b: a % b,
                    "bit": lambda a=a, b=b: a >> b & 1,
                    "min": lambda a=a, b=b: min(a, b),
                    "max": lambda a=a, b=b: max(a, b),
                }
                put(target, results[operation.value]())
            case c.Apply(function, target, source):
                a = value(source)
                put(target, {"copy": a, "bits": bits(a)}[function.value] if function.value != "2^" else 1 << a)
            case c.Require(left, test, right, site):
                if not holds(left, test, right):
                    raise Trapped(site)
            case c.Jump(target):
                at = target
            case c.JumpIf(left, test, right, target):
                at = target if holds(left, test, right) else at
            case c.StepUp(variable, limit, step, target):
                assert value(variable) <= value(limit)
                if value(limit) - value(variable) >= value(step):
                    put(variable, value(variable) + value(step))
                    at = target
            case c.StepDown(variable, limit, step, target):
                assert value(variable) >= value(limit)
                if value(variable) - value(limit) >= value(step):
                    put(variable, value(variable) - value(step))
                    at = target
            case c.Text(text):
                yield text
            case c.Decimal(source):
                yield str(value(source))
            case c.OpenGate(kind, array, indices, parameters):
                yield " ".join([address(array, indices), "=", kind.name, *(str(value(p)) for p in parameters)])
            case c.OpenNegation(array, indices, ordinal, own):
                yield f"{_negation(address(array, indices), ordinal, [value(o) for o in own])} = NOT"
            case c.PrintWire(array, indices, times):
                if value(times):
                    yield f" {address(array, indices)}" + (f"*{value(times)}" if value(times) > 1 else "")
            case c.PrintNegatedWire(array, indices, ordinal, own, times):
                if value(times):
                    yield f" {_negation(address(array, indices), ordinal, [value(o) for o in own])}"
                    yield f"*{value(times)}" if value(times) > 1 else ""
            case c.CloseGate():
                yield "\n"
            case c.Fail(site):
                raise Trapped(site)
            case c.Finish():
                return
            case c.Expect():
                pass
    raise AssertionError("too many instructions")


def _negation(target: str, ordinal: int, own: list[int]) -> str:
    return f"{target}.NOT[{','.join(map(str, [ordinal, *own]))}]"
