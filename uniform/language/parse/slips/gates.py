"""Mistakes in statements that print and store: arrows, kinds of gates, wires, commas. See ``rows``."""

from __future__ import annotations

import re

from uniform.circuits.gates import GATES, Kind
from uniform.language.parse.slips.bitwise import remedy_for
from uniform.language.parse.slips.expected import KINDS, suggest_kind
from uniform.language.parse.slips.habits import INFIX
from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import Stuck
from uniform.messages.nearest import find_nearest

# ---------------------------------------------------------------- arrows

_BROKEN = ("<-", "<=", "->", "<<", ">>", "<<=", ">>=", "=>", "=<")


def _broken_arrow(at: Stuck) -> str | None:
    """What to write for `v < - 1`, `v << 1`, `v => 1`, `v <<= 1`; None when the sign is not an arrow."""
    sign = "".join(at.span(0, 1).text.split())
    if sign not in _BROKEN:
        return None
    last = at.place + 3 == len(at.tokens)
    if sign in ("<<=", ">>=") and last:
        operator = "*" if sign == "<<=" else " div "
        return f"write `{at.tokens[0]} <- {at.tokens[0]}{operator}2^{at.token(2)}`"
    if at.type(2) in KINDS:
        return "to print a gate, write `:=`"
    if at.type(2) == "NAME" and last:
        return "`:=` prints a gate, `<-` stores a number in a counter"
    return f"to store a number, write `{at.tokens[0]} <- ...`"


def _is_table(at: Stuck) -> bool:
    """Whether the file declares a table with the name that begins the line."""
    return re.search(rf"^ *table +{at.tokens[0]}\b", at.source.text, re.MULTILINE) is not None


def _amount(at: Stuck) -> str:
    """The number of `v += 2` and of `v++`."""
    if at.place + 3 == len(at.tokens):
        return at.token(2)
    return "1" if at.token(1) == at.token() else "..."


def _is_sum(at: Stuck) -> bool:
    """Whether what follows the `:=` is a sum, without parentheses so far."""
    return "(" not in at.tokens[at.arrow_place : at.place]


_EQUAL = ("U108", "`=` only compares", "`:=` or `<-` is expected")
_STORE = "to store a number, write `{first} <- ...`"
_DIGIT = ("U108", "expected a gate, not a number", "")
_PRINTED = ("U108", "`:=` prints a gate, but this is a number", "a gate is expected")
_STORE_PRINTED = "to store a number in a counter, write `{first} <- ...`"


def _constant(at: Stuck) -> str:
    return "TRUE" if at.token() == "1" else "FALSE"


ARROWS = (
    Row(
        *("let w := 1", "^ LET|CONST|TABLE|PART ... @ PRINTS|STORES"),
        *("U108", "`{first}` names a number with `=`", "wrong sign", "write `=`"),
        wants="EQUAL",
    ),
    Row(
        *("v << 1", "^ _ [@ !AT_MOST ?]", "U108", "`{marked}` is not part of the language", ""),
        wants="PRINTS STORES",
        remedy=_broken_arrow,
    ),
    Row(
        *("v == 1", "[@ EQUAL ~ EQUAL]", "U108", "`==` is not part of the language", ""),
        "`:=` prints a gate, `<-` stores a number",
        wants="PRINTS",
    ),
    Row("v = 1", "@ EQUAL NUMBER|N", *_EQUAL, _STORE, wants="PRINTS"),
    Row("v = v + 1", "@ EQUAL _ PLUS|MINUS|STAR|DIV_WORD|MOD_WORD", *_EQUAL, _STORE, wants="PRINTS STORES"),
    Row(
        *("v = u", "@ EQUAL NAME !LEFT_BRACKET|LEFT_PARENTHESIS", *_EQUAL),
        "`:=` prints a gate, `<-` stores a number in a counter, `let w = e` names a number",
        wants="PRINTS STORES",
    ),
    Row("y = AND(a, b)", "@ EQUAL", *_EQUAL, "to print a gate, write `:=`", wants="PRINTS"),
    Row(
        *("v += 2", "[@ PLUS|MINUS|STAR ~ _]", "U108", "`{here}{next}` is not part of the language", ""),
        "write `{first} <- {first} {here} {remedy}`",
        wants="PRINTS STORES",
        remedy=_amount,
    ),
    Row(
        *("table T[0..0] = [1]\n  T[0] <- 3", "_ @ STORES", "U108", "`<-` stores numbers in counters only"),
        *("`{first}` is a table", "the entries of a table never change; for a number that does, declare a counter"),
        wants="PRINTS",
        when=_is_table,
    ),
    Row(
        *("y[1] <- x[1]", "_ @ STORES", "U108", "`<-` stores numbers in counters only", "a gate is named"),
        "to print a gate, write `:=`; a counter is one number, and takes no index",
        wants="PRINTS",
    ),
    Row(
        *("y := 0", "^ _ PRINTS @ '0'|'1' $", *_DIGIT),
        "for a constant gate write `{remedy}`; to store a number in a counter, `{first} <- {here}`",
        inside=":= ![",
        remedy=_constant,
    ),
    Row(
        *("y[1] := 1", "PRINTS @ '0'|'1' $", *_DIGIT, "for a constant gate write `{remedy}`"),
        inside=":= ![",
        remedy=_constant,
    ),
    Row(
        *("y := a + b", "^ _ PRINTS ... NAME @ PLUS|MINUS|STAR|CARET NAME", *_PRINTED),
        f"{_STORE_PRINTED}; gates are written in front: {{remedy}}",
        inside=":= ![",
        when=_is_sum,
        remedy=lambda at: INFIX[at.type()],
    ),
    Row(
        "v := n - 1",
        "^ _ PRINTS @ NUMBER|N|LEFT_PARENTHESIS / ^ _ PRINTS ... @ PLUS|MINUS|STAR|CARET|DIV_WORD|MOD_WORD",
        *_PRINTED,
        _STORE_PRINTED,
        inside=":= ![",
        when=_is_sum,
    ),
    Row(
        "y[1] := n - 1",
        "PRINTS @ NUMBER|N|LEFT_PARENTHESIS / @ PLUS|MINUS|STAR|CARET|DIV_WORD|MOD_WORD",
        *_PRINTED,
        "a line prints a gate or another address; numbers only count and choose",
        inside=":= ![",
        when=_is_sum,
    ),
)

