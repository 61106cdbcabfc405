"""What a family should compute: a Python function from one integer for each input array to integers.

Parameters named ``n`` or like a constant of the program get its value; the others are the input arrays.
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
    """A specification, whose parameters may also be n and constants, by name."""

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
        positional = [
            (position, known[name]) for position, name in enumerate(names) if name in known and name not in by_name
        ]
        named = {name: known[name] for name in by_name if name in known}

        def applied(*numbers: int) -> Any:
            arguments = list(numbers)
            for position, value in positional:
                arguments.insert(position, value)
            return self.function(*arguments, **named)

        others = [parameter for name, parameter in signature.parameters.items() if name not in known]
        applied.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return applied


def specification_of(
    chosen: str | Callable[..., Any] | None, entry: ShippedProgram | None, settings: Mapping[str, int]
) -> Specification | None:
    """The specification of the caller, or else of the library. Raises UniformError (U511) if it is not callable."""
    if chosen is None and entry is not None:
        return Specification(entry.specify, settings)
    if chosen is None:
        return None
    function = load_function(chosen) if isinstance(chosen, str) else chosen
    if not callable(function):
        raise UniformError(Diagnostic("U511", f"a specification must be a function, not {function!r}"))
    return Specification(function, settings)
