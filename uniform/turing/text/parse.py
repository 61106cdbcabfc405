"""Reading the text form of machines, ``.tm``.

``grammars/machine.lark`` states the form; this reader takes it line by line, which keeps machines of a hundred
thousand states quick to read, and the tests hold the two together. It collects complaints and raises them together:
here those about lines and declarations, in ``rules`` those about rules. What a single line cannot show - overlapping
rules, states that are never reached - is the work of ``check``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.nearest import nearest
from uniform.messages.spans import Source, Span, printable
from uniform.turing.machine import BLANK, END, MOST_SYMBOLS, ORIGIN, Machine, Rule, State, Tape
from uniform.turing.space import value
from uniform.turing.text import marks, slips, words
from uniform.turing.text.comments import unquoted
from uniform.turing.text.complaints import Complaints
from uniform.turing.text.rules import ENDINGS, DeclaredTapes, RuleReader
from uniform.turing.text.targets import missing, missing_start
from uniform.turing.text.words import IS_NAME, IS_TEXT, NAME, PLAIN, TEXT

_HEADER = re.compile(rf"machine +({NAME})")
_HEAD = re.compile(rf'({NAME}):(?: +@ *({TEXT}|[^\s"#]+))?$')
_TAPE = re.compile(rf"(input|work) +({NAME}): *(.*)$")
_SYMBOL = re.compile(rf"({TEXT}|{PLAIN})(?= |$)|([^ ]+)")
_ALMOST_HEAD = re.compile(rf"(?:state +)?({NAME}) *[:;]?")
_COMMENTS_ELSEWHERE = ("//", "--", "%", ";", "/*", "'")
_STRAY = re.compile(r"[^\S \n\r]|\r(?!\n)")
_FIRST_WORD = re.compile(r'[^\s:="]+')
_DECLARATIONS = ("input", "work", "space", "start", "layout")
_NOT_STATES = (*ENDINGS, "else", "print")
_NAME_HINT = "names have letters, digits and underscores, and dots between parts"


@dataclass(slots=True)
class _State:
    """A state as it is read."""

    name: str
    span: Span
    line: int
    place: str | None
    rules: list[Rule] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A machine with the places of its tapes, states and rules, for messages."""

    machine: Machine
    source: Source
    state_spans: tuple[Span, ...]
    rule_spans: tuple[tuple[Span, ...], ...]
    tape_spans: tuple[Span, ...]
    noted: tuple[Diagnostic, ...]  # warnings that the text alone shows


def parse(source: Source) -> Parsed:
    """The machine in a text, with places, before the checks of ``check``. Cost: linear in the text."""
    return _Reader(source).read()


