"""Read an untrusted certificate, and compare it with the derived one.

The file may contain anything. ``read_certificate`` accepts strict JSON only: no name twice in one object, and neither
``NaN`` nor ``Infinity``, which JSON does not have. ``differences`` compares types and values, down to the last entry of
each list: ``8.0``, ``true`` and ``"8"`` differ from 8.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from uniform.arguments.numbers import number_text
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import escape_unprintable

_REQUIRED_FIELDS = ("program", "file", "sha256", "constants", "space")
_MAX_LENGTH = 70  # characters of a value in a finding
_MAX_BITS = 512  # of a number in a finding


def read_certificate(text: str) -> dict[str, Any]:
    """Read a certificate. Raises UniformError (U801) unless it is JSON with all fields that an audit needs."""
    if not text.strip():
        raise _error("the text is empty")
    try:
        certificate = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_parse_integer
        )
    except json.JSONDecodeError as error:
        raise _error(f"line {error.lineno}, column {error.colno} is not JSON") from error
    except ValueError as error:
        raise _error(str(error)) from error
    except RecursionError as error:
        raise _error("it is nested too deeply") from error
    if not isinstance(certificate, dict):
        raise _error("it is not a JSON object")
    if "program" not in certificate and "transitions" in certificate:
        raise _error("it is a machine of automata-lib")
    for field in _REQUIRED_FIELDS:
        if field not in certificate:
            raise _error(f"`{field}` is missing")
    constants = certificate["constants"]
    if not isinstance(constants, dict) or not all(type(value) is int for value in constants.values()):
        raise _error("`constants` are not whole numbers")
    if not isinstance(certificate["file"], str):
        raise _error("`file` is not a name")
    return certificate


def differences(derived: Any, stated: Any, path: str = "") -> Iterator[str]:
    """Where a certificate differs from the derived one, a sentence each. ``derived`` is JSON without fractions."""
    if path == "file":
        return  # a program may be moved
    if isinstance(derived, dict) and type(stated) is dict:
        for key in (*derived, *(key for key in stated if key not in derived)):
            place = _join(path, key)
            if key not in stated:
                yield f"`{place}` is missing"
            elif key not in derived:
                yield f"`{place}` is not a field of certificates"
            else:
                yield from differences(derived[key], stated[key], place)
    elif isinstance(derived, list) and type(stated) is list:
        for index, (one, other) in enumerate(zip(derived, stated, strict=False)):
            yield from differences(one, other, f"{path}[{index}]")
        if len(derived) != len(stated):
            yield f"`{path}` has length {len(stated)}, but should have length {len(derived)}"
    elif type(derived) is not type(stated) or derived != stated:
        yield f"`{path}` is {_show(stated)}, but should be {_show(derived)}"


def _join(path: str, key: Any) -> str:
    name = key if isinstance(key, str) else _show(key)
    name = escape_unprintable(cut(name, _MAX_LENGTH))
    return f"{path}.{name}" if path else name


def _show(value: Any) -> str:
    """A value as JSON on one line, cut if it is long; what JSON cannot write is shown as in Python."""
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        return number_text(value, limit=2**_MAX_BITS)
    if isinstance(value, (dict, list)) and value:
        return "an object" if isinstance(value, dict) else "a list"
    try:
        text = json.dumps(value)
    except (TypeError, ValueError):
        text = escape_unprintable(repr(value))
    return cut(text, _MAX_LENGTH)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file. Refuses a key that appears twice: a reader might see one value, the audit the other."""
    fields: dict[str, Any] = {}
    for key, value in pairs:
        if key in fields:
            raise ValueError(f"{_show(key)} appears twice in one object")
        fields[key] = value
    return fields


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"JSON has no number `{word}`")


def _parse_integer(digits: str) -> int:
    if len(digits) > 4 * _MAX_BITS:
        raise ValueError(f"a number has {len(digits)} digits")
    return int(digits)


def _error(why: str) -> UniformError:
    return UniformError(
        Diagnostic("U801", f"not a certificate: {why}", help="`uniform certify PROGRAM -o FILE` writes one")
    )
