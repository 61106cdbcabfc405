"""JSON that was written by anybody, read field by field; whatever is wrong is reported with its place.

A place is a path as in JavaScript: ``layers[0].heads[1].mask``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest

NOT_A_MODEL = "U901"
UNKNOWN_WORD = "U902"

_SHOWN = 40  # characters of a value in a message


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the JSON, and its place."""

    file: str
    path: str
    value: Any

    def refusal(self, code: str, problem: str, remedy: str | None = None) -> UniformError:
        """The error for this value."""
        place = f"`{self.path}`: " if self.path else ""
        return UniformError(Diagnostic(code, f"{self.file}: {place}{problem}", help=remedy))

    def fields(self, *names: str, optional: Sequence[str] = ()) -> dict[str, Node]:
        """The fields of an object, which has all of ``names``, perhaps some of ``optional``, and no others."""
        if not isinstance(self.value, dict):
            raise self.refusal(NOT_A_MODEL, f"expected an object, not {self.shown}")
        allowed = (*names, *optional)
        for key in self.value:
            if key not in allowed:
                near = find_nearest(key, allowed)
                remedy = f"did you mean `{near}`?" if near else f"the fields are {', '.join(allowed)}"
                raise self.refusal(NOT_A_MODEL, f"`{cut(key, _SHOWN)}` is not a field of a model", remedy)
        for name in names:
            if name not in self.value:
                raise self._child(name, None).refusal(NOT_A_MODEL, "this field is missing")
        return {key: self._child(key, value) for key, value in self.value.items()}

    def items(self) -> list[Node]:
        """The items of a list."""
        if not isinstance(self.value, list):
            raise self.refusal(NOT_A_MODEL, f"expected a list, not {self.shown}")
        return [Node(self.file, f"{self.path}[{index}]", value) for index, value in enumerate(self.value)]

    def whole(self, least: int, most: int, code: str = NOT_A_MODEL) -> int:
        """A whole number in a range."""
        if type(self.value) is not int or not least <= self.value <= most:
            raise self.refusal(code, f"expected a whole number in {least}..{most}, not {self.shown}")
        return self.value

    def text(self) -> str:
        """A string that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            raise self.refusal(NOT_A_MODEL, f"expected a string, not {self.shown}")
        if not is_text(self.value):
            raise self.refusal(NOT_A_MODEL, f"{self.shown} has half of a surrogate pair, which is not a character")
        return self.value

    def truth(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.refusal(NOT_A_MODEL, f"expected true or false, not {self.shown}")
        return self.value

    def word(self, what: str, words: Sequence[str], advice: str | None = None) -> str:
        """One of a few words; messages call it ``what``."""
        if not isinstance(self.value, str):
            raise self.refusal(NOT_A_MODEL, f"expected a string, not {self.shown}")
        if self.value not in words:
            near = find_nearest(self.value, words)
            remedy = advice or (f'did you mean "{near}"?' if near else f"one of {', '.join(words)}")
            raise self.refusal(UNKNOWN_WORD, f"unknown {what} {self.shown}", remedy)
        return self.value

    @property
    def shown(self) -> str:
        """The value in a message."""
        try:
            return cut(json.dumps(self.value), _SHOWN)
        except (RecursionError, ValueError):
            return "this"

    def _child(self, key: str, value: Any) -> Node:
        return Node(self.file, f"{self.path}.{key}" if self.path else key, value)


def is_text(text: str) -> bool:
    """Whether a string of JSON is not empty and has only characters: JSON may have half of a surrogate pair."""
    return bool(text) and not any("\ud800" <= each <= "\udfff" for each in text)


def read_node(text: str, file: str) -> Node:
    """The JSON of a text. Raises UniformError (U901) unless it is strict JSON: no name twice in an object, and neither
    ``NaN`` nor ``Infinity``."""
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno} is not JSON"
        raise UniformError(Diagnostic(NOT_A_MODEL, f"{file}: {place}", help=None)) from error
    except ValueError as error:  # a number of thousands of digits, or one of the two below
        raise UniformError(Diagnostic(NOT_A_MODEL, f"{file}: {_first_line(error)}")) from error
    except RecursionError as error:
        raise UniformError(Diagnostic(NOT_A_MODEL, f"{file}: it is nested too deeply")) from error
    return Node(file, "", value)


def _first_line(error: ValueError) -> str:
    text = str(error)
    return "a number has too many digits" if text.startswith("Exceeds") else text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"`{cut(key, _SHOWN)}` appears twice in one object")
        found[key] = value
    return found


def _constant(text: str) -> NoReturn:
    raise ValueError(f"JSON has no number `{text}`")
