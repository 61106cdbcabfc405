"""Lowering: from a checked syntax tree, with constants set, to register code.

Declarations come first. Lets over n and nothing else of the head get registers that last; ends of declared ranges and
bounds of counters are computed where they are needed, because a register that is held costs cells for good. What of
the declarations can trap is computed once at the start, in their order, so that it traps before anything is printed.

    0 .. header      lets; whatever in the declarations may trap
    header .. body   circuit NAME N k=v, and the input line: a loop for each dimension
    body .. footer   the statements
    footer ..        the output line

A check - an index in its range, a counter below its bound, a difference above zero - is left out where
``bounds.affine`` shows that it holds for every n; what is left is recorded as an ``Obligation``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from uniform.counters.code import (
    ArrayName,
    Code,
    Decimal,
    Expect,
    Halt,
    Operand,
    Register,
    StepDown,
    StepUp,
    Test,
    Text,
    Wire,
)
from uniform.errors import Refusal
from uniform.language import traps
from uniform.language.bounds.affine import Between, Form, names, substituted
from uniform.language.bounds.magnitude import Magnitude
from uniform.language.bounds.refusals import with_rewritings
from uniform.language.layout import in_order
from uniform.language.lowering.emit import Emitter, Label, Value
from uniform.language.lowering.gates import lower_print
from uniform.language.lowering.numbers import difference, natural, signed, sum_of, unless
from uniform.language.syntax import (
    ArrayDeclaration,
    Assign,
    CounterDeclaration,
    Expression,
    For,
    Generator,
    If,
    Let,
    Name,
    Number,
    Print,
    Program,
    Range,
    Statement,
    While,
)
from uniform.spans import Span


@dataclass(frozen=True, slots=True)
class Obligation:
    """A check that is made at run time because it was not shown to hold for every n."""

    code: str  # of the trap
    message: str
    span: Span


def lower(program: Program, constants: Mapping[str, int]) -> Code:
    """The register code of a program whose names have been checked.

    Raises Refusal with every expression that keeps its registers from being linear in bits(n).
    """
    family = program.family
    assert family is not None
    e = Emitter(constants)
    e.facts.intervals["n"] = Between(Form(1), None)
    for name, value in constants.items():
        e.facts.known[name] = Form(value)
    _declarations(e, program)
    header = len(e.instructions)
    e.span = family.span
    _header(e, family.name)
    body = len(e.instructions)
    _statements(e, family.body)
    footer = len(e.instructions)
    e.span = family.span
    _listing(e, "output")
    e.emit(Halt())
    if e.refusals:
        raise Refusal(with_rewritings(program, list(e.refusals)))
    return Code(
        family.name,
        tuple(constants.items()),
        e.registers(),
        e.resolved(),
        tuple(e.spans),
        tuple(_array_name(e, declaration) for _, declaration in e.arrays.values()),
        tuple(e.sites),
        header,
        body,
        footer,
    )


def obligations(code: Code) -> tuple[Obligation, ...]:
    """What a run of the code still checks, in the order of its sites. That inputs are there needs no check."""
    used = {array.site for array in code.arrays}
    for instruction in code.instructions:
        reads_input = isinstance(instruction, Wire | Expect) and code.arrays[instruction.array].role == "input"
        if not reads_input:
            used.add(getattr(instruction, "site", -1))
    return tuple(
        Obligation(site.code, site.message, site.span) for number, site in enumerate(code.sites) if number in used
    )


# ---------------------------------------------------------------- declarations


def _declarations(e: Emitter, program: Program) -> None:
    for declaration in in_order(program):
        e.span = declaration.span
        match declaration:
            case Let():
                _let(e, declaration)
            case CounterDeclaration(name, bound):
                with e.tentative(_may_trap):
                    value = natural(e, bound)
                e.counters[name] = declaration
                register = e.take(value.bound, name)
                if e.instructions:
                    e.copy(register, 0)  # what was computed above may have used it
                e.values[name] = Value(register, value.bound)
                e.origins[name] = bound
                e.facts.intervals[name] = Between(Form(0), e.facts.form(bound))
                e.facts.changing.add(name)
            case ArrayDeclaration(_, name, ranges):
                own = _with_own_names(declaration)
                e.arrays[name] = (len(e.arrays), own)
                for place in range(len(ranges)):
                    with e.tentative(_may_trap):
                        _computed(e, own, place)


def _with_own_names(declaration: ArrayDeclaration) -> ArrayDeclaration:
    """Each index named as no program can name it, ``ARRAY.INDEX``: what follows may use the written name again."""
    own = {r.index: f"{declaration.name}.{r.index}" for r in declaration.ranges if r.index is not None}
    standing = {index: Name(name, declaration.span) for index, name in own.items()}
    ranges = tuple(
        replace(
            written,
            index=None if written.index is None else own[written.index],
            low=substituted(written.low, standing),
            high=substituted(written.high, standing),
        )
        for written in declaration.ranges
    )
    return replace(declaration, ranges=ranges)


def _computed(e: Emitter, declaration: ArrayDeclaration, place: int) -> None:
    """Compute the ends of one range as ``layout`` does: for all indices to its left if it names one, else once."""
    written, left = declaration.ranges[place], declaration.ranges[:place]
    used = names(written.low) | names(written.high)
    if any(outer.index in used for outer in left):
        _ranges(e, replace(declaration, ranges=left), 0, lambda indices: _ends(e, written))
    else:
        _ends(e, written)


def _ends(e: Emitter, written: Range) -> None:
    with e.scope():
        natural(e, written.low)
        signed(e, written.high)


def _may_trap(e: Emitter, start: int) -> bool:
    return any(getattr(instruction, "site", -1) >= 0 for instruction in e.instructions[start:])


def _never(e: Emitter, start: int) -> bool:
    del e, start
    return False


def _let(e: Emitter, let: Let) -> None:
    """A let is a register, unless its value is known now."""
    e.origins[let.name] = let.value
    with e.tentative(_may_trap):
        value = natural(e, let.value)
    if isinstance(value.operand, int):
        e.values[let.name] = value
        e.facts.known[let.name] = Form(value.operand)
        return
    exact = e.facts.form(let.value)
    highest = e.facts.relaxed(exact, upwards=True)
    register = e.take(value.bound, let.name)
    e.copy(register, natural(e, let.value, register).operand)
    e.height = register.index + 1
    e.values[let.name] = Value(register, value.bound)
    if highest == exact:
        e.facts.known[let.name] = exact
    else:
        e.facts.intervals[let.name] = Between(Form(0), highest)


def _array_name(e: Emitter, declaration: ArrayDeclaration) -> ArrayName:
    depth = len(declaration.ranges)
    name = declaration.name
    pieces = (f"{name}[", *[","] * (depth - 1), "]") if depth else (name,)
    site = e.site(traps.never_printed(declaration)) if declaration.role == "output" else -1
    return ArrayName(pieces, declaration.role, site)  # type: ignore[arg-type]


def _ranges(
    e: Emitter, declaration: ArrayDeclaration, place: int, body: Callable[[tuple[Operand, ...]], None],
    indices: tuple[Operand, ...] = (),
) -> None:  # fmt: skip
    """Walk all index tuples of a declared array, row-major: nested loops, the body innermost."""
    if place == len(declaration.ranges):
        body(indices)
        return
    written = declaration.ranges[place]
    name = written.index or f"{declaration.name}.{place + 1}"
    loop = For(name, written.low, written.high, None, False, (), written.span, written.span)
    lower_loop(e, loop, lambda variable: _ranges(e, declaration, place + 1, body, (*indices, variable)))


# ---------------------------------------------------------------- the lines around the gates


def _header(e: Emitter, name: str) -> None:
    e.emit(Text(f"circuit {name} "))
    e.emit(Decimal(Register(0)))
    e.emit(Text("".join(f" {key}={value}" for key, value in e.constants.items()) + "\n"))
    _listing(e, "input")


def _listing(e: Emitter, role: str) -> None:
    """``input x[1] x[2]``: the word, all addresses of the role, and a line feed."""
    e.emit(Text(role))
    for _, declaration in e.arrays.values():
        if declaration.role == role:
            with e.scope():
                _ranges(e, declaration, 0, lambda indices, name=declaration.name: _address(e, name, indices))  # type: ignore[misc]
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
                lower_print(e, statement, lower_loop)
        case Assign():
            with e.scope():
                _assign(e, statement)
        case Let():
            _let(e, statement)
        case For():
            with e.scope():
                lower_loop(e, statement, lambda _: _statements(e, statement.body))
        case While(condition, body):
            again, done = Label(), Label()
            e.place(again)
            unless(e, condition, done)
            _statements(e, body)
            e.span = statement.span
            e.jump(again)
            e.place(done)
        case If(branches, otherwise):
            done = Label()
            for branch in branches:
                following = Label()
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
    declaration = e.counters[statement.name]
    counter = e.values[statement.name]
    assert isinstance(counter.operand, Register)
    if e.facts.at_most(e.facts.form(statement.value), e.facts.form(declaration.bound)):
        value = natural(e, statement.value, counter.operand)
        e.copy(counter.operand, value.operand)
        return
    value = natural(e, statement.value)
    limit = natural(e, declaration.bound)
    site = e.site(traps.bound_exceeded(statement.value, declaration))
    e.require(value.operand, Test.AT_MOST, limit.operand, site)
    e.copy(counter.operand, value.operand)


def lower_loop(e: Emitter, loop: For | Generator, body: Callable[[Register], None]) -> None:
    """A loop of a statement, of a comprehension, or over a declared range (whose variable may be no name).

    The ends are computed once, in the order in which they are written, then the step. The limit occupies a register
    unless it is a number that cannot change meanwhile. The variable is set only when there is a first pass.
    """
    with e.scope():
        span = e.span
        facts = e.facts
        low_form, high_form = facts.form(loop.low), facts.form(loop.high)
        never_empty = facts.at_most(low_form, high_form)
        between = Between(facts.relaxed(low_form, upwards=False) or Form(0), facts.relaxed(high_form, upwards=True))
        bound = _end_bound(e, loop.high)
        shown = loop.variable.rpartition(".")[2]  # a declared range has ARRAY.INDEX, or ARRAY.1 without a name
        named = shown.isidentifier()
        variable = e.take(bound, shown if named else None)
        kept = loop.low if loop.down else loop.high
        limit_register = None if _lasts(e, kept) else e.take(_end_bound(e, kept))
        step_register = None if loop.by is None or _lasts(e, loop.by) else e.take(_end_bound(e, loop.by))
        done, again = Label(), Label()
        with e.scope():
            if loop.down:
                plus, minus = signed(e, loop.high)
                low = natural(e, loop.low)
            else:
                low = natural(e, loop.low)
                plus, minus = signed(e, loop.high)
            step = _step(e, loop, step_register)
            if not never_empty:
                least = low if minus is None else sum_of(e, low, minus)
                e.jump_if(plus.operand, Test.LESS, least.operand, done)
            first = variable if loop.down else limit_register
            if minus is not None:
                target = first if first is not None else e.take(bound)
                difference(e, plus, minus, target)
                plus = Value(target, bound)
            elif first is not None:
                e.copy(first, plus.operand)
            if loop.down and limit_register is not None:
                e.copy(limit_register, low.operand)
            if not loop.down:
                e.copy(variable, low.operand)
            limit: Operand = limit_register if limit_register is not None else (low if loop.down else plus).operand
        if named:
            e.values[loop.variable] = Value(variable, bound)
            e.origins[loop.variable] = loop.high
            facts.intervals[loop.variable] = between
        e.place(again)
        body(variable)
        e.span = span
        kind = StepDown if loop.down else StepUp
        e.step(kind(variable, limit, step, -1), again)
        e.place(done)


def _step(e: Emitter, loop: For | Generator, register: Register | None) -> Operand:
    if loop.by is None:
        return 1
    value = natural(e, loop.by, register)
    if not e.facts.natural(e.facts.form(loop.by) - Form(1)):
        e.require(0, Test.LESS, value.operand, e.site(traps.step_zero(loop.by)))
    if register is not None:
        e.copy(register, value.operand)
        return register
    return value.operand


def _lasts(e: Emitter, expression: Expression) -> bool:
    """Whether an end is a number that nothing in the loop changes, so that it needs no register of its own."""
    match expression:
        case Number():
            return True
        case Name(name):
            return name not in e.counters
    return False


def _end_bound(e: Emitter, expression: Expression) -> Magnitude:
    """The bound of an end, found by lowering it and forgetting the code."""
    with e.tentative(_never):
        plus, _ = signed(e, expression)
    return plus.bound
