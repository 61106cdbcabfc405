"""The place in a line where parsing stopped, and how to make a message about it."""

from __future__ import annotations

from dataclasses import dataclass

from lark import Token

from uniform.language.parse.indentation import span_of
from uniform.language.parse.slips.expected import KINDS
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Source, Span

HEADS = frozenset({"INPUT", "OUTPUT", "GATE", "COUNTER", "PART"})
"""The terminals that begin declarations of a family."""

_BRACKETS = {"(": ("LEFT_PARENTHESIS", "RIGHT_PARENTHESIS"), "[": ("LEFT_BRACKET", "RIGHT_BRACKET")}


@dataclass(frozen=True, slots=True)
class Stuck:
    """The place in a line where parsing stopped."""

    source: Source
    tokens: tuple[Token, ...]
    place: int  # len(tokens) at the end of the line
    expected: frozenset[str]
    level: int

    def type(self, offset: int = 0) -> str:
        """The type of the token ``offset`` places further on; empty outside the line."""
        return self.token(offset).type

    def token(self, offset: int = 0) -> Token:
        """The token ``offset`` places further on; an empty one outside the line."""
        place = self.place + offset
        return self.tokens[place] if 0 <= place < len(self.tokens) else Token("", "")

    def span(self, first: int = 0, last: int = 0) -> Span:
        """The text from the token at one offset to the token at another, cut to the line."""
        end = len(self.tokens) - 1
        start_span = span_of(self.source, self.tokens[min(max(self.place + first, 0), end)])
        return start_span.to(span_of(self.source, self.tokens[min(max(self.place + last, 0), end)]))

    def touches(self, first: int, second: int) -> bool:
        """Whether two neighboring tokens have no space between them."""
        left, right = self.token(first), self.token(second)
        return bool(left.type and right.type) and left.end_pos == right.start_pos

    @property
    def at_end(self) -> bool:
        """Whether parsing stopped at the end of the line."""
        return self.place >= len(self.tokens)

    @property
    def wants_number(self) -> bool:
        """Whether a number is expected."""
        return {"NUMBER", "NAME"} <= self.expected

    @property
    def arrow_place(self) -> int | None:
        """The place of the `:=` before this one, if any."""
        places = [place for place, token in enumerate(self.tokens[: self.place]) if token.type == "PRINTS"]
        return places[0] if places else None

    def opening_bracket(self, bracket: str) -> int | None:
        """The place of the innermost open bracket of this kind."""
        opening, closing = _BRACKETS[bracket]
        depth = 0
        for place in range(self.place - 1, -1, -1):
            kind = self.tokens[place].type
            depth += (kind == closing) - (kind == opening)
            if depth < 0:
                return place
        return None

    @property
    def gate(self) -> Token | None:
        """The kind of gate whose parenthesis is the innermost open one."""
        opened = self.opening_bracket("(")
        return self.tokens[opened - 1] if opened is not None and self.tokens[opened - 1].type in KINDS else None

    @property
    def condition_start(self) -> int:
        """Where the number begins that was written in place of a condition."""
        depth = 0
        for place in range(self.place - 1, -1, -1):
            token = self.tokens[place]
            depth += (token in (")", "]")) - (token in ("(", "["))
            if depth < 0 or token.type in ("IF", "WHILE", "ELIF", "AND_WORD", "OR_WORD", "NOT_WORD"):
                return place + 1
        return 0


def diagnose(code: str, message: str, span: Span, label: str, remedy: str | None = None) -> Diagnostic:
    """A message with its label and, if there is one, its remedy."""
    return Diagnostic(code, message, span, label, help=remedy)


def condition(at: Stuck) -> tuple[int, int]:
    """The number written in place of a condition, as the offsets of its first and last tokens."""
    return at.condition_start - at.place, -1


def text_between(at: Stuck, start: int, end: int) -> str:
    """The source text from one token up to but not including another, with single spaces."""
    span = span_of(at.source, at.tokens[start]).to(span_of(at.source, at.tokens[end - 1]))
    return " ".join(span.text.split())


def first_word(at: Stuck) -> tuple[int, int]:
    """The first word of the line, as the offsets of its first and last tokens."""
    return -at.place, -at.place
