"""A common mistake as a row of a table: an example, where the parser stops in it, and the message.

``where`` is a pattern of the tokens around the place where parsing stopped, which ``@`` marks:

    STAR @ STAR            the token at that place, and the one before it
    @ NAME 'to'            a token type of the grammar, and a literal word
    [DOTS @ DOT]           the brackets enclose what is underlined; without them, it is the token at that place
    STORES ~ @ MINUS       no space between the two tokens
    @ N|NUMBER !COMMA      either type; anything but a comma, including the end of the line
    @ _ $                  any token; the end of the line
    [@ MINUS ?]            any token or the end of the line
    ^ FOR _ @ COMMA        the line begins here
    ^ IF|WHILE ... @ AND   the line begins like this, and the place is further on
    FOR @ N / IN @ NAME    two patterns with the same message

COMPARISON, HEAD, KIND and JOIN (all kinds of gates, and all but NOT) name groups of types. Order matters: the first
row that matches gives the message.

``wants`` describes the state of the parser: the terminals it would have accepted, with ``|`` and ``!`` as above.
``inside`` describes what is open there: ``(``, ``[``, ``gate`` for the wires of one, ``:=`` for what is printed,
or ``top`` in a line that is not indented.
``when`` is a further condition; ``remedy`` works out what to write instead, or returns None when the row does not
match after all; ``underlined`` gives the offsets of the first and last underlined tokens where brackets cannot mark
them.

Messages, labels and helps are templates: ``{earlier}``, ``{before}``, ``{here}``, ``{next}`` and ``{after}`` are the
tokens from two before the place to two after it, ``{first}`` and ``{second}`` those that begin the line; ``{marked}``
is the underlined text, ``{gate}`` the gate whose wires these are, ``{parameters}`` its numbers; ``{expected}`` lists in
words what would have been accepted, and ``{remedy}`` is what the function returned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from uniform.circuits.gates import GATES, Kind
from uniform.language.parse.slips.expected import COMPARISONS, KINDS, phrase
from uniform.language.parse.slips.stuck import HEADS, Stuck, diagnose
from uniform.messages.diagnostics import Diagnostic

UNEXPECTED = "unexpected `{here}`"
"""The message of a row that only has a help text."""

GROUPS = {"COMPARISON": COMPARISONS, "KIND": KINDS, "JOIN": KINDS - {"NOT"}, "HEAD": HEADS}
"""Groups of types with one name in patterns."""


@dataclass(frozen=True, slots=True)
class _Token:
    """What one token of a pattern matches."""

    types: frozenset[str]
    words: frozenset[str]
    negated: bool

    def fits(self, at: Stuck, offset: int) -> bool:
        token = at.token(offset)
        if "_" in self.types:
            return token.type != ""
        return (token.type in self.types or token in self.words) != self.negated


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern of the tokens of a line; offsets count from the place where parsing stopped."""

    beginning: tuple[_Token, ...]  # of the line, when given separately
    tokens: tuple[tuple[int, _Token], ...]
    glued: tuple[int, ...]  # offsets of tokens that have no space before them
    place: int | None  # when the pattern covers the line from its beginning
    mark: tuple[int, int]

    def fits(self, at: Stuck) -> bool:
        if self.place is not None and self.place != at.place:
            return False
        return (
            all(token.fits(at, offset) for offset, token in self.tokens)
            and all(at.touches(offset - 1, offset) for offset in self.glued)
            and at.place >= len(self.beginning)
            and all(token.fits(at, place - at.place) for place, token in enumerate(self.beginning))
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A common mistake. Called with a place where parsing stopped, it returns its message, or None for no match."""

    example: str
    where: str
    code: str = "U101"
    message: str = UNEXPECTED
    label: str = "{expected}"
    help: str = "{remedy}"
    wants: str = ""
    inside: str = ""
    when: Callable[[Stuck], bool] | None = None
    remedy: Callable[[Stuck], str | None] | None = None
    underlined: Callable[[Stuck], tuple[int, int]] | None = None

    def __call__(self, at: Stuck) -> Diagnostic | None:
        pattern = next((pattern for pattern in _patterns(self.where) if pattern.fits(at)), None)
        if pattern is None or not _holds(self.wants, at.expected) or not _holds(self.inside, _open_states(at)):
            return None
        if self.when is not None and not self.when(at):
            return None
        remedy = self.remedy(at) if self.remedy is not None else ""
        if remedy is None:
            return None
        span = at.span(*(pattern.mark if self.underlined is None else self.underlined(at)))
        wanted = phrase(at.expected) if "{expected}" in self.label else ""
        words = {
            "earlier": at.token(-2),
            "before": at.token(-1),
            "here": at.token(),
            "next": at.token(1),
            "after": at.token(2),
            "first": at.tokens[0],
            "second": at.token(1 - at.place),
            "gate": at.gate or "",
            "parameters": ", ".join(GATES[Kind[at.gate]].parameters) if at.gate else "",
            "marked": span.text,
            "remedy": remedy,
            "expected": f"expected {wanted}" if wanted else "",
        }
        message, label, help_ = (text.format_map(words) for text in (self.message, self.label, self.help))
        return diagnose(self.code, message, span, label, help_ or None)


def _holds(condition: str, there: frozenset[str]) -> bool:
    """Whether a condition holds: ``A|B !C`` means (A or B) and not C."""
    return all(
        there.isdisjoint(_types(word[1:])) if word[0] == "!" else not there.isdisjoint(_types(word))
        for word in condition.split()
    )


def _types(word: str) -> frozenset[str]:
    """The types of ``A|B``, with groups expanded."""
    return frozenset().union(*(GROUPS.get(name, frozenset((name,))) for name in word.split("|")))


def _open_states(at: Stuck) -> frozenset[str]:
    """The brackets that are open at a place, and the other states that ``inside`` can name."""
    brackets = [bracket for bracket in "([" if at.opening_bracket(bracket) is not None]
    others = {"gate": at.gate is not None, ":=": at.arrow_place is not None, "top": at.level == 0}
    return frozenset([*brackets, *(name for name, there in others.items() if there)])


@cache
def _patterns(text: str) -> tuple[_Pattern, ...]:
    """The patterns of a row, parsed on first use."""
    return tuple(_parse_pattern(each) for each in text.split(" / "))


def _parse_pattern(text: str) -> _Pattern:
    """Parse one pattern; the syntax is in the module docstring."""
    beginning, gap, near = text.rpartition("...")
    words = near.replace("[", "[ ").replace("]", " ]").split()
    tokens: list[_Token] = []
    glued: list[int] = []
    place, first, last = 0, -1, -1
    for word in words:
        match word:
            case "^":
                pass
            case "@":
                place = len(tokens)
            case "~":
                glued.append(len(tokens))
            case "[":
                first = len(tokens)
            case "]":
                last = len(tokens) - 1
            case _:
                tokens.append(_parse_token(word))
    return _Pattern(
        beginning=tuple(_parse_token(word) for word in beginning.split() if word != "^") if gap else (),
        tokens=tuple((offset - place, token) for offset, token in enumerate(tokens)),
        glued=tuple(offset - place for offset in glued),
        place=place if words[:1] == ["^"] else None,
        mark=(first - place, last - place) if first >= 0 else (0, 0),
    )


def _parse_token(word: str) -> _Token:
    """What matches ``A|B``, ``!A``, ``'to'``, ``$``, ``?``."""
    if word == "?":
        return _Token(frozenset(), frozenset(), negated=True)
    negated = word[0] == "!"
    names = word.removeprefix("!").replace("$", "").split("|")
    words = frozenset(name.strip("'") for name in names if name[:1] == "'")
    types = [_types(name) for name in names if name[:1] != "'"]
    return _Token(frozenset().union(*types), words, negated)
