"""What a rule that is not understood was probably meant to be, in correct notation.

A rule is parsed with the habits of other notations - another arrow, `:` for `=`, no comma, no `;`, no quotes, moves as
letters, `goto` - and written again. The result is only offered if it reads without a mistake (``rules``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from uniform.turing.text.words import NAME, PLAIN, TEXT

_LONGEST = 200  # characters of a rule that is parsed this way
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'))
_SINGLE = re.compile(rf"""({TEXT})|['\u2018\u2019]([^'"\u2018\u2019]+)['\u2018\u2019]""")
_ARROW = re.compile(rf"({TEXT})|(-->|==>|=>|= >|- >|->|\u2013>|\u2014>|[\u2192\u21d2\u21a6\u27f6\u27f9])")
_COMMENT = re.compile(rf"({TEXT})|( (?://|--|%)(?: .*)?$)")
_READ = re.compile(rf"({NAME}) *(?:==|:=|=|:) *({TEXT}|{PLAIN}+) *(?:(?:,|&&?|and\b) *)?")
_TOUCHED = re.compile(rf"({TEXT})|({NAME}) *(?::=|==?|:|<-) *(?=[^ ])")
_STATES = re.compile(rf"{NAME}(?:(?: *[,;] *| +){NAME})+")
_ALWAYS = ("else", "otherwise", "default", "*")
_MOVES = {"R": ">", "r": ">", "right": ">", "L": "<", "l": "<", "left": "<"}
_STAYS = ("S", "s", "N", "n", "stay")
_MOVE = "|".join((*_MOVES, *_STAYS))
_PIECE = re.compile(
    rf"(?P<gap>[ ,;]+|(?:goto|go to|then|and)(?= ))"
    rf"|print[ :(]*(?P<text>{TEXT}|(?!\()[^\s\",;()]+)\)?(?=[ ,;]|$)"
    rf"|trap *(?P<why>.*)$"
    rf"|(?P<tape>{NAME})(?P<write>:(?:{TEXT}|{PLAIN}))?(?P<move>:?[<>]|[,: ]?(?:{_MOVE}))(?=[ ,;]|$)"
    rf"|(?P<written>{NAME}):(?P<symbol>{TEXT}|{PLAIN})(?=[ ,;]|$)"
    rf"|(?P<name>{NAME})(?=[ ,;]|$)"
)


@dataclass(slots=True)
class _Parts:
    """The actions and the next state of a rule."""

    actions: list[str] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)


def arrow(text: str) -> str | None:
    """The text that looks like an arrow, or None."""
    return next((match[2] for match in _ARROW.finditer(text) if match[2]), None)


def are_states(text: str) -> bool:
    """Whether a text names two states or more."""
    return _STATES.fullmatch(text) is not None and not text.startswith(("go to ", "goto "))


def meant(text: str, tapes: Mapping[str, str]) -> str | None:
    """The rule that a text was meant to be, or None; ``tapes`` gives the symbols of each tape."""
    if len(text) > _LONGEST:
        return None
    text = _SINGLE.sub(lambda match: match[1] or f'"{match[2]}"', text.translate(_QUOTES))
    comment = next((match for match in _COMMENT.finditer(text) if match[2]), None)
    said = "" if comment is None else f"  # {comment[2].strip(' /%-')}"
    text = text if comment is None else text[: comment.start()]
    arrows = [match for match in _ARROW.finditer(text) if match[2]]
    if arrows:
        left, right = text[: arrows[0].start()], text[arrows[0].end() :]
    else:
        left, right = _split_sides(text, tapes)
    reads = _reads(left.strip(" "), tapes)
    parts = None if reads is None else _parts(right, tapes)
    if reads is None or parts is None or len(parts.follows) > 1 or not (parts.actions or parts.follows):
        return None
    done = " ; ".join(part for part in (", ".join(parts.actions), *parts.follows) if part)
    return f"{reads} -> {done}{said}".lstrip(" ")


def _split_sides(text: str, tapes: Mapping[str, str]) -> tuple[str, str]:
    """The reads, and what follows them, in a rule without an arrow."""
    read = re.compile(rf"(?:else|({NAME}) ?= ?(?:{TEXT}|{PLAIN}+))(?: +|$)")
    place = 0
    while (match := read.match(text, place)) and (match[1] is None or match[1] in tapes):
        place = match.end()
    return text[:place], text[place:]


def _reads(text: str, tapes: Mapping[str, str]) -> str | None:
    if not text or text in _ALWAYS:
        return "else" if text else ""
    first = next(iter(tapes))
    if len(tapes) == 1 and re.fullmatch(rf"{TEXT}|{PLAIN}+", text):
        return f"{first}={text}"
    found = []
    place = 0
    while place < len(text):
        match = _READ.match(text, place)
        if match is None or match[1] not in tapes:
            return None
        found.append(f"{match[1]}={match[2]}")
        place = match.end()
    return " ".join(found)


def _parts(text: str, tapes: Mapping[str, str]) -> _Parts | None:
    """The actions and the states on the right; None if something is not understood."""
    text = _ARROW.sub(lambda match: match[1] or " ; ", text)
    text = _TOUCHED.sub(lambda match: match[1] or f"{match[2]}:", text)
    parts = _Parts()
    place = 0
    while place < len(text):
        match = _PIECE.match(text, place)
        if match is None:
            return None
        place = match.end()
        if not match["gap"] and not _piece(match, parts, tapes):
            return None
    return parts


def _piece(match: re.Match[str], parts: _Parts, tapes: Mapping[str, str]) -> bool:
    """Add an action or a state; False if it is neither."""
    if match["text"]:
        parts.actions.append(f"print {_quoted(match['text'])}")
    elif match["why"]:
        parts.follows.append(f"trap {_quoted(match['why'].strip(' ()'))}")
    elif match["tape"] in tapes:
        move = match["move"].strip(" :,")
        if match["move"] == f":{move}" and move in tapes[match["tape"]]:
            parts.actions.append(match[0])  # a symbol with the name of a move
            return True
        touched = match["tape"] + (match["write"] or "") + ("" if move in _STAYS else _MOVES.get(move, move))
        parts.actions += [touched] * (touched != match["tape"])
    elif match["written"] in tapes:
        parts.actions.append(f"{match['written']}:{match['symbol']}")
    elif match["name"] in _MOVES and len(tapes) == 1:
        parts.actions.append(f"{next(iter(tapes))}{_MOVES[match['name']]}")
    elif match["name"] and match["name"] not in tapes and match["name"] != "print":
        parts.follows.append(match["name"])
    else:
        return False
    return True


def _quoted(text: str) -> str:
    return text if text.startswith('"') else f'"{text}"'
