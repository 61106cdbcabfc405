"""Programs: files, functions, statements, and the lines that are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.language.by_the_rules.addresses import Array, Table, go_over, negation, numbers, read, show, use
from tests.language.by_the_rules.numbers import (
    BUILTINS,
    Function,
    Indexed,
    Run,
    Scope,
    Trapped,
    holds,
    loop,
    natural,
    tuples,
)
from tests.language.by_the_rules.parts import (
    Handed,
    Names,
    Parts,
    bind,
    check_arguments,
    declare,
    let,
    negations,
)
from uniform.circuits.gates import Kind
from uniform.language.parse.parser import parse
from uniform.language.syntax.declarations import ArrayDeclaration, Constant, Declaration, Let, TableDeclaration
from uniform.language.syntax.gates import Wire
from uniform.language.syntax.program import (
    Assign,
    Block,
    For,
    FunctionDeclaration,
    If,
    Import,
    Instantiate,
    Print,
    Program,
    Statement,
    While,
)
from uniform.messages.spans import Source, Span


def print_text(source: Source, n: int, settings: Mapping[str, int] | None = None, steps: int = 10**6) -> str:
    """The text of the n-th circuit. Raises Trapped and TooLong."""
    return "".join(f"{line}\n" for line in _Program(Run(n, steps), settings or {}).lines(source))


@dataclass
class _Program:
    run: Run
    settings: Mapping[str, int]
    constants: dict[str, int] = field(default_factory=dict)
    files: dict[Path, Scope] = field(default_factory=dict)  # the names that each imported file declares itself

    def lines(self, source: Source) -> list[str]:
        program = parse(source)
        family, run = program.family, self.run
        assert family is not None
        scope, _ = self.file(source, program)
        body = _body(scope, family.declarations)
        for declaration in family.declarations:
            if isinstance(declaration, Constant):
                body.values[declaration.name] = self.constant(body, declaration)
            declare(body, [declaration])
            made = body.values[declaration.name]
            if isinstance(made, Array) and made.declaration.role == "input":
                run.printed.update(made.at(_plain(indices, made)) for indices in tuples(body, made.ranges))
        execute(body, family.body)
        outputs = [each for each in family.declarations if isinstance(each, ArrayDeclaration) and each.role == "output"]
        for output in outputs:
            if not run.printed.issuperset(_addresses(body, [output])):
                raise Trapped("U407", output.span)
        inputs = [each for each in family.declarations if isinstance(each, ArrayDeclaration) and each.role == "input"]
        constants = [f"{name}={value}" for name, value in self.constants.items()]
        return [
            " ".join(["circuit", family.name, str(run.n), *constants]),
            " ".join(["input", *_addresses(body, inputs)]),
            *run.lines,
            " ".join(["output", *_addresses(body, outputs)]),
        ]

    def constant(self, scope: Scope, declaration: Constant) -> int:
        value = self.settings.get(declaration.name)
        value = natural(scope, declaration.value) if value is None else value
        self.constants[declaration.name] = value
        return value

    def file(self, source: Source, program: Program) -> tuple[Scope, Scope]:
        """What is visible at the end of a file, and what it declares itself."""
        visible = Scope(self.run, {"n": self.run.n}, dict(BUILTINS))
        own = Scope(self.run, {}, {})
        for item in program.items:
            match item:
                case Import(path):
                    _add(visible, self.imported(path, source))
                    continue
                case Let(name):
                    here = _copy(visible)
                    own.values[name] = let(here, item)
                    own.signed |= here.signed & {name}
                case Constant(name):
                    own.values[name] = self.constant(visible, item)
                case TableDeclaration(name):
                    own.values[name] = Table(item, _copy(visible))
                case FunctionDeclaration(name):
                    own.functions[name] = function(_copy(visible), item)
                case Block(name):
                    own.blocks[name] = item, _copy(visible)
            _add(visible, own)
        return visible, own

    def imported(self, path: str, source: Source) -> Scope:
        library = Path(__file__).parents[3] / "machines" / "lib" / f"{path.removeprefix('lib:')}.gen"
        file = (library if path.startswith("lib:") else Path(source.name).parent / path).resolve()
        if file not in self.files:
            found = Source(str(file), file.read_text(encoding="utf-8"))
            self.files[file] = self.file(found, parse(found))[1]
        return self.files[file]


def _copy(scope: Scope) -> Scope:
    return Scope(scope.run, dict(scope.values), dict(scope.functions), dict(scope.blocks), set(scope.signed))


def _add(scope: Scope, more: Scope) -> None:
    scope.values.update(more.values)
    scope.functions.update(more.functions)
    scope.blocks.update(more.blocks)
    scope.signed |= more.signed


def _body(seen: Scope, declarations: Sequence[Declaration]) -> Scope:
    scope = _copy(seen)
    names = Names(dict(seen.values), declarations)
    scope.values = names
    names.scope = scope
    return scope


def _plain(indices: Sequence[int], made: Array) -> list[Indexed]:
    return [(index, made.declaration.span) for index in indices]


def _addresses(scope: Scope, declarations: Sequence[ArrayDeclaration]) -> list[str]:
    return [show(each.name, indices) for each in declarations for indices in tuples(scope, each.ranges)]


def function(seen: Scope, declaration: FunctionDeclaration) -> Function:
    """``def``: names and counters of its own, and the last value of its result."""

    def call(given: Sequence[Indexed], span: Span) -> int:
        scope = _body(seen, declaration.declarations)
        seen.run.step()
        check_arguments(scope, declaration.parameters, given)
        result = declaration.result
        assert result.bound is not None
        scope.bounds[result.name] = natural(scope, result.bound)
        scope.values[result.name] = 0
        declare(scope, declaration.declarations)
        execute(scope, declaration.body)
        found = scope.values[result.name]
        assert isinstance(found, int)
        return found

    return call


# ---------------------------------------------------------------- statements


def execute(scope: Scope, body: Sequence[Statement]) -> None:
    for statement in body:
        scope.run.step()
        match statement:
            case Print():
                print_gate(scope, statement)
            case Instantiate():
                print_part(scope, statement)
            case Assign(name, value):
                number = natural(scope, value)
                if number > scope.bounds[name]:
                    raise Trapped("U403", value.span)
                scope.values[name] = number
            case Let(name):
                scope.values[name] = let(scope, statement)
            case For(variable, body=inner):
                for number in loop(scope, statement):
                    scope.run.step()
                    scope.values[variable] = number
                    execute(scope, inner)
            case While(condition, inner):
                while holds(scope, condition):
                    scope.run.step()
                    execute(scope, inner)
            case If(branches, otherwise):
                taken = (branch.body for branch in branches if holds(scope, branch.condition))
                execute(scope, next(taken, otherwise or ()))


def print_gate(scope: Scope, statement: Print) -> None:
    gate, place = statement.gate, statement.target.span
    parameters = [natural(scope, parameter) for parameter in gate.parameters]
    if gate.kind is Kind.MOD:
        if parameters[0] == 0:
            raise Trapped("U409", gate.parameters[0].span)
        if parameters[1] >= parameters[0]:
            raise Trapped("U410", gate.parameters[1].span)
    target = read(scope, statement.target)
    written = [wire for wire in gate.wires if isinstance(wire, Wire)]
    nots: list[tuple[str, str]] = []

    def negate(wire: Wire, inner: Scope) -> str:
        nots.append((negation(target, written, wire, inner), use(inner, wire.address)))
        return nots[-1][0]

    wires = [
        address if weight == 1 else f"{address}*{weight}"
        for address, weight in go_over(scope, written, negate)
        if weight
    ]
    for address, wire in nots:
        print_line(scope.run, address, ["NOT", wire], place)
    print_line(scope.run, target, [gate.kind.name, *map(str, parameters), *wires], place)


def print_line(run: Run, address: str, words: Sequence[str], place: Span) -> None:
    if address in run.printed:
        raise Trapped("U406", place)
    run.printed.add(address)
    run.lines.append(" ".join([address, "=", *words]))


def print_part(scope: Scope, statement: Instantiate) -> None:
    (step,) = statement.target.steps
    parts = scope.values[step.name]
    assert isinstance(parts, Parts)
    part = parts.at(numbers(scope, step))
    for made in list(part.values.values()):
        if isinstance(made, Handed) and made.scope is part:
            made.check()
    place = part.place.removesuffix(".")
    listed = bind(scope, part, parts.block, place, statement.arguments)
    if place in scope.run.printed:
        raise Trapped("U406", statement.target.span)
    scope.run.printed.add(place)
    declare(part, parts.block.declarations)
    for address, wire in negations(scope, listed, place):
        print_line(scope.run, address, ["NOT", wire], statement.target.span)
    execute(part, parts.block.body)
