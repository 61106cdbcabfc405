"""What is wrong with a machine that reads well line by line: errors, and warnings.

Errors: two rules of a state that can apply at once, and what the table shows to be impossible - writing an
origin, moving left of one, moving right of the end of the input. Warnings: states that no run reaches, as far as the
table tells, and a machine that can never halt.
"""

from __future__ import annotations

from collections.abc import Iterator

from uniform.diagnostics import Diagnostic, Label
from uniform.spans import Span
from uniform.turing.machine import END, ORIGIN, Machine, Rule, State
from uniform.turing.parse import Parsed


def errors(parsed: Parsed) -> list[Diagnostic]:
    """Every error, in the order of the text. Cost: quadratic in the rules of one state."""
    found: list[Diagnostic] = []
    for state, span, spans in zip(parsed.machine.states, parsed.state_spans, parsed.rule_spans, strict=True):
        if not state.rules:
            hint = "a state without rules is stuck; end a run with `accept`, `reject` or a trap"
            found.append(Diagnostic("U610", f"the state `{state.name}` has no rules", span, help=hint))
        for place, rule in enumerate(state.rules):
            found += _impossible(parsed.machine, rule, spans[place])
        found += _overlaps(state, spans)
        if len(found) >= 20:
            break
    return found


def warnings(parsed: Parsed) -> list[Diagnostic]:
    """Unreachable states, and no reachable way to halt."""
    machine = parsed.machine
    reached = reachable(machine)
    found = [
        Diagnostic("U612", f"the state `{state.name}` is never reached", span, severity="warning")
        for state, span in zip(machine.states, parsed.state_spans, strict=True)
        if state.name not in reached
    ]
    states = [state for state in machine.states if state.name in reached]
    if not any(rule.halt is not None for state in states for rule in state.rules):
        message = "the machine never accepts, rejects or traps"
        hint = "end a run with `-> accept`"
        found.insert(0, Diagnostic("U612", message, parsed.state_spans[0], help=hint, severity="warning"))
    return found


def reachable(machine: Machine) -> set[str]:
    """The names of the states to which a chain of rules leads from the start."""
    states = {state.name: state for state in machine.states}
    found = {machine.start}
    waiting = [machine.start]
    while waiting:
        for rule in states[waiting.pop()].rules:
            if rule.target is not None and rule.target not in found:
                found.add(rule.target)
                waiting.append(rule.target)
    return found


def _impossible(machine: Machine, rule: Rule, span: Span) -> Iterator[Diagnostic]:
    reads = dict(rule.reads)
    for action in rule.actions:
        name = machine.tapes[action.tape].name
        seen = reads.get(action.tape, "")
        if ORIGIN in seen and action.write is not None:
            yield Diagnostic("U608", f"`{name}` is written where it shows `^`", span, help="leave `^` out of the read")
        elif ORIGIN in seen and action.move < 0:
            yield Diagnostic("U608", f"`{name}` moves left of `^`", span, help="leave `^` out of the read")
        elif action.tape == 0 and END in seen and action.move > 0:
            yield Diagnostic("U608", f"`{name}` moves right of `$`", span, help="leave `$` out of the read")


def _overlaps(state: State, spans: tuple[Span, ...]) -> Iterator[Diagnostic]:
    for place, rule in enumerate(state.rules):
        for earlier in range(place):
            example = _both(state.rules[earlier], rule)
            if example is not None:
                message = f"two rules of `{state.name}` can apply at once"
                other = Label(spans[earlier], "and this one")
                yield Diagnostic("U611", message, spans[place], example, others=(other,),
                                 help="make the sets of symbols disjoint, or use `else`")  # fmt: skip
                return


def _both(a: Rule, b: Rule) -> str | None:
    """What a configuration looks like to which both apply, or None."""
    if a.otherwise or b.otherwise:
        return "a second `else`" if a.otherwise and b.otherwise else None
    others = dict(b.reads)
    for tape, symbols in a.reads:
        if tape in others and not set(symbols) & set(others[tape]):
            return None
    return "this one"
