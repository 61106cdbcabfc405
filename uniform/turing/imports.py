"""Machines of another simulator: the two-line rules of turingmachinesimulator.com, ``.txt``.

    name: even number of ones      // a comment
    init: even
    accept: done

    even,1,_                       state, then the symbol read on each tape
    odd,1,_,>,-                    next state, symbols written, moves: < left, > right, - stay

Such machines have tapes without ends, the word on the first of them with the head on its first symbol, and reject when
no rule applies. They become machines of ours in this way:

- a first tape that is never changed becomes the input; otherwise the word is first copied to a work tape;
- a tape on which every rule reads a blank, and writes only when it moves right, becomes the output;
- heads of work tapes begin on cell 1. The cell ``^`` left of it counts as a blank; a machine that writes there, or
  moves on to the left, traps, as tapes here have a left end;
- where no rule applies, ``else -> reject`` does, in one step more. A step at the start moves the heads to their places.

A machine that ``uniform convert`` wrote comes back with its own input, work and output tapes, without those steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.spans import Source, Span
from uniform.turing.exchange import BEGIN
from uniform.turing.machine import BLANK, END, ORIGIN, Action, Halt, Machine, Rule, State, Tape

_MOVES = {"<": -1, "-": 0, ">": 1}
_KEPT = ORIGIN + BLANK + END
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class _Line:
    """One rule of the file, tape by tape."""

    state: str
    reads: tuple[str, ...]
    target: str
    writes: tuple[str, ...]
    moves: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    start: str
    ends: dict[str, Halt]  # states in which a run is over: those that accept, and those without rules
    lines: tuple[_Line, ...]

    @property
    def tapes(self) -> int:
        return len(self.lines[0].reads)

    def symbols(self, tape: int) -> list[str]:
        """What a tape shows or is given, in the order of the file."""
        return list(dict.fromkeys(symbol for line in self.lines for symbol in (line.reads[tape], line.writes[tape])))


def from_simulator(source: Source) -> Machine:
    """The machine of a ``.txt`` file. Raises UniformError with every malformed line. Cost: linear, then quadratic in
    the rules of one state where they are put together."""
    file = _read(source)
    ours = file.start == BEGIN and all(file.lines[0].reads[tape] == BLANK for tape in range(1, file.tapes))
    if ours and ORIGIN in file.symbols(0):
        return _returned(file)
    for line in file.lines:
        for symbol in (*line.reads, *line.writes):
            if symbol in (ORIGIN, END):
                hint = f"`{ORIGIN}` and `{END}` mark the ends of tapes here; use another symbol"
                raise UniformError(
                    Diagnostic("U618", f"the symbol `{symbol}` has a meaning here", line.span, help=hint)
                )
    return _foreign(file)


# ---------------------------------------------------------------- reading


def _read(source: Source) -> _File:
    problems: list[Diagnostic] = []
    head: dict[str, str] = {}
    halves: list[tuple[list[str], Span]] = []
    start = 0
    for line in source.text.splitlines(keepends=True):
        text = line.split("//")[0].strip()
        span = Span(source, start + len(line) - len(line.lstrip()), start + len(line.split("//")[0].rstrip()))
        start += len(line)
        key, colon, value = text.partition(":")
        if colon and key.strip() in ("name", "init", "accept") and not halves:
            head[key.strip()] = value.strip()
        elif text:
            halves.append(([part.strip() for part in text.split(",")], span))
    for key in ("init", "accept"):
        if not head.get(key):
            problems.append(Diagnostic("U617", f"there is no `{key}:` line", Span(source, 0, 0), help=f"{key}: STATE"))
    if not halves and not problems:
        problems.append(Diagnostic("U617", "there are no rules", Span(source, 0, 0)))
    lines = list(_rules(halves, problems))
    if problems:
        raise UniformError(problems[:_MOST_PROBLEMS])
    accepting = [name.strip() for name in head["accept"].split(",")]
    names = _names(dict.fromkeys([head["init"], *(n for line in lines for n in (line.state, line.target)), *accepting]))
    lines = [replace(line, state=names[line.state], target=names[line.target]) for line in lines]
    machine = next(iter(_names([head.get("name") or "machine"]).values())).strip("_")
    ends = {line.target: Halt.REJECT for line in lines if line.target not in {each.state for each in lines}}
    ends |= {names[name]: Halt.ACCEPT for name in accepting}
    return _File(machine, names[head["init"]], ends, tuple(lines))


def _rules(halves: list[tuple[list[str], Span]], problems: list[Diagnostic]) -> list[_Line]:
    lines: list[_Line] = []
    tapes = len(halves[0][0]) - 1 if halves else 0
    for (left, span), (right, below) in zip(halves[::2], halves[1::2], strict=False):
        wrong = _wrong(left, right, tapes)
        if wrong is not None:
            problems.append(
                Diagnostic(
                    "U617",
                    wrong[1],
                    below if wrong[0] else span,
                    help="STATE,READ,... and below it NEXT,WRITE,...,MOVE,...",
                )
            )
            continue
        moves = tuple(_MOVES[move] for move in right[1 + tapes :])
        lines.append(_Line(left[0], tuple(left[1:]), right[0], tuple(right[1 : 1 + tapes]), moves, span))
    if len(halves) % 2:
        problems.append(
            Diagnostic("U617", "this rule has no second line", halves[-1][1], help="NEXT,WRITE,...,MOVE,...")
        )
    seen: dict[tuple[str, ...], Span] = {}
    for line in lines:
        key = (line.state, *line.reads)
        if key in seen:
            message = f"a rule for {','.join(key)} stands on line {seen[key].line} already"
            problems.append(Diagnostic("U617", message, line.span, help="machines are deterministic"))
        seen[key] = line.span
    return lines


def _wrong(left: list[str], right: list[str], tapes: int) -> tuple[int, str] | None:
    """What is wrong with a rule, and on which of its lines."""
    if len(left) != tapes + 1 or tapes == 0:
        return 0, f"a state and {max(tapes, 1)} symbols are expected here, as in the first rule"
    if len(right) != 2 * tapes + 1:
        return 1, f"a state, {tapes} symbols and {tapes} moves are expected here"
    for line, symbols in ((0, left[1:]), (1, right[1 : 1 + tapes])):
        for symbol in symbols:
            if len(symbol) != 1 or not symbol.isprintable():
                return line, f"`{symbol}` is not a symbol of one character"
    for move in right[1 + tapes :]:
        if move not in _MOVES:
            return 1, f"`{move}` is not a move: `<`, `-` or `>`"
    return None


# ---------------------------------------------------------------- making a machine


def _returned(file: _File) -> Machine:
    """A machine that `uniform convert` wrote: without the step that writes the origins."""
    output = file.tapes - 1 if _is_output(file, file.tapes - 1) else None
    work = [tape for tape in range(1, file.tapes) if tape != output]
    start = file.lines[0].target
    alphabets = ["".join(s for s in file.symbols(tape) if s not in _KEPT or (tape and s == END)) for tape in (0, *work)]
    tapes = tuple(Tape(_tape_name(place), symbols) for place, symbols in enumerate(alphabets))
    everything = [ORIGIN + tape.symbols + (BLANK if place else END) for place, tape in enumerate(tapes)]
    rules: dict[str, list[Rule]] = {}
    for line in file.lines[1:]:
        shown = tuple((place, line.reads[tape]) for place, tape in enumerate((0, *work)))
        rules.setdefault(line.state, []).append(_rule(file, line, shown, (0, *work), output))
    return _machine(file, tapes, start, rules, everything, complete=False)


def _foreign(file: _File) -> Machine:
    changed = any(line.reads[0] != line.writes[0] for line in file.lines)
    output = next((tape for tape in range(file.tapes - 1, 0, -1) if _is_output(file, tape)), None)
    work = [tape for tape in range(0 if changed else 1, file.tapes) if tape != output]
    places = work if changed else [0, *work]  # tapes of the file that are ours from tape 1, or from tape 0 on
    word = "".join(symbol for symbol in file.symbols(0) if symbol != BLANK)
    tapes = (
        Tape("in", word),
        *(Tape(_tape_name(n), "".join(s for s in file.symbols(tape) if s != BLANK)) for n, tape in enumerate(work, 1)),
    )
    everything = [ORIGIN + tape.symbols + (BLANK if place else END) for place, tape in enumerate(tapes)]
    first = 1 if changed else 0
    rules: dict[str, list[Rule]] = {}
    names = {line.state for line in file.lines} | {line.target for line in file.lines}
    prelude = _copying(file.start, tapes, names) if changed else _stepping(file.start, tapes, names)
    for line in file.lines:
        choices = [_shown(line, tape, place + first) for place, tape in enumerate(places)]
        for symbols in product(*choices):
            shown = tuple((place + first, symbol) for place, symbol in enumerate(symbols))
            rules.setdefault(line.state, []).append(_rule(file, line, shown, tuple(places), output))
    machine = _machine(file, tapes, file.start, rules, everything, complete=True)
    return replace(machine, start=prelude[0].name, states=(*prelude, *machine.states))


def _machine(
    file: _File,
    tapes: tuple[Tape, ...],
    start: str,
    rules: dict[str, list[Rule]],
    everything: list[str],
    complete: bool,
) -> Machine:
    states = []
    for name, own in {start: [], **rules}.items():
        if name in file.ends and name != start:
            continue  # whoever comes there has stopped
        if name in file.ends:
            joined = [Rule((), halt=file.ends[name])]
        else:
            joined = _joined(own, everything)
            if complete and all(rule.reads for rule in joined):
                joined.append(Rule((), halt=Halt.REJECT, otherwise=True))
        states.append(State(name, tuple(joined)))
    return Machine(file.name, tapes, tuple(states), start)


def _is_output(file: _File, tape: int) -> bool:
    written = False
    for line in file.lines:
        writes = line.writes[tape] != BLANK
        if line.reads[tape] != BLANK or (line.moves[tape] != (1 if writes else 0)):
            return False
        written |= writes
    return written


def _shown(line: _Line, tape: int, place: int) -> str:
    """The symbols on which a rule applies: a blank shows at the ends of a tape, too."""
    if line.reads[tape] != BLANK:
        return line.reads[tape]
    return ORIGIN + (BLANK if place else END)


def _rule(
    file: _File, line: _Line, shown: tuple[tuple[int, str], ...], places: tuple[int, ...], output: int | None
) -> Rule:
    actions = []
    for (place, symbol), tape in zip(shown, places, strict=True):
        written = line.writes[tape] if line.writes[tape] != line.reads[tape] else None
        if symbol == ORIGIN != line.reads[tape] and (written is not None or line.moves[tape] < 0):
            return Rule(shown, halt=Halt.TRAP, message=f"{_tape_name(place)} has no cells on the left of its first")
        if symbol == END != line.reads[tape] and place == 0 and line.moves[tape] > 0:
            return Rule(shown, halt=Halt.TRAP, message="the input has no cells on the right of its last")
        if written is not None or line.moves[tape]:
            actions.append(Action(place, written, line.moves[tape]))
    text = line.writes[output] if output is not None and line.writes[output] != BLANK else ""
    if line.target in file.ends:
        return Rule(shown, tuple(actions), None, text, file.ends[line.target])
    target = None if line.target == line.state else line.target
    return Rule(shown, tuple(actions), target, text)


def _joined(rules: list[Rule], everything: list[str]) -> list[Rule]:
    """The same rules, with sets of symbols where rules differ in one tape only; whole alphabets are not named."""
    current = {tuple(symbols for _, symbols in rule.reads): rule for rule in rules}
    tapes = [place for place, _ in rules[0].reads] if rules else []
    for position in range(len(tapes)):
        groups: dict[tuple[object, ...], tuple[tuple[str, ...], Rule]] = {}
        for reads, rule in current.items():
            rest = (*reads[:position], *reads[position + 1 :])
            key = (rest, rule.actions, rule.target, rule.output, rule.halt, rule.message)
            known = groups.get(key)
            joined = reads[position] + (known[0][position] if known else "")
            groups[key] = ((*reads[:position], joined, *reads[position + 1 :]), rule)
        current = dict(groups.values())
    found = []
    for reads, rule in current.items():
        kept = tuple(
            (tape, "".join(sorted(symbols, key=everything[tape].index)))
            for tape, symbols in zip(tapes, reads, strict=True)
            if set(symbols) != set(everything[tape])
        )
        found.append(replace(rule, reads=kept))
    return found


def _stepping(start: str, tapes: tuple[Tape, ...], taken: set[str]) -> tuple[State, ...]:
    """One step that puts every head on cell 1."""
    actions = tuple(Action(tape, None, 1) for tape in range(len(tapes)))
    return (State(_fresh("begin", taken), (Rule((), actions, start),)),)


def _copying(start: str, tapes: tuple[Tape, ...], taken: set[str]) -> tuple[State, ...]:
    """Copy the input to the first work tape, go back, and put every head on cell 1."""
    begin, copy, back = (_fresh(name, taken) for name in ("begin", "copy", "back"))
    others = tuple(Action(tape, None, 1) for tape in range(1, len(tapes)))
    rules = [Rule(((0, symbol),), (Action(0, None, 1), Action(1, symbol, 1))) for symbol in tapes[0].symbols]
    home = Rule(((1, ORIGIN),), others[:1], start)
    return (
        State(begin, (Rule((), (Action(0, None, 1), *others), copy),)),
        State(copy, (*rules, Rule(((0, END),), (Action(1, None, -1),), back))),
        State(back, (home, Rule((), (Action(1, None, -1),), otherwise=True))),
    )


def _fresh(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _tape_name(place: int) -> str:
    return f"t{place}" if place else "in"


def _names(states: Iterable[str]) -> dict[str, str]:
    """Names as our text form can write them, all different."""
    found: dict[str, str] = {}
    for state in states:
        name = re.sub(r"[^A-Za-z0-9_]+", "_", state)
        taken = {*found.values(), "accept", "reject", "trap", "print"}
        found[state] = _fresh(name if name[:1].isalpha() else f"q_{name}", taken)
    return found
