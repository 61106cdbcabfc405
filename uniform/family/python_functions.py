"""Load Python functions named on the command line as ``FILE.py:function``: direct builders and specifications.

Whatever the code in the file raises becomes a UniformError that says where in the file it happened.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from uniform.arguments.texts import is_file, may_be_read, misspelled, read_source
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import InternalError, UniformError
from uniform.messages.nearest import find_nearest


def is_builder(text: str) -> bool:
    """Whether a text has the form ``FILE.py:name``."""
    file, colon, _ = text.rpartition(":")
    return bool(colon) and file.endswith(".py")


def load_builder(text: str) -> Callable[[int], Any]:
    """Load the direct builder that ``FILE.py:name`` names. Whatever it raises becomes a UniformError (U712)."""
    return _Builder(text, load_function(text))


@dataclass(frozen=True, slots=True)
class _Builder:
    """A function in a file that ``import`` cannot find. So it is pickled by its name and loaded again from the file."""

    text: str
    function: Callable[[int], Any] = field(repr=False, compare=False)

    def __call__(self, n: int) -> Any:
        file = self.text.rpartition(":")[0]
        _require_one_number(self.text, self.function)
        with _report_failure("U712", f"the builder `{self.text}` fails at n = {n}", file):
            return self.function(n)

    def __reduce__(self) -> tuple[Any, ...]:
        return load_builder, (self.text,)


def _require_one_number(text: str, function: Callable[..., Any]) -> None:
    """Raise UniformError unless the function can be called with n alone. Specifications often cannot."""
    try:
        inspect.signature(function).bind(1)
    except TypeError:
        message = f"`{text}` is not a builder"
        hint = "a builder takes n and returns a circuit; use --spec for a specification"
        raise UniformError(Diagnostic("U712", message, help=hint)) from None
    except ValueError:  # a built-in function may have no signature
        return


def load_function(text: str) -> Callable[..., Any]:
    """Run a file as a module and return the function in it that ``FILE.py:name`` names."""
    from importlib.util import module_from_spec, spec_from_file_location

    file, colon, name = text.rpartition(":")
    if not colon or not name:
        named = file or text
        hint = f"write {named}:function" if named.endswith(".py") else f"write FILE.py:{text if text else 'function'}"
        before, dot, called = named.rpartition(".")
        if dot and called != "py" and is_file(f"{before}.py"):
            hint = f"did you mean `{before}.py:{called}`?"
        raise UniformError(Diagnostic("U707", f"`{text}` does not name a function", help=hint))
    if may_be_read(file):
        read_source(file)  # raises the right error for a folder, for a name that is too long, and for what is not text
    else:
        near = f"{file}.py" if is_file(f"{file}.py") else misspelled(Path(file))
        hint = f"did you mean `{near}:{name}`?" if near else "write FILE.py:function"
        raise UniformError(Diagnostic("U707", f"there is no file `{file}`", help=hint))
    specification = spec_from_file_location(Path(file).stem, file)
    if specification is None or specification.loader is None:
        raise UniformError(Diagnostic("U707", f"`{file}` is not a Python file", help="write FILE.py:function"))
    module = module_from_spec(specification)
    with _report_failure("U707", f"`{file}` cannot be loaded", file):
        specification.loader.exec_module(module)
    function = getattr(module, name, None)
    if not callable(function):
        names = [key for key, value in vars(module).items() if callable(value) and not key.startswith("_")]
        near = find_nearest(name, names)
        hint = f"did you mean `{near}`?" if near else f"it has {', '.join(f'`{key}`' for key in names[:8])}"
        raise UniformError(Diagnostic("U707", f"`{file}` has no function `{name}`", help=hint if names else None))
    found: Callable[..., Any] = function
    return found


@contextmanager
def _report_failure(code: str, message: str, file: str) -> Iterator[None]:
    """Turn whatever the user's code raises in this block into a UniformError that says where it happened."""
    try:
        yield
    except UniformError as error:
        note = f"{message}{_line(error, file)}"
        raise UniformError(replace(one, notes=(*one.notes, note)) for one in error.diagnostics) from error
    except InternalError:
        raise
    except (Exception, SystemExit) as error:
        summary = f"{type(error).__name__}: {error}".split("\n", 1)[0].rstrip(": ")
        raise UniformError(Diagnostic(code, f"{message}{_line(error, file)}: {summary}")) from error


def _line(error: BaseException, file: str) -> str:
    """`` in line 7``: the innermost line of the file that the error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == Path(file).resolve()]
    return f" in line {lines[-1]}" if lines else ""
