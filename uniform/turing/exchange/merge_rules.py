"""Merge rules that do the same for several symbols into one rule with sets of symbols."""

from __future__ import annotations

from collections.abc import Sequence

from uniform.turing.machine import Rule


def merge_rules(rules: Sequence[Rule], everything: Sequence[str]) -> tuple[Rule, ...]:
    """The same rules, with sets of symbols where rules differ in only one tape.

    All rules read the same tapes. A tape on which a rule admits all of ``everything[tape]``, what it can show in this
    state, is not looked at. Cost: linear in the rules, for each tape."""
    tapes = [tape for tape, _ in rules[0].reads] if rules else []
    first: dict[tuple[object, ...], int] = {}  # for each effect, a rule with this effect
    current: dict[tuple[str, ...], int] = {}  # for each combination of symbols, a rule with its effect
    for number, rule in enumerate(rules):
        done = (rule.actions, rule.target, rule.output, rule.halt, rule.message)
        current[tuple(symbols for _, symbols in rule.reads)] = first.setdefault(done, number)
    for position, tape in enumerate(tapes):
        groups: dict[tuple[tuple[str, ...], tuple[str, ...], int], list[str]] = {}
        for reads, number in current.items():
            groups.setdefault((reads[:position], reads[position + 1 :], number), []).append(reads[position])
        current = {}
        for (before, after, number), shown in groups.items():
            symbols = "".join(shown)
            if len(symbols) > 1:
                symbols = "".join(sorted({*symbols}, key=everything[tape].index))
            current[*before, symbols, *after] = number
    found = []
    for reads, number in current.items():
        rule = rules[number]
        looked_at = tuple((tape, s) for tape, s in zip(tapes, reads, strict=True) if s != everything[tape])
        found.append(Rule(looked_at, rule.actions, rule.target, rule.output, rule.halt, rule.message))
    return tuple(found)
