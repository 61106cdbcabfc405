"""Errors in a machine whose lines are correct one by one.

Two rules of a state that can apply at once, and actions that are impossible: writing an origin, moving left of it, or
moving right of the end of the input. Doubtful machines get ``warnings``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic, Label, sort_by_place
from uniform.messages.spans import Span
from uniform.turing.machine import END, ORIGIN, Machine, Rule, State
from uniform.turing.text.mistakes.missing_states import end_meant
from uniform.turing.text.parse import Parsed
from uniform.turing.text.words import IS_TEXT, arrow

_FEW = 16  # rules that are compared pair by pair


def errors(parsed: Parsed) -> list[Diagnostic]:
    """Every error, in the order of the text. Cost: linear, except for rules of one state with large sets of symbols."""
    found: list[Diagnostic] = []
    for state, span, spans in zip(parsed.machine.states, parsed.state_spans, parsed.rule_spans, strict=True):
        if not state.rules:
            end = end_meant(state.name)
            hint = "a state without rules is stuck; end a run with `accept`, `reject` or a trap"
            if end is not None:
                hint = f"a state without rules is stuck; in its place, let rules lead to `{end}`"
            found.append(Diagnostic("U610", f"the state `{state.name}` has no rules", span, help=hint))
        for place, rule in enumerate(state.rules):
            found += _impossible_actions(parsed.machine, rule, spans[place])
        found += _overlaps(parsed.machine, state, spans)
        if len(found) >= MAX_MESSAGES:
            break
    return sort_by_place(found)[:MAX_MESSAGES]


def _impossible_actions(machine: Machine, rule: Rule, span: Span) -> Iterator[Diagnostic]:
    reads = dict(rule.reads)
    for action in rule.actions:
        name = machine.tapes[action.tape].name
        seen = reads.get(action.tape, "")
        if ORIGIN in seen and action.write is not None:
            message, symbol = f"`{name}` is written where it shows `^`", ORIGIN
        elif ORIGIN in seen and action.move < 0:
            message, symbol = f"`{name}` moves left of `^`", ORIGIN
        elif action.tape == 0 and END in seen and action.move > 0:
            message, symbol = f"`{name}` moves right of `$`", END
        else:
            continue
        remedy = f"leave `{symbol}` out of the read, and give it a rule of its own"
        if seen == symbol:
            remedy = (
                f"where `{name}` shows `{symbol}`, the head can only move: `{name}{'>' if symbol == ORIGIN else '<'}`"
            )
        yield Diagnostic("U608", message, _action_span(name, span), help=remedy)


def _action_span(name: str, rule: Span) -> Span:
    """The action of a rule on the tape of this name."""
    after = arrow(rule.text) + 2
    actions = IS_TEXT.sub(lambda text: "_" * len(text[0]), rule.text[after:])
    match = re.search(rf"(?<![\w.]){re.escape(name)}[:<>][^,;]*(?<! )", actions)
    assert match is not None
    return Span(rule.source, rule.start + after + match.start(), rule.start + after + match.end())


def _overlaps(machine: Machine, state: State, spans: tuple[Span, ...]) -> Iterator[Diagnostic]:
    pair = _overlap(state.rules)
    if pair is None:
        return
    first, second = (state.rules[place] for place in pair)
    message = f"two rules of `{state.name}` can apply at once"
    if first == second and not first.otherwise:
        message = f"a rule of `{state.name}` appears twice"
        yield Diagnostic(
            "U611", message, spans[pair[1]], others=(Label(spans[pair[0]], "the same"),), help="leave one of them out"
        )
        return
    if first.otherwise:
        label, remedy = "a second `else`", "keep one of them"
    else:
        example = _example(machine, first, second)
        label = f"applies {example}" if example else "always applies"
        remedy = "make the sets of symbols disjoint, or use `else`"
    other = Label(spans[pair[0]], "and so does this one")
    yield Diagnostic("U611", message, spans[pair[1]], label, others=(other,), help=remedy)


def _overlap(rules: tuple[Rule, ...]) -> tuple[int, int] | None:
    """The positions of two rules that can apply at once, or None.

    Large sets of rules are split by the symbols of one tape after another, so that few pairs are left to compare."""
    others = [place for place, rule in enumerate(rules) if rule.otherwise]
    if len(others) > 1:
        return others[0], others[1]
    rows = {rule.reads for rule in rules if not rule.otherwise}
    if len(rows) == len(rules) - len(others) and _is_plain(rows):
        return None  # as in explicit tables: one symbol on each of the same tapes, without repeated rows
    reads = {place: dict(rule.reads) for place, rule in enumerate(rules) if not rule.otherwise}
    waiting = [(list(reads), frozenset(tape for read in reads.values() for tape in read))]
    while waiting:
        places, tapes = waiting.pop()
        parts = _split_by_tape(places, reads, tapes) if len(places) > _FEW else None
        if parts is not None:
            waiting += parts
            continue
        for later, place in enumerate(places):
            for earlier in places[:later]:
                if _meet(reads[earlier], reads[place]):
                    return earlier, place
    return None


def _is_plain(rows: set[tuple[tuple[int, str], ...]]) -> bool:
    """Whether all rows look at the same tapes, for one symbol on each."""
    return len({tuple(tape for tape, _ in row) for row in rows}) < 2 and all(
        len(symbols) == 1 for row in rows for _, symbols in row
    )


def _split_by_tape(
    places: list[int], reads: dict[int, dict[int, str]], tapes: frozenset[int]
) -> list[tuple[list[int], frozenset[int]]] | None:
    """The rules that admit each symbol of a tape, for the tape that splits them best; None if none does.

    Rules that do not look at the tape go into every part, so that each overlapping pair is in some part."""
    best: dict[str, list[int]] = {}
    least = len(places) ** 2 // 2
    chosen = -1
    for tape in tapes:
        parts: dict[str, list[int]] = {}
        free = [place for place in places if tape not in reads[place]]
        if len(free) * 2 > len(places):
            continue
        for place in places:
            for symbol in reads[place].get(tape, ""):
                parts.setdefault(symbol, []).append(place)
        cost = sum((len(part) + len(free)) ** 2 for part in parts.values())
        if cost < least:
            best, least, chosen = {symbol: sorted(part + free) for symbol, part in parts.items()}, cost, tape
    return None if chosen < 0 else [(part, tapes - {chosen}) for part in best.values()]


def _meet(a: dict[int, str], b: dict[int, str]) -> bool:
    """Whether some configuration is admitted by both reads."""
    return all(set(symbols) & set(b[tape]) for tape, symbols in a.items() if tape in b)


def _example(machine: Machine, a: Rule, b: Rule) -> str:
    """What the tapes show in a configuration to which both rules apply."""
    seen = dict(b.reads)
    for tape, symbols in a.reads:
        common = [symbol for symbol in symbols if symbol in seen.get(tape, symbols)]
        seen[tape] = common[0]
    shown = (f"`{machine.tapes[tape].name}` shows `{symbols[0]}`" for tape, symbols in sorted(seen.items()))
    return " and ".join(f"where {text}" if place == 0 else text for place, text in enumerate(shown))
