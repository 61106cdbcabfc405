"""From what a person writes for PROGRAM to a family.

parity_tree          a shipped program
my.gen               a generator program
my.ckt               a printed circuit: a family with one member
my.tm                a machine that prints circuits
my.py:build          a direct builder, ``n -> Circuit``
-                    standard input: a program, a circuit or a machine, told apart by its first word
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from uniform.catalog import Entry, entries, find
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.family import DirectFamily, FixedFamily, MachineFamily
from uniform.nearest import nearest
from uniform.resources import machines
from uniform.spans import Source

if TYPE_CHECKING:
    from uniform.generated import Program

    AnyFamily = Program | FixedFamily | MachineFamily | DirectFamily


_LARGEST_TEXT = 2**30  # bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """What PROGRAM turned out to be; ``entry`` when it is a shipped one."""

    source: Source
    kind: str  # "gen", "ckt" or "tm"
    entry: Entry | None


def open_source(text: str) -> Opened:
    """Read the file or shipped program that ``text`` names. Raises UniformError when there is none."""
    if text == "-":
        source = read_text(text)
        return Opened(source, _kind_of(source), None)
    entry = find(text)
    if entry is not None:
        from uniform.language.parse import read_source

        return Opened(read_source(machines() / entry.path), _ending(entry.path), entry)
    path = Path(text)
    if path.exists() or path.suffix or "/" in text:
        source = read_text(text)
        return Opened(source, _ending(text) or _kind_of(source), None)
    hand_written = machines() / text / f"{text}.tm"
    if text.isidentifier() and hand_written.is_file():
        return Opened(read_text(str(hand_written)), "tm", None)
    near = nearest(text, shipped_names())
    hint = f"did you mean `{near}`?" if near else "`uniform list` shows the shipped programs; files end in .gen"
    raise UniformError(Diagnostic("U704", f"there is no program `{text}`", help=hint))


def read_text(path: str) -> Source:
    """The text of a file, or of standard input when ``path`` is ``-``. Raises UniformError.

    Programs are small; machines, circuits and words may be large."""
    from uniform.language.parse import LARGEST_FILE, read_source

    if path == "-":
        return Source("<stdin>", _decode(sys.stdin.buffer.read()))
    return read_source(Path(path), LARGEST_FILE if _ending(path) == "gen" else _LARGEST_TEXT)


def shipped_names() -> list[str]:
    """The names of shipped programs and hand-written machines."""
    names = [entry.name for entry in entries()]
    names += sorted(path.stem for path in machines().glob("*/*.tm") if path.stem not in names)
    return names


def open_family(text: str, settings: Mapping[str, int] | None = None) -> AnyFamily:
    """The family that ``text`` names, with the given values of its constants."""
    file, colon, name = text.rpartition(":")
    if colon and file.endswith(".py"):
        return DirectFamily(name, load_function(text))
    opened = open_source(text)
    match opened.kind:
        case "ckt":
            from uniform.circuits.text import read_ckt

            no_settings(text, settings)
            return FixedFamily(read_ckt(opened.source))
        case "tm":
            from uniform.turing.parse import parse_machine

            no_settings(text, settings)
            return MachineFamily(parse_machine(opened.source))
        case _:
            from uniform.generated import load

            return load(opened.source, settings or {})


def open_generator(text: str, settings: Mapping[str, int] | None = None) -> Program:
    """Like ``open_family``, for verbs that need a generator program."""
    from uniform.generated import Program

    family = open_family(text, settings)
    if not isinstance(family, Program):
        raise UniformError(Diagnostic("U708", f"`{text}` is not a generator program", help="give a .gen file"))
    return family


def load_function(text: str) -> Callable[..., Any]:
    """The function that ``FILE.py:name`` names. The file is run as a module of its own."""
    from importlib.util import module_from_spec, spec_from_file_location

    file, _, name = text.rpartition(":")
    if not Path(file).is_file():
        raise UniformError(Diagnostic("U707", f"there is no file `{file}`", help="write FILE.py:function"))
    specification = spec_from_file_location(Path(file).stem, file)
    if specification is None or specification.loader is None:
        raise UniformError(Diagnostic("U707", f"`{file}` is not a Python file", help="write FILE.py:function"))
    module = module_from_spec(specification)
    try:
        specification.loader.exec_module(module)
    except Exception as error:
        raise UniformError(Diagnostic("U707", f"`{file}` stops with {type(error).__name__}: {error}")) from error
    function = getattr(module, name, None)
    if not callable(function):
        names = [key for key, value in vars(module).items() if callable(value) and not key.startswith("_")]
        near = nearest(name, names)
        hint = f"did you mean `{near}`?" if near else None
        raise UniformError(Diagnostic("U707", f"`{file}` has no function `{name}`", help=hint))
    found: Callable[..., Any] = function
    return found


def no_settings(text: str, settings: Mapping[str, int] | Sequence[str] | None) -> None:
    """Raise UniformError when constants are set of something that has none."""
    if settings:
        hint = "only a generator program has constants"
        raise UniformError(Diagnostic("U708", f"`--set` does not go with `{text}`", help=hint))


def _ending(path: str) -> str:
    suffix = Path(path).suffix.removeprefix(".")
    return suffix if suffix in ("gen", "ckt", "tm") else ""


def _kind_of(source: Source) -> str:
    words = source.text.split(None, 1)
    return {"circuit": "ckt", "machine": "tm"}.get(words[0] if words else "", "gen")


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"standard input is not UTF-8 text (byte {error.start})"
        raise UniformError(Diagnostic("U705", message)) from error
