"""The arrays of a model, read from an ``.npz`` or ``.safetensors`` file that anybody may have written.

Names, shapes and types are compared with the description before any number is read, so that a file cannot ask for more
memory than its description does. Nothing is ever unpickled.
"""

from __future__ import annotations

import io
import math
import stat
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.texts import system_reason
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.transformers.files.outline import Shape

WRONG_ARRAYS = "U905"
UNREADABLE = "U909"

MAX_NUMBERS = 10**7
"""A model has at most this many parameters."""

_LARGEST_NPZ = 2**27  # bytes; MAX_NUMBERS numbers of 8 bytes are less
_LARGEST_HEADER = 2**14  # bytes of an array before its numbers; numpy writes 128 for short names
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what numpy writes; others may inflate without bounds
_COMPARED = 2 * MAX_MESSAGES  # names of missing arrays, and of surplus ones, that are looked at

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """An array of a file that has not been read yet."""

    shape: Shape
    kind: str  # "i" or "u" for integers, "f" for floats, anything else for what a model has not
    type: str  # for messages
    read: Callable[[], Array]


def read_arrays(path: Path, shapes: Mapping[str, Shape]) -> dict[str, Array]:
    """The arrays of a file, which has exactly these names and shapes. Raises UniformError: U905 for other names, shapes
    or types, with up to 20 messages; U909 if the file cannot be read."""
    if (numbers := sum(math.prod(shape) for shape in shapes.values())) > MAX_NUMBERS:
        problem = f"{path.name}: the description asks for {numbers} numbers, but a model has at most {MAX_NUMBERS}"
        raise UniformError(Diagnostic(WRONG_ARRAYS, problem))
    with opened_arrays(path) as stored:
        problems = list(_problems(path.name, stored, shapes))
        if problems:
            raise UniformError(problems[:MAX_MESSAGES])
        return {name: stored[name].read() for name in shapes}


def opened_arrays(path: Path) -> AbstractContextManager[dict[str, Stored]]:
    """The arrays of a file by name, to be read while it is open. Raises UniformError (U909)."""
    return _opened_safetensors(path) if path.suffix == ".safetensors" else _opened_npz(path)


def _problems(file: str, stored: Mapping[str, Stored], shapes: Mapping[str, Shape]) -> Iterator[Diagnostic]:
    missing = [name for name in shapes if name not in stored][:_COMPARED]
    surplus = [name for name in stored if name not in shapes][:_COMPARED]
    for name in missing:
        near = find_nearest(name, surplus)
        hint = f"is it `{near}`?" if near else f"the description asks for an array of shape {shapes[name]}"
        yield Diagnostic(WRONG_ARRAYS, f"{file}: the array `{name}` is missing", help=hint)
    for name in surplus:
        if find_nearest(name, missing) is None:
            hint = "remove it, or describe the layer that it belongs to"
            yield Diagnostic(WRONG_ARRAYS, f"{file}: the array `{name}` does not belong to the model", help=hint)
    for name, shape in shapes.items():
        found = stored.get(name)
        if found is not None and found.kind not in "iuf":
            problem = f"`{name}` has numbers of type {found.type}"
            yield Diagnostic(WRONG_ARRAYS, f"{file}: {problem}", help="integers, or floats of 16, 32 or 64 bits")
        elif found is not None and found.shape != shape:
            turned = "transpose it: rows are outputs" if found.shape == shape[::-1] else None
            problem = f"`{name}` has shape {found.shape}, but the description asks for {shape}"
            yield Diagnostic(WRONG_ARRAYS, f"{file}: {problem}", help=turned)


