"""Reading the declarations of a machine, the lines above its states, and the text that describes it.

input  in: 0 1
work   c: 0 1
space  bits(n) + 2
start  go
layout ready        in compiled machines
"""

from __future__ import annotations

import re

from uniform.messages.cuts import cut
from uniform.turing.machine import BLANK, END, MAX_SYMBOLS, ORIGIN, Tape
from uniform.turing.space import value
from uniform.turing.text import words
from uniform.turing.text.mistakes import marks
from uniform.turing.text.mistakes.complaints import Complaints
from uniform.turing.text.rules import DeclaredTapes
from uniform.turing.text.words import IS_NAME, IS_TEXT, NAME, PLAIN, TEXT

DECLARATIONS = ("input", "work", "space", "start", "layout")

_TAPE = re.compile(rf"(input|work) +({NAME}): *(.*)$")
_SYMBOL = re.compile(rf"({TEXT}|{PLAIN})(?= |$)|([^ ]+)")


class Declarations:
    """The declarations so far."""

    def __init__(self, complaints: Complaints) -> None:
        self.complaints = complaints
        self.report = complaints.report
        self.doc: list[str] = []
        self.lines: dict[str, int] = {}  # of the first `input`, `space`, ...
        self.tapes = DeclaredTapes()
        self.space: str | None = None
        self.states: dict[str, tuple[str, int]] = {}  # the states that `start` and `layout` name, and where

    def read(self, text: str, at: int, word: str) -> None:
        """Read the line at an offset that begins with one of ``DECLARATIONS``."""
        rest = text[len(word) :].lstrip(" ")
        line = self.complaints.span(at, len(text)).line
        if word in ("start", "layout", "space") and word in self.lines:
            remedy = f"line {self.lines[word]} has one already"
            self.report("U602", at, len(text), f"a second `{word}` line", remedy)
        elif word in ("input", "work"):
            self._tape(text, at, word)
        elif word == "space":
            self._space(rest, at + len(text) - len(rest))
        elif IS_NAME.fullmatch(rest):
            self.states[word] = (rest, at + len(text) - len(rest))
        else:
            remedy = f"`{word}` names one state, without a colon: `{word} next`"
            self.report("U606", at, len(text), f"`{cut(text, 40)}` names no state", remedy)
        self.lines.setdefault(word, line)

    def add_doc(self, text: str, at: int) -> None:
        """Read a line of the text that describes the machine."""
        if not IS_TEXT.fullmatch(text):
            self.report("U602", at, len(text), "a line of the doc string is one text in quotes", 'quotes inside: `\\"`')
        else:
            self.doc.append(words.unquote(text))

    def skip_unreadable(self, text: str, at: int, word: str) -> None:
        """Note a declaration that was not understood, so that nothing in it is reported as missing or undeclared."""
        if word in DECLARATIONS:
            self.lines.setdefault(word, self.complaints.span(at, len(text)).line)
        if word in ("input", "work"):
            self.tapes.doubtful.update(IS_NAME.findall(text)[1:2])  # its name, most likely

    def _space(self, formula: str, at: int) -> None:
        try:
            value(formula, 1)
            self.space = formula
        except ValueError as error:
            remedy = "for example `space 2*bits(n) + 6`; n is the length of the input"
            self.report("U603", at, len(formula), f"a claim of cells is a formula in n: {error}", remedy)

    def _tape(self, text: str, at: int, kind: str) -> None:
        match = _TAPE.match(text)
        if match is None:
            remedy = f"for example `{kind} c: 0 1`" if kind == "work" else "for example `input in: 0 1`"
            self.report("U604", at, len(text), "a tape has a name, a colon, and its symbols", remedy)
            self.skip_unreadable(text, at, kind)
            return
        name = match[2]
        if name in self.tapes.numbers:
            remedy = "give each tape a different name"
            self.report("U604", at + match.start(2), len(name), f"the tape `{name}` is declared twice", remedy)
            return
        if kind == "input" and "input" in self.lines:
            remedy = "a machine has one input tape; the others are work tapes: `work`"
            self.report("U604", at, len(text), "a second input tape", remedy)
        elif kind == "input" and "work" in self.lines:
            self.report("U604", at, len(text), "the input tape below a work tape", "the `input` line comes first")
        symbols = self._symbols(match[3], at + match.start(3), kind)
        if symbols is None:
            self.tapes.doubtful.add(name)
        self.tapes.numbers[name] = len(self.tapes.every)
        self.tapes.every.append(Tape(name, symbols or ""))
        self.tapes.spans.append(self.complaints.span(at + match.start(2), len(name)))

    def _symbols(self, text: str, at: int, kind: str) -> str | None:
        """The symbols of a tape; None after an error."""
        before = len(self.complaints.found)
        symbols = ""
        for match in _SYMBOL.finditer(text):
            place, shown = at + match.start(), match[0]
            symbol = words.symbols(match[1]) if match[1] else ""
            if len(symbol) != 1:
                remedy = 'write a space between symbols; symbols of the form itself are written in quotes, as in "("'
                if "," in shown:
                    remedy = 'symbols are separated by spaces; a comma as a symbol is written in quotes: ","'
                self.report("U605", place, len(shown), f"`{shown}` is not one symbol", remedy)
            elif symbol in (ORIGIN, BLANK) or (symbol == END and kind == "input"):
                message, remedy = marks.declared(symbol, kind, text)
                self.report("U605", place, len(shown), message, remedy)
            elif symbol in symbols:
                self.report(
                    "U605", place, len(shown), f"the symbol `{symbol}` is declared twice", "leave one of them out"
                )
            else:
                symbols += symbol
        if len(symbols) > MAX_SYMBOLS:
            message = f"a tape with {len(symbols)} symbols; the limit is {MAX_SYMBOLS}"
            self.report("U605", at, len(text), message, "write a large symbol as several small ones, cell by cell")
        return symbols if len(self.complaints.found) == before else None
