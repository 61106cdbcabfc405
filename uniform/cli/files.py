"""Write results: a file completely or not at all, standard output in whole lines."""

from __future__ import annotations

import os
import shutil
import signal
import stat
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

_HELD = 1 << 20  # at most this many bytes are held back


@contextmanager
def whole_file(path: str) -> Iterator[IO[bytes]]:
    """A binary file that appears at ``path`` only when the block ends without an exception.

    The text goes to a temporary file in the same folder, which is then renamed; links are followed, and a file that is
    replaced keeps its mode. Devices and pipes, which cannot be replaced, are written directly. Raises UniformError if
    the file cannot be written.
    """
    with _write_errors(path):  # the name may be too long even to look up
        target = target_of(path)
        special = os.path.exists(path) and not os.path.isfile(path)  # `/dev/stdout` may be a link to no name at all
    if special:
        with _write_errors(path), open(path, "wb") as device:
            yield device
        return
    with _write_errors(path):
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".part")
    try:
        with _exit_on_signals(), _write_errors(path):
            with os.fdopen(handle, "wb") as file:
                yield file
            os.chmod(temporary, stat.S_IMODE(target.stat().st_mode) if target.exists() else _mode_of_new(0o666))
            os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write(chunks: Iterable[bytes], path: str | None) -> None:
    """Write chunks to a file, or to standard output when ``path`` is None or ``-``.

    A file is written completely or not at all. Output that cannot be undone goes out line by line (``whole_lines``).
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


def require_new_folder(path: str) -> Path:
    """The folder to write. Raises UniformError if there is something already, unless it is an empty folder."""
    if not path:
        raise UniformError(Diagnostic("U705", "the name of the output folder is empty"))
    with _write_errors(path):
        target = Path(os.path.realpath(path))
        is_free = not any(target.iterdir()) if target.is_dir() else not target.exists()
        above = target.parent.is_dir()
    if not is_free:
        kind = "a folder that is not empty" if target.is_dir() else "a file"
        raise UniformError(Diagnostic("U705", f"cannot write `{path}`: it is {kind}", help="name a new folder"))
    if not above:
        raise UniformError(Diagnostic("U705", f"cannot write `{path}`: there is no folder `{target.parent}`"))
    return target


def write_folder(named: Iterable[tuple[str, bytes]], path: str) -> int:
    """Write some files, each with its name, to a new folder, completely or not at all. Returns their number.

    The folder is made under another name beside it and then renamed. Raises UniformError if it cannot be written."""
    target = require_new_folder(path)
    with _write_errors(path):
        temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".part"))
    count = 0
    try:
        with _exit_on_signals(), _write_errors(path):
            for name, content in named:
                (temporary / name).write_bytes(content)
                count += 1
            os.chmod(temporary, _mode_of_new(0o777))
            os.replace(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return count


def whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same text in larger pieces; up to a mebibyte is held back in case ``chunks`` raises.

    If it does, nothing of a text of up to a mebibyte has been yielded, and a longer one ends after a whole line. Only a
    line longer than that is yielded in parts; if it is never finished, a line feed ends it.
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
    """The file to write: the target if ``path`` is a link. Raises UniformError if it is a folder."""
    if not path:
        raise UniformError(Diagnostic("U705", "the name of the output file is empty"))
    with _write_errors(path):  # the name may be too long even to look up
        target = Path(os.path.realpath(path))
        folder = target.is_dir() or path.endswith(os.sep)
    if folder:
        raise UniformError(Diagnostic("U705", f"cannot write `{path}`: it is a folder", help="name a file inside it"))
    return target


def _mode_of_new(mode: int) -> int:
    """The mode of a new file or folder: ``mode`` without what the mask of the process takes away."""
    mask = os.umask(0)
    os.umask(mask)
    return mode & ~mask


@contextmanager
def _write_errors(path: str) -> Iterator[None]:
    """Turn errors of the operating system into UniformError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise UniformError(Diagnostic("U705", f"cannot write `{path}`: {system_reason(error)}")) from error


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """Raise SystemExit on SIGTERM and SIGHUP inside the block, so that it cleans up."""

    def leave(number: int, frame: object) -> None:
        del frame
        raise SystemExit(128 + number)

    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():  # signals can only be handled there
        wanted = []
    before = [(number, signal.signal(number, leave)) for number in wanted]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
