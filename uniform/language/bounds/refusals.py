"""Messages for programs that cannot be logspace generators: one function for each kind of refusal.

A refusal names the subexpression that needs more than O(log n) cells, and the declaration that lets it grow. Some
refused expressions are harmless in context, because something around them keeps the result small; no rule considers
that (widths come from declared bounds, never from guards), but there is usually another way to write the same number,
which ``rewritings`` suggests.

What this file does not do: decide what is refused. That is ``lowering.numbers``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from uniform.language.bounds.facts import Facts
from uniform.language.expressions import symbols_in
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Name, Number, Operator
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.language.syntax.tree import nodes_of
from uniform.language.traps import source_text
from uniform.messages.diagnostics import Diagnostic, Label, sort_by_place
from uniform.messages.spans import Span


def exponent_too_large(node: Binary, base: int, others: tuple[Label, ...]) -> Diagnostic:
    """``base^e`` with an exponent that is not bounded by a*bits(n) + b."""
    exponent = source_text(node.right)
    is_product = isinstance(node.right, Binary) and node.right.operator not in (Operator.ADD, Operator.SUBTRACT)
    cells = f"{exponent if is_product else operand_text(node.right)} + 1" if base == 2 else f"more than {exponent}"
    if isinstance(node.right, Name) and node.right.symbol.sort is not Sort.PARAMETER:
        small = f"{source_text(node.left)}^min({node.right.name}, bits(n))"
        hint = f"guards around it do not count; write `{small}` to bound the exponent"
    else:
        hint = "an exponent may grow like `bits(n)`, not like `n`"
        if any(symbol.sort is not Sort.PARAMETER for symbol in symbols_in(node.right)):
            small = f"{source_text(node.left)}^min({exponent}, c*bits(n))"
            hint += f"; if it never exceeds `c*bits(n)`, write `{small}`"
    message = f"`{source_text(node)}` needs {cells} cells"
    return Diagnostic("U301", message, node.span, "more than O(log n)", others=others, help=hint)


def nothing_constant(node: Binary) -> Diagnostic:
    """``a^b``, where neither number is a constant."""
    return Diagnostic(
        "U302",
        f"in `{source_text(node)}` neither the base nor the exponent is constant",
        node.span,
        "needs more than O(log n) cells",
        help="make one of them a literal or a `const`, or multiply in a loop with a counter",
    )


def literal_too_large(node: Expression, most: int, *, certain: bool = True) -> Diagnostic:
    """A number known at compile time with too many digits, or a bound with too many digits even at n = 1."""
    text = source_text(node)
    if certain:
        return Diagnostic(
            "U303", f"`{text}` has more than {most} binary digits", node.span, "too large for the finite control"
        )
    message = f"`{text}` may have more than {most} binary digits, for every n"
    return Diagnostic("U303", message, node.span, "its registers would be absurdly wide")


def grows_too_fast(node: Expression, degree: int) -> Diagnostic:
    """A product or a power of absurd degree."""
    message = f"`{source_text(node)}` may grow faster than n^{degree}"
    hint = f"a machine for it would have tapes of more than {degree}*bits(n) cells"
    return Diagnostic("U305", message, node.span, "its registers would be absurdly wide", help=hint)


def why_large(expression: Expression, facts: Facts) -> tuple[Label, ...]:
    """The declarations that let the names of an expression, and the names in their bounds, grow like n."""
    seen: dict[Symbol, Label] = {}
    left = [expression]
    while left:
        for symbol in sorted(symbols_in(left.pop()), key=lambda each: each.name):
            binding = facts.bindings[symbol]
            if binding.origin is not None and symbol not in seen and binding.bound.small is None:
                text = f"`{symbol.name}` may be as large as `{source_text(binding.origin)}`"
                seen[symbol] = Label(binding.origin.span, text)
                left.append(binding.origin)
    return tuple(seen.values())


def add_rewritings(program: CheckedProgram, refusals: list[Diagnostic]) -> list[Diagnostic]:
    """The refusals, in the order of the file, with a better help line where ``rewritings`` has one."""
    better = dict(rewritings(program))
    return [
        replace(refusal, help=better[refusal.span]) if refusal.span in better else refusal
        for refusal in sort_by_place(refusals)
    ]


def rewritings(program: CheckedProgram) -> Iterator[tuple[Span, str]]:
    """Powers that can be rewritten with few cells: the span of each power, and how."""
    for node in nodes_of(program):
        match node:
            case Binary(Operator.DIVIDE, Binary(Operator.POWER) as power, Binary(Operator.POWER) as divisor):
                if power.left == divisor.left:
                    less = f"{source_text(power.right)} - {operand_text(divisor.right)}"
                    yield power.span, f"write `{operand_text(power.left)}^({less})`, with a small exponent"
            case Binary(Operator.MODULO, Binary(Operator.POWER, base) as power, modulus):
                step = f"power <- power*{operand_text(base)} mod {operand_text(modulus)}"
                yield power.span, f"keep only the remainder, as in `{step}` in a loop"
            case Call(Builtin.BIT, (number, place)):
                for factor, shift in _factors_of_shift(number):
                    rest = f"{source_text(place)} - {operand_text(shift.right)}"
                    guard = f"where `{source_text(place)} >= {source_text(shift.right)}`"
                    yield shift.span, f"{guard} it is `bit({source_text(factor)}, {rest})`, otherwise 0"
            case Call(Builtin.MIN, arguments):
                for one in arguments:
                    if isinstance(one, Binary) and one.operator is Operator.POWER:
                        other = next(source_text(argument) for argument in arguments if argument is not one)
                        few = f"{operand_text(one.left)}^min({source_text(one.right)}, bits({other}))"
                        yield one.span, f"write `{few}` instead: the minimum is the same"


def _factors_of_shift(number: Expression) -> Iterator[tuple[Expression, Binary]]:
    """m and 2^e if the number is m*2^e or 2^e*m."""
    match number:
        case Binary(Operator.MULTIPLY, factor, Binary(Operator.POWER, Number(2)) as power):
            yield factor, power
        case Binary(Operator.MULTIPLY, Binary(Operator.POWER, Number(2)) as power, factor):
            yield factor, power


def operand_text(node: Expression) -> str:
    """The text of a node, in parentheses if it has an operator."""
    return f"({source_text(node)})" if isinstance(node, Binary) else source_text(node)
