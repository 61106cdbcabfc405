"""Reading source texts from files: programs, machines, circuits, words, certificates."""

from __future__ import annotations

from pathlib import Path

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

LARGEST_FILE = 16 * 2**20
"""Bytes of a program."""

LARGEST_TEXT = 2**30
"""Bytes of a machine, a circuit or a word."""


_MOST_BESIDE = 1000  # files of a folder that are looked at for a name that was meant


def read_source(path: str | Path, most: int = LARGEST_FILE) -> Source:
    """The text of a file of at most so many bytes. Raises UniformError (U705) when there is none, or no text.

    A byte order mark at the beginning is dropped; line ends may be LF or CR LF."""
    file = Path(path)
    try:
        if file.is_dir():
            raise _unreadable(path, "it is a folder", "name a file inside it")
        if file.stat().st_size > most:
            raise _unreadable(path, f"it has more than {most // 2**20} MiB", None)
        with file.open("rb") as opened:  # a device has no size, and may have no end
            data = opened.read(most + 1)
    except FileNotFoundError as error:
        near = misspelled(file)
        raise _unreadable(path, "there is no such file", near and f"did you mean `{near}`?") from error
    except OSError as error:
        raise _unreadable(path, system_reason(error), None) from error
    except ValueError as error:  # it has a NUL, or cannot be encoded
        raise _unreadable(path, "no file can have this name", None) from error
    return decode(data, str(path), most)


def decode(data: bytes, name: str, most: int = LARGEST_FILE) -> Source:
    """The source called ``name`` with this content. Raises UniformError (U705) when it is not UTF-8 text."""
    if len(data) > most:
        raise _unreadable(name, f"it has more than {most // 2**20} MiB", None)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(name, "it is UTF-16 text", "save it as UTF-8")
    if b"\0" in data:
        raise _unreadable(name, f"it is not a text (byte {data.index(0)} is 0)", None)
    try:
        return Source(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable(name, f"line {line} is not UTF-8 text", "save it as UTF-8") from error


def may_be_read(path: str | Path) -> bool:
    """Whether something has this name, or the system cannot tell: then reading it says why."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def is_file(path: str) -> bool:
    """Whether there is such a file, as far as the system can tell."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):  # a name that is too long, or has a NUL
        return False


def misspelled(path: Path) -> str | None:
    """A file beside, with the same ending, whose name is this one with a letter more, fewer, or out of order.

    A letter that is another one does not count: then it is a sibling, as `b.gen` is of `a.gen`."""
    try:
        beside = [each for each in path.parent.iterdir() if each.suffix == path.suffix][:_MOST_BESIDE]
    except (OSError, ValueError):
        return None
    stem = path.stem.lower()
    for each in sorted(beside):
        other = each.stem.lower()
        short, long = sorted((stem, other), key=len)
        one_more = len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
        swapped = len(long) == len(short) and sorted(long) == sorted(short) and _differ(short, long) == 2
        if len(short) > 2 and (one_more or swapped or short == long):
            return str(each)
    return None


def _differ(first: str, second: str) -> int:
    return sum(a != b for a, b in zip(first, second, strict=True))


def system_reason(error: OSError | ValueError) -> str:
    """What the system says of a file, in lower case."""
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return f"{said[:1].lower()}{said[1:]}"


def _unreadable(path: str | Path, reason: str, remedy: str | None) -> UniformError:
    return UniformError(Diagnostic("U705", f"cannot read `{path}`: {reason}", help=remedy))
