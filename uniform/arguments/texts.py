"""Read source texts from files: programs, machines, circuits, words, certificates."""

from __future__ import annotations

from pathlib import Path

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

LARGEST_FILE = 16 * 2**20
"""Maximal size of a program in bytes."""

LARGEST_TEXT = 2**30
"""Maximal size in bytes of a machine, a circuit or a word."""


_MAX_NEIGHBORS = 1000  # files of a folder to search for the name that was meant


class Unreadable(UniformError):
    """A file cannot be read."""

    def __init__(self, path: str | Path, reason: str, remedy: str | None) -> None:
        super().__init__(Diagnostic("U705", f"cannot read `{path}`: {reason}", help=remedy))
        self.reason = reason
        self.remedy = remedy


def read_source(path: str | Path, max_bytes: int = LARGEST_FILE) -> Source:
    """The text of a file of at most ``max_bytes``. Raises UniformError (U705) if the file is missing or not text.

    A byte order mark at the beginning is dropped; line ends may be LF or CR LF."""
    file = Path(path)
    try:
        if file.is_dir():
            raise Unreadable(path, "it is a folder", "name a file inside it")
        if file.stat().st_size > max_bytes:
            raise Unreadable(path, f"it has more than {max_bytes // 2**20} MiB", None)
        with file.open("rb") as opened:  # a device has no size, and may have no end
            data = opened.read(max_bytes + 1)
    except FileNotFoundError as error:
        near = misspelled(file)
        raise Unreadable(path, "there is no such file", near and f"did you mean `{near}`?") from error
    except OSError as error:
        raise Unreadable(path, system_reason(error), None) from error
    except ValueError as error:  # it has a NUL, or cannot be encoded
        raise Unreadable(path, "no file can have this name", None) from error
    return decode(data, str(path), max_bytes)


def decode(data: bytes, name: str, max_bytes: int = LARGEST_FILE) -> Source:
    """The source called ``name`` with this content. Raises UniformError (U705) if it is not UTF-8 text."""
    if len(data) > max_bytes:
        raise Unreadable(name, f"it has more than {max_bytes // 2**20} MiB", None)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(name, "it is UTF-16 text", "save it as UTF-8")
    if b"\0" in data:
        raise Unreadable(name, f"it is not text (byte {data.index(0)} is 0)", None)
    try:
        return Source(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(name, f"line {line} is not UTF-8 text", "save it as UTF-8") from error


def may_be_read(path: str | Path) -> bool:
    """Whether a file of this name exists, or the system cannot tell; reading it then reports the reason."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def is_file(path: str) -> bool:
    """Whether this is a file, as far as the system can tell."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):  # a name that is too long, or has a NUL
        return False


def misspelled(path: Path) -> str | None:
    """A file in the same folder, with the same ending, whose name differs by an extra, missing or swapped letter.

    A replaced letter does not count: `b.gen` is a sibling of `a.gen`, not a misspelling."""
    try:
        beside = [each for each in path.parent.iterdir() if each.suffix == path.suffix][:_MAX_NEIGHBORS]
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
    """The system's error message, in lower case."""
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return f"{reason[:1].lower()}{reason[1:]}"
