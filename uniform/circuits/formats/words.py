"""The words of circuit text: names, natural numbers, addresses.

    name       y  carry  NOT  s_1           letters, digits and `_`; no digit at the start
    number     0  7  1200                   decimal, no leading zero
    step       y  m[2,3]                    a name, with or without indices
    address    add[3].half  y.NOT[1]        steps joined by dots

The builder, the reader and the format page share these patterns; they are defined nowhere else.
"""

from __future__ import annotations

import re

from uniform.arguments.limits import LONGEST_NUMBER, TOO_LARGE

NAME = r"[A-Za-z_][A-Za-z_0-9]*"
NATURAL = r"(?:0|[1-9][0-9]*)"
_STEP = rf"{NAME}(?:\[{NATURAL}(?:,{NATURAL})*\])?"
ADDRESS = rf"{_STEP}(?:\.{_STEP})*"

is_name = re.compile(NAME).fullmatch
is_natural = re.compile(NATURAL).fullmatch
is_address = re.compile(ADDRESS).fullmatch

ADDRESS_EXAMPLES = "an address looks like y, m[2,3] or add[3].half"


def read_natural(word: str) -> int | None:
    """The value of a word, or None if it is not a number, has leading zeros, or has more than 4000 digits.

    >>> read_natural("12"), read_natural("012"), read_natural("-1")
    (12, None, None)
    """
    if is_natural(word) is None or len(word) > LONGEST_NUMBER:
        return None
    return int(word)


def decimal(number: int) -> str:
    """A natural number of any size, as printed in circuits; Python's ``str`` stops at 4300 digits.

    >>> decimal(12), len(decimal(10**9000))
    ('12', 9001)
    """
    if number < TOO_LARGE:
        return str(number)
    high, low = divmod(number, TOO_LARGE)
    return decimal(high) + str(low).zfill(LONGEST_NUMBER)
