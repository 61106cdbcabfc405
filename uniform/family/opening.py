"""Open the family that the argument PROGRAM names.

parity_tree          a shipped program
count_ones           a hand-written machine; its name ends in ``.tm`` if a program has the same name
my.gen               a generator program
my.ckt               a printed circuit: a family with one member
my.tm                a machine that prints circuits
my.py:build          a direct builder, ``n -> Circuit``
-                    standard input: a program, a circuit or a machine, identified by its first word

The ending of any other file determines its format (``arguments.endings``); a file without an ending is read like
standard input.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from uniform.arguments.endings import (
    FORMATS,
    Format,
    Holds,
    ending_of,
    ending_of_text,
    holds_of,
    json_holds,
    listed,
    read_endings,
)
from uniform.arguments.texts import (
    LARGEST_FILE,
    LARGEST_TEXT,
    decode,
    is_file,
    may_be_read,
    read_source,
    system_reason,
)
from uniform.family.direct import DirectFamily
from uniform.family.machine import MachineFamily
from uniform.family.printed import PrintedFamily
from uniform.family.python_functions import is_builder, load_builder
from uniform.library.entry import ShippedProgram
from uniform.library.table import entries, find, find_machine, name_of
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Source
from uniform.resources import shipped_file

if TYPE_CHECKING:
    from uniform.family.generated import GeneratedFamily

    AnyFamily = GeneratedFamily | PrintedFamily | MachineFamily | DirectFamily


_OURS = read_endings("measure")
_BEGINNING = 1000  # characters that show what a JSON file holds


@dataclass(frozen=True, slots=True)
class OpenSource:
    """The text that PROGRAM names, and its format."""

    source: Source
    ending: str  # of the format: ".gen", ".ckt" or ".tm", or that of another simulator if the caller reads those
    entry: ShippedProgram | None  # the entry of a shipped program, None for anything else

    @property
    def holds(self) -> Holds:
        """What the text is: a program, a circuit or a machine."""
        return holds_of(self.ending)


def open_source(text: str, reads: tuple[str, ...] = _OURS, called: str | None = None) -> OpenSource:
    """Read the file or shipped program that ``text`` names; ``reads`` lists the endings that the caller accepts.

    ``called`` is the ending to assume, whatever the name of the file. Raises UniformError if the program does not exist
    or is of another kind."""
    if text == "-" or (called is not None and (not text or may_be_read(Path(text)))):
        source = read_text(text)
        return OpenSource(source, called or _ending_of_contents(source, text, reads), None)
    entry = find(text)
    if entry is not None:
        _require_read(text, ".gen", reads)
        return OpenSource(read_source(entry.file), ".gen", entry)
    if is_builder(text):
        wanted = [holds_of(ending) for ending in reads if ending in _OURS]
        raise wrong_kind(text, "a direct builder", wanted, f"uniform generate {shlex.quote(text)} -n 8")
    path, ending = Path(text), ending_of(text)
    if ending == ".py":
        hint = f"name a builder in it: {text}:function"
        raise UniformError(Diagnostic("U707", f"`{text}` is a Python file, not a program", help=hint))
    machine = find_machine(text)
    if machine is not None and not may_be_read(path):
        _require_read(text, ".tm", reads)
        return OpenSource(read_text(str(machine.file)), ".tm", None)
    if (text and may_be_read(path)) or path.suffix or "/" in text:
        if ending and ending not in reads and may_be_read(path):
            _require_read(text, ending, reads)
        source = read_text(text)
        return OpenSource(source, ending or _ending_of_contents(source, text, reads), None)
    if text and is_file(str(shipped_file("transformers", text, ".json"))):
        wanted = [holds_of(ending) for ending in reads if ending in _OURS]
        raise wrong_kind(text, "a transformer", wanted, _model_hint(text))
    near = f"{text}.gen" if is_file(f"{text}.gen") else find_nearest(text, shipped_names())
    hint = f"did you mean `{near}`?" if near else "`uniform list` shows the shipped programs; files end in .gen"
    raise UniformError(Diagnostic("U704", f"there is no program `{text}`", help=hint))


def read_text(path: str) -> Source:
    """Read the text of a file, or of standard input if ``path`` is ``-``. Raises UniformError if it cannot be read.

    The limit on the length is lower for programs than for machines, circuits and words."""
    if path == "-":
        return decode(_standard_input(), "<stdin>", LARGEST_TEXT)
    return read_source(path, LARGEST_FILE if ending_of(path) == ".gen" else LARGEST_TEXT)


def shipped_names() -> list[str]:
    """The names of the shipped programs and hand-written machines."""
    return [name_of(entry) for entry in entries()]


def open_family(text: str | PathLike[str], settings: Mapping[str, int] | None = None) -> AnyFamily:
    """Open the family that ``text`` names, with these values for its constants. Raises UniformError if that fails."""
    if not isinstance(text, (str, PathLike)):
        hint = "give the name of a shipped program, a file, or a family"
        raise UniformError(Diagnostic("U704", f"a program is named by a string, not {text!r}", help=hint))
    text = fspath(text)
    if is_builder(text):
        refuse_settings(text, settings)
        return DirectFamily(text.rpartition(":")[2], load_builder(text))
    opened = open_source(text)
    match opened.holds:
        case "circuit":
            from uniform.circuits.formats.ckt import read_ckt

            refuse_settings(text, settings)
            return PrintedFamily(read_ckt(opened.source))
        case "machine":
            from uniform.turing.text.read import parse_machine

            refuse_settings(text, settings)
            return MachineFamily(parse_machine(opened.source))
        case _:
            from uniform.family.generated import load

            return load(opened.source, settings or {})


def open_generator(text: str, settings: Mapping[str, int] | None = None) -> GeneratedFamily:
    """Like ``open_family``, for verbs that need a generator program. Refuses a Python file without running it."""
    from uniform.family.generated import load

    return load(open_source(text, read_endings("certify")).source, settings or {})


def refuse_settings(text: str, settings: Mapping[str, int] | Sequence[str] | None) -> None:
    """Raise UniformError if constants are set for something that has none."""
    if settings:
        hint = "only a generator program has constants"
        raise UniformError(Diagnostic("U708", f"`--set` does not apply to `{text}`", help=hint))


def _model_hint(text: str) -> str:
    target = shlex.quote(f"{Path(text).stem}.gen")
    return f"uniform transformer {shlex.quote(text)} -o {target} writes its program"


_COMMANDS = {".gen": "certify {}", ".ckt": "measure {}", ".tm": "run {} -n 8", ".certificate": "audit {}"}
"""The usual command for a file, by its ending; machines of other simulators are converted first."""


def _require_read(text: str, ending: str, reads: tuple[str, ...], contents: str | None = None) -> None:
    """Raise UniformError unless the caller reads files with this ending; the message says what the contents are."""
    if ending in reads:
        return
    rows = _rows(text, ending, contents)
    if any(row.read_by for row in rows):
        target = "m.tm" if text == "-" else shlex.quote(f"{Path(text).stem}.tm")
        others = {"machine": f"convert {{}} -o {target}", "certificate": "audit {}", "model": "transformer {}"}
        commands = [_COMMANDS.get(ending) or others[row.holds] for row in rows]
        hint = listed([f"uniform {command.format(shlex.quote(text))}" for command in commands], "or")
        if [row.holds for row in rows] == ["model"] and text != "-":
            hint = _model_hint(text)
        wanted = dict.fromkeys(holds_of(each) for each in reads)
        if not wanted.keys().isdisjoint(row.holds for row in rows):  # a machine, for example, but of another simulator
            wanted = {}
        raise wrong_kind(text, listed([row.what for row in rows], "or"), wanted, hint)
    others_read = [each for each in read_endings("convert") if each not in _OURS]
    hint = f"programs, circuits and machines end in {listed(_OURS)}; `uniform convert` also reads {listed(others_read)}"
    message = f"cannot read `{text}`: no program, circuit or machine ends in {ending}"
    if rows:
        message = f"cannot read `{text}`: this format is write-only ({rows[0].what})"
    raise UniformError(Diagnostic("U708", message, help=hint))


def _rows(text: str, ending: str, contents: str | None) -> list[Format]:
    """The rows of the table for an ending; if there are several, those that fit how the file begins."""
    rows = [row for row in FORMATS if row.ending == ending]
    if len(rows) > 1 and contents is None and is_file(text):
        try:
            with Path(text).open(encoding="utf-8", errors="replace") as file:
                contents = file.read(_BEGINNING)
        except OSError:
            return rows
    holds = json_holds(contents or "")
    return [row for row in rows if row.holds == holds] or rows


def wrong_kind(text: str, what: str, wanted: Iterable[Holds], hint: str, code: str = "U708") -> UniformError:
    """The error for a text that names ``what`` instead of something of a kind in ``wanted``.

    >>> print(wrong_kind("m.tm", "a Turing machine", ["program"], "uniform run m.tm -n 8"))
    error[U708]: `m.tm` is not a program: it is a Turing machine
      = help: uniform run m.tm -n 8
    """
    name = "standard input" if text == "-" else f"`{text}`"
    kinds = [f"a {each}" for each in wanted]
    problem = f"{name} is not {listed(kinds, 'or')}" if kinds else f"cannot read {name} here"
    return UniformError(Diagnostic(code, f"{problem}: it is {what}", help=hint))


def _ending_of_contents(source: Source, text: str, reads: tuple[str, ...]) -> str:
    ending = ending_of_text(source.text)
    _require_read(text, ending, reads, source.text[:_BEGINNING])
    return ending


def _standard_input() -> bytes:
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise UniformError(Diagnostic("U705", f"cannot read standard input: {system_reason(error)}")) from error