@contextmanager
def _opened_npz(path: Path) -> Iterator[dict[str, Stored]]:
    with _read_errors(path), warnings.catch_warnings(), _opened_archive(path) as archive:
        warnings.simplefilter("ignore")
        found: dict[str, Stored] = {}
        for member in archive.infolist():
            name = member.filename.removesuffix(".npy")
            if name in found or name == member.filename:
                raise ValueError(f"`{member.filename}` is not one array")
            if member.compress_type not in _COMPRESSIONS:
                raise ValueError(f"`{member.filename}` is compressed in a way that is not supported")
            with archive.open(member) as file:
                try:
                    shape, dtype = _header(file)
                except Exception as error:  # whatever the parser of headers raises on what is not a header
                    raise ValueError(f"`{member.filename}` is not an array") from error

            def read(member: zipfile.ZipInfo = member) -> Array:
                with archive.open(member) as file:
                    return np.asarray(np.lib.format.read_array(file, allow_pickle=False))

            kind = dtype.kind if dtype.itemsize <= 8 else "other"
            found[name] = Stored(shape, kind, str(dtype), read)
        yield found


def _opened_archive(path: Path) -> zipfile.ZipFile:
    _require_regular(path)
    if path.stat().st_size > _LARGEST_NPZ:
        raise ValueError(f"it has more than {_LARGEST_NPZ // 2**20} MiB, so more than {MAX_NUMBERS} numbers")
    return zipfile.ZipFile(path)


def _require_regular(path: Path) -> None:
    """Raise OSError or ValueError unless this is a file on a disk: a pipe may wait forever, a device has no end."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # reading a folder gives the system's reason
        raise ValueError("it is a pipe or a device, not a file")


def _header(member: IO[bytes]) -> tuple[Shape, np.dtype[Any]]:
    file = io.BytesIO(member.read(_LARGEST_HEADER))  # a header may claim to have 4 GiB
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    elif version == (2, 0):
        shape, _, dtype = np.lib.format.read_array_header_2_0(file)
    else:
        raise ValueError(f"arrays of version {version} are not supported")
    return tuple(shape), dtype


_SAFE_KINDS = {"I": "i", "U": "u", "F": "f"}


@contextmanager
def _opened_safetensors(path: Path) -> Iterator[dict[str, Stored]]:
    try:
        from safetensors import SafetensorError, safe_open
    except ImportError as error:
        hint = 'pip install "uniform-circuits[safetensors]", or use .npz'
        problem = f"cannot read `{path}`: this needs the package safetensors"
        raise UniformError(Diagnostic(UNREADABLE, problem, help=hint)) from error
    with _read_errors(path):
        _require_regular(path)
        if path.is_dir():
            path.open("rb").close()  # the system's reason
        try:
            with safe_open(path, framework="numpy") as opened:
                found = {}
                for name in list(opened.keys()):
                    part = opened.get_slice(name)
                    letter, bits = part.get_dtype()[:1], part.get_dtype()[1:]
                    kind = _SAFE_KINDS.get(letter, "other") if bits in ("8", "16", "32", "64") else "other"

                    def read(name: str = name) -> Array:
                        return np.asarray(opened.get_tensor(name))

                    found[name] = Stored(tuple(part.get_shape()), kind, part.get_dtype(), read)
                yield found
        except SafetensorError as error:
            raise ValueError(str(error)) from error


@contextmanager
def _read_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except UniformError:
        raise
    except FileNotFoundError as error:
        hint = "the field `arrays` of the description names it"
        raise UniformError(Diagnostic(UNREADABLE, f"cannot read `{path}`: there is no such file", help=hint)) from error
    except OSError as error:
        raise UniformError(Diagnostic(UNREADABLE, f"cannot read `{path}`: {system_reason(error)}")) from error
    except zipfile.BadZipFile as error:
        hint = "numpy.savez writes such files"
        raise UniformError(Diagnostic(UNREADABLE, f"`{path}` is not an .npz file", help=hint)) from error
    except (ValueError, TypeError, KeyError, EOFError, MemoryError, RuntimeError, zlib.error) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise UniformError(Diagnostic(UNREADABLE, f"cannot read `{path}`: {reason}")) from error
