"""From what a person writes for PROGRAM to a family.

parity_tree          a shipped program; count_ones, a hand-written machine; parity_chain.tm, where both have the name
my.gen               a generator program
my.ckt               a printed circuit: a family with one member
my.tm                a machine that prints circuits
my.py:build          a direct builder, ``n -> Circuit``
-                    standard input: a program, a circuit or a machine, told apart by how it begins

What other files hold is said by their endings (``formats``); a file without any is read like standard input.
"""

from __future__ import annotations

import inspect
import shlex
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from uniform.arguments.endings import FORMATS, Holds, ending_of, ending_of_text, holds_of, listed, read_endings
from uniform.arguments.texts import (
    LARGEST_FILE,
    LARGEST_TEXT,
    decode,
    is_file,
    may_be_read,
    misspelled,
    read_source,
    system_reason,
)
from uniform.family.protocol import DirectFamily, FixedFamily, MachineFamily
from uniform.library.entry import ShippedProgram
from uniform.library.table import entries, find, find_machine, name_of
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import InternalError, UniformError
from uniform.messages.nearest import nearest
from uniform.messages.spans import Source

if TYPE_CHECKING:
    from uniform.family.generated import GeneratedFamily

    AnyFamily = GeneratedFamily | FixedFamily | MachineFamily | DirectFamily


_OURS = read_endings("measure")


@dataclass(frozen=True, slots=True)
class Opened:
    """What PROGRAM turned out to be; ``entry`` when it is a shipped one."""

    source: Source
    ending: str  # of the format: ".gen", ".ckt" or ".tm"; that of another simulator where those are read
    entry: ShippedProgram | None

    @property
    def holds(self) -> Holds:
        """What the text is: a program, a circuit or a machine."""
        return holds_of(self.ending)


def open_source(text: str, reads: tuple[str, ...] = _OURS, called: str | None = None) -> Opened:
    """Read the file or shipped program that ``text`` names; ``reads`` are the endings that may be read.

    ``called`` is the ending that the name of the file should have. Raises UniformError when there is no such program,
    or it is of another kind."""
    if text == "-" or (called is not None and (not text or may_be_read(Path(text)))):
        source = read_text(text)
        return Opened(source, called or _ending_of_contents(source, text, reads), None)
    entry = find(text)
    if entry is not None:
        _require_read(text, ".gen", reads)
        return Opened(read_source(entry.file), ".gen", entry)
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
        return Opened(read_text(str(machine.file)), ".tm", None)
    if (text and may_be_read(path)) or path.suffix or "/" in text:
        if ending and ending not in reads and may_be_read(path):
            _require_read(text, ending, reads)
        source = read_text(text)
        return Opened(source, ending or _ending_of_contents(source, text, reads), None)
    near = f"{text}.gen" if is_file(f"{text}.gen") else nearest(text, shipped_names())
    hint = f"did you mean `{near}`?" if near else "`uniform list` shows the shipped programs; files end in .gen"
    raise UniformError(Diagnostic("U704", f"there is no program `{text}`", help=hint))


def read_text(path: str) -> Source:
    """The text of a file, or of standard input when ``path`` is ``-``. Raises UniformError.

    Programs are small; machines, circuits and words may be large."""
    if path == "-":
        return decode(_standard_input(), "<stdin>", LARGEST_TEXT)
    return read_source(path, LARGEST_FILE if ending_of(path) == ".gen" else LARGEST_TEXT)


def shipped_names() -> list[str]:
    """The names of shipped programs and hand-written machines."""
    return [name_of(entry) for entry in entries()]


