"""The slow run: every configuration, one after another, forward and backward.

This is the definition of a step, in Python, one configuration at a time; the fast run is compared with it. In a
step the rule that applies writes, then moves; a rule with output takes one step for each character and writes and
moves on the last. A step that writes an origin or the input is not taken: the machine is stuck before it. A step
that moves a head off its tape is the last one; the head stays on the end of the tape, and the machine is stuck.

Loops are found by Brent's method, as in ``run``: the first configuration between two rules after a power of two
steps is kept, and each later one is compared with it until the next power of two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.turing.emulator import endings
from uniform.turing.emulator.inputs import encode_word
from uniform.turing.machine import BLANK, END, ORIGIN, Machine, Rule, State

_MAX_ADDED = 500_000  # states for prints, in ``expand``


@dataclass(frozen=True, slots=True)
class Configuration:
    """A moment of a run. Tapes are given from the origin to the furthest cell visited."""

    step: int  # steps taken so far
    state: str
    place: str | None  # source place of the state
    heads: tuple[int, ...]  # of all tapes; 0 is the input
    tapes: tuple[str, ...]
    output: str  # printed so far
    ended: str | None = None  # "accept", "reject", "trap", "stuck" or "loop" in the last one
    reason: str = ""  # the trap's message, why it is stuck, or what repeats
    rule: Rule | None = None  # the rule about to fire
    line: int | None = None  # of that rule, or of the last one where it ended the run; else of the state

    @property
    def cells(self) -> tuple[int, ...]:
        """The visited cells of each work tape."""
        return tuple(len(tape) for tape in self.tapes[1:])


def configurations(
    machine: Machine,
    word: str | int,
    *,
    first: int = 0,
    every: int = 1,
    most: int | None = None,
    until_output: bool = False,
) -> Iterator[Configuration]:
    """The configurations of a run, the first one before any step; endless if the machine uses more and more tape.

    Yields every ``every``-th configuration from step ``first`` on, and always the last one: where the run ends, after
    ``most`` steps or, with ``until_output``, at the first print after step ``first``. A machine that is stuck after
    ``most`` steps has ended there.
    Cost: a few microseconds a step, plus the length of tapes and output for each configuration.
    """
    simulation = _Simulation(machine, word)
    printed: int | None = None
    while True:
        if simulation.steps >= first and printed is None:
            printed = len(simulation.output)
        cut = most is not None and simulation.steps >= most
        cut = cut or (until_output and printed is not None and len(simulation.output) > printed)
        wanted = cut or (simulation.steps >= first and (simulation.steps - first) % every == 0)
        if wanted:
            yield simulation.snapshot()
        if cut:
            return
        if simulation.step() is None:
            if not wanted:
                yield simulation.snapshot()
            return


@dataclass(frozen=True, slots=True)
class _Kept:
    """A configuration that later ones are compared with."""

    steps: int
    state: str
    heads: list[int]
    tapes: list[str]

    def symbol(self, tape: int, place: int) -> str:
        """What a cell held."""
        return self.tapes[tape][place] if place < len(self.tapes[tape]) else BLANK


@dataclass(slots=True)
class _Difference:
    """What one step changed, so that it can be undone."""

    state: int
    heads: tuple[int, ...]
    lengths: tuple[int, ...]
    cells: tuple[tuple[int, int, str], ...]  # tape, place, symbol before
    output: int
    waiting: int
    kept: _Kept | None
    differing: int


@dataclass(slots=True)
class History:
    """A run that can be walked in both directions; it keeps one difference per step, not a copy of the tapes."""

    machine: Machine
    word: str | int
    _simulation: _Simulation = field(init=False, repr=False)
    _past: list[_Difference] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._simulation = _Simulation(self.machine, self.word)

    @property
    def now(self) -> Configuration:
        """The current configuration."""
        return self._simulation.snapshot()

    def forward(self) -> bool:
        """Take a step; False when the run has ended."""
        difference = self._simulation.step()
        if difference is None:
            return False
        self._past.append(difference)
        return True

    def back(self) -> bool:
        """Undo the last step; False at the beginning."""
        if not self._past:
            return False
        self._simulation.undo(self._past.pop())
        return True


class _Simulation:
    """The mutable state of a slow run."""

    def __init__(self, machine: Machine, word: str | int) -> None:
        self.machine = machine
        self.states: dict[str, State] = {state.name: state for state in machine.states}
        self.numbers = {state.name: number for number, state in enumerate(machine.states)}
        self.tapes = [[ORIGIN, *encode_word(machine, word), END], *([ORIGIN] for _ in machine.work)]
        self.heads = [0] * len(machine.tapes)
        self.state = machine.start
        self.output: list[str] = []
        self.text = ""  # the output as a snapshot last showed it
        self.waiting = 0  # characters of the current rule printed so far
        self.steps = 0
        self.ended: str | None = None
        self.reason = ""
        self.last: Rule | None = None  # the rule that ended the run
        self.kept: _Kept | None = None
        self.differing = 0  # cells that differ from the kept configuration

    def snapshot(self) -> Configuration:
        rule = None if self.ended else self._rule()
        line_of = self.last if self.ended else rule
        ended, reason = self.ended, self.reason
        if ended is None and self._is_stuck(rule):
            ended = "stuck"
            reason = endings.describe_stuck(self.machine, self.states[self.state], rule, self._read_heads())
        return Configuration(
            self.steps,
            self.state,
            self.states[self.state].place,
            tuple(self.heads),
            tuple("".join(tape) for tape in self.tapes),
            self._text(),
            ended,
            reason,
            rule,
            self.states[self.state].line if line_of is None else line_of.line,
        )

    def step(self) -> _Difference | None:
        """Take one step; None if no step can be taken."""
        if self.ended:
            return None
        rule = self._rule()
        if rule is None or self._is_stuck(rule):
            return None
        difference = _Difference(
            self.numbers[self.state],
            tuple(self.heads),
            tuple(map(len, self.tapes)),
            tuple((tape, self.heads[tape], self._symbol(tape)) for tape in endings.written_tapes(rule)),
            len(self.output),
            self.waiting,
            self.kept,
            self.differing,
        )
        self.steps += 1
        if rule.output:
            self.output.append(rule.output[self.waiting])
            self.waiting += 1
            if self.waiting < len(rule.output):
                return difference
            self.waiting = 0
        self._act(rule)
        if self.ended is None:
            self._watch()
        return difference

    def undo(self, difference: _Difference) -> None:
        """Undo a step."""
        for tape, place, symbol in difference.cells:
            self.tapes[tape][place] = symbol
        for tape, length in enumerate(difference.lengths):
            del self.tapes[tape][length:]
        self.heads = list(difference.heads)
        self.state = self.machine.states[difference.state].name
        del self.output[difference.output :]
        self.waiting = difference.waiting
        self.kept = difference.kept
        self.differing = difference.differing
        self.steps -= 1
        self.ended, self.reason, self.last = None, "", None

    def _act(self, rule: Rule) -> None:
        fall: tuple[int, int] | None = None
        for action in rule.actions:
            tape, head = self.tapes[action.tape], self.heads[action.tape]
            if action.write is not None:
                if self.kept is not None:
                    was = self.kept.symbol(action.tape, head)
                    self.differing += (action.write != was) - (tape[head] != was)
                tape[head] = action.write
            head += action.move
            if head < 0 or (head == len(tape) and action.tape == 0):
                fall = action.tape, action.move
            else:
                if head == len(tape):
                    tape.append(BLANK)
                self.heads[action.tape] = head
        if rule.target is not None:
            self.state = rule.target
        if fall is not None:
            self.ended, self.reason = "stuck", endings.describe_fall(self.machine, *fall, self.state)
        elif rule.halt is not None:
            self.ended, self.reason = rule.halt.value, rule.message
        if self.ended is not None:
            self.last = rule

    def _watch(self) -> None:
        """Compare this configuration with the kept one; keep it if it is time."""
        kept = self.kept
        if kept is not None and kept.state == self.state and not self.differing and kept.heads == self.heads:
            self.ended, self.reason = "loop", endings.describe_loop(kept.steps, self.steps)
        elif self.steps >= (1 if kept is None else 1 << kept.steps.bit_length()):
            tapes = ["", *("".join(tape) for tape in self.tapes[1:])]  # the input stays as it is
            self.kept, self.differing = _Kept(self.steps, self.state, self.heads.copy(), tapes), 0

    def _text(self) -> str:
        """The output as one text; it grows, or shrinks to a prefix of itself."""
        self.text = self.text[: len(self.output)] + "".join(self.output[len(self.text) :])
        return self.text

    def _is_stuck(self, rule: Rule | None) -> bool:
        """Whether no step can be taken."""
        return endings.is_stuck(rule, self._read_heads())

    def _rule(self) -> Rule | None:
        return self.states[self.state].rule(self._read_heads())

    def _read_heads(self) -> list[str]:
        """What the heads see."""
        return [tape[head] for tape, head in zip(self.tapes, self.heads, strict=True)]

    def _symbol(self, tape: int) -> str:
        symbol: str = self.tapes[tape][self.heads[tape]]
        return symbol


def expand(machine: Machine) -> Machine:
    """The same machine with at most one printed character per rule: a plain table that takes as many steps.

    A rule that prints k characters becomes k rules through k - 1 new states, which do not move. They come right
    after the state of the rule and are named after it, ``up.print2.5`` for the fifth character of its second rule.
    Raises UniformError (U615) if there would be more than half a million of them.
    """
    added = sum(len(rule.output) - 1 for state in machine.states for rule in state.rules if rule.output)
    if added > _MAX_ADDED:
        message = f"what `{machine.name}` prints would take {added} states of their own; the limit is {_MAX_ADDED}"
        raise UniformError(Diagnostic("U615", message, help="print less in one rule; `.tm` files keep long prints"))
    taken = {state.name for state in machine.states}
    states: list[State] = []
    for state in machine.states:
        rules: list[Rule] = []
        more: list[State] = []
        for number, rule in enumerate(state.rules, 1):
            names = _name_printing_states(f"{state.name}.print{number}", len(rule.output), taken)
            if not names:
                rules.append(rule)
                continue
            rules.append(Rule(rule.reads, (), names[0], rule.output[0], otherwise=rule.otherwise))
            for name, character, following in zip(names, rule.output[1:], names[1:], strict=False):
                more.append(State(name, (Rule((), (), following, character),), state.place))
            target = None if rule.halt else rule.target or state.name
            last = Rule((), rule.actions, target, rule.output[-1], rule.halt, rule.message)
            more.append(State(names[-1], (last,), state.place))
        states += [State(state.name, tuple(rules), state.place), *more]
    return replace(machine, states=tuple(states))


def _name_printing_states(prefix: str, length: int, taken: set[str]) -> list[str]:
    """Names for the states that print all characters of an output but the first."""
    while any(f"{prefix}.{place}" in taken for place in range(2, length + 1)):
        prefix += "_"
    return [f"{prefix}.{place}" for place in range(2, length + 1)]
