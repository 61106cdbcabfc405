"""Writing results: a file whole or not at all, standard output in whole lines."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from uniform.arguments.texts import system_reason
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

_HELD = 1 << 20  # bytes that are held back at most


@contextmanager
def whole_file(path: str) -> Iterator[IO[bytes]]:
    """A binary file that appears at ``path`` only when the block ends without an exception.

    The text goes to a temporary file in the same folder, which then takes the name; a link is followed. Devices and
    pipes, which cannot be replaced, are written directly. Raises UniformError when the place cannot be written.
    """
    with _said_of(path):  # a name may be too long even to ask
        target = target_of(path)
        special = target.exists() and not target.is_file()
    if special:
        with _said_of(path), open(target, "wb") as device:
            yield device
        return
    with _said_of(path):
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".part")
    try:
        with _termination_heard(), _said_of(path):
            with os.fdopen(handle, "wb") as file:
                yield file
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(temporary, 0o666 & ~mask)
            os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write(chunks: Iterable[bytes], path: str | None) -> None:
    """Write chunks to a file, or to standard output when ``path`` is None or ``-``.

    A file is written whole or not at all. What cannot be taken back goes out line by line (``whole_lines``).
    """
    if path is None or path == "-":
        sys.stdout.flush()
        for piece in whole_lines(chunks):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    with whole_file(path) as file:
        for piece in whole_lines(chunks):
            file.write(piece)


def whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same text in larger pieces, of which as much as a mebibyte is held back until it is certain.

    When ``chunks`` raises, a text of up to a mebibyte has not been begun, and a longer one ends with a whole line.
    Only a line that is itself longer goes out in parts; if it is never finished, a line feed ends it.
    """
    held: list[bytes] = []
    size = 0
    inside = False  # the last piece ended inside a line
    try:
        for chunk in chunks:
            held.append(chunk)
            size += len(chunk)
            if size <= _HELD:
                continue
            text = b"".join(held)
            end = text.rfind(b"\n") + 1 or size
            inside = not text.endswith(b"\n", 0, end)
            yield text[:end]
            held, size = [text[end:]], size - end
    except (Exception, KeyboardInterrupt):
        if inside:
            yield b"\n"
        raise
    yield b"".join(held)


def target_of(path: str) -> Path:
    """The file to write: where a link leads, when ``path`` is one. Raises UniformError when it is a folder."""
    if not path:
        raise UniformError(Diagnostic("U705", "the name of the output file is empty"))
    with _said_of(path):  # a name may be too long even to ask
        target = Path(os.path.realpath(path))
        folder = target.is_dir() or path.endswith(os.sep)
    if folder:
        raise UniformError(Diagnostic("U705", f"cannot write `{path}`: it is a folder", help="name a file inside it"))
    return target


@contextmanager
def _said_of(path: str) -> Iterator[None]:
    """What the system refuses is said as a UniformError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise UniformError(Diagnostic("U705", f"cannot write `{path}`: {system_reason(error)}")) from error


@contextmanager
def _termination_heard() -> Iterator[None]:
    """Being asked to end (SIGTERM, SIGHUP) is an exception inside the block, so that it is left in order."""

    def leave(number: int, frame: object) -> None:
        del frame
        raise SystemExit(128 + number)

    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():  # only there can signals be handled
        wanted = []
    before = [(number, signal.signal(number, leave)) for number in wanted]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
