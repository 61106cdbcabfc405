"""What is said about a line that does not parse: the common slips, each with its own words.

``explain`` gets the tokens of a line, the place of the first one that does not fit, and what would have fitted.
It asks the functions of ``_SLIPS`` one after the other; the first that recognizes its slip gives the message.
If none does, the message says what was found and what may stand there.

The functions stand in the order in which they are asked, from the shape of a file down to the digits of a
number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lark import Token

from uniform.circuits.gates import GATES, Kind
from uniform.diagnostics import Diagnostic
from uniform.language.expected import COMPARISONS, phrase
from uniform.language.indentation import Line, span_of
from uniform.nearest import nearest
from uniform.spans import Source, Span

_KINDS = {kind.name for kind in Kind}
_KEYWORDS = (
    *("import", "family", "def", "block", "part", "input", "output", "gate", "counter", "const", "let", "table"),
    *("for", "in", "by", "downto", "while", "if", "elif", "else", "times", "div", "mod", "and", "or", "not"),
)
_BEGINNERS = (*_KEYWORDS[:12], "for", "while", "elif", "else")  # of lines
_ENDS = {"end", "endif", "endfor", "endwhile", "fi", "done", "od", "begin", "pass"}
_HEADS = {"INPUT", "OUTPUT", "GATE", "COUNTER", "PART"}
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
}


@dataclass(frozen=True, slots=True)
class _At:
    """The place in a line where parsing stopped."""

    source: Source
    tokens: tuple[Token, ...]
    place: int  # len(tokens) at the end of the line
    expected: frozenset[str]
    level: int

    def type(self, offset: int = 0) -> str:
        """The type of the token ``offset`` places further; empty outside the line."""
        return self.token(offset).type

    def token(self, offset: int = 0) -> Token:
        """The token ``offset`` places further; an empty one outside the line."""
        place = self.place + offset
        return self.tokens[place] if 0 <= place < len(self.tokens) else Token("", "")

    def span(self, first: int = 0, last: int = 0) -> Span:
        """From the token at one offset to the token at another, as far as they are there."""
        end = len(self.tokens) - 1
        start_span = span_of(self.source, self.tokens[min(max(self.place + first, 0), end)])
        return start_span.to(span_of(self.source, self.tokens[min(max(self.place + last, 0), end)]))

    def touches(self, first: int, second: int) -> bool:
        """Whether two neighboring tokens stand side by side without a space."""
        left, right = self.token(first), self.token(second)
        return bool(left.type and right.type) and left.end_pos == right.start_pos

    @property
    def ended(self) -> bool:
        """Whether the line is over."""
        return self.place >= len(self.tokens)

    @property
    def wants_number(self) -> bool:
        """Whether a number is expected."""
        return {"NUMBER", "NAME"} <= self.expected


def explain(source: Source, line: Line, place: int, expected: frozenset[str]) -> Diagnostic:
    """The message for a line whose token number ``place`` does not fit; ``len(line.tokens)`` is its end."""
    at = _At(source, line.tokens, place, expected, line.level)
    for slip in _SLIPS:
        found = slip(at)
        if found is not None:
            return found
    return _unexpected(at)


def _unexpected(at: _At) -> Diagnostic:
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
    return Diagnostic("U101", f"`{at.token()}` cannot stand here", at.span(), label)


def _say(code: str, message: str, span: Span, label: str, remedy: str | None = None) -> Diagnostic:
    return Diagnostic(code, message, span, label, help=remedy)


# ---------------------------------------------------------------- files and the order of lines


def empty_file(source: Source) -> Diagnostic:
    """A file without a token."""
    remedy = "begin with `family NAME(n)` and indent its declarations and statements below"
    return _say("U117", "the file holds no program", Span(source, 0, 0), "nothing but space and comments", remedy)


def _order(at: _At) -> Diagnostic | None:
    """Lines that are right in themselves and stand in the wrong place."""
    if at.place != 0:
        return None
    word, kind = at.token(), at.type()
    if kind == "N":
        remedy = "`n` is the parameter of the family; declare `counter v <= n` for a number that changes"
        return _say("U112", "`n` is given and cannot be changed", at.span(), "a name is expected", remedy)
    if at.level == 0:
        if kind == "FAMILY":
            remedy = "put the other family into a file of its own"
            return _say("U117", "a second family", at.span(), "a file holds one family", remedy)
        if kind in ("CONST", "LET", "TABLE", "DEF", "BLOCK", "IMPORT"):
            remedy = "move it above the family"
            return _say("U117", f"this `{word}` stands below the family", at.span(), "the family is last", remedy)
        if kind in _HEADS or (kind in ("NAME", "FOR", "WHILE", "IF") and not _other_word(at)):
            remedy = "indent it below `family NAME(n)`"
            return _say("U117", "this line stands outside the family", at.span(), "not indented", remedy)
    if kind in _HEADS | {"CONST", "TABLE"}:
        remedy = "move it up, above the first statement"
        return _say(
            "U116", f"this `{word}` comes too late", at.span(), "declarations stand before statements", remedy
        )
    if kind in ("FAMILY", "DEF", "BLOCK", "IMPORT"):
        remedy = "let it begin in the first column, above the family"
        return _say("U117", f"this `{word}` stands inside a block", at.span(), "indented", remedy)
    if kind in ("ELIF", "ELSE"):
        remedy = f"`{word}` stands right below the lines of an `if`, as far to the left as that `if`"
        return _say("U114", f"this `{word}` belongs to no `if`", at.span(), "no `if` to continue", remedy)
    if kind == "STRING":
        remedy = "a doc string stands right below the header line; other remarks begin with `#`"
        return _say("U119", "a text stands here alone", at.span(), "not below a header", remedy)
    return None


def _else_if(at: _At) -> Diagnostic | None:
    first, second = (at.tokens * 2)[:2]
    if first.lower() == "else" and second.type == "IF" and at.place <= 1:
        span = span_of(at.source, first).to(span_of(at.source, second))
        return _say("U113", "`else if` is one word here", span, "two words", "write `elif`")
    return None


def _doc_in_header(at: _At) -> Diagnostic | None:
    if at.type() != "STRING" or at.type(-1) == "IMPORT":
        return None
    remedy = "put the doc string into the next line, indented; other remarks begin with `#`"
    return _say("U119", "a text cannot stand here", at.span(), "not in a line of its own", remedy)


# ---------------------------------------------------------------- words


def _other_word(at: _At) -> str | None:
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


def _keyword(at: _At) -> Diagnostic | None:
    """`For i in 1..n`, `ouput y`, `Else`."""
    meant = _other_word(at)
    if meant is None or at.place > 2:
        return None
    span = span_of(at.source, at.tokens[0])
    if at.tokens[0].lower() == meant:
        return _say(
            "U113", f"`{at.tokens[0]}` is written with small letters", span, "case matters", f"write `{meant}`"
        )
    message = f"`{at.tokens[0]}` begins no line"
    return _say("U113", message, span, "unknown word", f"did you mean `{meant}`?")


def _gate_kind(at: _At) -> Diagnostic | None:
    """`Xor(` where a gate is printed, `and(` too."""
    for offset in (0, *range(-1, -at.place - 1, -1)):
        token, after = at.token(offset), at.token(offset + 1)
        kind = token.upper()
        if after.type != "LEFT_PARENTHESIS" or at.type(offset - 1) != "PRINTS" or token.type in _KINDS:
            continue
        if kind in _KINDS and token.isalpha():
            message = f"`{token}` is no kind of gate: they are written in capitals"
            return _say("U219", message, at.span(offset, offset), "case matters", f"write `{kind}`")
        near = nearest(kind, _KINDS)
        if (
            offset < 0
            and token.type == "NAME"
            and at.type() in ("FOR", "IF", "TIMES", "NOT", "SEMICOLON", "NUMBER")
        ):
            remedy = f"did you mean `{near}`?" if near else f"the kinds are {', '.join(kind.name for kind in Kind)}"
            return _say("U219", f"there is no kind of gate `{token}`", at.span(offset, offset), "unknown", remedy)
    return None


def _and_or_not(at: _At) -> Diagnostic | None:
    """Gates among conditions and numbers, and conditions among gates."""
    word, kind = at.token(), at.type()
    if kind in ("AND", "OR", "NOT", "MOD") and at.tokens[0].type in ("IF", "WHILE", "ELIF"):
        return _say("U113", f"`{word}` is a gate", at.span(), "not a gate here", f"write `{word.lower()}`")
    if kind == "MOD" and "MOD_WORD" in at.expected:
        return _say("U113", "`MOD` is a gate", at.span(), "not a gate here", "the remainder is `a mod b`")
    if kind == "NOT_WORD" and "NOT" in at.expected:
        return _say("U113", "`not` belongs to conditions", at.span(), "a wire is expected", "write `NOT`")
    return None


def _reserved(at: _At) -> Diagnostic | None:
    """A reserved word where a name is expected."""
    word = at.token()
    names_something = "NAME" in at.expected and "NUMBER" not in at.expected and at.place > 0
    if not names_something or not word.isalpha() or at.type() == "NAME":
        return None
    if at.type() == "N":
        if "PRINTS" in at.expected or "NOT" in at.expected or at.type(-1) in ("PRINTS", "LEFT_PARENTHESIS"):
            return None
        remedy = "`n` is the parameter of the family everywhere; choose another name"
        return _say("U112", "`n` cannot be declared again", at.span(), "a name is expected", remedy)
    if at.type() in _KINDS and ("NOT" in at.expected or at.type(-1) == "PRINTS"):
        return None
    if at.type(-1) not in (
        "INPUT",
        "OUTPUT",
        "GATE",
        "COUNTER",
        "CONST",
        "LET",
        "FOR",
        "FAMILY",
        "DEF",
        "BLOCK",
        "PART",
    ) and (at.type(-1) != "COMMA" or at.tokens[0].type not in _HEADS):
        return None
    return _say("U112", f"`{word}` is a reserved word", at.span(), "a name is expected", "choose another name")


# ---------------------------------------------------------------- headers and declarations


def _family_header(at: _At) -> Diagnostic | None:
    """`family f`, `family f()`, `family f(m)`."""
    if at.tokens[0].type != "FAMILY" or at.place < 2 or not at.expected & {"LEFT_PARENTHESIS", "N"}:
        return None
    name = at.tokens[1]
    message = (
        "the parameter of a family is always called `n`"
        if at.type() == "NAME"
        else "a family has the parameter `n`"
    )
    return _say("U118", message, at.span(), "`(n)` is expected", f"write `family {name}(n)`")


def _counter(at: _At) -> Diagnostic | None:
    """`counter v`, `counter v = n`, `counter u <= n, v <= n`."""
    if at.tokens[0].type != "COUNTER" or at.place < 2:
        return None
    if at.expected == {"AT_MOST"}:
        remedy = f"write `counter {at.tokens[1]} <= n`, with the largest number that it will hold"
        label = "`<=` is expected" if not at.ended else "no bound"
        return _say("U118", "a counter is declared with its bound", at.span(), label, remedy)
    if at.type() == "COMMA":
        return _say("U118", "one counter a line", at.span(), "a second one", "begin a new line with `counter`")
    return None


def _arrow(at: _At) -> Diagnostic | None:
    """`=`, `:=` and `<-` for one another."""
    kind, first = at.type(), at.tokens[0].type
    if kind in ("PRINTS", "STORES") and "EQUAL" in at.expected and first in ("LET", "CONST", "TABLE", "PART"):
        return _say("U108", f"`{at.tokens[0]}` names a number with `=`", at.span(), "wrong sign", "write `=`")
    if kind == "EQUAL" and "PRINTS" in at.expected:
        if at.touches(0, 1) and at.type(1) == "EQUAL":
            return _say(
                "U108", "`==` cannot stand here", at.span(0, 1), "", "`:=` prints a gate, `<-` stores a number"
            )
        single = "STORES" in at.expected
        if at.type(1) in ("NUMBER", "N") or (
            single and at.type(2) in ("PLUS", "MINUS", "STAR", "DIV_WORD", "MOD_WORD")
        ):
            remedy = f"to store a number, write `{at.tokens[0]} <- ...`"
        elif single and at.type(1) == "NAME" and at.type(2) not in ("LEFT_BRACKET", "LEFT_PARENTHESIS"):
            remedy = "`:=` prints a gate, `<-` stores a number in a counter, `let w = e` names a number"
        else:
            remedy = "to print a gate, write `:=`"
        return _say("U108", "`=` only compares", at.span(), "`:=` or `<-` is expected", remedy)
    if kind in ("PLUS", "MINUS") and {"PRINTS", "STORES"} <= at.expected and at.touches(0, 1):
        name, sign = at.tokens[0], at.token()
        amount = at.token(2) if at.type(2) in ("NUMBER", "N") else 1
        return _say(
            "U108",
            f"`{sign}{at.token(1)}` is not part of the language",
            at.span(0, 1),
            "",
            f"write `{name} <- {name} {sign} {amount}`",
        )
    if kind == "STORES" and "PRINTS" in at.expected and at.place > 0:
        return _say(
            "U108",
            "`<-` stores numbers in counters only",
            at.span(),
            "a gate is named",
            "to print a gate, write `:=`",
        )
    return _number_printed(at)


def _number_printed(at: _At) -> Diagnostic | None:
    """`v := n - 1`, `y := 0`."""
    place = next((index for index, token in enumerate(at.tokens) if token.type == "PRINTS"), None)
    if place is None or place >= at.place:
        return None
    if at.place == place + 1 and at.type() == "NUMBER" and at.token() in ("0", "1") and place + 2 == len(at.tokens):
        kind = "TRUE" if at.token() == "1" else "FALSE"
        return _say(
            "U108", "a gate is expected, not a number", at.span(), "", f"for a constant gate write `{kind}`"
        )
    number = at.type() in ("NUMBER", "N", "LEFT_PARENTHESIS") and at.place == place + 1
    sum_ = at.type() in ("PLUS", "MINUS", "STAR", "CARET", "DIV_WORD", "MOD_WORD") and not any(
        token == "(" for token in at.tokens[place : at.place]
    )
    if number or sum_:
        remedy = f"to store a number in a counter, write `{at.tokens[0]} <- ...`"
        return _say("U108", "`:=` prints a gate, but this is a number", at.span(), "a gate is expected", remedy)
    return None


# ---------------------------------------------------------------- ranges


def _range_call(at: _At) -> Diagnostic | None:
    """`for i in range(n)`."""
    if not {"DOTS", "DOWNTO"} & at.expected and "COMMA" not in at.expected:
        return None
    for place, token in enumerate(at.tokens[: at.place]):
        if token == "range" and place > 0 and at.tokens[place - 1].type == "IN":
            span = span_of(at.source, token).to(at.span(-1, -1))
            remedy = "write `0..n-1`: both ends are written, and both belong to the range"
            return _say("U109", "there is no `range(...)`", span, "a range is `low..high`", remedy)
    return None


def _range(at: _At) -> Diagnostic | None:
    """`0...n`, `for i in n`, `input x[n]`, `for i = 1..n`, `..n`, `1.5`."""
    kind = at.type()
    if kind == "DOT" and at.type(-1) == "DOTS":
        return _say("U109", "a range has two dots", at.span(-1), "three dots", "write `low..high`")
    if kind == "DOT" and at.type(-1) == "NUMBER":
        return _say(
            "U111", "numbers are naturals: no fractions", at.span(-1, 1), "", "a range has two dots: `low..high`"
        )
    if kind == "DOTS" and at.wants_number:
        return _say(
            "U109", "a range needs its lower end", at.span(), "nothing before the dots", "write `low..high`"
        )
    if at.type(-1) == "DOTS" and at.wants_number and not at.token().isalnum():
        if kind == "MINUS":
            return None
        return _say(
            "U109", "a range needs its upper end", at.span(-1, -1), "nothing after the dots", "write `low..high`"
        )
    if kind in ("EQUAL", "PRINTS", "STORES") and at.expected == {"IN"}:
        return _say(
            "U109", "a loop runs over a range", at.span(), "`in` is expected", f"write `for {at.token(-1)} in 1..n`"
        )
    if kind == "DOWNTO" and "BY" in at.expected:
        remedy = (
            f"write `{at.token(-3)} downto {at.token(1)}`" if at.type(-2) == "DOTS" else "write `high downto low`"
        )
        return _say("U109", "`downto` takes the place of `..`", at.span(), "both are given", remedy)
    if "DOTS" not in at.expected or "FOR" in at.expected:
        return None
    if kind == "NAME" and at.token() in ("to", "until", "through"):
        return _say("U109", "a range is written with two dots", at.span(), "`..` is expected", "write `low..high`")
    if kind in ("RIGHT_BRACKET", "COMMA") and at.tokens[0].type in ("INPUT", "OUTPUT", "GATE", "TABLE", "PART"):
        size = at.token(-1)
        remedy = (
            f"write `[0..{size}-1]` or `[1..{size}]`"
            if at.type(-2) in ("LEFT_BRACKET", "COMMA")
            else "write `[low..high]`"
        )
        return _say("U109", "an array is declared with ranges", at.span(), "`..` is expected", remedy)
    if at.ended or (kind in ("RIGHT_PARENTHESIS", "COMMA", "BY", "IF", "FOR") and at.tokens[0].type != "LET"):
        remedy = "write `low..high`, such as `1..n`; downwards it is `high downto low`"
        return _say("U109", "this range has only one end", at.span(-1, -1), "`..` is expected after it", remedy)
    return None


def _step(at: _At) -> Diagnostic | None:
    """`for i in 1..n step 2`, `by -1`."""
    if at.type() == "NAME" and "BY" in at.expected and at.token() in ("step", "stride"):
        return _say("U109", "the step of a loop is said with `by`", at.span(), "", f"write `by {at.token(1)}`")
    if at.type() == "MINUS" and at.type(-1) == "BY":
        return _say(
            "U109",
            "a step is at least 1",
            at.span(0, 1),
            "negative",
            "to go down, write `for v in high downto low`",
        )
    return None


# ---------------------------------------------------------------- commas and gates


def _comma(at: _At) -> Diagnostic | None:
    """A comma with nothing after it."""
    if at.type(-1) != "COMMA":
        return None
    if at.ended:
        remedy = (
            "a line goes on only inside brackets; write it in one line, or begin the next one with the same word"
        )
        return _say("U115", "this line ends with a comma", at.span(-1, -1), "nothing follows", remedy)
    if at.token() in (")", "]", ";", ","):
        return _say("U115", "nothing follows this comma", at.span(-1, -1), "one too many", "leave it out")
    return None


def _gate_arguments(at: _At) -> Diagnostic | None:
    """Numbers, gates and operators among the wires of a gate."""
    kind, before = at.type(), at.type(-1)
    opened = next(
        (i for i in range(at.place - 1, 0, -1) if at.tokens[i] == "(" and at.tokens[i - 1].type in _KINDS), None
    )
    printed = any(token.type == "PRINTS" for token in at.tokens[: at.place])
    if before in ("TRUE", "FALSE") and kind == "LEFT_PARENTHESIS":
        return _say("U120", f"{at.token(-1)} has no arguments", at.span(), "", f"write `{at.token(-1)}` alone")
    if before in _KINDS and "LEFT_PARENTHESIS" in at.expected and not (before == "NOT" and "NAME" in at.expected):
        return _say(
            "U120",
            f"{at.token(-1)} takes its wires in parentheses",
            at.span(),
            "`(` is expected",
            f"write `{at.token(-1)}(...)`",
        )
    if printed and opened is None and kind in (_KINDS | {"AND_WORD", "OR_WORD"}) and "_NEWLINE" in at.expected:
        name = at.token().upper()
        return _say(
            "U120",
            f"`{at.token()}` cannot stand between two wires",
            at.span(),
            "",
            f"gates are written in front: `{name}(a, b)`",
        )
    if opened is None:
        return None
    gate = at.tokens[opened - 1]
    parameters = GATES[Kind[gate]].parameters
    if "SEMICOLON" in at.expected or (parameters and kind == "SEMICOLON"):
        numbers = ", ".join(parameters)
        count = "a number" if len(parameters) == 1 else "two numbers"
        remedy = f"write `{gate}({numbers}; wires)`: {count} and a semicolon first"
        return _say("U120", f"{gate} needs `{numbers};` before its wires", at.span(), "", remedy)
    if kind == "SEMICOLON" or (kind in ("NUMBER", "N") and "NOT" in at.expected):
        many = [row.kind.name for row in GATES.values() if row.parameters]
        takers = f"{', '.join(many[:-1])} and {many[-1]}"
        remedy = f"only {takers} take numbers; a constant wire comes from a gate `one := TRUE`"
        return _say("U120", f"{gate} takes wires, not numbers", at.span(), "not a wire", remedy)
    if kind == "LEFT_PARENTHESIS" and before == "NOT":
        return _say(
            "U120",
            "gates do not nest",
            at.span(-1),
            "a gate inside a gate",
            "a negated wire has no parentheses: `NOT a`",
        )
    if kind in ("TRUE", "FALSE") and "NOT" in at.expected:
        remedy = f"print a gate of its own first: `{'one' if kind == 'TRUE' else 'zero'} := {kind}`"
        return _say("U120", "a constant is no wire", at.span(), "a wire is expected", remedy)
    if kind == "NOT" and before == "NOT":
        return _say("U120", "`NOT NOT a` is `a`", at.span(-1), "negated twice", "leave both out")
    if kind in _KINDS and "NAME" in at.expected:
        remedy = "give the inner gate an address of its own, in a line above"
        return _say("U120", "gates do not nest", at.span(), "a gate inside a gate", remedy)
    if kind == "FOR" and "NOT" in at.expected:
        return _say("U120", "the wire comes first", at.span(), "a wire is expected", "write `x[i] for i in 1..n`")
    if kind == "STAR" and "TIMES" in at.expected:
        return _say(
            "U120", "wires are not multiplied", at.span(), "", "to count a wire several times, write `a times 3`"
        )
    return None


# ---------------------------------------------------------------- conditions


def _comparison(at: _At) -> Diagnostic | None:
    """`==`, `=<`, `<>`, `v <-1`, and numbers for conditions."""
    pair = at.token(-1) + at.token()
    if at.touches(-1, 0) and pair in _SIGNS:
        return _say("U110", f"`{pair}` is no comparison", at.span(-1), "", f"write `{_SIGNS[pair]}`")
    if at.expected >= COMPARISONS or at.tokens[0].type in ("IF", "WHILE", "ELIF"):
        if at.type() == "STORES":
            number = at.token(1)
            label = "read as one arrow" if at.touches(0, 1) else "a comparison is expected"
            remedy = (
                f"to compare, put a space: `< {number}`; there are no negative numbers"
                if at.touches(0, 1)
                else "compare with `<` or `<=`"
            )
            return _say("U110", "`<-` stores a number; it does not compare", at.span(), label, remedy)
        if at.type() == "PRINTS":
            return _say("U110", "`:=` prints a gate; it does not compare", at.span(), "", "write `=`")
    words = ("", "AND_WORD", "OR_WORD", "RIGHT_PARENTHESIS", "COMMA", "FOR", "IF")
    if at.expected >= COMPARISONS and at.type() in words:
        start = _condition_start(at)
        remedy = f"compare it, for example `{_text(at, start)} != 0`"
        return _say(
            "U110", "a number is not a condition", at.span(start - at.place, -1), "a comparison is missing", remedy
        )
    if at.type() in COMPARISONS and "_NEWLINE" in at.expected and at.tokens[0].type in ("LET", "NAME", "CONST"):
        return _say("U110", "a comparison is not a number", at.span(), "a number is expected", "use it in an `if`")
    if at.type() in COMPARISONS and at.expected & {"RIGHT_PARENTHESIS"} and at.expected & {"PLUS"}:
        return _say(
            "U110",
            "a comparison is not a number",
            at.span(),
            "inside a number",
            "join conditions with `and` and `or`",
        )
    return None


_SIGNS = {"==": "=", "=<": "<=", "=>": ">=", "<>": "!=", "<=>": "="}


def _condition_start(at: _At) -> int:
    """Where the number begins that stands for a condition."""
    depth = 0
    for place in range(at.place - 1, -1, -1):
        token = at.tokens[place]
        depth += (token in (")", "]")) - (token in ("(", "["))
        if depth < 0 or token.type in ("IF", "WHILE", "ELIF", "AND_WORD", "OR_WORD", "NOT_WORD"):
            return place + 1
    return 0


def _text(at: _At, start: int) -> str:
    span = span_of(at.source, at.tokens[start]).to(at.span(-1, -1))
    return " ".join(span.text.split())


# ---------------------------------------------------------------- numbers


def _arithmetic(at: _At) -> Diagnostic | None:
    """`2n`, `2(n+1)`, `n(2)`, `2^2^3`, `-1`, `**`."""
    kind, before = at.type(), at.type(-1)
    if before == "NUMBER" and kind in ("NAME", "N", "LEFT_PARENTHESIS") and at.touches(-1, 0):
        shown = at.token() if kind != "LEFT_PARENTHESIS" else "(...)"
        return _say(
            "U111",
            "a product is written with `*`",
            at.span(-1),
            "no sign between",
            f"write `{at.token(-1)}*{shown}`",
        )
    if before in ("N", "RIGHT_PARENTHESIS") and kind == "LEFT_PARENTHESIS":
        return _say("U111", "a product is written with `*`", at.span(-1), "no sign between", "write `a*(...)`")
    if kind == "CARET":
        remedy = "use parentheses: `2^(2^3)` or `(2^2)^3`"
        return _say("U111", "powers do not chain", at.span(), "a second `^`", remedy)
    if kind == "STAR" and before == "STAR":
        return _say("U111", "`**` is not part of the language", at.span(-1), "", "a power is written `a^b`")
    if kind == "MINUS" and at.wants_number:
        remedy = "numbers start at 0 and have no sign; write a difference, `a - b`"
        return _say(
            "U111", "there is no minus sign in front of a number", at.span(0, 1), "a number is expected", remedy
        )
    if kind == "PLUS" and at.wants_number:
        return _say(
            "U111",
            "there is no plus sign in front of a number",
            at.span(0, 1),
            "a number is expected",
            "leave it out",
        )
    return None


def _last_word(at: _At) -> Diagnostic | None:
    """`then`, `do`, `begin` at the end of a header, and `end` in a line of its own."""
    if len(at.tokens) == 1 and at.tokens[0] in _ENDS:
        message = f"no `{at.tokens[0]}` is needed"
        return _say("U113", message, at.span(-1, -1), "", "blocks end with their indentation: leave it out")
    if at.token() in ("then", "do", "begin") and at.place == len(at.tokens) - 1:
        return _say(
            "U113", f"no `{at.token()}` is needed", at.span(), "", "the indented lines below belong to this one"
        )
    return None


_SLIPS: tuple[Callable[[_At], Diagnostic | None], ...] = (
    _else_if,
    _order,
    _last_word,
    _keyword,
    _doc_in_header,
    _family_header,
    _counter,
    _reserved,
    _range_call,
    _gate_kind,
    _and_or_not,
    _comma,
    _step,
    _comparison,
    _arrow,
    _arithmetic,
    _range,
    _gate_arguments,
)


# ---------------------------------------------------------------- indentation


def nothing_indented(source: Source, line: Line, following: Line | None) -> Diagnostic:
    """A header with no block below it."""
    first = line.tokens[0]
    span = span_of(source, first).to(span_of(source, line.tokens[-1]))
    remedy = "indent the lines that belong to it by two spaces more"
    if following is None:
        remedy = "write the lines that belong to it below, indented by two spaces more"
    return _say("U104", f"nothing is indented below this `{first}`", span, "needs lines of its own", remedy)


def indented(source: Source, line: Line, following: Line) -> Diagnostic:
    """A line further to the right than the line above, which has no block."""
    remedy = "let it begin in the same column as the line above"
    above = line.tokens[0]
    if above.type in _HEADS:
        remedy += f", or go on inside brackets; every line of declarations begins with its word, such as `{above}`"
    span = span_of(source, following.tokens[0])
    return _say(
        "U104", "this line is indented, but the line above has no block", span, "too far to the right", remedy
    )


def long_expression(span: Span) -> Diagnostic:
    """A path in the tree that is too long for later stages."""
    remedy = "name parts of it with `let`"
    return _say("U106", "this is nested too deeply, or too long a sum", span, "", remedy)
