"""Programs in terms of what parts are replaced with, built by hand: a family as text, and blocks as Python functions.

`name[indices] := block(...)` in the text is a call of the function ``block``, which returns a `Scope`. Inside it, names
are looked up in ``numbers`` and ``arrays``, and further text is read with them in scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from textwrap import dedent, indent
from typing import Any

from uniform.language.constants import set_constants
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.pipeline import Generator
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration, Let
from uniform.language.syntax.expressions import Expression, Name
from uniform.language.syntax.gates import Address, Bind, ForClause, GateCall, Group, Range, Step, Wire
from uniform.language.syntax.program import Assign, Enter, For, If, Instantiate, Negate, Scope, Statement, While
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.errors import TrapText
from uniform.messages.spans import Source, Span

Outside = tuple[tuple[Bind, ...], tuple[Expression, ...], tuple[Range, ...]]  # bindings, leading indices, ranges
Block = Callable[["Core", Instantiate], Scope]


@dataclass(frozen=True)
class View:
    """What the name of an array means at some place: ``symbol[leading, indices + shift]``."""

    symbol: Symbol
    leading: tuple[Expression, ...] = ()
    ranges: tuple[Range, ...] | None = None  # of the indices; None: as declared
    shift: str | None = None  # of a slice: added to the index
    ends: tuple[str, str] | None = None  # of a slice: those of the index
    outside: Callable[[Core, tuple[Expression, ...]], Outside] | None = None  # of an output


@dataclass(frozen=True)
class ListOfWires:
    """What the name of a list means."""

    wires: tuple[Wire | Group, ...]


class Core:
    """A program that is put together."""

    def __init__(self, text: str, parts: Callable[[Core], None], blocks: dict[str, Block]) -> None:
        head, _, body = dedent(text).lstrip("\n").partition("\nbegin\n")
        outputs = [line for line in head.splitlines() if line.strip().startswith("output")]
        assert len(outputs) == 1
        named = outputs[0].split()[1:]
        family = resolve(parse(Source("core.gen", head + "".join(f"\n  {_prints(each)}" for each in named) + "\n")))
        self.n = family.n
        self.numbers: dict[str, Symbol] = {"n": family.n}
        self.arrays: dict[str, View | ListOfWires] = {}
        self.declarations = list(family.declarations)
        for declaration in family.declarations:
            if isinstance(declaration, ArrayDeclaration):
                self.arrays[declaration.name] = View(declaration.symbol)
            else:
                self.numbers[declaration.name] = declaration.symbol
        self.blocks = blocks
        parts(self)
        self.program: CheckedProgram = set_constants(
            replace(family, declarations=tuple(self.declarations), body=self.statements(body))
        )

    # ------------------------------------------------------------ what the functions of blocks use

    def number(self, text: str) -> Expression:
        (let,) = _parse(f"let a = {text}")
        return self._bound(let.value)  # type: ignore[no-any-return]

    def range(self, text: str, index: str | None = None) -> Range:
        """A range in names that are in scope here; ``index`` is in scope from now on."""
        low, _, high = text.partition("..")
        ends = self.number(low), self.number(high)
        span = Span(Source("core.gen", text), 0, len(text))
        symbol = None if index is None else self.new(index, Sort.INDEX)
        return Range(index, *ends, span, symbol=symbol)

    def new(self, name: str, sort: Sort = Sort.LET, *, varies: bool = True) -> Symbol:
        self.numbers[name] = Symbol(name, sort, None, varies=varies)
        return self.numbers[name]

    def bind(
        self, name: str, value: Expression | Range, low: str | None = None, high: str | None = None, shown: bool = True
    ) -> Bind:
        ends = [None if end is None else self.number(end) for end in (low, high)]
        trap = None if low is high is None else trap_text(f"`{name}` is outside {low}..{high}", value.span)
        symbol = self.new(name)
        if not shown:
            symbol = self.numbers[name] = Symbol("", Sort.LET, None, varies=True)
        return Bind(symbol, value, ends[0], ends[1], trap, value.span)

    def counter(self, name: str, bound: str) -> CounterDeclaration:
        found = self.number(bound)
        symbol = self.new(name, Sort.COUNTER)
        return CounterDeclaration(name, found, found.span, found.span, symbol=symbol)

    def declare(
        self, role: str, *path: tuple[str, int], ranges: tuple[Range, ...] = (), bindings: tuple[Bind, ...] = ()
    ) -> Symbol:
        """An array inside parts, or of parts, among the declarations of the program."""
        name = ".".join(each for each, _ in path)
        symbol = Symbol(name, Sort.GATE, None, len(ranges))
        span = Span(Source("core.gen", name), 0, len(name))
        declaration = ArrayDeclaration(role, name, ranges, span, span, symbol=symbol, path=path, bindings=bindings)
        self.declarations.append(declaration)
        self.arrays[name] = View(symbol)
        return symbol

    def local(self, name: str, array: str, leading: str, *ranges: Range) -> ArrayDeclaration:
        """An array of a block, where a part is printed."""
        whole = self.arrays[array]
        assert isinstance(whole, View)
        indices = tuple(self.number(each) for each in leading.split(",") if each)
        self.arrays[name] = View(whole.symbol, indices, ranges)
        span = Span(Source("core.gen", name), 0, len(name))
        return ArrayDeclaration("gate", name, ranges, span, span, symbol=whole.symbol)

    def enter(self, array: str, leading: str, statement: Instantiate) -> Enter:
        return Enter(self.part(array, leading), statement.span)

    def part(self, array: str, leading: str) -> Address:
        view = self.arrays[array]
        assert isinstance(view, View)
        indices = tuple(self.number(each) for each in leading.split(","))
        span = Span(Source("core.gen", array), 0, len(array))
        return Address((Step(array, indices, span, symbol=view.symbol, free=len(indices)),), span)

    def list_of(self, text: str) -> tuple[Wire, ...]:
        """Wires, as a gate that takes them."""
        (print_,) = self.statements(f"zzz := OR({text})", target=False)
        return print_.gate.wires  # type: ignore[union-attr,return-value]

    def negate(self, array: str, leading: str, wires: tuple[Wire, ...]) -> Negate:
        part = self.part(array, leading)
        return Negate(part, wires, part.span)

    def shared(self, part: Address, wires: tuple[Wire, ...]) -> ListOfWires:
        """What the name of a list means in the block."""
        return ListOfWires(tuple(replace(wire, part=part) if wire.negated else wire for wire in wires))

    @contextmanager
    def scope(self) -> Iterator[None]:
        numbers, arrays = dict(self.numbers), dict(self.arrays)
        yield
        self.numbers, self.arrays = numbers, arrays

    def statements(self, text: str, *, target: bool = True) -> tuple[Statement, ...]:
        """Statements with the names that are in scope here."""
        if not target:
            self.arrays["zzz"] = View(Symbol("zzz", Sort.GATE, None))
        with self.scope():
            return tuple([self._bound(statement) for statement in _parse(text)])

    # ------------------------------------------------------------ names

    def _bound(self, node: Any) -> Any:
        match node:
            case tuple():
                return tuple([self._bound(each) for each in node])
            case Instantiate(block=block):
                with self.scope():
                    return self.blocks[block](self, node)
            case Name(name):
                return replace(node, symbol=self.numbers[name])
            case Assign(name):
                return replace(self._rebuilt(node), symbol=self.numbers[name])
            case Let(name):
                node = self._rebuilt(node)
                return replace(node, symbol=self.new(name))
            case For() | ForClause():
                ends = {key: self._bound(getattr(node, key)) for key in ("low", "high", "by")}
                symbol = self.new(node.variable, Sort.LOOP)
                with self.scope():
                    body = {"body": self._bound(node.body)} if isinstance(node, For) else {}
                return replace(node, symbol=symbol, **ends, **body)
            case While() | If():
                with self.scope():
                    return self._rebuilt(node)
            case GateCall(wires=wires):
                return replace(node, parameters=self._bound(node.parameters), wires=tuple(self._wires(wires)))
            case Address():
                return self._address(node)
        return self._rebuilt(node)

    def _rebuilt(self, node: Any) -> Any:
        if not is_dataclass(node) or isinstance(node, Span | Symbol):
            return node
        names = [each.name for each in fields(node) if each.init and each.name != "symbol"]
        return replace(node, **{name: self._bound(getattr(node, name)) for name in names})  # type: ignore[type-var]

    def _wires(self, wires: tuple[Wire | Group, ...]) -> Iterator[Wire | Group]:
        ordinal = 0
        for wire in wires:
            assert isinstance(wire, Wire)
            ordinal += wire.negated
            with self.scope():
                clauses = self._bound(wire.clauses)
                view = self.arrays[wire.address.steps[0].name]
                if isinstance(view, ListOfWires):
                    yield Group((), clauses, view.wires, wire.span)
                    continue
                own = tuple(each.symbol for each in clauses if isinstance(each, ForClause))
                changes = {"ordinal": ordinal, "own": own} if wire.negated else {}
                yield replace(
                    wire,
                    clauses=clauses,
                    address=self._address(wire.address),
                    times=self._bound(wire.times),
                    **changes,  # type: ignore[arg-type]
                )

    def _address(self, address: Address) -> Address:
        name = ".".join(step.name for step in address.steps)
        view = self.arrays[name]
        assert isinstance(view, View)
        indices = tuple([self._bound(index) for step in address.steps for index in step.indices])
        bindings: tuple[Bind, ...] = ()
        if view.ends is not None:
            with self.scope():
                bindings = (self.bind("index", indices[0], *view.ends),)
                shift = f" + {view.shift}" if view.shift else ""
                indices = (self.number(f"index{shift}"),)
        if view.outside is not None:
            with self.scope():
                bindings, leading, ranges = view.outside(self, indices)
                step = Step(
                    name,
                    (*leading, *indices[len(leading) :]),
                    address.span,
                    symbol=view.symbol,
                    free=len(leading),
                    ranges=ranges,
                )
                return Address((step,), address.span, bindings=bindings)
        step = Step(
            name,
            (*view.leading, *indices),
            address.span,
            symbol=view.symbol,
            free=len(view.leading) + len(bindings),
            ranges=view.ranges,
        )
        return Address((step,), address.span, bindings=bindings)


def trap_text(message: str, span: Span) -> TrapText:
    return TrapText("U404", message, "here", "keep it inside", span)


def generator(core: Core) -> Generator:
    return Generator(Source("core.gen", ""), core.program, {})


def _parse(text: str) -> tuple[Any, ...]:
    family = parse(Source("core.gen", "family f(n)\n" + indent(dedent(text).strip("\n"), "  ") + "\n")).family
    assert family is not None
    return (*family.declarations, *family.body)


def _prints(output: str) -> str:
    name = output.split("[", maxsplit=1)[0].rstrip(",")
    return f"{name}{'[' + output.split('[')[1].split('..', maxsplit=1)[0] + ']' if '[' in output else ''} := OR()"
