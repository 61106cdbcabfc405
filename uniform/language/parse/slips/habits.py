"""Habits of other languages and of textbooks: what to write instead, see ``lines``.

Where nothing else is known about a mistake, the message says what was found and what may come there; ``advice``
adds the way out when it recognizes a habit: `m[1][2]`, `x[1] if n = 1 else x[2]`, `y := x[1];`. The other functions
give whole messages, where "expected a name" would lead astray.
"""

from __future__ import annotations

import re

from uniform.language.parse.slips.expected import COMPARISONS, KINDS
from uniform.language.parse.slips.stuck import Stuck, say
from uniform.messages.diagnostics import Diagnostic

_HEADS = {"INPUT", "OUTPUT", "GATE", "COUNTER", "PART"}

# ---------------------------------------------------------------- words that begin no line

_ELSEWHERE = {
    **dict.fromkeys(("print", "printf", "echo", "write"), "gates are all that is printed: `address := KIND(...)`"),
    **dict.fromkeys(("return", "yield"), "nothing is returned: an output is printed like any gate, `y := ...`"),
    **dict.fromkeys(
        ("break", "continue", "goto", "stop"),
        "a loop ends with its range or its condition; put lines to be skipped below an `if`",
    ),
    **dict.fromkeys(("repeat", "loop"), "write `for i in 1..n`, or `while` with a condition"),
    **dict.fromkeys(("switch", "match", "case"), "write `if`, `elif` and `else`"),
    "until": "write `while not (...)`",
    "unless": "write `if not (...)`",
}


def foreign_word(at: Stuck) -> Diagnostic | None:
    """`print(x)`, `return y`, `break`."""
    word = at.tokens[0]
    second = at.tokens[1].type if len(at.tokens) > 1 else ""
    if at.place > 2 or word.type != "NAME" or second in ("PRINTS", "STORES", "LEFT_BRACKET", "DOT", "EQUAL"):
        return None
    remedy = _ELSEWHERE.get(word.lower())
    if remedy is None:
        return None
    return say("U113", f"`{word}` begins no line", at.span(-at.place, -at.place), "not a word of the language", remedy)


# ---------------------------------------------------------------- gates as operators and as numbers

INFIX = {
    "PLUS": "`OR(a, b)` or `XOR(a, b)`",
    "MINUS": "`AND(a, NOT b)`",
    "STAR": "`AND(a, b)`",
    "CARET": "`XOR(a, b)`",
    "EQUAL": "`XNOR(a, b)`",
    "NOT_EQUAL": "`XOR(a, b)`",
}
"""The gates that other languages write as operators."""


def infix(at: Stuck) -> Diagnostic | None:
    """`y := x[1] ^ x[2]`, `y := x[1] == x[2]`, `y := -x[1]`."""
    place, kind = at.printing, at.type()
    if place is None or kind not in INFIX or at.opened("(") is not None or at.opened("[") is not None:
        return None
    if kind == "MINUS" and at.place == place + 1 and at.type(1) == "NAME":
        return say("U120", "a wire has no minus sign", at.span(), "", "the negation of a wire is `NOT a`")
    compared = kind in ("EQUAL", "NOT_EQUAL") and at.type(-1) == "NAME" and at.place == place + 2
    if at.type(-1) != "RIGHT_BRACKET" and not compared:
        return None
    last = 1 if at.touches(0, 1) and at.type(1) == kind else 0
    if kind == "MINUS" and last:
        return say("U101", "`--` is not part of the language", at.span(0, 1), "", "a comment begins with `#`")
    sign = at.token() + (at.token(1) if last else "")
    message = f"`{sign}` does not join wires"
    return say("U120", message, at.span(0, last), "", f"gates are written in front: {INFIX[kind]}")


def stored_gate(at: Stuck) -> Diagnostic | None:
    """`y <- XOR(a, b)`."""
    if at.type() not in KINDS or at.type(-1) != "STORES":
        return None
    remedy = f"to print a gate, write `{at.tokens[0]} := {at.token()}{'' if at.token(1) != '(' else '(...)'}`"
    return say("U108", "`<-` stores a number, but this is a gate", at.span(), "a number is expected", remedy)


