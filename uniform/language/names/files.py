"""Names of several files: what an import makes visible, and what it must not.

A file sees its own names and those that the files it imports declare themselves, as they are; ``n`` is visible
everywhere. A file is checked once, at the first import that leads to it, with nothing of the importing file in scope.
Constants belong to the whole program, so that ``--set`` reaches them: two files never declare one name as a constant.

What this file does not do: find files (``language.imports``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from uniform.language.imports import files_of
from uniform.language.names.blocks import BlockNames
from uniform.language.names.functions import FunctionNames, require_new_name
from uniform.language.names.table import NameTable
from uniform.language.syntax.checked import CheckedFunction
from uniform.language.syntax.declarations import Constant, Declaration, Let, TableDeclaration
from uniform.language.syntax.program import Block, FunctionDeclaration, Import, Item, Program
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.diagnostics import Label


@dataclass(frozen=True, slots=True)
class _Own:
    """The names that a file declares itself."""

    numbers: dict[str, Symbol]
    called: dict[str, Symbol]  # functions and blocks
    blocks: dict[str, Block]


Items = tuple[list[Declaration], list[Block], list[CheckedFunction]]
"""What stands outside the family, with that of imported files."""


class Walk(Protocol):
    """What this file needs of the walk in ``resolve``."""

    names: NameTable
    blocks: BlockNames

    functions: FunctionNames

    def declaration(self, declaration: Declaration) -> Declaration:
        """A declaration with its names bound; its name comes into scope."""


class FileNames:
    """The files checked so far."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.names = walk.names
        self.checked: dict[int, _Own] = {}  # by the id of the tree
        self.constants: dict[str, Symbol] = {}  # of the whole program
        self.lets: list[Symbol] = []  # of all files, outside the family
        self.clashes: set[Symbol] = set()  # reported already

    def expect(self, program: Program) -> None:
        """Take note of all names of all files, for messages."""
        self.names.elsewhere.expect(files_of(program))

    def items(self, items: Sequence[Item]) -> Items:
        """The items of a file, with their names bound and in scope from here on."""
        names, blocks = self.names, self.walk.blocks
        names.elsewhere.enter(items)
        blocks.expect(items)
        self.walk.functions.expect(items)
        for item in items:
            if isinstance(item, Constant | Let | TableDeclaration):
                names.upcoming.setdefault(item.name, item.name_span)
        found: Items = [], [], []
        for item in items:
            match item:
                case Import():
                    for ours, theirs in zip(found, self.bring(item), strict=True):
                        ours.extend(theirs)  # type: ignore[attr-defined]
                case FunctionDeclaration():
                    found[2].append(self.walk.functions.function(item, self.lets))
                case Block():
                    if item.name not in blocks.blocks:
                        require_new_name(names, item.name, item.name_span)
                    found[1].append(blocks.block(item))
                    names.called.setdefault(item.name, found[1][-1].symbol)
                case Constant() | Let() | TableDeclaration():
                    found[0].append(self.walk.declaration(item))
                    self.lets += [found[0][-1].symbol] if isinstance(item, Let) else []
                case _:
                    raise AssertionError(item)
        return found

    def bring(self, item: Import) -> Items:
        """Make the names of an imported file visible. Returns what it declares, with what its own imports declare, when
        it is imported for the first time."""
        file = item.file
        assert file is not None, "read_imports comes first"
        brought: Items = [], [], []
        if id(file) not in self.checked:
            with self._alone():
                brought = self.items(file.items)
                self.checked[id(file)] = self._own(file)
        own = self.checked[id(file)]
        for visible, names in ((self.names.in_scope, own.numbers), (self.names.called, own.called)):
            for name, symbol in names.items():
                known = visible.setdefault(name, symbol)
                if known is not symbol and not known.sort is symbol.sort is Sort.CONSTANT:  # reported already
                    self._clash(item, known, symbol)
        for name, block in own.blocks.items():
            self.walk.blocks.blocks.setdefault(name, block)
        return brought

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only ``n`` is visible inside."""
        names, blocks = self.names, self.walk.blocks
        around = names.in_scope, names.ended, names.upcoming, names.unknown, names.elsewhere.imports
        called = names.called, names.upcoming_functions, names.of_family, blocks.blocks, blocks.items
        names.in_scope, names.ended, names.upcoming, names.unknown = {"n": names.n}, {}, {}, set()
        names.called, names.upcoming_functions, names.of_family, blocks.blocks, blocks.items = {}, {}, {}, {}, {}
        yield
        names.in_scope, names.ended, names.upcoming, names.unknown, names.elsewhere.imports = around
        names.called, names.upcoming_functions, names.of_family, blocks.blocks, blocks.items = called

    def _own(self, file: Program) -> _Own:
        source = file.span.source

        def own(visible: dict[str, Symbol]) -> dict[str, Symbol]:
            found = visible.items()
            return {name: each for name, each in found if each.span is not None and each.span.source is source}

        called, blocks = own(self.names.called), self.walk.blocks.blocks
        return _Own(own(self.names.in_scope), called, {name: block for name, block in blocks.items() if name in called})

    def _clash(self, item: Import, first: Symbol, second: Symbol) -> None:
        if second in self.clashes:
            return
        self.clashes.add(second)
        places = [Label(place, "declared here") for place in (first.span, second.span) if place is not None]
        self.names.report(
            "U243",
            f"`{item.path}` declares `{second.name}`, which is visible already",
            item.span,
            f"`{first.name}` is already the name of {first.sort.value}",
            "names of imported files are visible as they are: rename one of the two",
            *places,
        )

    def refuse_second_constant(self, constant: Constant) -> bool:
        """Report a constant that another file declares, too. Whether it is one."""
        symbol = Symbol(constant.name, Sort.CONSTANT, constant.name_span)
        first = self.constants.setdefault(constant.name, symbol)
        if first.span is None or first.span.source is constant.name_span.source:
            return False
        self.names.report(
            "U244",
            f"the constant `{constant.name}` is declared in two files",
            constant.name_span,
            "declared again",
            f"`--set {constant.name}=...` sets one constant of the whole program: rename one, or declare it in a file "
            "that both import",
            Label(first.span, "first declared here"),
        )
        self.names.in_scope.setdefault(constant.name, symbol)
        return True
