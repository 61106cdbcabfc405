"""Reading the text form of machines, ``.tm``.

``grammars/machine.lark`` defines the form; this reader takes it line by line, so that machines with a hundred thousand
states are read quickly, and the tests compare the two. It collects errors and raises them together: those about the
order of lines and about states here, the others in ``declarations`` and ``rules``. Errors across lines are found by
``check`` (rules that overlap) and ``warnings`` (unreachable states).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Source, Span, escape_unprintable
from uniform.turing.machine import Machine, Rule, State
from uniform.turing.text import words
from uniform.turing.text.declarations import DECLARATIONS, Declarations
from uniform.turing.text.lines import Lines
from uniform.turing.text.mistakes import other_notations
from uniform.turing.text.mistakes.complaints import Complaints
from uniform.turing.text.mistakes.missing_states import missing, missing_start
from uniform.turing.text.rules import ENDINGS, RuleReader
from uniform.turing.text.words import IS_NAME, NAME, TEXT

_HEADER = re.compile(rf"machine +({NAME})")
_HEAD = re.compile(rf'({NAME}):(?: +@ *({TEXT}|[^\s"#]+))?$')
_ALMOST_HEAD = re.compile(rf"(?:state +)?({NAME}) *[:;]?")
_COMMENTS_ELSEWHERE = ("//", "--", "%", ";", "/*", "'")
_FIRST_WORD = re.compile(r'[^\s:="]+')
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
    noted: tuple[Diagnostic, ...]  # warnings found while reading


def parse(source: Source) -> Parsed:
    """The machine in a text, with places, before the checks of ``check``. Cost: linear in the text."""
    return _Reader(source).read()


class _Reader:
    """The state of one reading."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.complaints = Complaints(source)
        self.report = self.complaints.report
        self.line = 0  # the number of the current line, from 1
        self.name: str | None = None
        self.header = Span(source, 0, 0)
        self.declarations = Declarations(self.complaints)
        self.tapes = self.declarations.tapes
        self.rules = RuleReader(self.complaints, self.tapes)
        self.states: list[_State] = []
        self.by_name: dict[str, _State] = {}

    def read(self) -> Parsed:
        for number, text, at in Lines(self.source, self.complaints, self.declarations):
            self.line = number
            self._line(text, at)
        self._finish()
        self.complaints.raise_found()
        machine = Machine(
            self.name or "",
            tuple(self.tapes.every),
            tuple(State(state.name, tuple(state.rules), state.place, state.line) for state in self.states),
            self.declarations.states["start"][0],
            tuple(self.declarations.doc),
            self.declarations.space,
            self.declarations.states["layout"][0] if "layout" in self.declarations.states else None,
            escape_unprintable(self.source.name),
        )
        state_spans = tuple(state.span for state in self.states)
        rule_spans = tuple(tuple(state.spans) for state in self.states)
        noted = tuple(self.complaints.noted)
        return Parsed(machine, self.source, state_spans, rule_spans, tuple(self.tapes.spans), noted)

    # ---------------------------------------------------------------- lines

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
        """Read the first line. False after an error, if the line may be something else."""
        self.header = self.complaints.span(at, len(text))
        match = _HEADER.fullmatch(text)
        self.name = match[1] if match else ""
        if match:
            return True
        word, _, rest = text.partition(" ")
        if word == "machine":
            message = f"`{rest.strip()}` is not a name" if rest.strip() else "the machine has no name"
            self.report("U601", at, len(text), message, _NAME_HINT)
            return True
        self.report("U601", at, len(text), "a machine begins with `machine NAME`", "for example `machine palindromes`")
        return word not in DECLARATIONS and not text.startswith('"') and not _HEAD.match(text)

    def _doc(self, text: str, at: int) -> None:
        if self.declarations.lines or self.states:
            remedy = "the doc string goes below the header, above the tapes"
            self.report("U602", at, len(text), "unexpected text in quotes", remedy)
        else:
            self.declarations.add_doc(text, at)

    def _declaration(self, text: str, at: int) -> None:
        match = _FIRST_WORD.match(text)
        word = match[0] if match else text[:1]
        if self.states:
            self._explain_misplaced(text, at, word)
        elif word in DECLARATIONS:
            self.declarations.read(text, at, word)
        else:
            self._explain_unknown(text, at, word)

    # ---------------------------------------------------------------- states and rules

    def _head(self, match: re.Match[str], at: int) -> None:
        name = match[1]
        if name in _NOT_STATES:
            remedy = f"it is a word of the form; for example `{name}_` is a name"
            self.report("U606", at, len(name), f"`{name}` cannot be the name of a state", remedy)
        if name in self.by_name:
            line = self.by_name[name].span.line
            remedy = f"line {line} has one already; put the rules of a state below one head, or rename this one"
            self.report("U606", at, len(name), f"the state `{name}` is defined twice", remedy)
        place = None if match[2] is None else words.symbols(match[2])
        state = _State(name, self.complaints.span(at, len(name)), self.line, place)
        self.states.append(state)
        self.by_name.setdefault(name, state)

    def _rule(self, text: str, at: int, arrow: int) -> None:
        if not self.states:
            self.report(
                "U602", at, len(text), "a rule without a state", "rules go below the name of their state, `name:`"
            )
            return
        rule = self.rules.read(text, at, arrow, self.line)
        if rule is not None:
            state = self.states[-1]
            state.rules.append(rule)
            state.spans.append(self.complaints.span(at, len(text)))

    # ---------------------------------------------------------------- lines that are neither

    def _explain_misplaced(self, text: str, at: int, word: str) -> None:
        """A line below the states that is neither a head nor a rule."""
        shown = cut(text, 40)
        message = f"`{shown}` is neither a state nor a rule"
        if word in DECLARATIONS and text.startswith(f"{word} "):
            message, remedy = f"`{word}` does not belong here", "declarations go above the states"
        elif word == "machine":
            message, remedy = "a second machine begins here", "a file holds one machine"
        elif (head := _ALMOST_HEAD.fullmatch(text)) is not None:
            self._almost_head(head, at)
            return
        elif (rule := self.rules.meant(text)) is not None:
            arrow = other_notations.arrow(text)
            message = "the arrow `->` is missing" if arrow is None else f"the arrow is `->`, not `{arrow}`"
            remedy = f"write `{rule}`"
        elif re.match(rf"{NAME}:", text):
            remedy = "rules go on their own lines below the head of the state"
        elif text.startswith(_COMMENTS_ELSEWHERE):
            remedy = "a comment begins with `#`"
        else:
            remedy = "a rule has an arrow: `reads -> actions ; state`"
        self.report("U602", at, len(text), message, remedy)

    def _almost_head(self, match: re.Match[str], at: int) -> None:
        """The head of a state without its colon; what follows is read as its rules."""
        remedy = f"the head of a state is its name and a colon: `{match[1]}:`"
        self.report("U602", at, len(match[0]), f"`{match[0]}` is not the head of a state", remedy)
        if match[0] != match[1]:
            state = _State(match[1], self.complaints.span(at, len(match[0])), self.line, None)
            self.states.append(state)
            self.by_name.setdefault(state.name, state)

    def _explain_unknown(self, text: str, at: int, word: str) -> None:
        """A line above the states that is not a declaration."""
        near = find_nearest(word, DECLARATIONS)
        shown = cut(text, 40)
        remedy = f"did you mean `{near}`?" if near else f"the declarations are {', '.join(DECLARATIONS)}"
        if word == "machine":
            self.report("U601", at, len(text), "a second machine begins here", "a file holds one machine")
            return
        head = _ALMOST_HEAD.fullmatch(text)
        if head is not None and (near is None or word == "state"):
            self._almost_head(head, at)
            return
        if text.startswith(_COMMENTS_ELSEWHERE):
            remedy = "a comment begins with `#`"
        elif near is None and not self.declarations.lines and " " in text and IS_NAME.match(text):
            remedy = f"a line of the doc string is in quotes; {remedy}"
        self.report("U602", at, len(text), f"`{shown}` is not understood", remedy)
        self.declarations.skip_unreadable(text, at, near or "")

    # ---------------------------------------------------------------- the end

    def _finish(self) -> None:
        at, length = self.header.start, self.header.end - self.header.start
        if self.name is None:
            self.report("U601", 0, 0, "the file has no machine", "a machine begins with `machine NAME`")
            return
        if "input" not in self.declarations.lines:
            self.report("U604", at, length, "the machine has no input tape", "declare it, for example `input in: 0 1`")
        if not self.states:
            self.report(
                "U606", at, length, "the machine has no states", "a state is a line `name:` with its rules below"
            )
        elif "start" not in self.declarations.lines:
            remedy = f"above the states, for example `start {self.states[0].name}`"
            self.report("U606", at, length, "the machine has no `start` line", remedy)
        if self.states:
            self._missing_states()

    def _missing_states(self) -> None:
        names = [state.name for state in self.states]
        declared = [at for _, at in self.declarations.states.values()]
        for name, at in (*self.declarations.states.values(), *self.rules.targets.items()):
            if name not in self.by_name:
                self.by_name[name] = self.states[0]  # said once
                remedy = missing_start(name, names) if at in declared else missing(name, names, self.tapes.numbers)
                self.report("U606", at, len(name), f"the state `{name}` is not defined", remedy)