# ---------------------------------------------------------------- kinds of gates

_IMPORT = re.compile(r"^import\b", re.MULTILINE)


def _kind_offset(at: Stuck) -> int:
    """The offset of the word after the `:=`."""
    return (at.arrow_place or 0) + 1 - at.place


def _kind_in_capitals(at: Stuck) -> str | None:
    """The kind of gate whose name follows the `:=` in lower case."""
    place = _kind_offset(at)
    word, after = at.token(place), at.type(place + 1)
    called = after == "LEFT_PARENTHESIS" or (place == -1 and after == "NAME")  # `Not x[1]`
    return word.upper() if place <= 0 and called and word.type not in KINDS and word.upper() in KINDS else None


def _unknown_kind_remedy(at: Stuck) -> str | None:
    """The help for a word after the `:=` that is not a kind of gate."""
    place = _kind_offset(at)
    word, after = at.token(place), at.type(place + 1)
    called = after == "LEFT_PARENTHESIS" or (place == -1 and after == "NAME")
    if place >= 0 or not called or word.type != "NAME":
        return None
    declared = re.search(rf"^(block|def) +{word}\b", at.source.text, re.MULTILINE)
    if declared and declared[1] == "def":
        return f"`{word}` is a function: it computes a number, and prints nothing"
    if declared or _IMPORT.search(at.source.text):
        what = f"`{word}` is a block: it takes" if declared else "a block, which may be imported, takes"
        if at.type() in ("NUMBER", "N", "SEMICOLON"):
            return f"{what} gates here, and its numbers in `part {at.tokens[0]} = {word}(...)`"
        return f"{what} NOT, `times`, `for` and `if` only in a list of wires, which has parentheses of its own"
    if word.islower() and find_nearest(word.upper(), KINDS) is None:
        return f"an index is written in square brackets: `{word}[...]`"
    return suggest_kind(word)


KINDS_OF_GATES = (
    Row(
        *("y := Xor(NOT a, b)", "@", "U219", "`{marked}` is not a kind of gate: kinds are written in upper case"),
        *("case matters", "write `{remedy}`"),
        inside=":=",
        remedy=_kind_in_capitals,
        underlined=lambda at: (_kind_offset(at), _kind_offset(at)),
    ),
    Row(
        *("y := EXOR(NOT x[1])", "@ FOR|IF|TIMES|NOT|SEMICOLON|NUMBER|N", "U219", "`{marked}` is not a kind of gate"),
        "a kind of gate is expected",
        inside=":=",
        remedy=_unknown_kind_remedy,
        underlined=lambda at: (_kind_offset(at), _kind_offset(at)),
    ),
)

