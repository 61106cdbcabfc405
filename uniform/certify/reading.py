"""Reading a certificate that nobody vouches for, and comparing it with what is derived.

The file may hold anything. ``read_certificate`` takes it in as JSON proper: no name twice in one object, no ``NaN``
and ``Infinity``, which JSON does not have. ``differences`` compares by type and value, down to the last entry of each
list: ``8.0``, ``true`` and ``"8"`` are not 8, whatever Python thinks of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import printable

_NEEDED = ("program", "file", "sha256", "constants", "space")
_SHOWN = 70  # characters of a value in a finding
_MOST_BITS = 512  # of a number in a finding


def read_certificate(text: str) -> dict[str, Any]:
    """The certificate in a text, with the fields that an audit needs. Raises UniformError (U801) otherwise."""
    try:
        found = json.loads(text, object_pairs_hook=_without_twins, parse_constant=_no_number, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise _refused(f"line {error.lineno}, column {error.colno} is not JSON") from error
    except ValueError as error:
        raise _refused(str(error)) from error
    except RecursionError as error:
        raise _refused("it is nested too deeply") from error
    if not isinstance(found, dict):
        raise _refused("it is not a JSON object")
    for field in _NEEDED:
        if field not in found:
            raise _refused(f"`{field}` is missing")
    constants = found["constants"]
    if not isinstance(constants, dict) or not all(type(value) is int for value in constants.values()):
        raise _refused("`constants` are not whole numbers")
    if not isinstance(found["file"], str):
        raise _refused("`file` is not a name")
    return found


def differences(derived: Any, stated: Any, path: str = "") -> Iterator[str]:
    """What is stated otherwise than derived, a sentence each. ``derived`` is JSON without fractions."""
    if path == "file":
        return  # where the program was says nothing about it
    if isinstance(derived, dict) and type(stated) is dict:
        for key in (*derived, *(key for key in stated if key not in derived)):
            place = _joined(path, key)
            if key not in stated:
                yield f"`{place}` is missing"
            elif key not in derived:
                yield f"`{place}` is not a statement that can be derived"
            else:
                yield from differences(derived[key], stated[key], place)
    elif isinstance(derived, list) and type(stated) is list:
        for index, (one, other) in enumerate(zip(derived, stated, strict=False)):
            yield from differences(one, other, f"{path}[{index}]")
        if len(derived) != len(stated):
            yield f"`{path}` has a length of {len(stated)}, derived is {len(derived)}"
    elif type(derived) is not type(stated) or derived != stated:
        yield f"`{path}` is {_shown(stated)}, derived is {_shown(derived)}"


def _joined(path: str, key: Any) -> str:
    name = key if isinstance(key, str) else _shown(key)
    name = printable(cut(name, _SHOWN))
    return f"{path}.{name}" if path else name


def _shown(value: Any) -> str:
    """A value as JSON has it, on one line, cut; anything else as Python shows it."""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return f"a number of {value.bit_length()} binary digits"
    if isinstance(value, (dict, list)) and value:
        return "an object" if isinstance(value, dict) else "a list"
    try:
        text = json.dumps(value)
    except (TypeError, ValueError):
        text = printable(repr(value))
    return cut(text, _SHOWN)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A statement made twice, of which a reader sees one and the audit the other, is refused."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{_shown(key)} appears twice in one object")
        found[key] = value
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"JSON has no number `{word}`")


def _whole(digits: str) -> int:
    if len(digits) > 4 * _MOST_BITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _refused(why: str) -> UniformError:
    return UniformError(
        Diagnostic("U801", f"not a certificate: {why}", help="`uniform certify PROGRAM -o FILE` writes one")
    )
