"""Reading one rule of a machine: ``reads -> actions ; state``.

Machines with a hundred thousand states repeat the same few reads and actions, so the result for each side of an arrow
is cached. Sides with a mistake are not: each mistake is reported in every place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Source, Span
from uniform.turing.machine import BLANK, END, ORIGIN, Action, Halt, Rule, Tape
from uniform.turing.text import words
from uniform.turing.text.mistakes import other_notations
from uniform.turing.text.mistakes.complaints import Complaints
from uniform.turing.text.words import IS_NAME, NAME, PLAIN, TEXT, unquote

ENDINGS = {halt.value: halt for halt in Halt}

_READ = re.compile(rf"({NAME})=({TEXT}|{PLAIN}+)")
_READ_TAPE = re.compile(rf"({NAME})=")
_ACTION = re.compile(rf"({NAME})(?::({TEXT}|{PLAIN}))?([<>])?")
_PRINT = re.compile(rf"print *({TEXT})")
_TRAP = re.compile(rf"trap *({TEXT})")
_MISSING_COMMA = re.compile(rf"(?:{_ACTION.pattern}|{_PRINT.pattern}) +(.+)")
_FIRST_WORD = re.compile(NAME)
_MOVES = {None: 0, "<": -1, ">": 1}
_READ_HINT = "a read is TAPE=SYMBOLS, as in `c=0_`, with a space before the next one"
_ACTION_HINT = 'an action is `c>`, `c<`, `c:0`, `c:0>` or `print "text"`'
_FOLLOW_HINT = 'after `;` comes a state, `accept`, `reject` or `trap "why"`'

Reads = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class DeclaredTapes:
    """The tapes declared so far, and which of them are doubtful."""

    every: list[Tape] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)  # of their names
    doubtful: set[str] = field(default_factory=set)  # badly declared, or reported already

    def symbols(self, number: int) -> str:
        """The symbols that a cell of a tape may hold."""
        return self.every[number].symbols + ORIGIN + (END if number == 0 else BLANK)


@dataclass(frozen=True, slots=True)
class _Actions:
    """The actions of a rule."""

    moves: tuple[Action, ...]
    output: str


@dataclass(frozen=True, slots=True)
class _Follow:
    """What follows the actions: a state, an ending, or (neither) the same state."""

    target: str | None = None
    halt: Halt | None = None
    message: str = ""


_SAME_STATE = _Follow()


class RuleReader:
    """Reads rules. ``targets`` are the states that rules lead to, each with the place of its first mention."""

    def __init__(self, complaints: Complaints, tapes: DeclaredTapes, *, scratch: bool = False) -> None:
        self.complaints = complaints
        self.tapes = tapes
        self.scratch = scratch  # for reading suggestions, which get no suggestions themselves
        self.targets: dict[str, int] = {}
        self._reads: dict[str, Reads] = {}
        self._actions: dict[str, _Actions] = {}
        self._alphabets: dict[int, str] = {}

    def read(self, text: str, at: int, arrow: int, line: int) -> Rule | None:
        """The rule in a text at an offset, on a line, with its arrow at a place in it; None after an error."""
        before = len(self.complaints.found)
        left = text[:arrow].rstrip(" ")
        reads = () if left in ("", "else") else self._left(left, at)
        actions, follow = self._right(text[arrow + 2 :], at + arrow + 2)
        if len(self.complaints.found) > before:
            remedy = None if self.scratch else self.meant(text)
            if remedy is not None:
                first = self.complaints.found[before]
                self.complaints.found[before] = replace(first, help=f"write `{remedy}`")
            return None
        return Rule(
            reads, actions.moves, follow.target, actions.output, follow.halt, follow.message, left == "else", line
        )

    def meant(self, text: str) -> str | None:
        """The correct rule that a text was probably meant to be, or None."""
        symbols = {tape.name: tape.symbols for tape in self.tapes.every}
        rule = other_notations.meant(text, symbols) if symbols else None
        if rule is None:
            return None
        comment = words.comment(rule)
        bare = (rule if comment < 0 else rule[:comment]).rstrip(" ")
        tapes = replace(self.tapes, doubtful=set(self.tapes.doubtful))
        again = RuleReader(Complaints(Source("", bare)), tapes, scratch=True)
        return None if again.read(bare, 0, words.arrow(bare), 0) is None else rule

    # ---------------------------------------------------------------- reads

    def _left(self, text: str, at: int) -> Reads:
        known = self._reads.get(text)
        if known is not None:
            return known
        before = len(self.complaints.found)
        found: dict[int, str] = {}
        place = 0
        while place < len(text):
            match = _READ.match(text, place)
            if match is None or text[match.end() : match.end() + 1] not in ("", " "):
                self._bad_read(text, place, at)
                return ()
            self._one_read(match, at, found)
            place = match.end()
            while text.startswith(" ", place):
                place += 1
        reads = tuple(sorted(found.items()))
        if len(self.complaints.found) == before:
            self._reads[text] = reads
        return reads

    def _one_read(self, match: re.Match[str], at: int, found: dict[int, str]) -> None:
        tape = self._tape(match[1], at + match.start())
        if tape is None:
            return
        if tape in found:
            remedy = "give all its symbols in one set, as in `c=01`"
            self._report("U607", at + match.start(), match[0], f"`{match[1]}` is read twice in one rule", remedy)
        given = words.symbols(match[2])
        found[tape] = "".join(dict.fromkeys(given))
        if len(given) > len(found[tape]):
            twice = next(symbol for place, symbol in enumerate(given) if symbol in given[:place])
            remedy = "leave one of them out, or write the one that was meant"
            self.complaints.note(
                "U607", at + match.start(2), len(match[2]), f"`{twice}` appears twice in this set", remedy
            )
        if not found[tape]:
            remedy = "leave the tape out when any symbol will do"
            self._report("U607", at + match.start(), match[0], f"no symbol of `{match[1]}` is admitted", remedy)
        self._check_symbols(tape, found[tape], at + match.start(2), match[2])

    def _bad_read(self, text: str, place: int, at: int) -> None:
        word = text[place:].partition(" ")[0]
        tape = _READ_TAPE.match(text, place)
        remedy = _READ_HINT
        if word == "else":
            message, remedy = (
                "`else` is alone before the arrow",
                "`else` takes what no other rule of its state does",
            )
        elif word.endswith(":") and place == 0:
            message, remedy = f"`{word}` and a rule share a line", "rules go on their own lines below it"
        elif tape is not None and tape.end() - place == len(word):
            message, remedy = f"no symbol follows `{word}`", "write them without a space: `c=01`"
        elif tape is not None and ("," in word or word.count("=") > 1) and not word.endswith((",", "=")):
            message = f"`{word}` is not one read"
        elif tape is not None:
            message, remedy = f"`{word}` is not a set of symbols", 'such symbols are written in quotes, as in `in="#<"`'
        else:
            message = f"`{word}` is not a read"
        self._report("U607", at + place, word, message, remedy)

    # ---------------------------------------------------------------- actions

    def _right(self, text: str, at: int) -> tuple[_Actions, _Follow]:
        at += len(text) - len(text.lstrip(" "))
        text = text.lstrip(" ")
        cut = words.semicolon(text)
        if cut < 0:
            follow = self._lone_follow(text, at)
            return (self._left_of_semicolon(text, at), _SAME_STATE) if follow is None else (_Actions((), ""), follow)
        before, after = text[:cut].rstrip(" "), text[cut + 1 :]
        actions = self._left_of_semicolon(before, at)
        return actions, self._follow(after.strip(" "), at + len(text) - len(after.lstrip(" ")))

    def _lone_follow(self, text: str, at: int) -> _Follow | None:
        """A state or an ending by itself, which does not need a ``;``."""
        word = _FIRST_WORD.match(text)
        if word is None or word[0] == "print" or not (word[0] in ENDINGS or word.end() == len(text)):
            return None
        if word[0] in ENDINGS and text[word.end() : word.end() + 1] in (":", "<", ">"):
            return None  # a tape of that name
        return self._follow(text, at)

    def _follow(self, text: str, at: int) -> _Follow:
        if text not in ENDINGS and IS_NAME.fullmatch(text):
            self.targets.setdefault(text, at)
            return _Follow(text)
        word, halt = self._ending(text)
        if halt is None:
            message, remedy = f"`{text}` is not a state" if text else "nothing follows `;`", _FOLLOW_HINT
            if other_notations.are_states(text):
                message, remedy = (
                    f"`{text}` is more than one state",
                    "a rule leads to one; give each state its own rule",
                )
            elif word and "," in text:
                remedy = f"the state comes last, after all actions: `... ; {word}`"
            self._report("U607", at, text, message, remedy)
        elif halt is Halt.TRAP:
            return self._trap(text, at)
        elif text != word:
            self._report("U607", at, text, f"nothing follows `{word}`", "actions come before it: `c>, d< ; accept`")
        return _Follow(None, halt)

    def _trap(self, text: str, at: int) -> _Follow:
        match = _TRAP.fullmatch(text)
        message = unquote(match[1]) if match else ""
        if not message.isprintable() or match is None:
            self._report(
                "U607", at, text, "a trap takes a reason in quotes, on one line", 'for example `-> trap "too long"`'
            )
        return _Follow(None, Halt.TRAP, message)

    @staticmethod
    def _ending(text: str) -> tuple[str, Halt | None]:
        """The first word, and the ending that it names, if any."""
        match = _FIRST_WORD.match(text)
        word = match[0] if match else ""
        return word, ENDINGS.get(word)

    def _left_of_semicolon(self, text: str, at: int) -> _Actions:
        known = self._actions.get(text)
        if known is not None:
            return known
        before = len(self.complaints.found)
        moves: dict[int, Action] = {}
        output = ""
        start = 0
        for end in (*words.commas(text), len(text)) if text else ():
            item = text[start:end].strip(" ")
            where = at + end - len(text[start:end].lstrip(" "))
            start = end + 1
            if item.startswith("print") and (match := _PRINT.fullmatch(item)):
                output = self._print(match, where, output)
            else:
                self._action(item, where, moves)
        actions = _Actions(tuple(moves[tape] for tape in sorted(moves)), output)
        if len(self.complaints.found) == before:
            self._actions[text] = actions
        return actions

    def _print(self, match: re.Match[str], at: int, before: str) -> str:
        output = unquote(match[1])
        if before:
            self._report("U607", at, match[0], "a rule prints once", 'print it together: `print "ab"`')
        elif not output:
            self._report("U607", at, match[0], "this prints nothing", "leave it out")
        elif not output.isascii():
            self._report("U607", at, match[0], "what is printed is not ASCII", "the output tape holds bytes below 128")
        return output

    def _action(self, item: str, at: int, moves: dict[int, Action]) -> None:
        match = _ACTION.fullmatch(item)
        if match is None or (match[2] is None and match[3] is None):
            self._bad_action(item, at)
            return
        tape = self._tape(match[1], at)
        if tape is None:
            return
        write = None if match[2] is None else words.symbols(match[2])
        if tape in moves:
            remedy = "write and move in one: `c:0>`"
            self._report("U607", at, item, f"`{match[1]}` is touched twice in one rule", remedy)
        elif write is not None:
            self._written_symbol(tape, write, item, match, at)
        moves[tape] = Action(tape, write, _MOVES[match[3]])

    def _written_symbol(self, tape: int, write: str, item: str, match: re.Match[str], at: int) -> None:
        if tape == 0:
            remedy = "copy what must change to a work tape"
            self._report("U608", at, item, "the input tape cannot be written", remedy)
        elif write == ORIGIN:
            self._report("U608", at, item, "`^` marks cell 0 and cannot be written", "declare another symbol as a mark")
        elif len(write) != 1:
            self._report(
                "U607", at, item, f"`{match[2]}` is not one symbol", "a cell holds one; write, move, write again"
            )
        else:
            self._check_symbols(tape, write, at + match.start(2), match[2])

    def _bad_action(self, item: str, at: int) -> None:
        word, halt = self._ending(item)
        touched = re.fullmatch(rf"({NAME}):({TEXT}|{PLAIN}+)([<>]?)", item)
        message, remedy = f"`{item}` is not an action", _ACTION_HINT
        if not item:
            message, remedy = "an action is missing here", "actions are separated by single commas"
        elif halt is not None:
            message, remedy = f"`{word}` is among the actions", f"write `; {item}` after them"
        elif word == "print":
            message, remedy = "`print` takes text in quotes", 'for example `print "0\\n"`'
        elif (unjoined := _MISSING_COMMA.fullmatch(item)) is not None and (unjoined[2] or unjoined[3] or unjoined[4]):
            rest = unjoined[5]
            remedy = "actions are separated by commas, then comes `; state`"
            if IS_NAME.fullmatch(rest):
                message = f"`;` is missing before `{rest}`"
            elif rest.startswith("->"):
                message = "a second arrow"
            elif _ACTION.match(rest) or _PRINT.match(rest):
                message = f"a comma is missing before `{rest}`"
        elif touched is not None:
            message, remedy = f"`{touched[2]}` is not one symbol", "a cell holds one; write, move, write again"
        elif word == item and word in self.tapes.numbers:
            message, remedy = f"nothing is done to `{word}`", f"move it, as in `{word}>`, or leave it out"
        elif re.fullmatch(rf"{NAME}:[<>;,=#:]+", item):
            remedy = f'symbols of the form itself are written in quotes: `{word}:"{item[len(word) + 1]}"`'
        elif " " in item and '"' not in item:
            remedy = "actions are separated by commas, and have no spaces inside"
        elif word == item:
            remedy = f"a state comes after `;`: `; {item}`"
        self._report("U607", at, item, message, remedy)

    # ---------------------------------------------------------------- names

    def _tape(self, name: str, at: int) -> int | None:
        number = self.tapes.numbers.get(name)
        if number is None and name not in self.tapes.doubtful:
            self.tapes.doubtful.add(name)  # said once
            near = find_nearest(name, self.tapes.numbers)
            remedy = f"did you mean `{near}`?" if near else f"the tapes are {', '.join(self.tapes.numbers)}"
            self._report("U609", at, name, f"the tape `{name}` is not declared", remedy)
        return number

    def _check_symbols(self, tape: int, symbols: str, at: int, word: str) -> None:
        name = self.tapes.every[tape].name
        if name in self.tapes.doubtful:
            return
        allowed = self._alphabets.get(tape) or self._alphabets.setdefault(tape, self.tapes.symbols(tape))
        for symbol in symbols:
            if symbol not in allowed:
                remedy = f"the symbols of `{name}` are {' '.join(allowed)}"
                if symbol == "#":
                    remedy += '; a `#` is declared in quotes, "#"'
                shown = f"`{symbol}`" if symbol.isprintable() else f"the character U+{ord(symbol):04X}"
                self._report("U609", at, word, f"{shown} is not a symbol of `{name}`", remedy)

    def _report(self, code: str, at: int, word: str, message: str, remedy: str) -> None:
        self.complaints.report(code, at, len(word), message, remedy)