MISPLACED_GATES = (
    Row(
        *("if n = 1 AND n = 2", "^ IF|WHILE|ELIF ... @ AND|OR|NOT|MOD", "U113", "`{here}` is a gate"),
        *("not a gate here", "write `{remedy}`"),
        remedy=lambda at: at.token().lower(),
    ),
    Row(
        *("let w = n MOD 2", "@ MOD", "U113", "`MOD` is a gate", "not a gate here", "the remainder is `a mod b`"),
        wants="MOD_WORD",
    ),
    Row(
        *(
            "y := AND(not a, b)",
            "@ NOT_WORD",
            "U113",
            "`not` belongs to conditions",
            "a wire is expected",
            "write `NOT`",
        ),
        wants="NOT",
    ),
)

# ---------------------------------------------------------------- commas and wires

EXTRA_COMMAS = (
    Row(
        *("output z,", "[COMMA] @ $", "U115", "this line ends with a comma", "nothing follows"),
        "a line continues only inside brackets; write it on one line, or begin the next one with the same keyword",
    ),
    Row(
        *("y := AND(a, b,)", "[COMMA] @ RIGHT_PARENTHESIS|RIGHT_BRACKET|SEMICOLON|COMMA"),
        *("U115", "nothing follows this comma", "one too many", "leave it out"),
    ),
)

_NOT_WIRES = ("where", "when", "with", "such", "step", "to", "until", "through")


def _index(at: Stuck) -> str:
    """The text inside the parentheses at this place."""
    found = re.match(r"[(]([^()\n]*)[)]", at.source.text[at.span().start :])
    return found[1].strip() if found is not None and found[1].strip() else "i"


def _insert_comma(at: Stuck) -> str:
    """The parts of the list before and after this place, with a comma between them."""
    start = at.place - 1
    depth = 0
    while start > 0:
        depth += (at.tokens[start] in (")", "]")) - (at.tokens[start] in ("(", "["))
        if depth < 0 or (depth == 0 and at.tokens[start] in (",", ";")):
            break
        start -= 1
    before = at.source.text[at.span(start + 1 - at.place).start : at.span(-1, -1).end]
    shown = " ".join(before.split()) if len(before) <= 30 else "a"
    following = re.match(r"(?:NOT +)?\w+(?:\[[^\[\]\n]*\])?", at.source.text[at.span().start : at.span().start + 40])
    return f"{shown}, {following[0] if following is not None else 'b'}"


MISSING_COMMAS = (
    Row(
        *("y := AND(a, x(1))", "NAME @ LEFT_PARENTHESIS", "U101", "unexpected `(`", ""),
        "an index is written in square brackets: `{before}[{remedy}]`",
        wants="COMMA",
        inside="(|[",
        remedy=_index,
    ),
    Row(
        *("y := OR(x[i] i in 1..n)", "!COMMA|KIND @ NAME IN", "U109", "`for` is missing", ""),
        "write `for {here} in ...`",
        wants="COMMA",
        inside="(|[",
    ),
    Row(
        *("y := AND(a b)", "!COMMA|KIND|DOT @ NAME|NUMBER|N|NOT|LEFT_PARENTHESIS"),
        *("U101", "a comma is missing", "expected `,`", "write a comma between the two: `{remedy}`"),
        wants="COMMA",
        inside="(|[",
        when=lambda at: at.token() not in _NOT_WIRES,
        remedy=_insert_comma,
    ),
)


def _gate_remedy(at: Stuck) -> str:
    """How to write the operator at this place as a gate."""
    span = at.span()
    line, column = at.source.line(span.line), span.column - 1
    found = remedy_for(line[:column], at.token().lower(), line[column + len(at.token()) :])
    return found.text if found else f"gates are written in front: `{at.token().upper()}(a, b)`"


def _syntax_of(kind: str) -> str:
    """How a gate of this kind is written: `AND(...)`, `THRESHOLD(k; wires)`."""
    parameters = GATES[Kind[kind]].parameters
    return f"{kind}({', '.join(parameters)}; wires)" if parameters else f"{kind}(...)"


def _add_parameters(at: Stuck) -> str | None:
    """How to write a gate whose numbers or semicolon are missing."""
    parameters = () if at.gate is None else GATES[Kind[at.gate]].parameters
    if at.gate is None or not ("SEMICOLON" in at.expected or (parameters and at.type() == "SEMICOLON")):
        return None
    return (
        f"write `{_syntax_of(at.gate)}`: {'a number' if len(parameters) == 1 else 'two numbers'} and a semicolon first"
    )


