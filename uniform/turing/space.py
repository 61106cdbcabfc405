"""Claims of work cells: ``space 2*bits(n) + 6`` in a machine, a formula in n, the length of the input.

Formulas have natural numbers, ``n``, ``+``, ``-``, ``*``, parentheses, ``bits(e)``, ``min(e, f)`` and ``max(e, f)``;
``bits(0) = 1``, and a result below zero counts as zero.
"""

from __future__ import annotations

import re

from uniform.turing.machine import Machine

_TOKEN = re.compile(r"\s*(?:(\d+)|([a-z]+)|(.))")


def claimed_cells(machine: Machine, length: int) -> int | None:
    """The cells that a machine claims for inputs of this length, or None."""
    return None if machine.space is None else value(machine.space, length)


def value(formula: str, n: int) -> int:
    """The value of a formula. Raises ValueError, with the part that was not understood, for any other text.

    >>> value("2*bits(n) + 6", 1000), value("max(n, 3)", 2)
    (26, 3)
    """
    tokens = [match[1] or match[2] or match[3] for match in _TOKEN.finditer(formula.strip())]
    if len(tokens) > 200:
        raise ValueError("the formula is too long")
    result, rest = _sum(tokens, n)
    if rest:
        raise ValueError(f"`{rest[0]}` is not expected here")
    return max(0, result)


def _sum(tokens: list[str], n: int) -> tuple[int, list[str]]:
    total, tokens = _product(tokens, n)
    while tokens and tokens[0] in "+-":
        sign = 1 if tokens[0] == "+" else -1
        term, tokens = _product(tokens[1:], n)
        total += sign * term
    return total, tokens


def _product(tokens: list[str], n: int) -> tuple[int, list[str]]:
    total, tokens = _factor(tokens, n)
    while tokens and tokens[0] == "*":
        factor, tokens = _factor(tokens[1:], n)
        total *= factor
    return total, tokens


def _factor(tokens: list[str], n: int) -> tuple[int, list[str]]:
    if not tokens:
        raise ValueError("the formula ends too early")
    first, tokens = tokens[0], tokens[1:]
    if first.isdigit():
        return int(first), tokens
    if first == "n":
        return n, tokens
    if first == "(":
        inside, tokens = _sum(tokens, n)
        return inside, _expect(tokens, ")")
    arity = {"bits": 1, "min": 2, "max": 2}.get(first)
    if arity is None:
        raise ValueError(f"`{first}` is not expected here")
    tokens = _expect(tokens, "(")
    arguments = []
    for place in range(arity):
        if place:
            tokens = _expect(tokens, ",")
        argument, tokens = _sum(tokens, n)
        arguments.append(argument)
    tokens = _expect(tokens, ")")
    if first == "bits":
        return max(1, arguments[0].bit_length()), tokens
    return (min if first == "min" else max)(arguments), tokens


def _expect(tokens: list[str], token: str) -> list[str]:
    if not tokens or tokens[0] != token:
        raise ValueError(f"`{token}` is expected" + (f" before `{tokens[0]}`" if tokens else " at the end"))
    return tokens[1:]
