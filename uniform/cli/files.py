"""Writing results: a file whole or not at all, and progress on a terminal."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError


@contextmanager
def whole_file(path: str) -> Iterator[IO[bytes]]:
    """A binary file that appears at ``path`` only when the block ends without an exception.

    The text goes to a temporary file in the same folder, which then takes the name. Devices and pipes, which
    cannot be replaced, are written directly. Raises UniformError when the place cannot be written.
    """
    target = Path(path)
    if target.exists() and not target.is_file() and not target.is_dir():
        with open(target, "wb") as device:
            yield device
        return
    if target.is_dir():
        raise UniformError(Diagnostic("U705", f"cannot write `{path}`: it is a folder"))
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, target)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write(chunks: Iterable[bytes], path: str | None) -> int:
    """Write chunks to a file, or to standard output when ``path`` is None or ``-``. Returns the bytes written."""
    total = 0
    if path is None or path == "-":
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
            total += len(chunk)
        sys.stdout.buffer.flush()
        return total
    with whole_file(path) as file:
        for chunk in chunks:
            file.write(chunk)
            total += len(chunk)
    return total


@contextmanager
def progress(unit: str, total: int | None = None) -> Iterator[Callable[[int], None] | None]:
    """A callback that takes the count so far and shows it, or None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit=f" {unit}", unit_scale=True, leave=False, delay=0.5) as bar:
        yield lambda count: bar.update(count - bar.n) and None


def note(text: str) -> None:
    """Say something beside the result, on standard error."""
    print(text, file=sys.stderr, flush=True)


def _unwritable(path: str, error: OSError) -> UniformError:
    reason = error.strerror or str(error)
    return UniformError(Diagnostic("U705", f"cannot write `{path}`: {reason[0].lower()}{reason[1:]}"))
