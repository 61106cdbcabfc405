"""The two-line rules of turingmachinesimulator.com, ``.txt``.

    name: even number of ones      // a comment
    init: even
    accept: done

    even,1,_                       state, then the symbol read on each tape
    odd,1,_,>,-                    next state, symbols written, moves: < left, > right, - stay

Blanks are ``_``. A run accepts in a state of the ``accept`` line, and rejects where no rule applies. Moves may also
be ``L``, ``S``, ``N`` and ``R``, and the three lines at the top may be anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from uniform.messages.diagnostics import Diagnostic, Label
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Source, Span
from uniform.turing.exchange.names import replace_unwritable, restore
from uniform.turing.exchange.plain import ACCEPT
from uniform.turing.exchange.table import Problems, Table, Transition, check_determinism, quote, require_few
from uniform.turing.machine import Halt

_MOVES = {"<": -1, "-": 0, ">": 1, "L": -1, "S": 0, "N": 0, "R": 1}
_FEW = 20  # lines to search for a missing one
_SIGNS = ("#", ";", "%", "/*", "--")  # comment signs elsewhere
_KEYS = ("name", "init", "accept")
_HEAD = re.compile(r"([A-Za-z][\w ]*?)\s*:(.*)")
_SHAPE = "STATE,READ,... and below it NEXT,WRITE,...,MOVE,..."


def write(table: Table) -> str:
    """The text of a table. Raises UniformError (U616) for an input symbol that the format cannot write."""
    table, comments = replace_unwritable(
        table, lambda symbol: symbol in "," or not symbol.isprintable() or symbol.isspace(), "a .txt machine"
    )
    lines = [f"name: {table.name}", f"init: {table.start}", f"accept: {ACCEPT}"]
    lines += [f"// {comment}" for comment in comments]
    for each in table.transitions:
        moves = ("<->"[move + 1] for move in each.moves)
        lines += ["", ",".join([each.state, *each.reads]), ",".join([each.target, *each.writes, *moves])]
    return "\n".join(lines) + "\n"


def read(source: Source) -> Table:
    """The table in a text. Raises UniformError with every malformed line. Cost: linear."""
    problems = Problems(source)
    head, lines, others = _lines(source, problems)
    for key in ("init", "accept"):
        if not head.get(key):
            problems.report(
                f"there is no `{key}:` line",
                help=_meant(key, [*others.values(), *(line.text for line in lines[:_FEW])]),
            )
    if "," in head.get("init", ""):
        problems.report(f"`init: {head['init']}` names several states", help="a machine starts in one state")
    if not lines and not problems.found:
        problems.report("there are no rules")
    require_few(len(lines) // 2, problems)
    rules = check_determinism(_rules(lines, problems), problems)
    problems.raise_found()
    ends = {name.strip(): Halt.ACCEPT for name in head["accept"].split(",")}
    notes = () if not others else (f"not read: {', '.join(f'`{word}:`' for word in others)}",)
    table = Table(head.get("name") or "machine", len(rules[0].reads), head["init"], ends, rules, notes=notes)
    return restore(table, re.findall(r"^// (.*)$", source.text, re.MULTILINE))


@dataclass(frozen=True, slots=True)
class _Text:
    """A line of a rule, without its comment."""

    text: str
    parts: list[str]  # between commas
    span: Span

    def is_second(self, tapes: int) -> bool:
        """Whether it has the form of a second line: moves come last."""
        return len(self.parts) == 2 * tapes + 1 and all(part.upper() in _MOVES for part in self.parts[1 + tapes :])


def _lines(source: Source, problems: Problems) -> tuple[dict[str, str], list[_Text], dict[str, str]]:
    """The values of the lines `name:`, `init:` and `accept:`, wherever they are; the other lines; and by their keys,
    lines before the rules that look like those three but are not."""
    head: dict[str, tuple[str, Span]] = {}
    lines: list[_Text] = []
    others: dict[str, str] = {}
    start = 0
    for line in source.text.splitlines(keepends=True):
        code = line.split("//")[0]
        text = code.strip()
        first = start + len(code) - len(code.lstrip())
        span = Span(source, first, first + len(text))
        start += len(line)
        found = _HEAD.fullmatch(text)
        if found is not None and found[1].lower() in _KEYS:
            key, value = found[1].lower(), found[2].strip()
            known = head.setdefault(key, (value, span))
            if known[0] != value:
                problems.found.append(
                    Diagnostic(
                        "U617",
                        f"a second `{key}:` line",
                        span,
                        others=(Label(known[1], "the first one"),),
                        help="a file has one machine, with its accepting states on one line",
                    )
                )
        elif found is not None and not lines and text[found.end(1) :].startswith(": "):
            others[found[1]] = text
        elif text:
            lines.append(_Text(text, [part.strip() for part in text.split(",")], span))
    return {key: value for key, (value, _) in head.items()}, lines, others


def _meant(key: str, texts: list[str]) -> str:
    """How to write a missing line, with what another line may have meant."""
    for text in texts:
        word, _, rest = re.sub(r"[\s=]+", " ", text).partition(" ")
        word = word.removesuffix(":")
        if find_nearest(word.lower(), [key]) or word.lower() == key:
            return f"did you mean `{key}: {rest or 'STATE'}` by `{text}`?"
    return f"{key}: STATE"


def _rules(lines: list[_Text], problems: Problems) -> list[Transition]:
    rules: list[Transition] = []
    tapes = next((len(line.parts) - 1 for line in lines if len(line.parts) > 1), 1)
    if lines and _is_whole(lines, tapes):
        problems.report("a whole rule on one line", lines[0].span, f"a rule has two lines: {_SHAPE}")
        return rules
    at = 0
    while at < len(lines):
        left, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
        if len(left.parts) != tapes + 1:
            problems.report(*_not_first(left, tapes))
            at += 2 if below is not None and below.is_second(tapes) and not left.is_second(tapes) else 1
            continue
        if below is None or (len(below.parts) == tapes + 1 and at + 2 < len(lines) and lines[at + 2].is_second(tapes)):
            problems.report(*_alone(left))
            at += 1
            continue
        at += 2
        wrong = _wrong(left.parts, below.parts, tapes)
        if wrong is not None:
            problems.report(wrong[1], below.span if wrong[0] else left.span, _SHAPE)
            continue
        (state, *reads), (target, *right) = left.parts, below.parts
        moves = tuple(_MOVES[move.upper()] for move in right[tapes:])
        rules.append(Transition(state, tuple(reads), target, tuple(right[:tapes]), moves, left.span))
    return rules


def _is_whole(lines: list[_Text], tapes: int) -> bool:
    """Whether each rule is on one line, as in other simulators."""
    first = lines[0].parts
    if len(lines) > 1 and lines[1].is_second(tapes):
        return False
    return "->" in lines[0].text or (len(first) > 2 and len(first) % 3 == 2 and first[-1].upper() in _MOVES)


def _alone(line: _Text) -> tuple[str, Span, str]:
    """The error for a first line without a second one: message, position, help."""
    if line.text.startswith(_SIGNS):
        return "this line is not part of a rule", line.span, "a comment begins with `//`"
    return "this rule has no second line", line.span, "NEXT,WRITE,...,MOVE,..."


def _not_first(line: _Text, tapes: int) -> tuple[str, Span, str]:
    """The error for a line that should be the first one of a rule, likewise."""
    if line.text.startswith(_SIGNS):
        return _alone(line)
    if line.is_second(tapes):
        return "this is the second line of a rule without a first one", line.span, _SHAPE
    symbols = "a symbol" if tapes == 1 else f"{tapes} symbols"
    return f"a state and {symbols} are expected here, as in the first rule", line.span, _SHAPE


def _wrong(left: list[str], right: list[str], tapes: int) -> tuple[int, str] | None:
    """What is wrong with a rule, and on which of its lines."""
    if len(right) != 2 * tapes + 1:
        many = "a symbol and a move" if tapes == 1 else f"{tapes} symbols and {tapes} moves"
        return 1, f"a state, {many} are expected here"
    for line, symbols in ((0, left[1:]), (1, right[1 : 1 + tapes])):
        for symbol in symbols:
            if not symbol:
                return line, "a symbol is missing; a blank is `_`"
            if len(symbol) != 1 or not symbol.isprintable():
                return line, f"{quote(symbol)} is not a symbol of one character"
    for move in right[1 + tapes :]:
        if move.upper() not in _MOVES:
            return 1, f"{quote(move)} is not a move: `<`, `-` or `>`"
    return None