def gate_asked(at: Stuck) -> Diagnostic | None:
    """`if AND(a, b)`, `if x[1]`, `while True`: a gate where a condition is made of numbers."""
    if at.tokens[0].type not in ("IF", "WHILE", "ELIF"):
        return None
    remedy = "a condition compares numbers, such as `v >= 1`; what a gate will be is not known yet"
    wires = at.type(2) == "LEFT_BRACKET" if at.type() == "NOT" else at.type(1) == "LEFT_PARENTHESIS"
    if at.type() in KINDS and at.wants_number and (wires or at.type() in ("TRUE", "FALSE")):
        return say("U113", f"`{at.token()}` is a gate", at.span(), "not a condition", remedy)
    if not at.expected >= COMPARISONS or at.type() not in ("", "AND_WORD", "OR_WORD", "RIGHT_PARENTHESIS"):
        return None
    start = at.condition_start
    span = at.span(start - at.place, -1)
    if at.type(-1) == "RIGHT_BRACKET" and at.type(start - at.place + 1) == "LEFT_BRACKET":
        return say("U110", "a gate is not a condition", span, "a comparison of numbers is expected", remedy)
    if at.token(-1).lower() in ("true", "false") and start == at.place - 1:
        remedy = "a condition compares numbers, such as `v >= 1`"
        return say("U110", f"`{at.token(-1)}` is not a condition", span, "a comparison is missing", remedy)
    return None


