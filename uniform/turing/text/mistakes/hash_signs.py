"""A ``#`` outside quotes that was probably meant as a symbol, not as the beginning of a comment.

Comments may contain anything, so only these are reported: on the line of a tape, a comment that is empty or consists of
new symbols, each one character (`input in: a b #`); in a rule, a comment that contains the arrow (`in=a# -> in>`), that
is in place of a symbol (`c:#>`), or that follows a write without a space and has no words (`c:0#`, `c:0#; go`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from uniform.turing.text import words
from uniform.turing.text.words import NAME, PLAIN, TEXT

_TAPE = re.compile(rf"(?:input|work) +{NAME}: *")
_SYMBOLS = re.compile(rf"(?:\s|{TEXT}|{PLAIN}(?=\s|$))*")
_READ = re.compile(rf"({NAME})=({PLAIN}*|{TEXT})")
_HEAD = re.compile(rf"{NAME}: *(?:@|$)")
_MORE = re.compile(rf"(?:(?!->)(?:{PLAIN}|#))*")
_NEEDED = re.compile(rf"(?:^|[ ,>])({NAME}):$")
_PRINT = re.compile(r"(?:^|[ ,>])print *$")
_WRITE = re.compile(rf"[ ,>]({NAME}):(?:{TEXT}|{PLAIN})$")
_COMMENT_HINT = "a comment after it has a space before its `#`"


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A ``#`` that needs quotes: the code of the error, the message and the remedy."""

    code: str
    message: str
    remedy: str


def find_unquoted(line: str, at: int) -> Unquoted | None:
    """The mistake in a line, if its first ``#`` outside quotes, at ``at``, was probably meant as a symbol."""
    before, after = line[:at], line[at + 1 :]
    if not before.strip(" ") or words.open_quote(before) >= 0:
        return None
    tape = _TAPE.match(before.lstrip(" "))
    if tape is not None:
        return _check_tape(before.lstrip(" "), tape.end(), after)
    if _HEAD.match(before.strip(" ")):
        return None
    if words.arrow(before) < 0:
        return _check_reads(before, after) if words.arrow(after) >= 0 else None
    return _check_actions(before, after)


def _check_tape(before: str, symbols: int, after: str) -> Unquoted | None:
    more = after.partition("#")[0]  # the rest may be a comment
    if after.startswith("#") or _SYMBOLS.fullmatch(more) is None or '"#"' in before[symbols:]:
        return None
    if len({*before[symbols:].split(), *more.split()}) < len(before[symbols:].split()) + len(more.split()):
        return None  # a symbol that is declared already
    meant = " ".join((before.rstrip(" "), '"#"', *more.split()))
    remedy = f"as a symbol it is quoted: `{meant}`; a comment has words"
    return Unquoted("U605", "`#` begins a comment here, so it is not a symbol of the tape", remedy)


def _check_reads(before: str, after: str) -> Unquoted:
    """The comment contains the arrow."""
    read = _READ.fullmatch(before.rstrip(" ").rpartition(" ")[2])
    remedy = 'as a symbol it is quoted, as in `in="#"`'
    if read is not None:
        more = _MORE.match(after)
        assert more is not None
        plain = '"' not in read[2]
        symbols = (read[2] if plain else read[2][1:-1]) + "#" + more[0]
        remedy = f'as a symbol it is quoted: `{read[1]}="{symbols}"`'
    return Unquoted("U607", "`#` begins a comment here, so the rule has no arrow", remedy)


def _check_actions(before: str, after: str) -> Unquoted | None:
    message = "`#` begins a comment here, so it is not a symbol"
    missing = _NEEDED.search(before)
    if missing is not None:
        move = after[:1] if after[:1] in ("<", ">") else ""
        return Unquoted("U607", message, f'as a symbol it is quoted: `{missing[1]}:"#"{move}`')
    if _PRINT.search(before):
        return Unquoted("U607", message, 'a text is quoted: `print "#"`')
    cut_off = after.lstrip(" ")[:1] in ("", ",", ";") or after[:1] in ("<", ">")
    written = _WRITE.search(before)
    if cut_off and (written is not None or (after.strip(" ") and before[-1] != " ")):
        what = f'`#` as a symbol is quoted, and a cell holds one: `{written[1]}:"#"`' if written else _COMMENT_HINT
        return Unquoted("U607", "`#` begins a comment here, so the rule ends before it", what)
    return None