class _Reader:
    """The state of one reading."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.complaints = Complaints(source)
        self.say = self.complaints.say
        self.line = 0  # the number of the line that is read, from 1
        self.name: str | None = None
        self.header = Span(source, 0, 0)
        self.doc: list[str] = []
        self.declared: dict[str, int] = {}  # `input`, `space`, ...: the line of the first one
        self.tapes = DeclaredTapes()
        self.space: str | None = None
        self.named: dict[str, tuple[str, int]] = {}  # what `start` and `layout` name, and where
        self.rules = RuleReader(self.complaints, self.tapes)
        self.states: list[_State] = []
        self.by_name: dict[str, _State] = {}

    def read(self) -> Parsed:
        for text, at in self._lines():
            self._line(text, at)
        self._finish()
        self.complaints.raise_found()
        machine = Machine(
            self.name or "",
            tuple(self.tapes.every),
            tuple(State(state.name, tuple(state.rules), state.place, state.line) for state in self.states),
            self.named["start"][0],
            tuple(self.doc),
            self.space,
            self.named["layout"][0] if "layout" in self.named else None,
            printable(self.source.name),
        )
        state_spans = tuple(state.span for state in self.states)
        rule_spans = tuple(tuple(state.spans) for state in self.states)
        noted = tuple(self.complaints.noted)
        return Parsed(machine, self.source, state_spans, rule_spans, tuple(self.tapes.spans), noted)

    # ---------------------------------------------------------------- lines

    def _lines(self) -> Iterator[tuple[str, int]]:
        """What the lines say, without comments and indentation, each with its offset."""
        suspicious = _STRAY.search(self.source.text) is not None
        offset = 0
        for line in self.source.text.split("\n"):
            self.line += 1
            text = line.removesuffix("\r")
            if suspicious:
                text = self._only_spaces(text, offset)
            comment = words.comment(text)
            if comment >= 0:
                text = self._before_comment(text, comment, offset)
            text = text.rstrip(" ")
            bare = text.lstrip(" ")
            if bare and ('"' not in bare or self._quotes(bare, offset + len(text) - len(bare))):
                yield bare, offset + len(text) - len(bare)
            offset += len(line) + 1

    def _before_comment(self, text: str, comment: int, at: int) -> str:
        """The line without its comment; nothing is left when the comment was probably meant as a symbol."""
        mistake = unquoted(text, comment)
        if mistake is None:
            return text[:comment]
        self.say(mistake.code, at + comment, 1, mistake.message, mistake.remedy)
        if mistake.code != "U605":
            return ""
        self.tapes.doubtful.update(IS_NAME.findall(text[:comment])[1:2])  # what it holds is not known
        return text[:comment]

    def _only_spaces(self, line: str, at: int) -> str:
        """The line with a space for each other blank character outside quotes, which is said once a line."""
        blank = words.blank(line)
        if blank is None:
            return line
        if blank[2].startswith("\r"):
            remedy = "save the file with line ends LF or CR LF"
            self.say("U602", at + blank.start(), 1, "a carriage return without a line feed", remedy)
            self.complaints.raise_found()
        if blank[2].startswith("\t"):
            message, remedy = "a tab; only spaces are allowed", "replace every tab by spaces"
        else:
            message, remedy = f"the blank character U+{ord(blank[2][0]):04X} is not a space", "replace it by a space"
        self.say("U602", at + blank.start(), len(blank[2]), message, remedy)
        while blank is not None:
            line = line[: blank.start()] + " " * len(blank[2]) + line[blank.end() :]
            blank = words.blank(line)
        return line

    def _quotes(self, text: str, at: int) -> bool:
        """Whether quotes are closed and escapes known; if not, the line is not read any further."""
        quote = words.open_quote(text)
        escape = words.wrong_escape(text)
        if quote >= 0:
            remedy = r"a quote ends in the line where it begins; inside, a quote is written \""
            self.say("U602", at + quote, len(text) - quote, "this quote is never closed", remedy)
        elif escape is not None:
            remedy = r"the escapes are \n, \" and \\"
            self.say("U602", at + escape.start(), 2, f"`{escape[0]}` is not an escape", remedy)
        else:
            return True
        self._spoiled(text, at, text.partition(" ")[0])
        return False

    def _spoiled(self, text: str, at: int, word: str) -> None:
        """Of a declaration that was not understood, nothing is called missing or undeclared."""
        if word in _DECLARATIONS:
            self.declared.setdefault(word, self.complaints.span(at, len(text)).line)
        if word in ("input", "work"):
            self.tapes.doubtful.update(IS_NAME.findall(text)[1:2])  # its name, most likely

    def _line(self, text: str, at: int) -> None:
        if self.name is None and self._header(text, at):
            return
        head = _HEAD.match(text)
        if head is not None:
            self._head(head, at)
            return
        arrow = words.arrow(text)
        if arrow >= 0:
            self._rule(text, at, arrow)
        elif text.startswith('"'):
            self._doc(text, at)
        else:
            self._declaration(text, at)

    def _header(self, text: str, at: int) -> bool:
        """Read the first line. False when it is a mistake, said, and the line may be something else."""
        self.header = self.complaints.span(at, len(text))
        match = _HEADER.fullmatch(text)
        self.name = match[1] if match else ""
        if match:
            return True
        word, _, rest = text.partition(" ")
        if word == "machine":
            message = f"`{rest.strip()}` is not a name" if rest.strip() else "the machine has no name"
            self.say("U601", at, len(text), message, _NAME_HINT)
            return True
        self.say("U601", at, len(text), "a machine begins with `machine NAME`", "for example `machine palindromes`")
        return word not in _DECLARATIONS and not text.startswith('"') and not _HEAD.match(text)

    def _doc(self, text: str, at: int) -> None:
        if self.declared or self.states:
            remedy = "the doc string goes below the header, above the tapes"
            self.say("U602", at, len(text), "a text does not belong here", remedy)
        elif not IS_TEXT.fullmatch(text):
            self.say("U602", at, len(text), "a line of the doc string is one text in quotes", 'quotes inside: `\\"`')
        else:
            self.doc.append(words.unquote(text))

    # ---------------------------------------------------------------- declarations

    def _declaration(self, text: str, at: int) -> None:
        match = _FIRST_WORD.match(text)
        word = match[0] if match else text[:1]
        rest = text[len(word) :].lstrip(" ")
        if self.states:
            self._misplaced(text, at, word)
            return
        if word not in _DECLARATIONS:
            self._unknown(text, at, word)
            return
        line = self.complaints.span(at, len(text)).line
        if word in ("start", "layout", "space") and word in self.declared:
            remedy = f"line {self.declared[word]} has one already"
            self.say("U602", at, len(text), f"a second `{word}` line", remedy)
        elif word in ("input", "work"):
            self._tape(text, at, word)
        elif word == "space":
            self._space(rest, at + len(text) - len(rest))
        elif IS_NAME.fullmatch(rest):
            self.named[word] = (rest, at + len(text) - len(rest))
        else:
            remedy = f"`{word}` names one state, without a colon: `{word} next`"
            self.say("U606", at, len(text), f"`{cut(text, 40)}` names no state", remedy)
        self.declared.setdefault(word, line)

    def _misplaced(self, text: str, at: int, word: str) -> None:
        """A line below the states that is neither a head nor a rule."""
        shown = cut(text, 40)
        message = f"`{shown}` is neither a state nor a rule"
        if word in _DECLARATIONS and text.startswith(f"{word} "):
            message, remedy = f"`{word}` does not belong here", "declarations go above the states"
        elif word == "machine":
            message, remedy = "a second machine begins here", "a file holds one machine"
        elif (head := _ALMOST_HEAD.fullmatch(text)) is not None:
            self._almost_head(head, at)
            return
        elif (rule := self.rules.meant(text)) is not None:
            arrow = slips.arrow(text)
            message = "the arrow `->` is missing" if arrow is None else f"the arrow is `->`, not `{arrow}`"
            remedy = f"write `{rule}`"
        elif re.match(rf"{NAME}:", text):
            remedy = "rules go into lines of their own below the head of the state"
        elif text.startswith(_COMMENTS_ELSEWHERE):
            remedy = "a comment begins with `#`"
        else:
            remedy = "a rule has an arrow: `reads -> actions ; state`"
        self.say("U602", at, len(text), message, remedy)

    def _almost_head(self, match: re.Match[str], at: int) -> None:
        """The head of a state but for its colon; what follows is read as its rules."""
        remedy = f"the head of a state is its name and a colon: `{match[1]}:`"
        self.say("U602", at, len(match[0]), f"`{match[0]}` is not the head of a state", remedy)
        if match[0] != match[1]:
            state = _State(match[1], self.complaints.span(at, len(match[0])), self.line, None)
            self.states.append(state)
            self.by_name.setdefault(state.name, state)

    def _unknown(self, text: str, at: int, word: str) -> None:
        """A line above the states that is not a declaration."""
        near = nearest(word, _DECLARATIONS)
        shown = cut(text, 40)
        remedy = f"did you mean `{near}`?" if near else f"the declarations are {', '.join(_DECLARATIONS)}"
        if word == "machine":
            self.say("U601", at, len(text), "a second machine begins here", "a file holds one machine")
            return
        head = _ALMOST_HEAD.fullmatch(text)
        if head is not None and (near is None or word == "state"):
            self._almost_head(head, at)
            return
        if text.startswith(_COMMENTS_ELSEWHERE):
            remedy = "a comment begins with `#`"
        elif near is None and not self.declared and " " in text and IS_NAME.match(text):
            remedy = f"a line of the doc string is in quotes; {remedy}"
        self.say("U602", at, len(text), f"`{shown}` is not understood", remedy)
        self._spoiled(text, at, near or "")

    def _space(self, formula: str, at: int) -> None:
        try:
            value(formula, 1)
            self.space = formula
        except ValueError as error:
            remedy = "for example `space 2*bits(n) + 6`; n is the length of the input"
            self.say("U603", at, len(formula), f"a claim of cells is a formula in n: {error}", remedy)

    def _tape(self, text: str, at: int, kind: str) -> None:
        match = _TAPE.match(text)
        if match is None:
            remedy = f"for example `{kind} c: 0 1`" if kind == "work" else "for example `input in: 0 1`"
            self.say("U604", at, len(text), "a tape has a name, a colon, and its symbols", remedy)
            self._spoiled(text, at, kind)
            return
        name = match[2]
        if name in self.tapes.numbers:
            remedy = "every tape has a name of its own"
            self.say("U604", at + match.start(2), len(name), f"the tape `{name}` is declared twice", remedy)
            return
        if kind == "input" and "input" in self.declared:
            remedy = "a machine has one input tape; the others are work tapes: `work`"
            self.say("U604", at, len(text), "a second input tape", remedy)
        elif kind == "input" and "work" in self.declared:
            self.say("U604", at, len(text), "the input tape below a work tape", "the `input` line comes first")
        symbols = self._symbols(match[3], at + match.start(3), kind)
        if symbols is None:
            self.tapes.doubtful.add(name)
        self.tapes.numbers[name] = len(self.tapes.every)
        self.tapes.every.append(Tape(name, symbols or ""))
        self.tapes.spans.append(self.complaints.span(at + match.start(2), len(name)))

    def _symbols(self, text: str, at: int, kind: str) -> str | None:
        """The symbols of a tape; None after a complaint."""
        before = len(self.complaints.found)
        symbols = ""
        for match in _SYMBOL.finditer(text):
            place, shown = at + match.start(), match[0]
            symbol = words.symbols(match[1]) if match[1] else ""
            if len(symbol) != 1:
                remedy = 'write a space between symbols; symbols of the form itself are written in quotes, as in "("'
                if "," in shown:
                    remedy = 'symbols are separated by spaces; a comma as a symbol is written in quotes: ","'
                self.say("U605", place, len(shown), f"`{shown}` is not one symbol", remedy)
            elif symbol in (ORIGIN, BLANK) or (symbol == END and kind == "input"):
                message, remedy = marks.declared(symbol, kind, text)
                self.say("U605", place, len(shown), message, remedy)
            elif symbol in symbols:
                self.say("U605", place, len(shown), f"the symbol `{symbol}` is declared twice", "leave one of them out")
            else:
                symbols += symbol
        if len(symbols) > MOST_SYMBOLS:
            message = f"a tape with {len(symbols)} symbols; {MOST_SYMBOLS} are the most"
            self.say("U605", at, len(text), message, "write a large symbol as several small ones, cell by cell")
        return symbols if len(self.complaints.found) == before else None

    # ---------------------------------------------------------------- states and rules

    def _head(self, match: re.Match[str], at: int) -> None:
        name = match[1]
        if name in _NOT_STATES:
            remedy = f"it is a word of the form; for example `{name}_` is a name"
            self.say("U606", at, len(name), f"`{name}` cannot be the name of a state", remedy)
        if name in self.by_name:
            line = self.by_name[name].span.line
            remedy = f"line {line} has one already; put the rules of a state below one head, or rename this one"
            self.say("U606", at, len(name), f"the state `{name}` is defined twice", remedy)
        place = None if match[2] is None else words.symbols(match[2])
        state = _State(name, self.complaints.span(at, len(name)), self.line, place)
        self.states.append(state)
        self.by_name.setdefault(name, state)

    def _rule(self, text: str, at: int, arrow: int) -> None:
        if not self.states:
            self.say("U602", at, len(text), "a rule without a state", "rules go below the name of their state, `name:`")
            return
        rule = self.rules.read(text, at, arrow, self.line)
        if rule is not None:
            state = self.states[-1]
            state.rules.append(rule)
            state.spans.append(self.complaints.span(at, len(text)))

    # ---------------------------------------------------------------- the end

    def _finish(self) -> None:
        at, length = self.header.start, self.header.end - self.header.start
        if self.name is None:
            self.say("U601", 0, 0, "the file holds no machine", "a machine begins with `machine NAME`")
            return
        if "input" not in self.declared:
            self.say("U604", at, length, "the machine has no input tape", "declare it, for example `input in: 0 1`")
        if not self.states:
            self.say("U606", at, length, "the machine has no states", "a state is a line `name:` with its rules below")
        elif "start" not in self.declared:
            remedy = f"above the states, for example `start {self.states[0].name}`"
            self.say("U606", at, length, "no `start` line says where the machine begins", remedy)
        if self.states:
            self._missing_states()

    def _missing_states(self) -> None:
        names = [state.name for state in self.states]
        declared = [at for _, at in self.named.values()]
        for name, at in (*self.named.values(), *self.rules.targets.items()):
            if name not in self.by_name:
                self.by_name[name] = self.states[0]  # said once
                remedy = missing_start(name, names) if at in declared else missing(name, names, self.tapes.numbers)
                self.say("U606", at, len(name), f"there is no state `{name}`", remedy)
