"""Lowering: from a checked syntax tree, with constants set, to register code.

Declarations come first. Lets get registers that stay in use; ends of declared ranges and bounds of counters are
computed where they are needed, because a register that stays in use costs cells during the whole run. Everything in the
declarations that may trap is computed once at the start, in order, so that it traps before anything is printed.

    0 .. header      lets; everything in the declarations that may trap
    header .. body   circuit NAME N k=v, and the input line: a loop for each dimension
    body .. footer   the statements
    footer ..        the output line

A check - an index in its range, a counter within its bound, a difference that is not negative - is omitted if
``bounds.facts`` shows that it holds for every n. The remaining checks are obligations, which ``certify`` lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from uniform.collector import paused
from uniform.counters.code import (
    Code,
    Decimal,
    Expect,
    Finish,
    Instruction,
    Operand,
    PrintWire,
    Register,
    Test,
    Text,
)
from uniform.language.bounds import checks
from uniform.language.bounds.checks import Check, Claim
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.refusals import add_rewritings
from uniform.language.lowering.bindings import lower_bind
from uniform.language.lowering.conditions import jump_unless
from uniform.language.lowering.copies import at_statement, printing_a_part, release
from uniform.language.lowering.declarations import (
    array_name,
    check_ranges,
    lower_counter,
    lower_declarations,
    lower_let,
    walk,
)
from uniform.language.lowering.emit import Emitter, JumpTarget
from uniform.language.lowering.functions import lets_outside, lower_functions
from uniform.language.lowering.gates import lower_enter, lower_negations, lower_print
from uniform.language.lowering.loops import lower_loop
from uniform.language.lowering.numbers import is_written_last, lower_natural
from uniform.language.lowering.sharing.plan import Plan, find_copies
from uniform.language.lowering.sharing.share import find_shared, share
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration, Let
from uniform.language.syntax.expressions import Not
from uniform.language.syntax.gates import Bind
from uniform.language.syntax.program import Assign, Enter, For, If, Negate, Print, Scope, ScopedStatement, While
from uniform.language.syntax.symbols import Symbol
from uniform.language.traps import printing_of
from uniform.messages.diagnostics import MAX_MESSAGES
from uniform.messages.errors import Refusal, TrapText


@dataclass(frozen=True, slots=True)
class LoweredProgram:
    """A program as register code."""

    code: Code
    obligations: tuple[Check, ...]  # the checks that a run makes, by the order of their sites


@paused()
def lower(program: CheckedProgram) -> LoweredProgram:
    """The register code of a program, and the checks that it makes.

    Raises Refusal, with all expressions that would need registers longer than a constant times bits(n).
    """
    plan = find_copies(program)
    e, starts = _lower_family(program, plan)
    if plan.parts:
        better = plan.for_shared(e.regions.records, find_shared(e))
        if better != plan:
            e, starts = _lower_family(program, better, e.symbols_read)
    sites = _find_used_sites(e, [each for place, each in enumerate(e.instructions) if place not in e.unread])
    procedures, (header, body, footer) = share(e, starts)
    functions = lower_functions(e, program, _lower_statements)
    if e.refusals:
        raise Refusal(add_rewritings(program, list(e.refusals))[:MAX_MESSAGES])
    instructions, loops, kept, places = e.finish()
    code = Code(
        program.name,
        _constants(program),
        e.registers(),
        instructions,
        loops,
        tuple(e.spans[position] for position in kept),
        tuple(array_name(e, declaration) for _, declaration in e.arrays.values()),
        tuple(e.sites),
        places[header],
        places[body],
        places[footer],
        tuple(function.moved(places) for function in functions),
        tuple(e.calls),
        tuple(e.names[position] for position in kept) if any(e.names) else (),
        tuple(e.tables),
        procedures,
    )
    sites |= _find_used_sites(e, code.instructions) | {array.site for array in code.arrays}
    return LoweredProgram(code, tuple(_find_obligations(e, sites)))


def _lower_family(
    program: CheckedProgram, plan: Plan, symbols_read: set[Symbol] | None = None
) -> tuple[Emitter, tuple[int, int, int]]:
    """All but the functions, and where the header, the body and the footer begin."""
    facts = Facts(program.n, program.constants, program.functions_by_symbol)
    e = Emitter(facts, program=program, symbols_read=symbols_read)
    e.regions.plan = plan
    e.facts.lets = lets_outside(program)
    lower_declarations(e, program.declarations)
    header = len(e.instructions)
    e.span = program.span
    _lower_header(e, program.name, _constants(program))
    body = len(e.instructions)
    _lower_statements(e, program.body)
    footer = len(e.instructions)
    e.span = program.span
    _lower_listing(e, "output")
    e.emit(Finish())
    return e, (header, body, footer)


def _constants(program: CheckedProgram) -> tuple[tuple[str, int], ...]:
    return tuple((symbol.name, value) for symbol, value in program.constants)


def _find_obligations(e: Emitter, used: set[int]) -> Iterator[Check]:
    """The checks that a run makes, at the sites that are used, in the order of these, each once.

    The code repeats some of them: the ends of a declared range are computed for each address, and the wires of a
    statement may be walked twice. All numbers of a later check have passed the first one, which is the one listed."""
    seen: set[tuple[Claim, TrapText]] = set()
    for number, check in sorted(e.checks, key=itemgetter(0)):
        obligation = check.claim, e.shown[number].text
        if number in used and obligation not in seen:
            seen.add(obligation)
            yield check


def _find_used_sites(e: Emitter, instructions: Sequence[Instruction]) -> set[int]:
    """The sites at which a run of some instructions can stop. That of a wire from an input is not one of them: inputs
    always exist."""
    roles = [declaration.role for _, declaration in e.arrays.values()]
    used: set[int] = set()
    for instruction in instructions:
        reads_input = isinstance(instruction, PrintWire | Expect) and roles[instruction.array] == "input"
        if not reads_input:
            used |= {getattr(instruction, field, -1) for field in ("site", "endless")}
    return used


# ---------------------------------------------------------------- the lines around the gates


def _lower_header(e: Emitter, name: str, constants: tuple[tuple[str, int], ...]) -> None:
    e.emit(Text(f"circuit {name} "))
    e.emit(Decimal(Register(0)))
    e.emit(Text("".join(f" {key}={value}" for key, value in constants) + "\n"))
    _lower_listing(e, "input")


def _lower_listing(e: Emitter, role: str) -> None:
    """Emit ``input x[1] x[2]``: the word, all addresses of the role, and a line feed."""
    e.emit(Text(role))
    for _, declaration in e.arrays.values():
        if declaration.role == role:
            with e.scope():
                walk(e, declaration, 0, lambda indices, name=declaration.name: _lower_address(e, name, indices))  # type: ignore[misc]
    e.emit(Text("\n"))


def _lower_address(e: Emitter, name: str, indices: tuple[Operand, ...]) -> None:
    text = f" {name}" + ("[" if indices else "")
    for place, index in enumerate(indices):
        e.emit(Text(text))
        e.emit(Decimal(index))
        text = "," if place + 1 < len(indices) else "]"
    e.emit(Text(text))


# ---------------------------------------------------------------- statements


def _lower_statements(e: Emitter, body: tuple[ScopedStatement, ...]) -> None:
    with e.scope():
        for statement in body:
            e.span = statement.span
            with at_statement(e, statement):
                _lower_statement(e, statement)


def _lower_statement(e: Emitter, statement: ScopedStatement) -> None:
    match statement:
        case Print():
            with e.scope():
                lower_print(e, statement)
        case Assign():
            with e.scope():
                _lower_assign(e, statement)
            e.facts.route.store(statement)
        case Let():
            lower_let(e, statement)
        case Bind():
            lower_bind(e, statement)
        case Scope(body):
            e.printing = printing_of(statement)
            with printing_a_part(e):
                _lower_scope(e, body)
        case CounterDeclaration():
            lower_counter(e, statement)
        case ArrayDeclaration():
            check_ranges(e, statement)
        case Enter():
            lower_enter(e, statement)
        case Negate():
            with e.scope():
                lower_negations(e, statement)
        case For():
            with e.scope():
                lower_loop(e, statement, lambda _: _lower_statements(e, statement.body))
        case While(condition, body):
            again, done = JumpTarget(), JumpTarget()
            endless = checks.termination(statement, e.facts.here)
            e.place(again)
            e.whiles += 1
            with e.facts.scope():
                e.facts.route.enter(statement)
                jump_unless(e, condition, done)
                e.facts.route.assume(condition)
                _lower_statements(e, body)
            e.span = statement.span
            e.jump_back(again, endless)
            e.whiles -= 1
            e.place(done)
            e.facts.route.assume(Not(condition, condition.span))
        case If(branches, otherwise):
            done, start = JumpTarget(), len(e.instructions)
            with e.facts.scope():
                for branch in branches:
                    following = JumpTarget()
                    e.span = branch.span
                    jump_unless(e, branch.condition, following)
                    with e.facts.route.branch():
                        e.facts.route.assume(branch.condition)
                        _lower_statements(e, branch.body)
                    e.jump(done)
                    e.place(following)
                    e.facts.route.assume(Not(branch.condition, branch.condition.span))
                _lower_statements(e, otherwise or ())
            e.place(done)
            if otherwise is None and all(isinstance(each, Bind) for branch in branches for each in branch.body):
                e.drop_empty(start)
        case _:
            raise AssertionError(statement)


def _lower_scope(e: Emitter, body: tuple[ScopedStatement, ...]) -> None:
    """The statements of a block. In code that several statements may share, the registers for the checks of what its
    inputs are bound to are released after these: there may be more of them in one statement than in another."""
    with e.scope():
        height, bound, is_entered = e.height, len(e.bound), False
        checked: list[Symbol] = []
        e.regions.header = []
        for statement in body:
            is_check = isinstance(statement, Bind) and not statement.symbol.name
            if checked and not is_check:
                release(e, checked, height, bound)
                checked = []
            if is_check and is_entered and e.regions.open[-1].is_copy:
                assert isinstance(statement, Bind)
                if not checked:
                    height, bound = e.height, len(e.bound)
                checked.append(statement.symbol)
            is_entered = is_entered or isinstance(statement, Enter)
            e.span = statement.span
            with at_statement(e, statement):
                _lower_statement(e, statement)
            if isinstance(statement, Bind) and statement.symbol in e.regions.plan.headers:
                operand = e.facts.bindings[statement.symbol].operand
                e.regions.header.append(0 if operand is None else operand)


def _lower_assign(e: Emitter, statement: Assign) -> None:
    counter = e.facts.bindings[statement.symbol]
    assert isinstance(counter.operand, Register)
    assert counter.origin is not None
    check = checks.store(statement, e.facts.route.counters[statement.symbol], e.facts.here)
    if e.facts.shows(check.claim):
        target = counter.operand if is_written_last(e.term(statement.value)) else None
        value = lower_natural(e, statement.value, target)
        e.copy(counter.operand, value.operand)
        return
    value = lower_natural(e, statement.value)
    limit = lower_natural(e, counter.origin)
    e.require(value.operand, Test.AT_MOST, limit.operand, e.site(check))
    e.copy(counter.operand, value.operand)