_TWINS = {"AND": "NAND", "OR": "NOR", "XOR": "XNOR", "NAND": "AND", "NOR": "OR", "XNOR": "XOR"}
_KINDS_WITH_NUMBERS = [row.kind.name for row in GATES.values() if row.parameters]
_KIND_LIST = f"{', '.join(_KINDS_WITH_NUMBERS[:-1])} and {_KINDS_WITH_NUMBERS[-1]}"
_NESTED = ("U120", "gates do not nest", "a gate inside a gate")
_SEPARATE_ADDRESS = "give the inner gate its own address, on a line above"
_NOT_MULTIPLIED = ("U120", "wires are not multiplied", "")
_NO_CONSTANT = ("U120", "a constant is not a wire", "a wire is expected")


ARGUMENTS = (
    Row(
        *("y := TRUE()", "TRUE|FALSE @ LEFT_PARENTHESIS", "U120", "{before} has no arguments", ""),
        "write `{before}` alone",
    ),
    Row(
        *("y := AND a, b", "KIND @", "U120", "{before} takes its wires in parentheses", "`(` is expected"),
        "write `{remedy}`",
        wants="LEFT_PARENTHESIS",
        when=lambda at: at.type(-1) != "NOT" or "NAME" not in at.expected,
        remedy=lambda at: _syntax_of(at.token(-1)),
    ),
    Row(
        *("y := a AND b", "@ KIND|AND_WORD|OR_WORD", "U120", "`{here}` does not join wires", ""),
        wants="_NEWLINE",
        inside=":= !gate",
        remedy=_gate_remedy,
    ),
    Row(
        *("y := NOT AND(a, b)", "PRINTS NOT @ KIND", *_NESTED, "write `{remedy}(...)`"),
        remedy=lambda at: _TWINS.get(at.type()),
    ),
    Row("y := NOT MAJ(a, b, c)", "PRINTS NOT @ KIND", *_NESTED, _SEPARATE_ADDRESS),
    Row(
        *("y := THRESHOLD(a, b)", "@", "U120", "{gate} needs `{parameters};` before its wires", ""),
        inside="gate",
        remedy=_add_parameters,
    ),
    Row(
        *("y := OR(3*x[1])", "@ NUMBER STAR", *_NOT_MULTIPLIED),
        "to count a wire several times, write `a times {here}`",
        wants="NOT",
        inside="gate",
    ),
    Row(
        *("y := OR(x[1]*3)", "@ STAR", *_NOT_MULTIPLIED),
        "to count a wire several times, write `a times {next}`",
        wants="TIMES",
        inside="gate",
    ),
    Row(
        *("y := AND(a; b)", "@ SEMICOLON", "U120", "wires are separated by commas", "`,` is expected", "write a comma"),
        inside="gate",
    ),
    Row(
        *("y := AND(a, 1)", "@ NUMBER|N", "U120", "{gate} takes wires, not numbers", "not a wire"),
        f"only {_KIND_LIST} take numbers; for a constant wire, print a gate `one := TRUE`",
        wants="NOT",
        inside="gate",
    ),
    Row(
        *("y := AND(NOT (a), b)", "[NOT @ LEFT_PARENTHESIS]", *_NESTED, "a negated wire has no parentheses: `NOT a`"),
        inside="gate",
    ),
    Row(
        *("y := AND(a, TRUE)", "@ TRUE", *_NO_CONSTANT, "print a constant gate first: `one := TRUE`"),
        wants="NOT",
        inside="gate",
    ),
    Row(
        *("y := AND(a, FALSE)", "@ FALSE", *_NO_CONSTANT, "print a constant gate first: `zero := FALSE`"),
        wants="NOT",
        inside="gate",
    ),
    Row(
        *("y := AND(a, NOT NOT b)", "[NOT @ NOT]", "U120", "`NOT NOT a` is `a`", "negated twice", "leave both out"),
        inside="gate",
    ),
    Row("y := AND(a, OR(b, c))", "@ KIND", *_NESTED, _SEPARATE_ADDRESS, wants="NAME", inside="gate"),
    Row(
        *("y := AND(a, -b)", "@ MINUS NAME", "U120", "a wire has no minus sign", ""),
        "the negation of a wire is `NOT {next}`",
        wants="NOT",
        inside="gate",
    ),
    Row(
        *("y := OR(for i in 1..n x[i])", "@ FOR", "U120", "the wire comes first", "a wire is expected"),
        "write `x[i] for i in 1..n`",
        wants="NOT",
        inside="gate",
    ),
)
