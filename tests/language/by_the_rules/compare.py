"""Compare the rules with a tier: equal texts, or the same trap at the same place."""

from __future__ import annotations

from tests.language.by_the_rules.numbers import TooLong, Trapped
from tests.language.by_the_rules.programs import print_text
from uniform.arguments.limits import Limits
from uniform.language.pipeline import Generator
from uniform.messages.errors import LimitReached, Trap

STEPS = {"rules": 100_000, "reference": 30_000, "fast": 300_000, "machine": 5 * 10**6}


def difference(family: Generator, n: int, via: str) -> str | None:
    """What a tier does and the rules do not say; None also where one of both runs is given up."""
    rules, tier = by_the_rules(family, n), by_tier(family, n, via)
    if rules == tier or rules is None or tier is None:
        return None
    return f"at n = {n} the rules say\n{rules[-400:]}\nand the {via} tier\n{tier[-400:]}"


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
