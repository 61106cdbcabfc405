"""The *plain* machine: a machine in the form that other simulators expect.

Their formats have no read-only input, no end markers and no separate output, and require the symbol on every
tape in every transition. So a machine is first written out plainly:

- tape 1 is the input, given as ``^w$`` with the head on ``^``; it is never changed;
- tapes 2 .. k are the work tapes, blank at first; one step at the start, in state ``begin``, writes their ``^``;
- the last tape is the output: its head only writes and moves right;
- ``accept`` and ``reject`` are states; a machine that traps or is stuck has no transition. A step that moves a head off
  its tape leads to a state ``stuck``, which has no transitions.

So the plain machine takes one more step. A rule becomes a transition for each combination of symbols that it admits,
including those of tapes that it does not look at, which is why compiled programs, with many tapes, do not fit. For
them, only the transitions that the machine takes on certain words can be written.

States and symbols come in a fixed order, so that reading a machine back and writing it again gives the same bytes. The
added states have names that the machine does not use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.turing.emulator import endings
from uniform.turing.emulator.simulate import configurations, expand
from uniform.turing.exchange.names import choose_fresh
from uniform.turing.exchange.table import MAX_TRANSITIONS, Table, Transition
from uniform.turing.machine import BLANK, END, ORIGIN, Halt, Machine, Rule, State

Words = Sequence[str | int] | None

ACCEPT, REJECT = "accept", "reject"  # no state of ours can have these names
_BEGIN, _STUCK = "begin", "stuck"
_MAX_STEPS = 1_000_000
_FEWER = "export a machine with few tapes, or only the transitions of one run, with -n N or --input WORD"


def plain(machine: Machine, words: Words = None) -> Table:
    """The plain machine, or only the transitions that it takes on some ``words`` (n means 1^n).

    Raises UniformError (U615) when there are too many."""
    written_out = expand(machine)
    prints = any(rule.output for state in written_out.states for rule in state.rules)
    taken = {state.name for state in written_out.states}
    begin, stuck = choose_fresh(_BEGIN, taken), choose_fresh(_STUCK, taken)
    last = (BLANK,) if prints else ()
    start = (ORIGIN, *(BLANK for _ in machine.work), *last)
    begun = (ORIGIN, *(ORIGIN for _ in machine.work), *last)
    found = [Transition(begin, start, machine.start, begun, (0,) * len(start))]
    for state, reads in _every(written_out) if words is None else _met(written_out, words):
        transition = _transition(state, reads, prints, stuck)
        if transition is not None:
            found.append(transition)
        if len(found) > MAX_TRANSITIONS:
            raise _too_many(machine)
    ends = {ACCEPT: Halt.ACCEPT, REJECT: Halt.REJECT}
    letters = tuple(sorted({ORIGIN, END, *machine.tapes[0].symbols}))
    return Table(machine.name, len(start), begin, ends, tuple(found), BLANK, letters)


def _alphabets(machine: Machine) -> list[str]:
    """What the cells of each tape can hold, in the order in which transitions come."""
    return [
        ORIGIN + "".join(sorted(tape.symbols)) + (BLANK if number else END) for number, tape in enumerate(machine.tapes)
    ]


def _every(machine: Machine) -> Iterator[tuple[State, tuple[str, ...]]]:
    alphabets = _alphabets(machine)
    rules = (dict(rule.reads) for state in machine.states for rule in state.rules if not rule.otherwise)
    minimum = sum(prod(len(reads.get(tape, symbols)) for tape, symbols in enumerate(alphabets)) for reads in rules)
    if minimum > MAX_TRANSITIONS or prod(map(len, alphabets)) > MAX_TRANSITIONS:
        raise _too_many(machine)
    return ((state, reads) for state in machine.states for reads in product(*alphabets))


def _too_many(machine: Machine) -> UniformError:
    message = f"`{machine.name}` has more than {MAX_TRANSITIONS} transitions when every tape is written out"
    return UniformError(Diagnostic("U615", message, help=_FEWER))


def _met(machine: Machine, words: Sequence[str | int]) -> Iterator[tuple[State, tuple[str, ...]]]:
    """States with the symbols on all tapes that come up in runs on the words."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for word in words:
        for configuration in configurations(machine, word):
            heads = zip(configuration.tapes, configuration.heads, strict=True)
            seen.add((configuration.state, tuple(tape[head] for tape, head in heads)))
            if configuration.step > _MAX_STEPS:
                message = f"`{machine.name}` takes more than {_MAX_STEPS} steps"
                raise UniformError(Diagnostic("U615", message, help="use a shorter word"))
    numbers = {state.name: number for number, state in enumerate(machine.states)}
    alphabets = _alphabets(machine)

    def order(met: tuple[str, tuple[str, ...]]) -> list[int]:
        places = (symbols.index(symbol) for symbols, symbol in zip(alphabets, met[1], strict=True))
        return [numbers[met[0]], *places]

    return ((machine.states[numbers[name]], reads) for name, reads in sorted(seen, key=order))


def _transition(state: State, reads: tuple[str, ...], prints: bool, stuck: str) -> Transition | None:
    """The transition from a state where the heads see these symbols; None if the machine traps or is stuck there."""
    rule = state.rule(reads)
    if rule is None or rule.halt is Halt.TRAP:
        return None
    if any(endings.is_protected(tape, reads) for tape in endings.written_tapes(rule)):
        return None
    writes, moves, target = list(reads), [0] * len(reads), _target(state, rule)
    for action in rule.actions:
        if action.write is not None:
            writes[action.tape] = action.write
        symbol = reads[action.tape]
        if (symbol == ORIGIN and action.move < 0) or (action.tape == 0 and symbol == END and action.move > 0):
            target = stuck
        else:
            moves[action.tape] = action.move
    if prints:
        reads = (*reads, BLANK)
        writes.append(rule.output or BLANK)
        moves.append(1 if rule.output else 0)
    return Transition(state.name, reads, target, tuple(writes), tuple(moves))


def _target(state: State, rule: Rule) -> str:
    if rule.halt is not None:
        return ACCEPT if rule.halt is Halt.ACCEPT else REJECT
    return rule.target or state.name
