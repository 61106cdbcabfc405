"""Machines of other simulators as machines of ours.

Theirs have tapes without ends and start with the word on the first tape and the head on its first symbol; they reject
when no rule applies. They become ours in this way:

- a first tape that is never changed becomes the input, unless its head can go further than one cell beyond the word;
  otherwise the word is first copied to a work tape;
- a tape on which every rule reads a blank, and writes only when it moves right, becomes the output;
- heads of work tapes begin on cell 1. A tape on which the machine can do more than look at the cells to the left of its
  first cell gets a left half (``two_sided``);
- a rule that ends the run may do so on any cell, even if its last move leaves the tape: nothing is read after it;
- where no rule applies, ``else -> reject`` does, in one more step. A step at the start puts the heads in position.

Names of states and symbols are those of the file as far as possible (``names``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.turing.exchange import names
from uniform.turing.exchange.merge_rules import merge_rules
from uniform.turing.exchange.table import MAX_TRANSITIONS, Table, Transition, quote
from uniform.turing.exchange.two_sided import Outside, outside
from uniform.turing.machine import BLANK, END, MAX_SYMBOLS, ORIGIN, Action, Halt, Machine, Rule, State, Tape


@dataclass(frozen=True, slots=True)
class _Place:
    """A tape of theirs among ours."""

    theirs: int
    ours: int  # 0 for the input
    half: int | None  # the tape with its left half
    outside: Outside


@dataclass(frozen=True, slots=True)
class _Case:
    """One way in which a tape can show the symbol of a rule: what our tapes show, and the action on them."""

    reads: tuple[tuple[int, str], ...]
    action: Action | None


def foreign(raw: Table) -> tuple[Machine, list[str]]:
    """The machine, and notes on what differs from the file. Raises UniformError (U618) if it does not fit."""
    table, notes = names.convert(replace(raw, ends=_ends(raw)))
    output, printed = _output(table)
    notes += [*_doubts(raw), *names.note_prints(printed)]
    first = outside(table, 0)
    copied = table.is_changed(0) or first.beyond_left or first.beyond_right
    places, tapes = _tapes(table, output, copied, first)
    if copied and not table.is_changed(0):
        notes.append("the head of the first tape can go beyond the word, so the word is copied to a work tape first")
    for place in places:
        if place.half is not None:
            notes.append(
                f"tape {place.theirs + 1} extends to the left of the word: `{tapes[place.half].name}` is that half"
            )
    for number, tape in enumerate(tapes):
        if len(tape.symbols) > MAX_SYMBOLS:
            message = f"tape {number} has {len(tape.symbols)} symbols; at most {MAX_SYMBOLS} are allowed"
            raise UniformError(Diagnostic("U618", message, help="write a large symbol as several small ones"))
    own = {name for each in table.transitions for name in (each.state, each.target)} | {table.start}
    prelude = _copying(table.start, tapes, own) if copied else _stepping(table.start, tapes, own)
    states = tuple(_states(table, places, tapes, output, printed))
    return Machine(table.name, tapes, (*prelude, *states), prelude[0].name), notes


def _ends(table: Table) -> dict[str, Halt]:
    """States in which a run ends: those that the file names, and those without transitions."""
    alive = {each.state for each in table.transitions}
    dead = {each.target: Halt.REJECT for each in table.transitions if each.target not in alive}
    return {**dead, **table.ends}


def _doubts(table: Table) -> list[str]:
    """Notes on a machine that does less than was probably meant: a name may be misspelled."""
    alive = {each.state for each in table.transitions}
    reached = {each.target for each in table.transitions} | {table.start}
    accepting = [state for state, end in table.ends.items() if end is Halt.ACCEPT]
    found = []
    if table.start not in alive and table.start not in table.ends:
        near = find_nearest(table.start, alive)
        found.append(f"the first state {quote(table.start)} has no rules, so every word is rejected{_instead(near)}")
    elif not any(state in reached for state in accepting):
        near = find_nearest(accepting[0], reached - alive) if accepting else None
        which = f" ({', '.join(map(quote, accepting[:3]))})" if accepting else ""
        found.append(f"no rule leads to an accepting state{which}, so no word is accepted{_instead(near)}")
    return found


def _instead(near: str | None) -> str:
    return f"; did you mean {quote(near)}?" if near else ""


# ---------------------------------------------------------------- tapes


def _output(table: Table) -> tuple[int | None, dict[str, str]]:
    """The last tape that is only written, if any, and what to print for each symbol."""
    taken = {symbol for tape in range(table.tapes) for symbol in table.symbols(tape)}
    for tape in range(table.tapes - 1, 0, -1):
        written = [symbol for symbol in table.symbols(tape) if symbol != BLANK]
        only = all(
            each.reads[tape] == BLANK and each.moves[tape] == (1 if each.writes[tape] != BLANK else 0)
            for each in table.transitions
        )
        printed = names.choose_printable(written, taken) if written and only else None
        if printed is not None:
            return tape, printed
    return None, {}


def _tapes(table: Table, output: int | None, copied: bool, first: Outside) -> tuple[list[_Place], tuple[Tape, ...]]:
    """Where each tape of theirs is, and ours: the input, then tape by tape, a left half behind its right one."""
    tapes = [Tape("in", "".join(table.word()))]
    places = []
    for tape in range(table.tapes):
        if tape == output:
            continue
        ends = outside(table, tape) if tape else first
        if tape == 0 and not copied:
            places.append(_Place(0, 0, None, ends))
            continue
        letters = table.word() if tape == 0 else []
        symbols = "".join(dict.fromkeys([*letters, *(s for s in table.symbols(tape) if s != BLANK)]))
        number = tape + 1 if copied else tape
        ours = len(tapes)
        tapes.append(Tape(f"t{number}", symbols))
        if ends.beyond_left:
            tapes.append(Tape(f"t{number}.left", symbols))
        places.append(_Place(tape, ours, ours + 1 if ends.beyond_left else None, ends))
    return places, tuple(tapes)


# ---------------------------------------------------------------- rules


def _states(
    table: Table, places: list[_Place], tapes: tuple[Tape, ...], output: int | None, printed: dict[str, str]
) -> Iterator[State]:
    lines: dict[str, list[Transition]] = {table.start: []}
    for each in table.transitions:
        lines.setdefault(each.state, []).append(each)
    shapes = _Shapes(table, places, tapes)
    _require_few(table, shapes, lines)
    for name, own in lines.items():
        if name in table.ends:
            if name == table.start:
                yield State(name, (Rule((), halt=table.ends[name]),))
            continue  # the run has ended there
        everything = shapes.everything(name)
        rules = list(_make_turn_rules(name, places, everything))
        for each in own:
            text = "" if output is None else printed.get(each.writes[output], "")
            rules += [_rule(table, each, chosen, text) for chosen in product(*shapes.cases(each))]
        together = list(merge_rules(rules, everything))
        if all(rule.reads for rule in together):
            together.append(Rule((), halt=Halt.REJECT, otherwise=True))
        yield State(name, tuple(together))


def _require_few(table: Table, shapes: _Shapes, lines: dict[str, list[Transition]]) -> None:
    """Count the rules before any is made. Raises UniformError when there are too many."""
    halves = [place for place in shapes.places if place.half is not None]
    count = 0
    for name, own in lines.items():
        if name not in table.ends:
            count += (1 << sum(name in place.outside.left for place in halves)) - 1
            count += sum(prod(map(len, shapes.cases(each))) for each in own)
    if count > MAX_TRANSITIONS:
        message = f"`{table.name}` has {count} rules with the ends of its tapes; at most {MAX_TRANSITIONS} are allowed"
        hint = "use a machine with fewer transitions or tapes"
        if halves:
            hint += ", or one whose heads stay right of the first cell: left halves double the rules"
        raise UniformError(Diagnostic("U618", message, help=hint))


class _Shapes:
    """What tapes can show in a state, and the cases of a transition; each is found once."""

    def __init__(self, table: Table, places: list[_Place], tapes: tuple[Tape, ...]) -> None:
        self.table, self.places, self.tapes = table, places, tapes
        self.of_states: dict[str, list[str]] = {}
        self.alike: dict[tuple[bool, ...], list[str]] = {}  # by the sides on which heads can be
        self.of_tapes: dict[tuple[object, ...], list[_Case]] = {}

    def everything(self, state: str) -> list[str]:
        """What our tapes can show in a state."""
        found = self.of_states.get(state)
        if found is None:
            sides = (side for place in self.places for side in (place.outside.left, place.outside.right))
            key = tuple(state in side for side in sides)
            if key not in self.alike:
                self.alike[key] = _everything(state, self.places, self.tapes)
            found = self.of_states[state] = self.alike[key]
        return found

    def cases(self, each: Transition) -> list[list[_Case]]:
        """For each tape, the ways in which it can show the symbol that a transition reads."""
        everything, last, found = self.everything(each.state), each.target in self.table.ends, []
        for place in self.places:
            tape = place.theirs
            quote = (everything[place.ours], everything[place.half] if place.half is not None else "")
            key = (tape, each.reads[tape], each.writes[tape], each.moves[tape], last, quote)
            if key not in self.of_tapes:
                self.of_tapes[key] = _cases(each, place, everything, last)
            found.append(self.of_tapes[key])
        return found


def _everything(state: str, places: list[_Place], tapes: tuple[Tape, ...]) -> list[str]:
    """What our tapes can show in a state."""
    found = [ORIGIN + tape.symbols + (BLANK if number else END) for number, tape in enumerate(tapes)]
    for place in places:
        if state not in place.outside.left:
            found[place.ours] = found[place.ours][1:]
        if not place.ours and state not in place.outside.right:
            found[0] = found[0][:-1]
    return found


def _cases(each: Transition, place: _Place, everything: Sequence[str], last: bool) -> list[_Case]:
    """The ways in which a tape can show the symbol that a rule reads; ``last`` if the rule ends the run."""
    tape = place.theirs
    read, move = each.reads[tape], each.moves[tape]
    write = each.writes[tape] if each.writes[tape] != read else None
    blanks = [BLANK if place.ours else END, *([ORIGIN] if place.half is None else [])]
    found = []
    for symbol in blanks if read == BLANK else [read]:
        if symbol not in everything[place.ours]:
            continue
        # From the cell beside the word only the last rule of a run moves on.
        leaves = (symbol == ORIGIN and move < 0) or (symbol == END and place.ours == 0 and move > 0)
        action = None if leaves and last else _action(place.ours, write, move)
        others = () if place.half is None else ((place.half, everything[place.half]),)
        if not leaves or last:
            found.append(_Case(((place.ours, symbol), *others), action))
    if place.half is not None and ORIGIN in everything[place.ours]:
        found.append(_Case(((place.ours, ORIGIN), (place.half, read)), _action(place.half, write, -move)))
    return found


def _action(tape: int, write: str | None, move: int) -> Action | None:
    return Action(tape, write, move) if move or write is not None else None


def _rule(table: Table, each: Transition, chosen: tuple[_Case, ...], text: str) -> Rule:
    reads = tuple(read for case in chosen for read in case.reads)
    actions = tuple(case.action for case in chosen if case.action is not None)
    halt = table.ends.get(each.target)
    target = None if halt is not None or each.target == each.state else each.target
    return Rule(reads, actions, target, text, halt)


def _make_turn_rules(state: str, places: list[_Place], everything: Sequence[str]) -> Iterator[Rule]:
    """Rules for a head that comes from the left half: it finds both halves on ``^`` and goes on to the right one."""
    halves = [place for place in places if place.half is not None and state in place.outside.left]
    for number, place in enumerate(halves):
        for earlier in product(
            (True, False), repeat=number
        ):  # earlier ones are not on `^` twice, or wait for their turn
            quote = {tape: everything[tape] for other in places for tape in _both(other)}
            for other, at_origin in zip(halves, earlier, strict=False):
                assert other.half is not None
                quote[other.ours] = ORIGIN if at_origin else everything[other.ours].replace(ORIGIN, "")
                if at_origin:
                    quote[other.half] = everything[other.half].replace(ORIGIN, "")
            assert place.half is not None
            quote |= {place.ours: ORIGIN, place.half: ORIGIN}
            yield Rule(tuple(quote.items()), (Action(place.ours, None, 1), Action(place.half, None, 1)))


def _both(place: _Place) -> tuple[int, ...]:
    return (place.ours,) if place.half is None else (place.ours, place.half)


# ---------------------------------------------------------------- the start


def _stepping(start: str, tapes: tuple[Tape, ...], taken: set[str]) -> tuple[State, ...]:
    """One step that puts every head on cell 1."""
    actions = tuple(Action(tape, None, 1) for tape in range(len(tapes)))
    return (State(names.choose_fresh("begin", taken), (Rule((), actions, start),)),)


def _copying(start: str, tapes: tuple[Tape, ...], taken: set[str]) -> tuple[State, ...]:
    """Copy the input to the first work tape, go back, and put every head on cell 1."""
    begin, copy, back = (names.choose_fresh(name, taken) for name in ("begin", "copy", "back"))
    others = tuple(Action(tape, None, 1) for tape in range(1, len(tapes)))
    rules = [Rule(((0, symbol),), (Action(0, None, 1), Action(1, symbol, 1))) for symbol in tapes[0].symbols]
    home = Rule(((1, ORIGIN),), others[:1], start)
    return (
        State(begin, (Rule((), (Action(0, None, 1), *others), copy),)),
        State(copy, (*rules, Rule(((0, END),), (Action(1, None, -1),), back))),
        State(back, (home, Rule((), (Action(1, None, -1),), otherwise=True))),
    )
