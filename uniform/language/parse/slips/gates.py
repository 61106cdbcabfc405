"""Slips in what is printed and stored: arrows, kinds of gates, wires, commas: see ``lines``."""

from __future__ import annotations

import re

from uniform.circuits.gates import GATES, Kind
from uniform.language.parse.slips.bitwise import remedy_for
from uniform.language.parse.slips.expected import KINDS, meant_kind
from uniform.language.parse.slips.habits import INFIX
from uniform.language.parse.slips.stuck import Stuck, say
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.nearest import nearest

# ---------------------------------------------------------------- arrows


def arrow(at: Stuck) -> Diagnostic | None:
    """`=`, `:=` and `<-` for one another."""
    kind, first = at.type(), at.tokens[0].type
    if kind in ("PRINTS", "STORES") and "EQUAL" in at.expected and first in ("LET", "CONST", "TABLE", "PART"):
        return say("U108", f"`{at.tokens[0]}` names a number with `=`", at.span(), "wrong sign", "write `=`")
    if {"PRINTS", "STORES"} <= at.expected and (found := _broken_arrow(at)) is not None:
        return found
    if kind == "EQUAL" and "PRINTS" in at.expected:
        if at.touches(0, 1) and at.type(1) == "EQUAL":
            return say(
                "U108",
                "`==` is not part of the language",
                at.span(0, 1),
                "",
                "`:=` prints a gate, `<-` stores a number",
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
        return say("U108", "`=` only compares", at.span(), "`:=` or `<-` is expected", remedy)
    if kind in ("PLUS", "MINUS", "STAR") and {"PRINTS", "STORES"} <= at.expected and at.touches(0, 1):
        name, sign = at.tokens[0], at.token()
        amount = at.token(2) if at.place + 3 == len(at.tokens) else "1" if at.token(1) == sign else "..."
        message = f"`{sign}{at.token(1)}` is not part of the language"
        return say("U108", message, at.span(0, 1), "", f"write `{name} <- {name} {sign} {amount}`")
    if kind == "STORES" and "PRINTS" in at.expected and at.place > 0:
        return say(
            "U108",
            "`<-` stores numbers in counters only",
            at.span(),
            "a gate is named",
            "to print a gate, write `:=`",
        )
    return number_printed(at)


_BROKEN = ("<-", "<=", "->", "<<", ">>", "<<=", ">>=", "=>", "=<")


def _broken_arrow(at: Stuck) -> Diagnostic | None:
    """`v < - 1`, `v << 1`, `v => 1`, `v <<= 1`."""
    name, span = at.tokens[0], at.span(0, 1)
    sign = "".join(span.text.split())
    if at.place != 1 or at.type() == "AT_MOST" or sign not in _BROKEN:
        return None
    remedy = f"to store a number, write `{name} <- ...`"
    if sign in ("<<=", ">>=") and at.place + 3 == len(at.tokens):
        operator = "*" if sign == "<<=" else " div "
        remedy = f"write `{name} <- {name}{operator}2^{at.token(2)}`"
    elif at.token(2).type in KINDS:
        remedy = "to print a gate, write `:=`"
    elif at.type(2) == "NAME" and at.place + 3 == len(at.tokens):
        remedy = "`:=` prints a gate, `<-` stores a number in a counter"
    return say("U108", f"`{span.text}` is not part of the language", span, "", remedy)


def number_printed(at: Stuck) -> Diagnostic | None:
    """`v := n - 1`, `y := 0`."""
    place = at.printing
    if place is None or at.opened("[") is not None:
        return None
    if at.place == place + 1 and at.type() == "NUMBER" and at.token() in ("0", "1") and place + 2 == len(at.tokens):
        kind = "TRUE" if at.token() == "1" else "FALSE"
        remedy = f"for a constant gate write `{kind}`"
        if place == 1:
            remedy += f"; to store a number in a counter, `{at.tokens[0]} <- {at.token()}`"
        return say("U108", "a gate is expected, not a number", at.span(), "", remedy)
    number = at.type() in ("NUMBER", "N", "LEFT_PARENTHESIS") and at.place == place + 1
    sum_ = at.type() in ("PLUS", "MINUS", "STAR", "CARET", "DIV_WORD", "MOD_WORD") and not any(
        token == "(" for token in at.tokens[place : at.place]
    )
    if number or sum_:
        remedy = f"to store a number in a counter, write `{at.tokens[0]} <- ...`"
        if at.type() in INFIX and at.type(-1) == "NAME" and at.type(1) == "NAME":
            remedy += f"; gates are written in front: {INFIX[at.type()]}"
        if place > 1:  # the address has an index
            remedy = "what is printed is a gate or another address; numbers only count and choose"
        return say("U108", "`:=` prints a gate, but this is a number", at.span(), "a gate is expected", remedy)
    return None


# ---------------------------------------------------------------- kinds of gates


def gate_kind(at: Stuck) -> Diagnostic | None:
    """`Xor(` where a gate is printed, `and(` too."""
    for offset in (0, *range(-1, -at.place - 1, -1)):
        token, after = at.token(offset), at.token(offset + 1)
        kind = token.upper()
        bare = offset == -1 and after.type == "NAME"  # `Not x[1]`
        if not (after.type == "LEFT_PARENTHESIS" or bare) or at.type(offset - 1) != "PRINTS" or token.type in KINDS:
            continue
        if kind in KINDS and token.isalpha():
            message = f"`{token}` is not a kind of gate: they are written in capitals"
            return say("U219", message, at.span(offset, offset), "case matters", f"write `{kind}`")
        if offset < 0 and token.type == "NAME" and at.type() in ("FOR", "IF", "TIMES", "NOT", "SEMICOLON", "NUMBER"):
            message = f"there is no kind of gate `{token}`"
            remedy = meant_kind(token)
            if token.islower() and nearest(kind, KINDS) is None:
                remedy = f"an index is written in square brackets: `{token}[...]`"
            return say("U219", message, at.span(offset, offset), "unknown", remedy)
    return None


def and_or_not(at: Stuck) -> Diagnostic | None:
    """Gates among conditions and numbers, and conditions among gates."""
    word, kind = at.token(), at.type()
    if kind in ("AND", "OR", "NOT", "MOD") and at.tokens[0].type in ("IF", "WHILE", "ELIF"):
        return say("U113", f"`{word}` is a gate", at.span(), "not a gate here", f"write `{word.lower()}`")
    if kind == "MOD" and "MOD_WORD" in at.expected:
        return say("U113", "`MOD` is a gate", at.span(), "not a gate here", "the remainder is `a mod b`")
    if kind == "NOT_WORD" and "NOT" in at.expected:
        return say("U113", "`not` belongs to conditions", at.span(), "a wire is expected", "write `NOT`")
    return None


# ---------------------------------------------------------------- commas and wires


def comma(at: Stuck) -> Diagnostic | None:
    """A comma with nothing after it."""
    if at.type(-1) != "COMMA":
        return None
    if at.ended:
        remedy = "a line goes on only inside brackets; write it in one line, or begin the next one with the same word"
        return say("U115", "this line ends with a comma", at.span(-1, -1), "nothing follows", remedy)
    if at.token() in (")", "]", ";", ","):
        return say("U115", "nothing follows this comma", at.span(-1, -1), "one too many", "leave it out")
    return None


def no_comma(at: Stuck) -> Diagnostic | None:
    """`AND(a b)`, `OR(a, b c)`, `x[i j]`, `max(a b)`."""
    begins = at.type() in ("NAME", "NUMBER", "N", "NOT", "LEFT_PARENTHESIS")
    if not begins or "COMMA" not in at.expected or at.type(-1) in ("COMMA", *KINDS):
        return None
    if at.opened("(") is None and at.opened("[") is None:
        return None
    if at.type() == "LEFT_PARENTHESIS" and at.type(-1) == "NAME":
        found = re.match(r"[(]([^()\n]*)[)]", at.source.text[at.span().start :])
        index = found[1].strip() if found is not None and found[1].strip() else "i"
        remedy = f"an index is written in square brackets: `{at.token(-1)}[{index}]`"
        return say("U101", "unexpected `(`", at.span(), "", remedy)
    if at.type() == "NAME" and at.type(1) == "IN":
        return say("U109", "`for` is missing", at.span(), "", f"write `for {at.token()} in ...`")
    if at.token() in ("where", "when", "with", "such", "step", "to", "until", "through") or at.type(-1) == "DOT":
        return None
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
    after = following[0] if following is not None else "b"
    remedy = f"write a comma between them: `{shown}, {after}`"
    return say("U101", "a comma is missing", at.span(), "expected `,`", remedy)


def gate_arguments(at: Stuck) -> Diagnostic | None:
    """Numbers, gates and operators among the wires of a gate."""
    kind, before = at.type(), at.type(-1)
    opened = at.opened("(")
    if opened is not None and at.tokens[opened - 1].type not in KINDS:
        opened = None
    printed = any(token.type == "PRINTS" for token in at.tokens[: at.place])
    if before in ("TRUE", "FALSE") and kind == "LEFT_PARENTHESIS":
        return say("U120", f"{at.token(-1)} has no arguments", at.span(), "", f"write `{at.token(-1)}` alone")
    if before in KINDS and "LEFT_PARENTHESIS" in at.expected and not (before == "NOT" and "NAME" in at.expected):
        return say(
            "U120",
            f"{at.token(-1)} takes its wires in parentheses",
            at.span(),
            "`(` is expected",
            f"write `{_form(at.token(-1))}`",
        )
    if printed and opened is None and kind in (KINDS | {"AND_WORD", "OR_WORD"}) and "_NEWLINE" in at.expected:
        span = at.span()
        line, column = at.source.line(span.line), span.column - 1
        found = remedy_for(line[:column], at.token().lower(), line[column + len(at.token()) :])
        remedy = found.text if found else f"gates are written in front: `{at.token().upper()}(a, b)`"
        return say("U120", f"`{at.token()}` does not join wires", span, "", remedy)
    if kind in KINDS and before == "NOT" and at.type(-2) == "PRINTS":
        twins = {"AND": "NAND", "OR": "NOR", "XOR": "XNOR", "NAND": "AND", "NOR": "OR", "XNOR": "XOR"}
        remedy = "give the inner gate an address of its own, in a line above"
        if kind in twins:
            remedy = f"write `{twins[kind]}(...)`"
        return say("U120", "gates do not nest", at.span(), "a gate inside a gate", remedy)
    if opened is None:
        return None
    gate = at.tokens[opened - 1]
    parameters = GATES[Kind[gate]].parameters
    if "SEMICOLON" in at.expected or (parameters and kind == "SEMICOLON"):
        numbers = ", ".join(parameters)
        count = "a number" if len(parameters) == 1 else "two numbers"
        remedy = f"write `{_form(gate)}`: {count} and a semicolon first"
        return say("U120", f"{gate} needs `{numbers};` before its wires", at.span(), "", remedy)
    weighted = kind == "NUMBER" and "NOT" in at.expected and at.type(1) == "STAR"  # `3*x[1]`
    if weighted or (kind == "STAR" and "TIMES" in at.expected):
        weight = at.token() if kind == "NUMBER" else at.token(1)
        remedy = f"to count a wire several times, write `a times {weight}`"
        return say("U120", "wires are not multiplied", at.span(), "", remedy)
    if kind == "SEMICOLON":
        return say("U120", "wires are separated by commas", at.span(), "`,` is expected", "write a comma")
    if kind in ("NUMBER", "N") and "NOT" in at.expected:
        many = [row.kind.name for row in GATES.values() if row.parameters]
        takers = f"{', '.join(many[:-1])} and {many[-1]}"
        remedy = f"only {takers} take numbers; a constant wire comes from a gate `one := TRUE`"
        return say("U120", f"{gate} takes wires, not numbers", at.span(), "not a wire", remedy)
    if kind == "LEFT_PARENTHESIS" and before == "NOT":
        return say(
            "U120",
            "gates do not nest",
            at.span(-1),
            "a gate inside a gate",
            "a negated wire has no parentheses: `NOT a`",
        )
    if kind in ("TRUE", "FALSE") and "NOT" in at.expected:
        remedy = f"print a gate of its own first: `{'one' if kind == 'TRUE' else 'zero'} := {kind}`"
        return say("U120", "a constant is not a wire", at.span(), "a wire is expected", remedy)
    if kind == "NOT" and before == "NOT":
        return say("U120", "`NOT NOT a` is `a`", at.span(-1), "negated twice", "leave both out")
    if kind in KINDS and "NAME" in at.expected:
        remedy = "give the inner gate an address of its own, in a line above"
        return say("U120", "gates do not nest", at.span(), "a gate inside a gate", remedy)
    if kind == "MINUS" and "NOT" in at.expected and at.type(1) == "NAME":
        remedy = f"the negation of a wire is `NOT {at.token(1)}`"
        return say("U120", "a wire has no minus sign", at.span(), "", remedy)
    if kind == "FOR" and "NOT" in at.expected:
        return say("U120", "the wire comes first", at.span(), "a wire is expected", "write `x[i] for i in 1..n`")
    return None


def _form(kind: str) -> str:
    """How a gate of this kind is written: `AND(...)`, `THRESHOLD(k; wires)`."""
    parameters = GATES[Kind[kind]].parameters
    return f"{kind}({', '.join(parameters)}; wires)" if parameters else f"{kind}(...)"
