"""Lowering: from a checked syntax tree, with constants set, to register code.

Declarations come first. Lets over n and nothing else of the head get registers that last; ends of declared ranges and
bounds of counters are computed where they are needed, because a register that is held costs cells for good. What of
the declarations can trap is computed once at the start, in their order, so that it traps before anything is printed.

    0 .. header      lets; whatever in the declarations may trap
    header .. body   circuit NAME N k=v, and the input line: a loop for each dimension
    body .. footer   the statements
    footer ..        the output line

A check - an index in its range, a counter below its bound, a difference above zero - is left out where
``bounds.facts`` shows that it holds for every n; what is left is recorded as an ``Obligation``.
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.collector import paused
from uniform.counters.code import (
    Code,
    Decimal,
    Expect,
    Finish,
    Operand,
    PrintWire,
    Register,
    Test,
    Text,
)
from uniform.language import traps
from uniform.language.bounds import checks
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.refusals import add_rewritings
from uniform.language.lowering.conditions import unless
from uniform.language.lowering.declarations import array_name, lower_declarations, lower_let, walk
from uniform.language.lowering.emit import Emitter, JumpTarget
from uniform.language.lowering.gates import lower_print
from uniform.language.lowering.loops import lower_loop
from uniform.language.lowering.numbers import natural
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.program import Assign, For, If, Let, Print, Statement, While
from uniform.messages.diagnostics import MOST_MESSAGES
from uniform.messages.errors import Refusal
from uniform.messages.spans import Span


@dataclass(frozen=True, slots=True)
class Obligation:
    """A check that is made at run time because it was not shown to hold for every n."""

    code: str  # of the trap
    message: str
    span: Span


@paused()
def lower(program: CheckedProgram) -> Code:
    """The register code of a program.

    Raises Refusal with every expression that keeps its registers from being linear in bits(n).
    """
    e = Emitter(Facts(program.n, program.constants))
    constants = tuple((symbol.name, value) for symbol, value in program.constants)
    lower_declarations(e, program)
    header = len(e.instructions)
    e.span = program.span
    _header(e, program.name, constants)
    body = len(e.instructions)
    _statements(e, program.body)
    footer = len(e.instructions)
    e.span = program.span
    _listing(e, "output")
    e.emit(Finish())
    if e.refusals:
        raise Refusal(add_rewritings(program, list(e.refusals))[:MOST_MESSAGES])
    return Code(
        program.name,
        constants,
        e.registers(),
        e.resolved(),
        e.loops(),
        tuple(e.spans),
        tuple(array_name(e, declaration) for _, declaration in e.arrays.values()),
        tuple(e.sites),
        header,
        body,
        footer,
    )


def obligations(code: Code) -> tuple[Obligation, ...]:
    """What a run of the code still checks, each once, in the order of sites. That inputs are there needs no check."""
    used = {array.site for array in code.arrays}
    for instruction in code.instructions:
        reads_input = isinstance(instruction, PrintWire | Expect) and code.arrays[instruction.array].role == "input"
        if not reads_input:
            used.add(getattr(instruction, "site", -1))
    texts = (site.text for number, site in enumerate(code.sites) if number in used)
    found = (Obligation(text.code, text.message, text.span) for text in texts)
    return tuple(dict.fromkeys(found))  # sites of one place may show different names


# ---------------------------------------------------------------- the lines around the gates


def _header(e: Emitter, name: str, constants: tuple[tuple[str, int], ...]) -> None:
    e.emit(Text(f"circuit {name} "))
    e.emit(Decimal(Register(0)))
    e.emit(Text("".join(f" {key}={value}" for key, value in constants) + "\n"))
    _listing(e, "input")


def _listing(e: Emitter, role: str) -> None:
    """``input x[1] x[2]``: the word, all addresses of the role, and a line feed."""
    e.emit(Text(role))
    for _, declaration in e.arrays.values():
        if declaration.role == role:
            with e.scope():
                walk(e, declaration, 0, lambda indices, name=declaration.name: _address(e, name, indices))  # type: ignore[misc]
    e.emit(Text("\n"))


def _address(e: Emitter, name: str, indices: tuple[Operand, ...]) -> None:
    text = f" {name}" + ("[" if indices else "")
    for place, index in enumerate(indices):
        e.emit(Text(text))
        e.emit(Decimal(index))
        text = "," if place + 1 < len(indices) else "]"
    e.emit(Text(text))


# ---------------------------------------------------------------- statements


def _statements(e: Emitter, body: tuple[Statement, ...]) -> None:
    with e.scope():
        for statement in body:
            e.span = statement.span
            _statement(e, statement)


def _statement(e: Emitter, statement: Statement) -> None:
    match statement:
        case Print():
            with e.scope():
                lower_print(e, statement)
        case Assign():
            with e.scope():
                _assign(e, statement)
        case Let():
            lower_let(e, statement)
        case For():
            with e.scope():
                lower_loop(e, statement, lambda _: _statements(e, statement.body))
        case While(condition, body):
            again, done = JumpTarget(), JumpTarget()
            e.place(again)
            unless(e, condition, done)
            _statements(e, body)
            e.span = statement.span
            e.jump_back(again, traps.endless(statement))
            e.place(done)
        case If(branches, otherwise):
            done = JumpTarget()
            for branch in branches:
                following = JumpTarget()
                e.span = branch.span
                unless(e, branch.condition, following)
                _statements(e, branch.body)
                e.jump(done)
                e.place(following)
            _statements(e, otherwise or ())
            e.place(done)
        case _:
            raise AssertionError(statement)


def _assign(e: Emitter, statement: Assign) -> None:
    counter = e.facts.bindings[statement.symbol]
    assert isinstance(counter.operand, Register)
    assert counter.origin is not None
    check = checks.stored(statement, counter.origin)
    if e.facts.shows(check.claim):
        value = natural(e, statement.value, counter.operand)
        e.copy(counter.operand, value.operand)
        return
    value = natural(e, statement.value)
    limit = natural(e, counter.origin)
    e.require(value.operand, Test.AT_MOST, limit.operand, e.site(check.trap))
    e.copy(counter.operand, value.operand)
