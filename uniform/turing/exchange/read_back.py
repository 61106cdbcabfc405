"""A machine that ``uniform convert`` wrote, read back: with its own input, work and output tapes.

Steps, cells and output are the same as for the machine that was written, and writing it again gives the same bytes. A
run without a transition is stuck, and a state without any transitions traps; the reason for a trap is not in the file.
"""

from __future__ import annotations

from uniform.turing.exchange.merge_rules import merge_rules
from uniform.turing.exchange.names import is_symbol, name_machine, name_states
from uniform.turing.exchange.plain import ACCEPT, REJECT
from uniform.turing.exchange.table import Table, Transition
from uniform.turing.machine import BLANK, END, ORIGIN, Action, Halt, Machine, Rule, State, Tape

_ENDS = {ACCEPT: Halt.ACCEPT, REJECT: Halt.REJECT}


def is_written_by_convert(table: Table) -> bool:
    """Whether a table could come from ``plain``: it obeys all rules for our tapes and heads."""
    if table.blank != BLANK or not table.transitions or {*table.ends} - {*_ENDS}:
        return False
    first, *others = table.transitions
    begins = first.reads == (ORIGIN, *(BLANK for _ in first.reads[1:])) and first.moves == (0,) * table.tapes
    if not begins or first.state != table.start or first.writes[0] != ORIGIN:
        return False
    if any(written != ORIGIN for written in first.writes[1:-1]) or first.writes[-1] not in (ORIGIN, BLANK):
        return False
    if any(table.start in (each.state, each.target) for each in others) or first.target in (table.start, *_ENDS):
        return False
    names = [name for each in table.transitions for name in (each.state, each.target) if name not in _ENDS]
    if any(name != new for name, new in name_states(names).items()):
        return False
    output = _output(table)
    symbols = {symbol for tape in range(table.tapes) for symbol in (*table.symbols(tape), *table.word())}
    return all(map(is_symbol, symbols)) and all(_obeys(each, output) for each in others)


def read_back(table: Table) -> Machine:
    """The machine from which a table was exported."""
    output = _output(table)
    work = [tape for tape in range(1, table.tapes) if tape != output]
    never = {ORIGIN, BLANK}
    alphabets = ["".join(symbol for symbol in table.word() if symbol not in {*never, END})]
    alphabets += ["".join(symbol for symbol in table.symbols(tape) if symbol not in never) for tape in work]
    tapes = tuple(Tape(f"t{place}" if place else "in", symbols) for place, symbols in enumerate(alphabets))
    everything = [ORIGIN + tape.symbols + (BLANK if place else END) for place, tape in enumerate(tapes)]
    first, *others = table.transitions
    rules: dict[str, list[Rule]] = {first.target: []}
    for each in others:
        rules.setdefault(each.state, []).append(_rule(each, (0, *work), output))
    for each in others:
        if each.target not in _ENDS:
            rules.setdefault(each.target, [])
    no_rule = (Rule((), halt=Halt.TRAP, message="the exported machine has no transition here", otherwise=True),)
    found = tuple(State(name, merge_rules(own, everything) if own else no_rule) for name, own in rules.items())
    return Machine(name_machine(table.name), tapes, found, found[0].name)


def _output(table: Table) -> int | None:
    """The output tape, on which the first step does not write ``^``."""
    last = table.tapes - 1
    return last if last and table.transitions[0].writes[last] == BLANK else None


def _obeys(each: Transition, output: int | None) -> bool:
    """Whether a transition keeps to the tapes of a plain machine."""
    for tape, (read, write, move) in enumerate(zip(each.reads, each.writes, each.moves, strict=True)):
        if tape == output:
            good = read == BLANK and write.isascii() and move == (1 if write != BLANK else max(move, 0))
        elif tape == 0:
            good = read == write != BLANK and not (read == ORIGIN and move < 0) and not (read == END and move > 0)
        else:
            good = (read == ORIGIN) == (write == ORIGIN) and not (read == ORIGIN and move < 0)
        if not good:
            return False
    return True


def _rule(each: Transition, places: tuple[int, ...], output: int | None) -> Rule:
    actions = []
    for place, tape in enumerate(places):
        written = each.writes[tape] if each.writes[tape] != each.reads[tape] else None
        if written is not None or each.moves[tape]:
            actions.append(Action(place, written, each.moves[tape]))
    text = each.writes[output] if output is not None and each.moves[output] else ""
    halt = _ENDS.get(each.target)
    target = None if halt or each.target == each.state else each.target
    return Rule(
        tuple((place, each.reads[tape]) for place, tape in enumerate(places)), tuple(actions), target, text, halt
    )