def open_family(text: str | PathLike[str], settings: Mapping[str, int] | None = None) -> AnyFamily:
    """The family that ``text`` names, with the given values of its constants. Raises UniformError."""
    if not isinstance(text, (str, PathLike)):
        hint = "give the name of a shipped program, a file, or a family"
        raise UniformError(Diagnostic("U704", f"a program is named by a text, not {text!r}", help=hint))
    text = fspath(text)
    if is_builder(text):
        no_settings(text, settings)
        return DirectFamily(text.rpartition(":")[2], load_builder(text))
    opened = open_source(text)
    match opened.holds:
        case "circuit":
            from uniform.circuits.formats.ckt import read_ckt

            no_settings(text, settings)
            return FixedFamily(read_ckt(opened.source))
        case "machine":
            from uniform.turing.text.read import parse_machine

            no_settings(text, settings)
            return MachineFamily(parse_machine(opened.source))
        case _:
            from uniform.family.generated import load

            return load(opened.source, settings or {})


def open_generator(text: str, settings: Mapping[str, int] | None = None) -> GeneratedFamily:
    """Like ``open_family``, for verbs that need a generator program. No Python file is run to find that it is none."""
    from uniform.family.generated import load

    return load(open_source(text, read_endings("certify")).source, settings or {})


def is_builder(text: str) -> bool:
    """Whether a text is of the form ``FILE.py:name``."""
    file, colon, _ = text.rpartition(":")
    return bool(colon) and file.endswith(".py")


def load_builder(text: str) -> Callable[[int], Any]:
    """The direct builder that ``FILE.py:name`` names. What goes wrong inside it is said as a UniformError (U712)."""
    return _Builder(text, load_function(text))


@dataclass(frozen=True, slots=True)
class _Builder:
    """A function of a file that no ``import`` finds, so that pickling it is naming it: it is then loaded again."""

    text: str
    function: Callable[[int], Any] = field(repr=False, compare=False)

    def __call__(self, n: int) -> Any:
        file = self.text.rpartition(":")[0]
        _require_one_number(self.text, self.function)
        with _their_code("U712", f"the builder `{self.text}` fails at n = {n}", file):
            return self.function(n)

    def __reduce__(self) -> tuple[Any, ...]:
        return load_builder, (self.text,)


def _require_one_number(text: str, function: Callable[..., Any]) -> None:
    """Raise UniformError where a function does not take n alone, as a specification may not."""
    try:
        inspect.signature(function).bind(1)
    except TypeError:
        message = f"`{text}` is not a builder"
        hint = "a builder takes n and returns a circuit; a specification goes with --spec"
        raise UniformError(Diagnostic("U712", message, help=hint)) from None
    except ValueError:  # a built-in function may have no signature
        return


def load_function(text: str) -> Callable[..., Any]:
    """The function that ``FILE.py:name`` names. The file is run as a module of its own."""
    from importlib.util import module_from_spec, spec_from_file_location

    file, colon, name = text.rpartition(":")
    if not colon or not name:
        named = file or text
        hint = f"write {named}:function" if named.endswith(".py") else f"write FILE.py:{text if text else 'function'}"
        before, dot, called = named.rpartition(".")
        if dot and called != "py" and is_file(f"{before}.py"):
            hint = f"did you mean `{before}.py:{called}`?"
        raise UniformError(Diagnostic("U707", f"`{text}` names no function", help=hint))
    if may_be_read(file):
        read_source(file)  # says what is wrong with a folder, a name too long, or what is not text
    else:
        near = f"{file}.py" if is_file(f"{file}.py") else misspelled(Path(file))
        hint = f"did you mean `{near}:{name}`?" if near else "write FILE.py:function"
        raise UniformError(Diagnostic("U707", f"there is no file `{file}`", help=hint))
    specification = spec_from_file_location(Path(file).stem, file)
    if specification is None or specification.loader is None:
        raise UniformError(Diagnostic("U707", f"`{file}` is not a Python file", help="write FILE.py:function"))
    module = module_from_spec(specification)
    with _their_code("U707", f"`{file}` cannot be loaded", file):
        specification.loader.exec_module(module)
    function = getattr(module, name, None)
    if not callable(function):
        names = [key for key, value in vars(module).items() if callable(value) and not key.startswith("_")]
        near = nearest(name, names)
        hint = f"did you mean `{near}`?" if near else f"it has {', '.join(f'`{known}`' for known in names[:8])}"
        raise UniformError(Diagnostic("U707", f"`{file}` has no function `{name}`", help=hint if names else None))
    found: Callable[..., Any] = function
    return found


