"""The slow run: every configuration, one after the other, forwards and backwards.

This is the definition of a step, in Python, one configuration at a time; the fast run is compared with it. In a
step the rule that applies writes, then moves; a rule with output takes one step for each character and writes and
moves on the last. A step that writes an origin or the input is not taken: the machine is stuck before it. A step
that takes a head off its tape is the last one; the head stays on the tape's end, and the machine is stuck.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.turing.machine import BLANK, END, ORIGIN, Machine, Rule, State


@dataclass(frozen=True, slots=True)
class Configuration:
    """A moment of a run. Tapes are given from the origin to the furthest cell visited."""

    step: int  # steps taken so far
    state: str
    place: str | None  # source place of the state
    heads: tuple[int, ...]  # of all tapes; 0 is the input
    tapes: tuple[str, ...]
    output: str  # printed so far
    ended: str | None = None  # "accept", "reject", "trap" or "stuck" in the last one
    reason: str = ""  # the trap's message, or why it is stuck
    rule: Rule | None = None  # the rule about to fire

    @property
    def cells(self) -> tuple[int, ...]:
        """The visited cells of each work tape."""
        return tuple(len(tape) for tape in self.tapes[1:])


def configurations(machine: Machine, word: str | int) -> Iterator[Configuration]:
    """Every configuration of a run, the first one before any step; endless when the machine does not end.

    Cost: a few microseconds a step, and the length of the output so far when it is looked at.
    """
    return _Simulation(machine, word).configurations()


@dataclass(slots=True)
class _Difference:
    """What one step changed, so that it can be taken back."""

    state: int
    heads: tuple[int, ...]
    lengths: tuple[int, ...]
    cells: tuple[tuple[int, int, str], ...]  # tape, place, symbol before
    output: int
    waiting: int


@dataclass(slots=True)
class History:
    """A run that can be walked in both directions; it keeps one difference a step, not a copy of the tapes."""

    machine: Machine
    word: str | int
    _simulation: _Simulation = field(init=False)
    _past: list[_Difference] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._simulation = _Simulation(self.machine, self.word)

    @property
    def now(self) -> Configuration:
        """The present configuration."""
        return self._simulation.snapshot()

    def forward(self) -> bool:
        """Take a step; False when the run has ended."""
        difference = self._simulation.step()
        if difference is None:
            return False
        self._past.append(difference)
        return True

    def back(self) -> bool:
        """Take the last step back; False at the beginning."""
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
        self.tapes = [[ORIGIN, *_word(machine, word), END], *([ORIGIN] for _ in machine.work)]
        self.heads = [0] * len(machine.tapes)
        self.state = machine.start
        self.output: list[str] = []
        self.waiting = 0  # characters of the current rule that are printed already
        self.steps = 0
        self.ended: str | None = None
        self.reason = ""

    def configurations(self) -> Iterator[Configuration]:
        yield self.snapshot()
        while self.step() is not None:
            yield self.snapshot()

    def snapshot(self) -> Configuration:
        rule = None if self.ended else self._rule()
        ended, reason = self.ended, self.reason
        if ended is None:
            ended, reason = self._blocked(rule)
        return Configuration(
            self.steps,
            self.state,
            self.states[self.state].place,
            tuple(self.heads),
            tuple("".join(tape) for tape in self.tapes),
            "".join(self.output),
            ended,
            reason,
            rule,
        )

    def step(self) -> _Difference | None:
        """Take one step; None when there is none to take."""
        if self.ended:
            return None
        rule = self._rule()
        if rule is None or self._blocked(rule)[0]:
            return None
        difference = _Difference(
            self.numbers[self.state],
            tuple(self.heads),
            tuple(map(len, self.tapes)),
            tuple((a.tape, self.heads[a.tape], self._symbol(a.tape)) for a in rule.actions if a.write is not None),
            len(self.output),
            self.waiting,
        )
        self.steps += 1
        if rule.output:
            self.output.append(rule.output[self.waiting])
            self.waiting += 1
            if self.waiting < len(rule.output):
                return difference
            self.waiting = 0
        self._act(rule)
        return difference

    def undo(self, difference: _Difference) -> None:
        """Take a step back."""
        for tape, place, symbol in difference.cells:
            self.tapes[tape][place] = symbol
        for tape, length in enumerate(difference.lengths):
            del self.tapes[tape][length:]
        self.heads = list(difference.heads)
        self.state = self.machine.states[difference.state].name
        del self.output[difference.output :]
        self.waiting = difference.waiting
        self.steps -= 1
        self.ended, self.reason = None, ""

    def _act(self, rule: Rule) -> None:
        fell = None
        for action in rule.actions:
            tape, head = self.tapes[action.tape], self.heads[action.tape]
            if action.write is not None:
                tape[head] = action.write
            head += action.move
            name = self.machine.tapes[action.tape].name
            if head < 0:
                fell = f"the head of `{name}` moves left of `^`"
            elif head == len(tape) and action.tape == 0:
                fell = f"the head of `{name}` moves right of `{END}`"
            else:
                if head == len(tape):
                    tape.append(BLANK)
                self.heads[action.tape] = head
        if rule.target is not None:
            self.state = rule.target
        if fell is not None:
            self.ended, self.reason = "stuck", f"{fell} in a step to state `{self.state}`"
        elif rule.halt is not None:
            self.ended, self.reason = rule.halt.value, rule.message

    def _blocked(self, rule: Rule | None) -> tuple[str | None, str]:
        """Whether no step can be taken, and why."""
        if rule is None:
            what = "has no rule"
        elif any(a.write is not None and (a.tape == 0 or self.heads[a.tape] == 0) for a in rule.actions):
            what = "writes an origin or the input"
        else:
            return None, ""
        looked = sorted({tape for each in self.states[self.state].rules for tape, _ in each.reads})
        seen = " ".join(f"{self.machine.tapes[tape].name}={self._symbol(tape)}" for tape in looked)
        return "stuck", f"state `{self.state}` {what} for {seen or 'any symbol'}"

    def _rule(self) -> Rule | None:
        otherwise = None
        for rule in self.states[self.state].rules:
            if rule.otherwise:
                otherwise = rule
            elif all(self._symbol(tape) in symbols for tape, symbols in rule.reads):
                return rule
        return otherwise

    def _symbol(self, tape: int) -> str:
        symbol: str = self.tapes[tape][self.heads[tape]]
        return symbol


def _word(machine: Machine, word: str | int) -> str:
    text = "1" * word if isinstance(word, int) else word
    for place, symbol in enumerate(text):
        if symbol not in machine.tapes[0].symbols:
            message = f"symbol {place + 1} of the input, `{symbol}`, is not in the input alphabet"
            hint = f"the input alphabet is {' '.join(machine.tapes[0].symbols)}"
            raise UniformError(Diagnostic("U614", message, help=hint))
    return text


def expand(machine: Machine) -> Machine:
    """The same machine with at most one printed character a rule: a plain table that takes as many steps.

    A rule that prints k characters becomes k rules through k - 1 new states, which wait where they are.
    """
    states: list[State] = []
    for state in machine.states:
        rules = []
        for number, rule in enumerate(state.rules):
            if len(rule.output) <= 1:
                rules.append(rule)
                continue
            names = [f"{state.name}.print{number + 1}.{place}" for place in range(2, len(rule.output) + 1)]
            rules.append(replace(rule, actions=(), output=rule.output[0], target=names[0], halt=None, message=""))
            for place, name in enumerate(names, 1):
                last = place == len(names)
                follow = rule if last else replace(rule, actions=(), halt=None, message="", target=names[place])
                target = follow.target if follow.target is not None or rule.halt else state.name
                reached = replace(follow, reads=(), otherwise=False, output=rule.output[place], target=target)
                states.append(State(name, (reached,), state.place))
        states.append(State(state.name, tuple(rules), state.place))
    order = {state.name: place for place, state in enumerate(machine.states)}
    states.sort(key=lambda state: order.get(state.name.split(".print")[0], 0))
    return replace(machine, states=tuple(states))
