"""Warnings about machines that probably do not mean what they say. They run all the same.

A machine that can never halt; a state that is not reachable in the table; a work tape that no rule names; an `else`
next to a rule that always applies; a rule that does nothing and stays; a state with the name of a tape, or of an ending
in another case. (A symbol that appears twice in a set is found by ``rules``.)
"""

from __future__ import annotations

from collections.abc import Iterator

from uniform.messages.diagnostics import Diagnostic, sort_by_place
from uniform.messages.spans import Span
from uniform.turing.machine import Halt, Machine, Rule
from uniform.turing.text.parse import Parsed

_MOST = 5  # warnings of each kind
_UNREACHED = "add a rule that leads to it, or remove it"
_SHOWN = 5  # unreached states that have a warning of their own


def warnings(parsed: Parsed) -> list[Diagnostic]:
    """Unreachable states, machines that cannot halt, and other doubtful rules, a few of each kind. Cost: linear."""
    machine = parsed.machine
    reached = reachable_states(machine)
    unreached = [
        (state.name, span)
        for state, span in zip(machine.states, parsed.state_spans, strict=True)
        if state.name not in reached
    ]
    found = [
        Diagnostic("U612", f"the state `{name}` is never reached", span, help=_UNREACHED, severity="warning")
        for name, span in unreached[:_SHOWN]
    ]
    if len(unreached) > _SHOWN:
        first, left = unreached[_SHOWN][0], len(unreached) - _SHOWN
        message = f"{left} more states are never reached, `{first}` the first of them"
        if left == 1:
            message = f"one more state is never reached, `{first}`"
        found.append(Diagnostic("U612", message, unreached[_SHOWN][1], help=_UNREACHED, severity="warning"))
    states = [state for state in machine.states if state.name in reached]
    if not any(rule.halt is not None for state in states for rule in state.rules):
        message = "the machine never accepts, rejects or traps"
        hint = "end a run with `-> accept`"
        found.insert(0, Diagnostic("U612", message, parsed.state_spans[0], help=hint, severity="warning"))
    return sort_by_place([*found, *parsed.noted, *_other_warnings(parsed)])


def reachable_states(machine: Machine) -> set[str]:
    """The names of the states that rules lead to from the start."""
    states = {state.name: state for state in machine.states}
    found = {machine.start}
    waiting = [machine.start]
    while waiting:
        for rule in states[waiting.pop()].rules:
            if rule.target is not None and rule.target not in found:
                found.add(rule.target)
                waiting.append(rule.target)
    return found


def _other_warnings(parsed: Parsed) -> list[Diagnostic]:
    """The other warnings, a few of each kind."""
    found: list[Diagnostic] = []
    for kind in (_unused_tapes(parsed), _confusing_names(parsed), _rules(parsed)):
        found += (warning for _, warning in zip(range(_MOST), kind, strict=False))
    return found


def _warning(code: str, message: str, span: Span, remedy: str) -> Diagnostic:
    return Diagnostic(code, message, span, help=remedy, severity="warning")


def _unused_tapes(parsed: Parsed) -> Iterator[Diagnostic]:
    """Work tapes that no rule names."""
    used: set[int] = set()
    for state in parsed.machine.states:
        for rule in state.rules:
            used.update(tape for tape, _ in rule.reads)
            used.update(action.tape for action in rule.actions)
    for number, tape in enumerate(parsed.machine.tapes):
        if number > 0 and number not in used:
            remedy = f"remove its line, or use it in a rule, as in `{tape.name}>`"
            yield _warning("U612", f"no rule uses the tape `{tape.name}`", parsed.tape_spans[number], remedy)


def _confusing_names(parsed: Parsed) -> Iterator[Diagnostic]:
    """States whose names mean something else to a reader."""
    tapes = {tape.name for tape in parsed.machine.tapes}
    ends = {halt.value for halt in Halt}
    targets = _bare_targets(parsed.machine)
    for state, span in zip(parsed.machine.states, parsed.state_spans, strict=True):
        name = state.name
        if name in tapes and name in targets:
            remedy = f"rename one of them; a rule `-> {name}` goes to the state, and `{name}>` moves on the tape"
            yield _warning("U606", f"`{name}` is a state and a tape", span, remedy)
        elif name.lower() in ends:
            remedy = f"let rules lead to `{name.lower()}` to end the run, or rename the state"
            yield _warning("U606", f"`{name}` is a state like any other, and does not end the run", span, remedy)


def _bare_targets(machine: Machine) -> set[str | None]:
    """The states to which a rule leads without doing anything."""
    return {rule.target for state in machine.states for rule in state.rules if not rule.actions and not rule.output}


def _rules(parsed: Parsed) -> Iterator[Diagnostic]:
    for state, spans in zip(parsed.machine.states, parsed.rule_spans, strict=True):
        always = any(not rule.reads and not rule.otherwise for rule in state.rules)
        for rule, span in zip(state.rules, spans, strict=True):
            if rule.otherwise and always:
                remedy = "a rule without reads always applies; keep one of the two"
                yield _warning("U612", "this `else` never applies", span, remedy)
            elif _is_empty(rule):
                remedy = f"give it an action or a state; `-> {state.name}` stays on purpose"
                yield _warning("U607", "this rule does nothing and stays, so the machine loops", span, remedy)


def _is_empty(rule: Rule) -> bool:
    return not rule.actions and not rule.output and rule.target is None and rule.halt is None
