"""Names: declared before use, never shadowed, and used for what they are.

One walk over the tree in the order of the text, with a table of the names alive. Arrays (inputs, outputs,
gates) and numbers (constants, lets, counters, loop variables, named indices) share one name space; what is
called with a parenthesis has another. A name lives to the end of its block, and its place may then be taken by
another; ``n`` lives everywhere.

Invariant: after ``resolve`` returns, every reference of the tree has exactly one declaration, and later
stages need not ask whether there is one.

What this file does not do: compute anything. Whether an index stays in its range is for ``lowering`` and the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from uniform.circuits.gates import GATES
from uniform.language.constants import constant_values
from uniform.language.names.table import ARRAYS, NameTable, Sort, Symbol, meant_function
from uniform.language.parse.unsupported import unsupported
from uniform.language.syntax.expressions import (
    And,
    Binary,
    Builtin,
    Call,
    Compare,
    Condition,
    Expression,
    Name,
    Not,
    Number,
    Or,
    TableEntry,
)
from uniform.language.syntax.program import (
    Address,
    ArrayDeclaration,
    Assign,
    Constant,
    CounterDeclaration,
    Declaration,
    Filter,
    For,
    ForClause,
    GateCall,
    If,
    Item,
    Let,
    Print,
    Program,
    Range,
    Statement,
    Step,
    While,
    Wire,
)
from uniform.messages.diagnostics import MOST_MESSAGES, Diagnostic, Label, in_order
from uniform.messages.errors import UniformError
from uniform.messages.spans import Span


def resolve(program: Program) -> None:
    """Check every name of a program, and that the defaults of its constants have values.

    Raises UniformError with all mistakes (U2xx), in the order of the text. Takes time linear in the tree."""
    if missing := unsupported(program):
        raise UniformError(missing[:MOST_MESSAGES])
    if program.family is None:
        raise UniformError(_no_family(program))
    check = _Check()
    declarations: tuple[Item | Declaration, ...] = (*program.items, *program.family.declarations)
    for declaration in declarations:
        check.names.coming.setdefault(*_name_of(declaration))
    for declaration in declarations:
        check.declaration(declaration)
    check.body(program.family.body)
    check.all_printed(declarations)
    if check.names.diagnostics:
        raise UniformError(in_order(check.names.diagnostics)[:MOST_MESSAGES])
    constant_values(program)  # every default has to work by itself


# ---------------------------------------------------------------- the walk


class _Where(Enum):
    """Where a number is wanted: what it may be made of."""

    STATEMENT = "statement"  # anything alive
    DECLARATION = "declaration"  # nothing that varies
    CONSTANT = "constant"  # earlier constants


class _Check:
    """The walk, with the names alive and the messages so far, and what has been printed."""

    def __init__(self) -> None:
        self.names = NameTable()
        self.say = self.names.say
        self.targets: set[str] = set()

    # ------------------------------------------------------------ declarations

    def declaration(self, declaration: Item | Declaration) -> None:
        self.names.own = _name_of(declaration)[0]
        self.declared(declaration)
        self.names.own = ""

    def declared(self, declaration: Item | Declaration) -> None:
        match declaration:
            case Constant(name, value, span):
                self.number(value, _Where.CONSTANT)
                self.names.add(name, span, Symbol(Sort.CONSTANT, span))
            case Let(name, value, span):
                varies = self.number(value)
                self.names.add(name, span, Symbol(Sort.LET, span, varies=varies))
            case CounterDeclaration(name, bound, span):
                self.number(bound, _Where.DECLARATION)
                self.names.add(name, span, Symbol(Sort.COUNTER, span, varies=True))
            case ArrayDeclaration(role, name, ranges, span):
                self.names.add(name, span, Symbol(Sort[role.upper()], span, len(ranges)))
                with self.names.block():
                    for written in ranges:
                        self.range(written)

    def range(self, written: Range) -> None:
        self.number(written.low, _Where.DECLARATION)
        self.number(written.high, _Where.DECLARATION)
        if written.index is not None:
            span = Span(written.span.source, written.span.start, written.span.start + len(written.index))
            self.names.add(written.index, span, Symbol(Sort.INDEX, span))

    def all_printed(self, declarations: Sequence[Item | Declaration]) -> None:
        for declaration in declarations:
            match declaration:
                case ArrayDeclaration("output", name, ranges, span) if name not in self.targets:
                    self.say(
                        "U213",
                        f"no statement prints the output `{name}`",
                        span,
                        "every output is a gate, printed exactly once",
                        f"print it with `{name}{'[...]' if ranges else ''} := ...`",
                    )

    # ------------------------------------------------------------ statements

    def body(self, statements: Sequence[Statement]) -> None:
        with self.names.block():
            for statement in statements:
                self.statement(statement)

    def statement(self, statement: Statement) -> None:
        match statement:
            case Print(target, gate):
                for parameter in gate.parameters:
                    self.number(parameter)
                self.target(target)
                self.wires(gate)
            case Assign(name, value, span):
                self.number(value)
                self.stored(name, span)
            case Let():
                self.declaration(statement)
            case For(variable, low, high, by, _, inner, span):
                self.loop(variable, low, high, by)
                with self.names.block():
                    self.names.add(variable, span, Symbol(Sort.LOOP, span, varies=True))
                    self.body(inner)
            case While(condition, inner):
                self.condition(condition)
                self.body(inner)
            case If(branches, otherwise):
                for branch in branches:
                    self.condition(branch.condition)
                    self.body(branch.body)
                self.body(otherwise or ())

    def loop(self, variable: str, low: Expression, high: Expression, by: Expression | None) -> None:
        self.names.own = variable
        for end in (low, high) if by is None else (low, high, by):
            self.number(end)
        self.names.own = ""

    def stored(self, name: str, span: Span) -> None:
        """``name <- value``: the name of a counter."""
        entry = self.names.find(name, span, "number")
        if entry is None or entry.sort is Sort.COUNTER:
            return
        if entry.sort in ARRAYS:
            given = entry.sort is Sort.INPUT
            message = f"`{name}` is {entry.sort.value}: gates are printed, not stored"
            if given:
                message = f"`{name}` is an input: its bits are given"
            remedy = None if given else f"print it with `{name} := ...`"
            self.say("U205", message, span, "`<-` stores a number in a counter", remedy)
            return
        remedies = {
            Sort.LOOP: "only the loop changes its variable; for one of your own use a counter and `while`",
            Sort.LET: f"`let` names a number once; declare `counter {name} <= ...` for one that changes",
            Sort.CONSTANT: f"a constant is the same for every n; declare `counter {name} <= ...`",
        }
        message = f"`{name}` is {entry.sort.value} and cannot be changed"
        self.say("U205", message, span, "only counters can be changed", remedies.get(entry.sort))

    # ------------------------------------------------------------ gates

    def target(self, target: Address) -> None:
        """The address that a statement prints."""
        step = target.steps[0]
        entry = self.address(target)
        self.targets.add(step.name)
        if entry is not None and entry.sort is Sort.INPUT:
            message = f"`{step.name}` is an input and cannot be printed"
            self.say("U206", message, target.span, "inputs are given", "print to an output or a gate")
        elif entry is not None and entry.sort is Sort.COUNTER:
            message = f"`{step.name}` is a counter, not a gate"
            remedy = f"to store a number in it, write `{step.name} <- ...`"
            self.say("U206", message, target.span, "`:=` prints a gate", remedy)
        elif entry is not None and entry.sort not in ARRAYS:
            message = f"`{step.name}` is {entry.sort.value}, not a gate"
            self.say("U206", message, target.span, "`:=` prints a gate", "print to an output or a gate")

    def wires(self, gate: GateCall) -> None:
        for wire in gate.wires:
            self.wire(wire)
        if GATES[gate.kind].wires != "one":
            return
        kind = gate.kind.name
        if len(gate.wires) != 1:
            count = len(gate.wires) or "none"
            label = f"there {'is' if count == 'none' else 'are'} {count}"
            self.say("U210", f"{kind} takes exactly one wire", gate.span, label, _ONE_WIRE)
        elif gate.wires[0].clauses or gate.wires[0].times is not None:
            wire = gate.wires[0]
            what = "`for` and `if`" if wire.clauses else "`times`"
            self.say("U210", f"{kind} takes exactly one wire", wire.span, f"{what} may give any number", _ONE_WIRE)

    def wire(self, wire: Wire) -> None:
        with self.names.block():
            for clause in wire.clauses:
                match clause:
                    case Filter(condition):
                        self.condition(condition)
                    case ForClause(variable, low, high, by):
                        self.loop(variable, low, high, by)
                        span = Span(clause.span.source, clause.span.start, clause.span.start + len(variable))
                        self.names.add(variable, span, Symbol(Sort.LOOP, span, varies=True))
            entry = self.address(wire.address)
            if entry is not None and entry.sort not in ARRAYS:
                message = f"`{wire.address.steps[0].name}` is {entry.sort.value}, not a gate"
                self.say("U208", message, wire.address.span, "wires come from inputs and gates", _NUMBER_AS_WIRE)
            if wire.times is not None:
                self.number(wire.times)

    def address(self, address: Address) -> Symbol | None:
        """The array of an address; None after a message that there is none."""
        step = address.steps[0]
        for index in step.indices:
            if not isinstance(index, Range):
                self.number(index)
        entry = self.names.find(step.name, _name_span(step), "gate")
        if entry is None or entry.sort not in ARRAYS or len(step.indices) == entry.dimensions:
            return entry
        given, remedy = len(step.indices), None
        message = f"`{step.name}` has {_indices(entry.dimensions)}, not {given}"
        if given == 0:
            message = f"`{step.name}` needs {_indices(entry.dimensions)}: it is an array"
        elif entry.dimensions == 0:
            message = f"`{step.name}` is declared without ranges and takes no index"
            ranges = ", ".join(["1..n"] * given)
            remedy = f"omit the index, or declare `{step.name}[{ranges}]`"
        others = () if entry.span is None else (Label(entry.span, "declared here"),)
        label = f"{_indices(given)} given" if given else "no index given"
        if given == 0 and entry.dimensions == 1:
            remedy = f"one element is `{step.name}[i]`, a wire for each is `{step.name}[i] for i in low..high`"
        self.say("U209", message, address.span, label, remedy, *others)
        return entry

    # ------------------------------------------------------------ numbers and conditions

    def condition(self, condition: Condition) -> None:
        match condition:
            case Compare(operands):
                for operand in operands:
                    self.number(operand)
            case And(left, right) | Or(left, right):
                self.condition(left)
                self.condition(right)
            case Not(negated):
                self.condition(negated)

    def number(self, expression: Expression, where: _Where = _Where.STATEMENT) -> bool:
        """Check a number; whether its value can change while the program runs."""
        match expression:
            case Number():
                return False
            case Name(name, span):
                return self.reference(name, span, where)
            case Binary(_, left, right):
                varies = self.number(left, where)
                return self.number(right, where) or varies
            case Call(function, arguments, span):
                each = [self.number(argument, where) for argument in arguments]
                self.call(function, len(arguments), span)
                return any(each)
            case TableEntry(name, indices, span):
                for index in indices:
                    self.number(index, where)
                self.entry(name, span)
                return False

    def reference(self, name: str, span: Span, where: _Where) -> bool:
        """A name that stands for a number."""
        entry = self.names.find(name, span, "number")
        if entry is None:
            return False
        if entry.sort in ARRAYS:
            self.say("U207", f"`{name}` is {entry.sort.value}, not a number", span, _NO_READING, _GATE_AS_NUMBER)
        elif where is _Where.CONSTANT and entry.sort is not Sort.CONSTANT:
            message = f"a constant cannot depend on `{name}`"
            remedy = "a constant is the same for every n: use `let` for a number that depends on n"
            self.say("U212", message, span, f"`{name}` is {entry.sort.value}", remedy)
        elif where is _Where.DECLARATION and entry.varies:
            message = f"a declaration cannot depend on `{name}`"
            remedy = "use n, constants and numbers that are made of these"
            self.say("U211", message, span, f"{entry.sort.value}, which changes while the program runs", remedy)
        return entry.varies

    def entry(self, name: str, span: Span) -> None:
        """``name[...]`` where a number is wanted."""
        entry = self.names.find(name, Span(span.source, span.start, span.start + len(name)), "number")
        if entry is None:
            return
        if entry.sort in ARRAYS:
            message = f"`{name}` is {entry.sort.value}, not a number"
            self.say("U207", message, span, _NO_READING, _GATE_AS_NUMBER)
        else:
            message = f"`{name}` is {entry.sort.value} and takes no index"
            self.say("U209", message, span, "a single number")

    def call(self, function: Builtin | str, given: int, span: Span) -> None:
        """A built-in function and its number of arguments."""
        if isinstance(function, str):
            remedy = meant_function(function, [builtin.value for builtin in Builtin])
            if function in self.names.alive:
                sort = self.names.alive[function].sort.value
                remedy = f"`{function}` is {sort}; to multiply by it, write `{function}*(...)`"
            place = Span(span.source, span.start, span.start + len(function))
            self.say("U214", f"there is no function `{function}`", place, "called here", remedy)
            return
        fits, wanted = {
            Builtin.BITS: (given == 1, "one number: `bits(n)` is how many binary digits n has"),
            Builtin.BIT: (given == 2, "two numbers: `bit(e, k)` is the binary digit of e of weight 2^k"),
            Builtin.MIN: (given >= 2, "two numbers or more: `min(a, b)`"),
            Builtin.MAX: (given >= 2, "two numbers or more: `max(a, b)`"),
        }[function]
        if not fits:
            message = f"`{function.value}` takes {wanted.split(':')[0]}, not {given}"
            self.say("U214", message, span, f"{given} given", f"it takes {wanted}")


_ONE_WIRE = "AND, OR, XOR and the other kinds take any number of wires"
_NO_READING = "a number belongs here"
_GATE_AS_NUMBER = "the generator prints gates but cannot read them; numbers are n, counters, `let`s and loop variables"
_NUMBER_AS_WIRE = "for a constant wire, print a gate `one := TRUE` or `zero := FALSE` and use that"


def _indices(count: int) -> str:
    return "one index" if count == 1 else f"{count} indices"


def _name_span(step: Step) -> Span:
    return step.span if not step.indices else Span(step.span.source, step.span.start, step.span.start + len(step.name))


def _name_of(declaration: Item | Declaration) -> tuple[str, Span]:
    match declaration:
        case Constant() | Let() | CounterDeclaration() | ArrayDeclaration():
            return declaration.name, declaration.name_span
    return "", declaration.span


def _no_family(program: Program) -> Diagnostic:
    return Diagnostic(
        "U216",
        "the file has no family",
        Span(program.span.source, 0, 0),
        "a program prints the circuits of one family",
        help="add `family NAME(n)` with its declarations and statements indented below",
    )
