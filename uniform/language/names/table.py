"""The names in scope at one place of a program, and messages about names that are not.

A name is in scope to the end of its block and never hides another one. For its messages, the table also remembers
names whose blocks have ended and names that are declared further down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from uniform.language.names.elsewhere import Elsewhere
from uniform.language.syntax.gates import Range
from uniform.language.syntax.program import FunctionDeclaration
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic, Label
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Span

MAX_NUMBERS = 1000
"""The limit on counters, lets and loop variables in scope at one place: each has a tape, and every trap shows them
all."""

_OUTPUT_OF_A_PART = re.compile(r"(\[[^\]\n]*\])?\.[A-Za-z_]")  # what follows the name of a part
_MAX_INDICES = 200  # characters of them that are looked at

_NUMBERS = (Sort.LET, Sort.COUNTER, Sort.LOOP, Sort.ARGUMENT, Sort.RESULT)


class NameTable:
    """The names in scope, and the messages so far."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.n = Symbol("n", Sort.PARAMETER, None)
        self.in_scope: dict[str, Symbol] = {"n": self.n}
        self.ended: dict[str, Symbol] = {}
        self.upcoming: dict[str, Span] = {}  # all declared names, with their places
        self.numbers = 0  # counters, lets and loop variables in scope
        self.declaring = ""  # the name whose declaration is being checked
        self.ranged: tuple[str, Sequence[Range]] | None = None  # the name and ranges of what is being declared
        self.unknown: set[str] = set()  # names reported already
        self.doubtful: set[Symbol] = set()  # of names that are declared as two different things, reported already
        self.called: dict[str, Symbol] = {}  # functions and blocks, which have a name space of their own
        self.upcoming_functions: dict[str, FunctionDeclaration] = {}  # all functions of the file
        self.of_header: dict[str, Span] = {}  # functions that a block takes, while its header is read
        self.cycles: set[frozenset[str]] = set()  # of functions, reported already
        self.function = ""  # the function that is being read
        self.of_family: dict[str, Span] = {}  # the names at the head of the family, which functions do not see
        self.elsewhere = Elsewhere()

    def report(
        self, code: str, message: str, span: Span | None, label: str, help: str | None = None, *others: Label
    ) -> None:
        """Collect a message."""
        self.diagnostics.append(Diagnostic(code, message, span, label, others, help=help))

    # ------------------------------------------------------------ names come and go

    def declare(self, symbol: Symbol) -> Symbol:
        """Bring a name into scope, unless it is in scope already; returns the symbol."""
        name, span = symbol.name, symbol.span
        known = self.in_scope.get(name)
        if known is None:
            self.in_scope[name] = symbol
            self.numbers += symbol.sort in _NUMBERS
            if self.numbers == MAX_NUMBERS + 1 and symbol.sort in _NUMBERS:
                message = f"more than {MAX_NUMBERS} counters, lets and loop variables in scope at one place"
                self.report("U106", message, span, "one too many", "make a number that never changes a `const`")
            self.unknown.discard(name)
            return symbol
        others = (Label(known.span, f"`{name}` is first declared here"),) if known.span else ()
        message = f"`{name}` is already the name of {known.sort.value}"
        remedy = "choose another name: a name cannot be declared again in its scope"
        if known.sort is symbol.sort is Sort.LET:
            remedy = f"`let` names a number once; for one that changes, declare `counter {name} <= ...`"
        if span is not None and known.span is not None and known.span.source is not span.source:
            remedy = "choose another name: names of imported files are visible as they are"
        self.report("U203", message, span, "declared again", remedy, *others)
        if known.sort is not symbol.sort or known.dimensions != symbol.dimensions or symbol.sort is Sort.PART:
            self.doubtful |= {known, symbol}
        return symbol

    @contextmanager
    def block(self) -> Iterator[None]:
        """Names declared inside go out of scope at the end of the block."""
        before = len(self.in_scope)
        yield
        while len(self.in_scope) > before:
            name, symbol = self.in_scope.popitem()
            self.ended[name] = symbol
            self.numbers -= symbol.sort in _NUMBERS

    @contextmanager
    def declaration(self, name: str, ranges: Sequence[Range]) -> Iterator[None]:
        """Inside, the named indices of a declaration are in scope, which messages take note of."""
        self.ranged = name, ranges
        with self.block():
            yield
        self.ranged = None

    def find(self, name: str, span: Span, wanted: str) -> Symbol:
        """The symbol of a name, which is at the start of ``span``. If it has none, returns an unknown symbol and adds a
        message, once for each name."""
        symbol = self.in_scope.get(name)
        if symbol is not None and symbol not in self.doubtful:
            return symbol
        if symbol is None and name not in self.unknown:
            self._unknown(name, Span(span.source, span.start, span.start + len(name)), wanted)
        return Symbol(name, Sort.UNKNOWN, None)

    def _unknown(self, name: str, span: Span, wanted: str) -> None:
        self.unknown.add(name)
        if name == self.declaring:
            message = f"`{name}` is used in its own declaration"
            remedy = f"for a number that changes, declare `counter {name} <= ...` and store with `{name} <- ...`"
            self.report("U202", message, span, "has no value yet", remedy)
        elif name in self.upcoming and self.upcoming[name].start > span.start:
            self.report(
                "U202",
                f"`{name}` is used before it is declared",
                span,
                "not declared yet",
                "move the declaration above this line",
                Label(self.upcoming[name], "declared here"),
            )
        elif name in self.called and self.called[name].sort is Sort.FUNCTION:
            message = f"`{name}` is a function, not a number"
            remedy = f"call it with its arguments in parentheses: `{name}(...)`"
            self.report("U207", message, span, f"a {wanted} is expected", remedy)
        elif name in self.ended:
            gone = self.ended[name]
            home = "declaration" if gone.sort is Sort.INDEX else "block"
            others = () if gone.span is None else (Label(gone.span, f"the {home} of this `{name}` has ended"),)
            message = f"`{name}` is not in scope here: {gone.sort.value} exists only inside its {home}"
            remedy = self._name_an_index(name, span) or self._keep(name, gone)
            self.report("U204", message, span, f"outside that {home}", remedy, *others)
        elif self.function and name in self.of_family:
            message = f"the function `{self.function}` does not see `{name}`, which belongs to the family"
            remedy = "hand over what it needs as an argument"
            declared = Label(self.of_family[name], "declared here")
            self.report("U204", message, span, "inside a function", remedy, declared)
        elif (found := self.elsewhere.explain(name, span, "number")) is not None:
            self.diagnostics.append(found)
        else:
            remedy = self._suggestion(name, wanted, span.source.text[span.end :][:_MAX_INDICES])
            if wanted == "number" and not remedy.startswith("did you mean"):
                remedy = self._name_an_index(name, span) or remedy
            self.report("U201", f"`{name}` is not declared", span, "unknown name", remedy)

    def _suggestion(self, name: str, wanted: str, following: str) -> str:
        """``following`` is the text after the name."""
        near = find_nearest(name, self.in_scope) if len(self.diagnostics) < MAX_MESSAGES else None
        if near is not None:
            return f"did you mean `{near}`?"
        if wanted == "number":
            counter = f" or `counter {name} <= ...`" if self.ranged is None else ""
            return f"declare it first, for example `let {name} = ...`{counter}"
        ranges = "[1..n]" if following.startswith("[") else ""
        if _OUTPUT_OF_A_PART.match(following):
            return f"declare it first, for example `part {name}{ranges} = BLOCK()`"
        return f"declare it first, for example `gate {name}{ranges}`"

    def _name_an_index(self, name: str, place: Span) -> str | None:
        """How to give this name to an index of what is being declared, if a range to the left of it has none."""
        declared, ranges = self.ranged or ("", ())
        shown = [each.span.text for each in ranges]
        for number, each in enumerate(ranges):
            if each.index is None and each.span.end <= place.start:
                shown[number] = f"{name} in {shown[number]}"
                return f"to name an index, write `{declared}[{', '.join(shown)}]`"
        return None

    @staticmethod
    def _keep(name: str, gone: Symbol) -> str:
        if gone.sort is Sort.LET:
            return f"move the `let {name}` above the block, or store the number in a counter"
        if gone.sort is Sort.INDEX:
            return "a named index can be used only in the ranges to its right, and in the level of its array"
        return "to keep its value, store it in a counter"
