"""Rules that say the same for several symbols, put together as one rule with sets of symbols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from uniform.turing.machine import Rule


def joined(rules: Sequence[Rule], everything: Sequence[str]) -> tuple[Rule, ...]:
    """The same rules, with sets of symbols where rules differ in one tape only.

    All rules read the same tapes. A tape on which a rule admits all of ``everything[tape]``, what it can show in this
    state, is not looked at. Cost: linear in the rules, for each tape."""
    current = {tuple(symbols for _, symbols in rule.reads): rule for rule in rules}
    tapes = [tape for tape, _ in rules[0].reads] if rules else []
    for position, tape in enumerate(tapes):
        groups: dict[tuple[object, ...], tuple[list[tuple[str, ...]], Rule]] = {}
        for reads, rule in current.items():
            rest = (*reads[:position], *reads[position + 1 :])
            key = (rest, rule.actions, rule.target, rule.output, rule.halt, rule.message)
            groups.setdefault(key, ([], rule))[0].append(reads)
        current = {}
        for members, rule in groups.values():
            symbols = {symbol for reads in members for symbol in reads[position]}
            together = "".join(sorted(symbols, key=everything[tape].index))
            reads = members[0]
            current[*reads[:position], together, *reads[position + 1 :]] = rule
    return tuple(
        replace(rule, reads=tuple((tape, s) for tape, s in zip(tapes, reads, strict=True) if s != everything[tape]))
        for reads, rule in current.items()
    )
