"""Register code as text, for reading: `uniform compile PROGRAM --to counters`.

First the registers with their widths and the names that use them, then one instruction a line with its position and
the line of the program that it comes from. Checks end with the code of their trap.

       16  gate node[r1] = XOR                                   # line 11
       17  r3 <- 2 * r1                                          # line 11
       18    wire node[r3]                                       # line 11
       19    wire node[r3+1]                                     # line 11
"""

from __future__ import annotations

from collections.abc import Iterator

from uniform.counters import code as c
from uniform.counters.code import Code


def show(code: Code) -> str:
    """The text of a program's code. Cost: linear."""
    return "".join(f"{line}\n" for line in _lines(code))


def _lines(code: Code) -> Iterator[str]:
    constants = "".join(f" {name}={value}" for name, value in code.constants)
    yield f"registers of {code.name}{constants}"
    for number, register in enumerate(code.registers):
        names = ", ".join(register.names) or "(temporary)"
        yield f"  r{number:<3} {str(register.width) + ' digits':<22} {names}"
    sections = {0: "values", code.header: "header", code.body: "gates", code.footer: "footer"}
    sections |= {function.first: _frame(function) for function in code.functions}
    sections |= {each.first: f"part {each.name}, back by {_operand(each.back)}" for each in code.procedures}
    for position, instruction in enumerate(code.instructions):
        if position in sections:
            yield ""
            yield f"{sections[position]}:"
        span = code.spans[position]
        where = "" if span is None else f"# line {span.line}"
        if span is not None and span.source.short_name:
            where += f" of {span.source.short_name}"
        where += f" in {code.parts[position]}" if code.parts and code.parts[position] else ""
        yield f"{position:>5}  {_instruction(code, instruction):<58} {where}".rstrip()


def _frame(function: c.FunctionCode) -> str:
    """``function f(r4) -> r5, back by r3``: the registers of its arguments, its result and its return."""
    arguments = ", ".join(map(_operand, function.parameters))
    back = "" if function.back is None else f", back by {_operand(function.back)}"
    return f"function {function.name}({arguments}) -> {_operand(function.result)}{back}"


def _instruction(code: Code, instruction: c.Instruction) -> str:
    match instruction:
        case c.Compute(operation, target, left, right, site):
            if operation.value in ("bit", "min", "max"):
                text = f"{_operand(target)} <- {operation.value}({_operand(left)}, {_operand(right)})"
            else:
                text = f"{_operand(target)} <- {_operand(left)} {operation.value} {_operand(right)}"
            return text + _site(code, site)
        case c.Apply(c.Function.COPY, target, source):
            return f"{_operand(target)} <- {_operand(source)}"
        case c.Apply(c.Function.BITS, target, source):
            return f"{_operand(target)} <- bits({_operand(source)})"
        case c.Apply(_, target, source):
            return f"{_operand(target)} <- 2^{_operand(source)}"
        case c.Entry(plus, minus, table, indices):
            signed = [] if minus is None else [f"-{_operand(minus)}"]
            targets = [*([] if plus is None else [_operand(plus)]), *signed]
            return f"{', '.join(targets)} <- {code.tables[table].name}[{','.join(map(_operand, indices))}]"
        case c.Require(left, test, right, site):
            return f"require {_operand(left)} {test.value} {_operand(right)}{_site(code, site)}"
        case c.Jump(target):
            return f"go to {target}"
        case c.JumpIf(left, test, right, target):
            return f"if {_operand(left)} {test.value} {_operand(right)} go to {target}"
        case c.StepUp(variable, limit, step, target):
            return f"step {_operand(variable)} up by {_operand(step)} to {_operand(limit)}, go to {target}"
        case c.StepDown(variable, limit, step, target):
            return f"step {_operand(variable)} down by {_operand(step)} to {_operand(limit)}, go to {target}"
        case c.Call(-1, target, c.Register() as back, number):
            (name,) = [each.name for each in code.procedures if each.first == target]
            return f"print {name} at {target}, {_operand(back)} <- {number}"
        case c.Call(call, target, back, number):
            noted = "" if back is None else f", {_operand(back)} <- {number}"
            return f"call {code.calls[call].text} at {target}{noted}"
        case c.Return(None, (target,)):
            return f"return to {target}"
        case c.Return(back, targets):
            return f"return to {', '.join(map(str, targets))} by {'' if back is None else _operand(back)}"
        case c.Text(text):
            escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
            return f'print "{escaped}"'
        case c.Decimal(source):
            return f"print {_operand(source)}"
        case c.OpenGate(kind, array, indices, parameters):
            numbers = "".join(f" {_operand(parameter)}" for parameter in parameters)
            return f"gate {_address(code, array, indices)} = {kind.name}{numbers}"
        case c.OpenNegation(array, indices, ordinal, own):
            return f"gate {_negation(code, array, indices, ordinal, own)} = NOT"
        case c.PrintWire(array, indices, times):
            return f"  wire {_address(code, array, indices)}{_times(times)}"
        case c.Expect(array, indices):
            return f"  expect {_address(code, array, indices)}"
        case c.Enter(array, indices):
            return f"part {_address(code, array, indices)}"
        case c.PrintNegatedWire(array, indices, ordinal, own, times):
            return f"  wire {_negation(code, array, indices, ordinal, own)}{_times(times)}"
        case c.CloseGate():
            return "end of gate"
        case c.Fail(site):
            return f"trap{_site(code, site)}"
        case c.Finish():
            return "halt"


def _operand(operand: c.PrintOperand) -> str:
    if isinstance(operand, c.Plus):
        return f"r{operand.register.index}{operand.literal:+}"
    return str(operand) if isinstance(operand, int) else f"r{operand.index}"


def _times(times: c.Operand) -> str:
    return "" if times == 1 else f" times {_operand(times)}"


def _site(code: Code, site: int) -> str:
    return "" if site < 0 else f"   else {code.sites[site].text.code}"


def _address(code: Code, array: int, indices: tuple[c.PrintOperand, ...]) -> str:
    pieces = code.arrays[array].pieces
    return pieces[0] + "".join(f"{_operand(i)}{text}" for i, text in zip(indices, pieces[1:], strict=True))


def _negation(
    code: Code, array: int, indices: tuple[c.PrintOperand, ...], ordinal: int, own: tuple[c.PrintOperand, ...]
) -> str:
    return f"{_address(code, array, indices)}.NOT[{','.join([str(ordinal), *map(_operand, own)])}]"
