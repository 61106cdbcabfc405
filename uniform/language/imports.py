"""Imports: from the syntax tree of a program to that of a program with its files.

``import "lib/arith.gen"`` names a file relative to the folder of the file that imports it, and ``import "lib:adders"``
one of the shipped library, ``machines/lib/adders.gen``. A file is known by its real path, so it is read once, however
many imports and links lead to it: its tree is one object, and the trees of a program and its files are a graph without
cycles.

A text that is not in a file (standard input, a string in Python) imports relative to the folder part of its name, so
usually relative to the current folder.

What this file does not do: say which names are visible where (``names.files``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from uniform.arguments.texts import Unreadable, is_file, misspelled, read_source
from uniform.language.parse.parser import MAX_TOKENS, read
from uniform.language.syntax.program import FamilyDeclaration, Import, Item, Program
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic, Label
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import LIBRARY, Source
from uniform.resources import machines

MAX_FILES = 100
"""The limit on files that a program imports."""


def read_imports(program: Program, open_texts: Mapping[str, str] | None = None) -> Program:
    """The program with the file of each import; the program itself if it imports nothing.

    ``open_texts`` has texts to use instead of files, by real path, such as those in an editor. Raises UniformError with
    the mistakes in imports (U24x) and in the texts of files. Cost: that of parsing each file once.
    """
    if not any(isinstance(item, Import) for item in program.items):
        return program
    name = program.span.source.name
    reader = _Reader(name, open_texts or {})
    path = name if "\0" in name else os.path.realpath(name)
    reader.chain.append((path, None))
    items = reader.items(program, _folder(name, path))
    if reader.diagnostics:
        raise UniformError(reader.diagnostics[:MAX_MESSAGES])
    return replace(program, items=items)


def files_of(program: Program) -> tuple[Program, ...]:
    """The files that a program imports, each once and after those that it imports itself; the program comes last."""
    found: dict[int, Program] = {}

    def visit(file: Program) -> None:
        for item in file.items:
            if isinstance(item, Import) and item.file is not None and id(item.file) not in found:
                visit(item.file)
        found[id(file)] = file

    visit(program)
    return tuple(found.values())


def library_file(name: str) -> Path:
    """The file of ``lib:name``."""
    return machines() / "lib" / f"{name}.gen"


def library_names() -> list[str]:
    """The names of the files of the shipped library, such as `lib:adders`."""
    return sorted(f"{LIBRARY}{path.stem}" for path in library_file("").parent.glob("*.gen"))


def path_from(reader: Source, imported: Source) -> str:
    """How a file is named in an import of another one."""
    if imported.is_shipped:
        return imported.name
    return os.path.relpath(imported.name, os.path.dirname(reader.name) or ".")


class _Reader:
    """The files read so far, the imports that led to the one that is read now, and the messages."""

    def __init__(self, program: str, open_texts: Mapping[str, str]) -> None:
        self.home = os.path.dirname(program) or "."  # the folder of the program, as named
        self.open_texts = open_texts
        self.files: dict[str, Program | None] = {}  # by real path; None: reported already
        self.chain: list[tuple[str, Import | None]] = []  # real paths, each with the import that led to it
        self.tokens = 0
        self.diagnostics: list[Diagnostic] = []

    def items(self, program: Program, folder: str) -> tuple[Item, ...]:
        """The items of a file in ``folder``, each import with its file."""
        return tuple([replace(item, file=self.file(item, folder)) if isinstance(item, Import) else item
                      for item in program.items])  # fmt: skip

    def file(self, written: Import, folder: str) -> Program | None:
        """The file of an import, or None after a message."""
        located = self.locate(written, folder)
        if located is None:
            return None
        shown, path = located
        if any(path == other for other, _ in self.chain):
            self.diagnostics.append(_cycle(written, path, self.chain))
            return None
        if path not in self.files:
            self.files[path] = None
            self.chain.append((path, written))
            self.files[path] = self.read(written, shown, path)
            self.chain.pop()
        return self.files[path]

    def locate(self, written: Import, folder: str) -> tuple[str, str] | None:
        """The name of a file in messages, and its real path; None after a message."""
        if written.path.startswith(LIBRARY):
            name = written.path.removeprefix(LIBRARY)
            file = str(library_file(name))
            if "/" in name or not is_file(file):
                self.diagnostics.append(_not_in_library(written))
                return None
        else:
            file = os.path.join(folder, written.path)
            normal = os.path.normpath(file)
            if os.path.isabs(written.path) or not written.path or "\0" in written.path:
                self.diagnostics.append(_not_relative(written))
                return None
            if os.path.realpath(normal) == os.path.realpath(file):  # not so if `..` leaves a linked folder
                file = normal
        path = os.path.realpath(file)
        if path not in self.open_texts and not is_file(path):
            self.diagnostics.append(_not_found(written, file, folder))
            return None
        if os.path.dirname(path) == os.path.realpath(library_file("").parent):
            file = LIBRARY + Path(path).stem
        return file, path

    def read(self, written: Import, shown: str, path: str) -> Program | None:
        """The tree of the file at ``path``, with its own imports; None after a message."""
        if len(self.files) > MAX_FILES:
            message = f"the program imports more than {MAX_FILES} files"
            self.diagnostics.append(Diagnostic("U106", message, written.span, "one too many"))
            return None
        short = shown if shown.startswith(LIBRARY) else os.path.relpath(shown, self.home)
        try:
            text = self.open_texts[path] if path in self.open_texts else read_source(path).text
            tree, tokens, _ = read(Source(shown, text.removeprefix("\ufeff"), short))
        except Unreadable as error:
            message = f"cannot import `{written.path}`: {error.reason}"
            self.diagnostics.append(Diagnostic("U240", message, written.span, "imported here", help=error.remedy))
            return None
        except UniformError as error:
            self.diagnostics.extend(error.diagnostics)
            return None
        self.tokens += len(tokens)
        if self.tokens > MAX_TOKENS:
            message = f"the imported files have more than {MAX_TOKENS} words, numbers and signs"
            self.diagnostics.append(Diagnostic("U106", message, written.span, "too many with this one"))
            return None
        if tree.family is not None:
            self.diagnostics.append(_has_family(written, tree.family))
            return None
        return replace(tree, items=self.items(tree, _folder(shown, path)))


def _folder(shown: str, path: str) -> str:
    """The folder of a file with this name and this real path, as the caller named it if the file is not a link."""
    folder = os.path.dirname(shown)
    library = shown.startswith(LIBRARY)
    return folder if not library and os.path.realpath(folder or ".") == os.path.dirname(path) else os.path.dirname(path)


# ---------------------------------------------------------------- messages


def _not_in_library(written: Import) -> Diagnostic:
    near = _near_in_library(written.path.removeprefix(LIBRARY))
    listed = ", ".join(f"`{name}`" for name in library_names())
    return Diagnostic(
        "U240",
        f"there is no `{written.path}` in the library",
        written.span,
        "not found",
        help=f"did you mean `{near}`?" if near else f"the library has {listed}",
    )


def _not_relative(written: Import) -> Diagnostic:
    label = "no file can have this name" if "\0" in written.path else "an absolute path"
    return Diagnostic(
        "U240",
        f"an import cannot name `{written.path}`" if written.path else "this import names no file",
        written.span,
        label if written.path else "empty",
        help="name a file relative to the folder of this one, such as `lib/arith.gen`, or one of the library, such as "
        "`lib:adders`; so a program can be moved together with its files",
    )


def _not_found(written: Import, file: str, folder: str) -> Diagnostic:
    """No file is at the path."""
    if os.path.exists(file):
        message = f"cannot import `{written.path}`: it is {'a folder' if os.path.isdir(file) else 'not a file'}"
        hint = "import one of the files in it" if os.path.isdir(file) else "imports are read from files only"
        return Diagnostic("U240", message, written.span, "imported here", help=hint)
    notes = [f"looked for `{file}`"]
    if written.span.source.name.startswith("<"):
        notes.append("the program is not in a file, so its imports are relative to the current folder")
    message = f"there is no file `{written.path}`"
    return Diagnostic(
        "U240", message, written.span, "not found", notes=tuple(notes), help=_meant_file(written.path, file, folder)
    )


def _meant_file(path: str, file: str, folder: str) -> str | None:
    """The file that an import probably meant."""
    stem = os.path.basename(path).removesuffix(".gen")
    if is_file(f"{file}.gen"):
        return f"did you mean `{path}.gen`?"
    if near := misspelled(Path(file)):
        return f"did you mean `{os.path.relpath(near, folder or '.')}`?"
    if f"{LIBRARY}{stem}" in library_names():
        return f'`{LIBRARY}{stem}` is in the library: `import "{LIBRARY}{stem}"`'
    if is_file(path):
        from_here = os.path.relpath(path, folder or ".")
        return f'imports are relative to the folder of the file that has them: `import "{from_here}"`'
    near = _near_in_library(stem)
    return f"did you mean `{near}`?" if near else None


def _near_in_library(name: str) -> str | None:
    """The file of the library that was probably meant by ``name``."""
    near = find_nearest(name.removesuffix(".gen"), [each.removeprefix(LIBRARY) for each in library_names()])
    return near and f"{LIBRARY}{near}"


def _cycle(written: Import, path: str, chain: list[tuple[str, Import | None]]) -> Diagnostic:
    """An import of a file that is being read."""
    start = next(place for place, (other, _) in enumerate(chain) if other == path)
    led = [each for _, each in chain[start + 1 :] if each is not None]
    own = written.span.source.last_name
    others = tuple([Label(each.span, f"`{each.span.source.last_name}` imports `{each.path}`") for each in led])
    return Diagnostic(
        "U241",
        f"`{own}` imports itself" if not led else f"`{own}` imports `{written.path}`, which leads back to it",
        written.span,
        "closes the cycle" if led else "this is the file itself",
        others,
        help="move what both files need into a third one, and import that" if led else "remove this line",
    )


def _has_family(written: Import, family: FamilyDeclaration) -> Diagnostic:
    return Diagnostic(
        "U242",
        f"the imported file `{written.path}` has a family",
        written.span,
        "imported here",
        (Label(family.span, f"family `{family.name}`"),),
        help="move what both programs need into a file without a family, and import that",
    )