_SAID = {"is": "=", "eq": "=", "equals": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="}


def comparing_word(at: Stuck) -> Diagnostic | None:
    """`if v is 2`, `if v in 1..n`, `if v not = 2`."""
    if not at.expected >= COMPARISONS:
        return None
    word = at.token()
    if word in _SAID:
        return say("U110", f"`{word}` is not a comparison", at.span(), "", f"write `{_SAID[word]}`")
    if at.type() == "IN":
        return say("U110", "`in` is not a comparison", at.span(), "", f"write `low <= {at.token(-1)} <= high`")
    if at.type() == "NOT_WORD":
        remedy = "`not` goes in front of a condition; unequal is `!=`"
        return say("U110", "`not` is not a comparison", at.span(), "", remedy)
    return None


# ---------------------------------------------------------------- what to write instead


def advice(at: Stuck) -> str | None:
    """The way out of a habit, or None: the help below "unexpected"."""
    for habit in (_brackets, _loop, _wire, _number, _end):
        found = habit(at)
        if found is not None:
            return found
    return None


def _brackets(at: Stuck) -> str | None:
    """`m[1][2]`, `output(y)`, `gate g(n)`."""
    kind, before, first = at.type(), at.type(-1), at.tokens[0].type
    if kind == "LEFT_BRACKET" and before == "RIGHT_BRACKET":
        if first in _HEADS:
            return "ranges share one pair of brackets, with commas between: `m[1..n, 1..n]`"
        return "indices share one pair of brackets, with commas between: `m[i, j]`"
    if kind == "LEFT_PARENTHESIS" and first in _HEADS and at.place == 1:
        return f"write `{at.tokens[0]} {at.token(1)}`, without parentheses"
    if kind == "LEFT_PARENTHESIS" and first in _HEADS and before == "NAME":
        return f"ranges are written in square brackets: `{at.token(-1)}[1..n]`"
    if kind == "NAME" and before == "NAME" and first in _HEADS:
        return "names are separated by commas, and have no types"
    if kind == "LEFT_PARENTHESIS" and at.place == 0:
        return "an address has no parentheses around it"
    return None


def _loop(at: Stuck) -> str | None:
    """`for (i in 1..n)`, `for i in [1..n]`, `for i in 1..n, j in 1..n`, `for i, j in 1..n`."""
    kind, before = at.type(), at.type(-1)
    if kind in ("LEFT_PARENTHESIS", "NUMBER") and before == "FOR":
        return "write `for i in 1..n`"
    if kind == "LEFT_BRACKET" and before == "IN":
        return "a range has no brackets around it: `1..n`"
    if kind == "DOTS" and at.opened("(") is not None and at.tokens[(at.opened("(") or 1) - 1].type == "IN":
        return "a range has no parentheses around it: `1..n`"
    if kind == "COMMA" and at.tokens[0].type == "FOR":
        return "a loop has one variable; write the second loop into the next line, indented"
    if kind == "IN" and at.opened("(") is not None:
        if not any(token.type == "FOR" for token in at.tokens):
            return f"write `x[{at.token(-1)}] for {at.token(-1)} in 1..n`"
        return "write `for` again: `for i in 1..n for j in 1..n`"
    if kind == "DOWNTO" and before == "IN":
        return "write `for i in high downto low`"
    if kind == "DOWNTO" and "IN" in at.expected:
        return f"write `for {at.token(-1)} in n downto {at.token(1)}`"
    return None


def _wire(at: Stuck) -> str | None:
    """`XOR([x[i] for i in 1..n])`, `AND(x[1], ..., x[n])`, `x[i] for i in 1..n where ...`."""
    kind, before, opened = at.type(), at.type(-1), at.opened("(")
    if "NOT" in at.expected and opened is not None:
        if kind == "LEFT_BRACKET":
            return "leave the brackets out: `x[i] for i in 1..n`"
        if kind == "DOTS":
            return "write `x[i] for i in 1..n`"
    if kind == "DOTS" and opened is not None and before == "RIGHT_BRACKET" and "COMMA" in at.expected:
        return f"write `{_indexed(at)}`"
    if kind == "RIGHT_BRACKET" and before == "LEFT_BRACKET":
        return f"one element is `{at.token(-2)}[i]`, a wire for each is `{at.token(-2)}[i] for i in low..high`"
    if opened is not None and {"FOR", "IF"} <= at.expected and kind in ("NAME", "AND_WORD", "OR_WORD"):
        if at.token() in ("where", "when", "with", "such", "and", "or"):
            return "only some of the wires: `x[i] for i in 1..n if i mod 2 = 1`"
        return None
    if at.printing is None or "_NEWLINE" not in at.expected:
        return None
    if kind == "FOR":
        return "say how the wires are joined: `OR(x[i] for i in 1..n)`"
    if kind == "TIMES":
        return "a wire is counted several times among the arguments of a gate: `THRESHOLD(k; a times w)`"
    if kind == "COMMA" and not at.touches_end:
        return "say how the wires are joined: `AND(a, b)`"
    return None


def _indexed(at: Stuck) -> str:
    """`x[1]..x[n]` with a loop; what is at hand when it is more complicated."""
    rest = at.source.text[at.span(-4, -4).start :].partition("\n")[0]
    found = re.match(r"(\w+)\[([^\]]+)\] *\.\. *(\w+)\[([^\]]+)\]", rest)
    if found is None or found[1] != found[3]:
        return "x[i] for i in 1..n"
    return f"{found[1]}[i] for i in {found[2]}..{found[4]}"


def _number(at: Stuck) -> str | None:
    """`mod(n, 2)`, `sum(i for i in 1..n)`, `let 2a`, `let a-b`."""
    kind, before = at.type(), at.type(-1)
    if kind in ("DIV_WORD", "MOD_WORD") and at.wants_number:
        return f"it goes between two numbers: `a {at.token()} b`"
    if kind == "FOR" and at.place > 0 and at.printing is None:
        return "`for` lists the wires of a gate; numbers are added up by a counter in a loop"
    naming = before in ("LET", "CONST", "COUNTER", "GATE", "INPUT", "OUTPUT")
    hyphen = kind == "MINUS" and at.place == 2 and at.type(-2) in ("LET", "CONST", "FAMILY", *_HEADS)
    if hyphen or (kind == "NUMBER" and naming):
        return "names are made of the letters a to z and A to Z, digits and `_`, no digit first"
    return None


def _end(at: Stuck) -> str | None:
    """`y := x[1];`, `v <- 1 if n = 1 else 2`, `if v = 1 then v <- 2`, `y, z := a, b`."""
    kind, first = at.type(), at.tokens[0].type
    if at.place == 0:
        return "a comment begins with `#`" if kind in ("MINUS", "STAR", "SEMICOLON") else None
    if {"PRINTS", "STORES"} <= at.expected and kind in ("GIVES", "AT_MOST"):
        if at.type(1) in KINDS or at.type(2) in ("LEFT_BRACKET", "DOT"):
            return "to print a gate, write `:=`"
        if at.type(1) == "NAME" and at.place + 2 == len(at.tokens):
            return "`:=` prints a gate, `<-` stores a number in a counter"
        return f"to store a number, write `{at.tokens[0]} <- ...`"
    if kind == "IF" and at.type(-1) == "PRINTS":
        return "choose between wires with three gates: `AND(s, b)`, `AND(NOT s, a)` and the OR of both"
    if kind in ("NUMBER", "N") and {"_NEWLINE", "BY"} <= at.expected:
        return f"a step is said with `by`: `by {at.token()}`"
    if kind == "IF" and "_NEWLINE" in at.expected:
        return "choose with `if` and `else` in lines of their own"
    if kind == "SEMICOLON" and first in _HEADS and not at.touches_end:
        return "names are separated by commas"
    if kind == "SEMICOLON" and "_NEWLINE" in at.expected:
        return "a line holds one statement, and nothing ends it"
    if kind == "COMMA" and "PRINTS" in at.expected:
        return "a line prints one gate, or stores one number"
    if first in ("IF", "WHILE", "ELIF") and kind == "NAME" and "_NEWLINE" in at.expected:
        return "what depends on the condition goes into the next line, indented"
    return None
