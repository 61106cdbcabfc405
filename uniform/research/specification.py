"""What a family should compute: a Python function from one integer for each input array to integers.

It may ask for n and for constants of the program by the names of its parameters; the others are the arrays.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from uniform.family.python_functions import load_function
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

if TYPE_CHECKING:
    from uniform.library.entry import ShippedProgram


@dataclass(frozen=True, slots=True)
class Specification:
    """A specification that may ask, by the names of its parameters, for n and for constants."""

    function: Callable[..., Any]
    settings: Mapping[str, int]

    def __call__(self, n: int) -> Callable[..., Any]:
        try:
            signature = inspect.signature(self.function)
        except ValueError:  # of a built-in function
            return self.function
        known = {**self.settings, "n": n}
        names = list(signature.parameters)
        by_name = {name for name in names if signature.parameters[name].kind is inspect.Parameter.KEYWORD_ONLY}
        placed = [(place, known[name]) for place, name in enumerate(names) if name in known and name not in by_name]
        named = {name: known[name] for name in by_name if name in known}

        def applied(*numbers: int) -> Any:
            arguments = list(numbers)
            for place, value in placed:
                arguments.insert(place, value)
            return self.function(*arguments, **named)

        others = [parameter for name, parameter in signature.parameters.items() if name not in known]
        applied.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return applied


def specification_of(
    given: str | Callable[..., Any] | None, entry: ShippedProgram | None, settings: Mapping[str, int]
) -> Specification | None:
    """The specification that is given, else the library's. Raises UniformError (U511) if it is not callable."""
    if given is None and entry is not None:
        return Specification(entry.specify, settings)
    if given is None:
        return None
    function = load_function(given) if isinstance(given, str) else given
    if not callable(function):
        raise UniformError(Diagnostic("U511", f"a specification is a function, not {function!r}"))
    return Specification(function, settings)
