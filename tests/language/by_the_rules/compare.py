"""Compare the rules with a tier: equal texts, or the same trap at the same place."""

from __future__ import annotations

from tests.language.by_the_rules.numbers import TooLong, Trapped
from tests.language.by_the_rules.programs import print_text
from uniform.arguments.limits import Limits
from uniform.language.pipeline import Generator
from uniform.messages.errors import LimitReached, Trap

STEPS = {"rules": 100_000, "reference": 30_000, "fast": 300_000, "machine": 5 * 10**6}


def difference(family: Generator, n: int, *tiers: str) -> str | None:
    """What one of the tiers does and the rules do not say; None also where one of the runs is given up."""
    rules = by_the_rules(family, n)
    for via in tiers if rules is not None else ():
        tier = by_tier(family, n, via)
        if tier is not None and tier != rules:
            return f"at n = {n} the rules say\n{rules[-400:]}\nand the {via} tier\n{tier[-400:]}"
    return None


def by_the_rules(family: Generator, n: int) -> str | None:
    try:
        return print_text(family.source, n, family.constants, STEPS["rules"])
    except Trapped as trap:
        return f"{trap.code} {trap.span.place} `{trap.span.text}`"
    except TooLong:
        return None


def by_tier(family: Generator, n: int, via: str) -> str | None:
    try:
        limits = Limits(max_gates=20_000, max_wires=50_000, max_steps=STEPS[via])
        return b"".join(family.stream(n, via, limits)).decode("ascii")
    except Trap as trap:
        (diagnostic,) = trap.diagnostics
        if diagnostic.code == "U413":
            return None
        assert diagnostic.span is not None
        return f"{diagnostic.code} {diagnostic.span.place} `{diagnostic.span.text}`"
    except LimitReached:
        return None