@contextmanager
def _their_code(code: str, message: str, file: str) -> Iterator[None]:
    """Whatever code of the user's raises in this block becomes a UniformError that says where it happened."""
    try:
        yield
    except UniformError as error:
        note = f"{message}{_line(error, file)}"
        raise UniformError(replace(one, notes=(*one.notes, note)) for one in error.diagnostics) from error
    except InternalError:
        raise
    except (Exception, SystemExit) as error:
        said = f"{type(error).__name__}: {error}".split("\n", 1)[0].rstrip(": ")
        raise UniformError(Diagnostic(code, f"{message}{_line(error, file)}: {said}")) from error


def _line(error: BaseException, file: str) -> str:
    """`` in line 7``: the innermost line of the file that the error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == Path(file).resolve()]
    return f" in line {lines[-1]}" if lines else ""


def no_settings(text: str, settings: Mapping[str, int] | Sequence[str] | None) -> None:
    """Raise UniformError when constants are set of something that has none."""
    if settings:
        hint = "only a generator program has constants"
        raise UniformError(Diagnostic("U708", f"`--set` does not go with `{text}`", help=hint))


_COMMANDS = {".gen": "certify {}", ".ckt": "measure {}", ".tm": "run {} -n 8", ".certificate": "audit {}"}
"""What is usually done with a file, by its ending; machines of other simulators are converted first."""


def _require_read(text: str, ending: str, reads: tuple[str, ...]) -> None:
    """Raise UniformError when the ending of a file, or the one that it should have, is not one of those."""
    if ending in reads:
        return
    rows = [row for row in FORMATS if row.ending == ending]
    if any(row.read_by for row in rows):
        target = "m.tm" if text == "-" else shlex.quote(f"{Path(text).stem}.tm")
        others = {"machine": f"convert {{}} -o {target}", "certificate": "audit {}"}
        commands = [_COMMANDS.get(ending) or others[row.holds] for row in rows]
        hint = listed([f"uniform {command.format(shlex.quote(text))}" for command in commands], "or")
        wanted = dict.fromkeys(holds_of(each) for each in reads)
        if not wanted.keys().isdisjoint(row.holds for row in rows):  # a machine, for example, but of another simulator
            wanted = {}
        raise wrong_kind(text, listed([row.what for row in rows], "or"), wanted, hint)
    others_read = [each for each in read_endings("convert") if each not in _OURS]
    hint = f"programs, circuits and machines end in {listed(_OURS)}; `uniform convert` also reads {listed(others_read)}"
    message = f"`{text}` is not read: no program, circuit or machine ends in {ending}"
    if rows:
        message = f"`{text}` is not read: its format is only written ({rows[0].what})"
    raise UniformError(Diagnostic("U708", message, help=hint))


def wrong_kind(text: str, what: str, wanted: Iterable[Holds], hint: str, code: str = "U708") -> UniformError:
    """The complaint about a text that names ``what`` in place of something wanted.

    >>> print(wrong_kind("m.tm", "a Turing machine", ["program"], "uniform run m.tm -n 8"))
    error[U708]: `m.tm` is not a program: it is a Turing machine
      = help: uniform run m.tm -n 8
    """
    name = "standard input" if text == "-" else f"`{text}`"
    kinds = [f"a {each}" for each in wanted]
    wrong = f"not {listed(kinds, 'or')}" if kinds else "not read here"
    return UniformError(Diagnostic(code, f"{name} is {wrong}: it is {what}", help=hint))


def _ending_of_contents(source: Source, text: str, reads: tuple[str, ...]) -> str:
    ending = ending_of_text(source.text)
    _require_read(text, ending, reads)
    return ending


def _standard_input() -> bytes:
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise UniformError(Diagnostic("U705", f"cannot read standard input: {system_reason(error)}")) from error
