"""What is said about a line that does not parse: the common slips, each with its own words.

``explain`` gets the tokens of a line, the place of the first one that does not fit, and what would have fitted.
It tries ``SLIPS`` one after the other, rows of a table (see ``rows``) and functions where no pattern tells the slip;
the first that recognizes its slip gives the message. The last says what was found and what may come there.

Here are the slips in the shape of a file, in its words and headers; those inside numbers, those inside gates, and the
habits of other languages have files of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lark import Token

from uniform.language.parse.indentation import Line, span_of
from uniform.language.parse.slips import bitwise
from uniform.language.parse.slips.expected import KINDS, phrase
from uniform.language.parse.slips.gates import (
    ARGUMENTS,
    ARROWS,
    GATES_ASIDE,
    KINDS_OF_GATES,
    LAST_COMMAS,
    MISSING_COMMAS,
)
from uniform.language.parse.slips.habits import (
    ASKED_GATES,
    COMPARING_WORDS,
    FOREIGN_WORD,
    HABITS,
    OPERATORS,
    STORED_GATES,
)
from uniform.language.parse.slips.literals import literal
from uniform.language.parse.slips.numbers import ARITHMETIC, CONDITIONS, PRODUCTS
from uniform.language.parse.slips.ranges import BACKWARDS, RANGE_CALL, RANGES, STEPS
from uniform.language.parse.slips.stuck import HEADS, Stuck, say
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.nearest import nearest
from uniform.messages.spans import Source, Span

_KEYWORDS = (
    *("import", "family", "def", "block", "part", "input", "output", "gate", "counter", "const", "let", "table"),
    *("for", "in", "by", "downto", "while", "if", "elif", "else", "times", "div", "mod", "and", "or", "not"),
)
_BEGINNERS = (*_KEYWORDS[:12], "for", "while", "elif", "else")  # of lines
_ENDS = {"end", "endif", "endfor", "endwhile", "fi", "done", "od", "begin", "pass"}
_NAMERS = HEADS | {"CONST", "LET", "TABLE", "FOR", "FAMILY", "DEF", "BLOCK"}  # a name follows
_OTHER_WORDS = {
    "elseif": "elif",
    "elsif": "elif",
    "inputs": "input",
    "outputs": "output",
    "gates": "gate",
    "var": "counter",
    "int": "counter",
    "function": "def",
    "circuit": "family",
    "foreach": "for",
    "otherwise": "else",
}


def explain(source: Source, line: Line, place: int, expected: frozenset[str]) -> Diagnostic:
    """The message for a line whose token number ``place`` does not fit; ``len(line.tokens)`` is its end."""
    return recognize(Stuck(source, line.tokens, place, expected, line.level))[1]


Slip = Callable[[Stuck], Diagnostic | None]
"""A row, or a function for a slip that no pattern of tokens tells: the message, or None when it is another slip."""


def recognize(at: Stuck) -> tuple[Slip, Diagnostic]:
    """The first slip that fits a place, and its message."""
    return next((slip, found) for slip in SLIPS if (found := slip(at)) is not None)


def _remark(at: Stuck) -> Diagnostic | None:
    """`all of these are equal`: a line of words."""
    if at.place >= 2 or len(at.tokens) <= 3 or not all(token.isalpha() for token in at.tokens[1:4]):
        return None
    remedy = "a doc string is written in double quotes; other remarks begin with `#`"
    return say("U101", f"no line begins with `{at.tokens[0]}`", at.span(-at.place, -at.place), "", remedy)


def _unexpected(at: Stuck) -> Diagnostic:
    wanted = phrase(at.expected)
    label = f"expected {wanted}" if wanted else ""
    if at.ended:
        end = span_of(at.source, at.tokens[-1]).end
        return Diagnostic("U101", "this line ends too early", Span(at.source, end, end), label)
    if at.place == 0:
        what = "a statement begins with an address, a counter, `let`, `for`, `while` or `if`"
        if at.level == 0:
            what = "a file holds a `family`, and `const` and `let` above it"
        return Diagnostic("U101", f"no line begins with `{at.token()}`", at.span(), "", help=what)
    return Diagnostic("U101", f"unexpected `{at.token()}`", at.span(), label)


# ---------------------------------------------------------------- files and the order of lines


def empty_file(source: Source) -> Diagnostic:
    """A file without a token."""
    remedy = "begin with `family NAME(n)` and indent its declarations and statements below"
    return say("U117", "the file holds no program", Span(source, 0, 0), "nothing but space and comments", remedy)


def headless(lines: Sequence[Line]) -> bool:
    """Whether a file begins with what belongs below a header, and has none."""
    if not lines or any(line.level == 0 and line.tokens[0].type in ("FAMILY", "DEF", "BLOCK") for line in lines):
        return False
    return lines[0].tokens[0].type in HEADS or any(token.type in ("PRINTS", "STORES") for token in lines[0].tokens)


def no_header(source: Source, line: Line) -> Diagnostic:
    """The first line of a file whose program has no header."""
    remedy = "begin with a line `family NAME(n)` and indent all others below it"
    return say(
        "U117", "the program has no header", span_of(source, line.tokens[0]), "no `family` line above it", remedy
    )


def _order(at: Stuck) -> Diagnostic | None:
    """Lines that are right in themselves, in the wrong place."""
    if at.place != 0:
        return None
    word, kind = at.token(), at.type()
    if kind == "N":
        remedy = "`n` is the parameter of the family; declare `counter v <= n` for a number that changes"
        return say("U112", "`n` is given and cannot be changed", at.span(), "a name is expected", remedy)
    if at.level == 0:
        if kind == "FAMILY":
            remedy = "put the other family into a file of its own"
            return say("U117", "a second family", at.span(), "a file holds one family", remedy)
        if kind in ("CONST", "LET", "TABLE", "DEF", "BLOCK", "IMPORT"):
            remedy = "move it above the family"
            return say("U117", f"this `{word}` is below the family", at.span(), "the family is last", remedy)
        if kind in HEADS or (kind in ("NAME", "FOR", "WHILE", "IF") and not _other_word(at)):
            remedy = "indent it below `family NAME(n)`"
            return say("U117", "this line is outside the family", at.span(), "not indented", remedy)
    if kind in HEADS | {"CONST", "TABLE"}:
        remedy = "move it up, above the first statement"
        return say("U116", f"this `{word}` comes too late", at.span(), "declarations come before statements", remedy)
    if kind in ("FAMILY", "DEF", "BLOCK", "IMPORT"):
        remedy = "let it begin in the first column, above the family"
        return say("U117", f"this `{word}` is inside a block", at.span(), "indented", remedy)
    if kind in ("ELIF", "ELSE"):
        remedy = f"`{word}` goes right below the lines of an `if`, in the same column as that `if`"
        return say("U114", f"this `{word}` belongs to no `if`", at.span(), "no `if` to continue", remedy)
    if kind == "STRING":
        remedy = "a doc string goes right below the header line; other remarks begin with `#`"
        return say("U119", "a text alone is not a statement", at.span(), "not below a header", remedy)
    return None


def _else_if(at: Stuck) -> Diagnostic | None:
    first, second = (at.tokens * 2)[:2]
    if first.lower() == "else" and second.type == "IF" and at.place <= 1:
        span = span_of(at.source, first).to(span_of(at.source, second))
        return say("U113", "`else if` is one word here", span, "two words", "write `elif`")
    return None


def _doc_in_header(at: Stuck) -> Diagnostic | None:
    if at.type() != "STRING" or at.type(-1) == "IMPORT":
        return None
    remedy = "put the doc string into the next line, indented; other remarks begin with `#`"
    if at.tokens[0].type in ("NAME", "LET", "FOR", "WHILE", "IF", "ELIF"):
        remedy = "a program works with numbers and gates; texts are doc strings, below the header"
    return say("U119", "a text does not belong here", at.span(), "not in a line of its own", remedy)


# ---------------------------------------------------------------- words


def _other_word(at: Stuck) -> str | None:
    """The keyword that was probably meant by the first word of the line."""
    first, second = at.tokens[0], at.tokens[1] if len(at.tokens) > 1 else Token("", "")
    if first.type != "NAME":
        return None
    if second.type in ("PRINTS", "STORES", "LEFT_BRACKET", "DOT", "EQUAL"):
        return None
    if first.lower() in _KEYWORDS:
        return first.lower()
    if first.lower() in _OTHER_WORDS:
        return _OTHER_WORDS[first.lower()]
    if second.type in ("NAME", "N", "NUMBER", "LEFT_PARENTHESIS", "NOT_WORD", ""):
        return nearest(first, _BEGINNERS)
    return None


def _keyword(at: Stuck) -> Diagnostic | None:
    """`For i in 1..n`, `ouput y`, `Else`."""
    meant = _other_word(at)
    if meant is None or at.place > 2:
        return None
    span = span_of(at.source, at.tokens[0])
    if at.tokens[0].lower() == meant:
        return say("U113", f"`{at.tokens[0]}` is written with small letters", span, "case matters", f"write `{meant}`")
    message = f"`{at.tokens[0]}` begins no line"
    return say("U113", message, span, "unknown word", f"did you mean `{meant}`?")


def _reserved(at: Stuck) -> Diagnostic | None:
    """A reserved word where a name is expected."""
    word = at.token()
    names_something = "NAME" in at.expected and "NUMBER" not in at.expected and at.place > 0
    if not names_something or not word.isalpha() or at.type() == "NAME":
        return None
    if at.type() == "N":
        if "PRINTS" in at.expected or "NOT" in at.expected or at.type(-1) in ("PRINTS", "LEFT_PARENTHESIS"):
            return None
        remedy = "`n` is the parameter of the family everywhere; choose another name"
        return say("U112", "`n` cannot be declared again", at.span(), "a name is expected", remedy)
    if at.type() in KINDS and ("NOT" in at.expected or at.type(-1) == "PRINTS"):
        return None
    in_list = at.type(-1) == "COMMA" and at.tokens[0].type in HEADS
    if at.type(-1) not in _NAMERS and not in_list:
        return None
    return say("U112", f"`{word}` is a reserved word", at.span(), "a name is expected", "choose another name")


# ---------------------------------------------------------------- headers and declarations


def _family_header(at: Stuck) -> Diagnostic | None:
    """`family f`, `family f()`, `family f(m)`, `family f(n, k)`."""
    if at.tokens[0].type != "FAMILY" or at.place < 2 or at.type() == "MINUS":
        return None
    name = at.tokens[1]
    if at.type() == "COMMA":
        remedy = f"write `family {name}(n)`; declare other numbers with `const`"
        return say("U118", "a family has one parameter", at.span(), "`)` is expected", remedy)
    if not at.expected & {"LEFT_PARENTHESIS", "N"}:
        return None
    if at.type() == "NAME" and at.type(1) == "LEFT_PARENTHESIS":
        span = at.span(-1)
        return say("U118", "a name is one word", span, "two words", f"write `family {name}_{at.token()}(n)`")
    message = (
        "the parameter of a family is always called `n`" if at.type() == "NAME" else "a family has the parameter `n`"
    )
    return say("U118", message, at.span(), "`(n)` is expected", f"write `family {name}(n)`")


def _counter(at: Stuck) -> Diagnostic | None:
    """`counter v`, `counter v = n`, `counter u, v <= n`, `counter u <= n v <= n`."""
    if at.tokens[0].type != "COUNTER" or at.place < 2:
        return None
    if at.expected == {"AT_MOST"}:
        word = "" if at.type(-2) == "COMMA" else "counter "
        remedy = f"write `{word}{at.token(-1)} <= n`, with the largest number that it will hold"
        label = "`<=` is expected" if not at.ended else "no bound"
        return say("U118", "a counter is declared with its bound", at.span(), label, remedy)
    if at.type() == "COUNTER" and at.type(-1) == "COMMA":
        return say("U118", "`counter` is written once in a line", at.span(), "written again", "leave it out")
    if "COMMA" in at.expected and at.type(1 + (at.type() != "NAME")) == "AT_MOST":
        remedy = "write `counter u <= n, v <= n`"
        return say("U115", "counters are separated by commas", at.span(), "`,` is expected", remedy)
    return None


def _last_word(at: Stuck) -> Diagnostic | None:
    """`then`, `do`, `begin` at the end of a header, and `end` in a line of its own."""
    if len(at.tokens) == 1 and at.tokens[0] in _ENDS:
        message = f"no `{at.tokens[0]}` is needed"
        return say("U113", message, at.span(-1, -1), "", "blocks end with their indentation: leave it out")
    if at.token() in ("then", "do", "begin") and at.place == len(at.tokens) - 1:
        return say("U113", f"no `{at.token()}` is needed", at.span(), "", "the indented lines below belong to this one")
    return None


SLIPS: tuple[Slip, ...] = (
    literal,
    *BACKWARDS,
    bitwise.word,
    _else_if,
    _order,
    _last_word,
    FOREIGN_WORD,
    _keyword,
    _doc_in_header,
    _family_header,
    _counter,
    _reserved,
    RANGE_CALL,
    *KINDS_OF_GATES,
    *ASKED_GATES,
    *GATES_ASIDE,
    *LAST_COMMAS,
    *STEPS,
    *OPERATORS,
    *COMPARING_WORDS,
    *CONDITIONS,
    *STORED_GATES,
    *ARROWS,
    *ARITHMETIC,
    *RANGES,
    *PRODUCTS,
    *ARGUMENTS,
    *MISSING_COMMAS,
    _remark,
    *HABITS,
    _unexpected,
)
"""In the order in which they are tried; the last one fits always."""


# ---------------------------------------------------------------- indentation


def nothing_indented(source: Source, line: Line, following: Line | None) -> Diagnostic:
    """A header with no block below it."""
    first = line.tokens[0]
    span = span_of(source, first).to(span_of(source, line.tokens[-1]))
    remedy = "indent the lines that belong to it by two spaces more"
    if following is None:
        remedy = "write the lines that belong to it below, indented by two spaces more"
    return say("U104", f"nothing is indented below this `{first}`", span, "needs lines of its own", remedy)


def indented(source: Source, line: Line, following: Line) -> Diagnostic:
    """A line further to the right than the line above, which has no block."""
    remedy = "let it begin in the same column as the line above"
    above = line.tokens[0]
    if above.type in HEADS:
        remedy += f", or go on inside brackets; every line of declarations begins with its word, such as `{above}`"
    span = span_of(source, following.tokens[0])
    return say("U104", "this line is indented, but the line above has no block", span, "too far to the right", remedy)


NESTED = {"ranges": "ranges of one array", "indices": "indices of one array", "clauses": "`for` and `if` in one wire"}
"""Lists of which each part means a loop inside the one before it."""


def long_list(span: Span, rule: str, limit: int) -> Diagnostic:
    """A list of ``NESTED`` with more than ``limit`` parts."""
    return say("U106", f"more than {limit} {NESTED[rule]}", span, "each is a loop inside the one before it")


def long_expression(span: Span) -> Diagnostic:
    """A path in the tree that is too long for later stages."""
    remedy = "name parts of it with `let`"
    return say("U106", "this is nested too deeply, or too long a sum", span, "", remedy)
