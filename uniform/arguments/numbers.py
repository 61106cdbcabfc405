"""Check the numbers that a Python caller passes: n, several n, other naturals. NumPy integers are accepted, too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import index
from typing import SupportsIndex

from uniform.arguments.limits import TOO_LARGE
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

N_LIMIT = "n has at most 4000 digits"

Ns = SupportsIndex | Iterable[SupportsIndex]
"""One n or several, to choose circuits of a family."""


def one_n(n: SupportsIndex) -> int:
    """n as a Python integer. Raises UniformError (U703) if it is not a whole number, or is below 1.

    >>> import numpy as np
    >>> one_n(np.int64(8))
    8
    """
    try:
        number = int(index(n))
    except TypeError as error:
        message = f"n is a whole number, not {value_text(n)}"
        raise UniformError(Diagnostic("U703", message, help="for example family.circuit(8)")) from error
    if not 1 <= number < TOO_LARGE:
        hint = "a family has a circuit for each n >= 1" if number < 1 else N_LIMIT
        raise UniformError(Diagnostic("U703", f"n = {number_text(number)} is out of range", help=hint))
    return number


def several_ns(ns: Ns) -> Sequence[int]:
    """A sequence of all n, in the same order; a single n becomes a list. Raises UniformError (U703) like ``one_n``, and
    if there are none, since nothing would be tried.

    >>> several_ns(8), several_ns((1, 2, 4)), several_ns(range(1, 4))
    ([8], [1, 2, 4], range(1, 4))
    """
    if isinstance(ns, str) or not isinstance(ns, Iterable):
        return [one_n(ns)]
    found: Sequence[int] = ns if isinstance(ns, range) else [one_n(n) for n in ns]
    if not found:
        raise UniformError(Diagnostic("U703", "there is no n to try", help="for example range(1, 13)"))
    one_n(min(found))
    return found


def natural(value: SupportsIndex, what: str, maximum: int | None = None) -> int:
    """``value`` as a natural number of at most ``maximum``; messages call it ``what``. Raises UniformError (U702).

    >>> natural(3, "samples")
    3
    """
    try:
        number = int(index(value))
    except TypeError as error:
        raise UniformError(Diagnostic("U702", f"{what}: {value_text(value)} is not a natural number")) from error
    if number < 0:
        raise UniformError(Diagnostic("U702", f"{what}: {number_text(number)} is below 0"))
    if maximum is not None and number > maximum:
        raise UniformError(Diagnostic("U702", f"{what}: {number_text(number)} is too large", help=f"at most {maximum}"))
    return number


def number_text(number: int, limit: int = 10**30) -> str:
    """A number in a message; from ``limit`` on only its length. Python itself does not convert numbers of more than
    4300 digits.

    >>> number_text(-12), number_text(10**40), number_text(10**4, limit=1000)
    ('-12', 'a number of 133 binary digits', 'a number of 14 binary digits')
    """
    if isinstance(number, int) and abs(number) >= limit:
        return f"a number of {number.bit_length()} binary digits"
    return str(number)


def value_text(value: object) -> str:
    """Something that is not a number, in a message."""
    return cut(repr(value), 40)
