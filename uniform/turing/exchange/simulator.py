"""The two-line rules of turingmachinesimulator.com, ``.txt``.

    name: even number of ones      // a comment
    init: even
    accept: done

    even,1,_                       state, then the symbol read on each tape
    odd,1,_,>,-                    next state, symbols written, moves: < left, > right, - stay

Blanks are ``_``. A run accepts in a state of the ``accept`` line, and rejects where no rule applies.
"""

from __future__ import annotations

from uniform.spans import Source, Span
from uniform.turing.exchange.names import require_writable
from uniform.turing.exchange.plain import ACCEPT
from uniform.turing.exchange.table import Problems, Table, Transition, deterministic
from uniform.turing.machine import Halt

_MOVES = {"<": -1, "-": 0, ">": 1}
_SHAPE = "STATE,READ,... and below it NEXT,WRITE,...,MOVE,..."


def write(table: Table) -> str:
    """The text of a table. Raises UniformError (U616) for a symbol that it cannot have."""
    require_writable(
        table, lambda symbol: symbol in "," or not symbol.isprintable() or symbol.isspace(), "a .txt machine"
    )
    lines = [f"name: {table.name}", f"init: {table.start}", f"accept: {ACCEPT}"]
    for each in table.transitions:
        moves = ("<->"[move + 1] for move in each.moves)
        lines += ["", ",".join([each.state, *each.reads]), ",".join([each.target, *each.writes, *moves])]
    return "\n".join(lines) + "\n"


def read(source: Source) -> Table:
    """The table in a text. Raises UniformError with every malformed line. Cost: linear."""
    problems = Problems(source)
    head: dict[str, str] = {}
    halves: list[tuple[list[str], Span]] = []
    start = 0
    for line in source.text.splitlines(keepends=True):
        said = line.split("//")[0]
        text = said.strip()
        first = start + len(said) - len(said.lstrip())
        span = Span(source, first, first + len(text))
        start += len(line)
        key, colon, value = text.partition(":")
        if colon and key.strip() in ("name", "init", "accept") and not halves:
            head[key.strip()] = value.strip()
        elif text:
            halves.append(([part.strip() for part in text.split(",")], span))
    for key in ("init", "accept"):
        if not head.get(key):
            problems.say(f"there is no `{key}:` line", help=f"{key}: STATE")
    if not halves and not problems.found:
        problems.say("there are no rules")
    lines = deterministic(_rules(halves, problems), problems)
    problems.raise_found()
    ends = {name.strip(): Halt.ACCEPT for name in head["accept"].split(",")}
    return Table(head.get("name") or "machine", len(lines[0].reads), head["init"], ends, lines)


def _rules(halves: list[tuple[list[str], Span]], problems: Problems) -> list[Transition]:
    lines: list[Transition] = []
    tapes = len(halves[0][0]) - 1 if halves else 0
    for (left, span), (right, below) in zip(halves[::2], halves[1::2], strict=False):
        wrong = _wrong(left, right, tapes)
        if wrong is not None:
            problems.say(wrong[1], below if wrong[0] else span, _SHAPE)
            continue
        moves = tuple(_MOVES[move] for move in right[1 + tapes :])
        lines.append(Transition(left[0], tuple(left[1:]), right[0], tuple(right[1 : 1 + tapes]), moves, span))
    if len(halves) % 2:
        problems.say("this rule has no second line", halves[-1][1], "NEXT,WRITE,...,MOVE,...")
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
