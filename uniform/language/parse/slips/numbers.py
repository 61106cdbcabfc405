"""Slips in numbers, ranges and conditions: see ``lines``."""

from __future__ import annotations

import re
from dataclasses import replace

from uniform.language.parse.indentation import span_of
from uniform.language.parse.slips.expected import COMPARISONS
from uniform.language.parse.slips.stuck import Stuck, say
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.nearest import nearest

# ---------------------------------------------------------------- ranges


def range_call(at: Stuck) -> Diagnostic | None:
    """`for i in range(n)`."""
    if not {"DOTS", "DOWNTO", "COMMA"} & at.expected and at.type() != "MINUS":
        return None
    for place, token in enumerate(at.tokens[: at.place]):
        if token == "range" and place > 0 and at.tokens[place - 1].type == "IN":
            span = span_of(at.source, token).to(at.span(-1, -1))
            remedy = f"write `{_called(at.source.text[span.start :])}`: both ends are written, and both belong to it"
            return say("U109", "there is no `range(...)`", span, "a range is `low..high`", remedy)
    return None


def _called(text: str) -> str:
    """The range that ``range(...)`` of Python means; ``text`` begins with it."""
    parts = _arguments(text)
    match parts:
        case [low, high, step] if step.startswith("-") and step[1:].strip().isdigit():
            last = str(int(high) + 1) if high.isdigit() else "0" if high == "-1" else f"{high}+1"
            by = "" if step[1:].strip() == "1" else f" by {step[1:].strip()}"
            return f"{low} downto {last}{by}"
        case [low, high, step]:
            return f"{low}..{_less(high)} by {step}"
        case [low, high]:
            return f"{low}..{_less(high)}"
        case [high] if ".." in high:
            return high
        case [high]:
            return f"0..{_less(high)}"
    return "low..high"


def _less(high: str) -> str:
    """A number less one: `n` for `n + 1`."""
    if high.isdigit() and len(high) < 10 and int(high) > 0:
        return str(int(high) - 1)
    found = re.fullmatch(r"(.*[\w)]) *\+ *1", high)
    return found[1] if found is not None else f"{high}-1"


def _arguments(text: str) -> list[str]:
    """What is written between the commas of a call; the text begins with it."""
    parts, depth = [""], 0
    for character in text.partition("\n")[0]:
        depth += (character in "([") - (character in ")]")
        if depth == 0 and character == ")":
            return [part.strip() for part in parts if part.strip()]
        if depth == 1 and character == ",":
            parts.append("")
        elif depth > 1 or (depth == 1 and character != "("):
            parts[-1] += character
    return []


_BACKWARDS = re.compile(
    r"\b(?:reversed|reverse|rev)\b *[(]?([^()\n]+?)\.\.([^()\n#]+?)(?:[)]|$)"
    r"|([^\s()]+)\.\.(\S+) +(?:reversed|reverse|rev)\b"
)


def backwards(at: Stuck) -> Diagnostic | None:
    """`reversed(1..n)`, `1..n reversed`, `n down to 1`, `for in n downto 1`, `i = n downto 1`, `n..downto 1`."""
    words = [str(token) for token in at.tokens]
    if "for" not in words and words[:1] != ["in"]:
        return None
    line = at.source.line(at.span().line)
    reach = range(max(0, at.place - 20), min(len(words), at.place + 3))
    if any(words[place] in ("reversed", "reverse", "rev") for place in reach):
        if (call := re.search(r"\b(?:reversed|reverse|rev) *[(] *(?=range *[(])", line)) is not None:
            low, _, high = _called(line[call.end() :]).partition("..")
            remedy = f"write `{high} downto {low}`" if high and " by " not in high else "write `high downto low`"
            return say("U109", "a range runs downwards with `downto`", at.span(), "", remedy)
        found = _BACKWARDS.search(line)
        low, high = (found[1] or found[3], found[2] or found[4]) if found is not None else ("low", "high")
        remedy = f"write `{high.strip()} downto {low.strip()}`"
        return say("U109", "a range runs downwards with `downto`", at.span(), "", remedy)
    if at.token() == "down" and at.token(1) == "to":
        return say("U109", "`downto` is one word", at.span(0, 1), "two words", "write `downto`")
    if at.type() == "NAME" and "DOWNTO" in at.expected and nearest(at.token(), ["downto"]):
        return say("U109", f"`{at.token()}` is not a word of the language", at.span(), "", "did you mean `downto`?")
    if at.type() == "DOWNTO" and at.type(-1) == "DOTS":
        return say("U109", "`downto` takes the place of `..`", at.span(-1), "both are given", "leave out `..`")
    if words[0] == "in" and at.place == 0:
        rest = line.split("#")[0].strip()
        return say("U109", "`for` and the loop variable are missing", at.span(), "", f"write `for i {rest}`")
    if at.type() == "IN" and at.type(-1) == "FOR":
        return say("U109", "the loop variable is missing", at.span(), "a name is expected", "write `for i in ...`")
    if at.expected == {"IN"} and at.type(-2) == "FOR" and at.type() in ("N", "NUMBER", "LEFT_PARENTHESIS"):
        return say("U109", "`in` is missing", at.span(), "`in` is expected", f"write `for {at.token(-1)} in ...`")
    return None


def one_range(at: Stuck) -> Diagnostic | None:
    """`0...n`, `for i in n`, `input x[n]`, `for i = 1..n`, `..n`, `1.5`."""
    kind = at.type()
    if kind == "DOT" and at.type(-1) == "DOTS":
        return say("U109", "a range has two dots", at.span(-1), "three dots", "write `low..high`")
    if kind == "DOT" and at.type(-1) == "NUMBER":
        return say(
            "U111", "numbers are naturals: no fractions", at.span(-1, 1), "", "a range has two dots: `low..high`"
        )
    if kind == "DOTS" and at.wants_number:
        return say("U109", "a range needs its lower end", at.span(), "nothing before the dots", "write `low..high`")
    if at.type(-1) == "DOTS" and at.wants_number and kind in ("LESS", "EQUAL"):
        high = at.token(1) or "high"
        remedy = f"write `..{high}{'-1' if kind == 'LESS' else ''}`: both ends belong to a range"
        return say("U109", f"`..{at.token()}` is not part of the language", at.span(-1), "", remedy)
    if at.type(-1) == "DOTS" and at.wants_number and not at.token().isalnum():
        if kind == "MINUS":
            return None
        return say(
            "U109", "a range needs its upper end", at.span(-1, -1), "nothing after the dots", "write `low..high`"
        )
    if kind in ("EQUAL", "PRINTS", "STORES", "NAME") and at.expected == {"IN"}:
        variable = at.token() if at.token(-1) in ("each", "all", "every") else at.token(-1)
        remedy = f"write `for {variable} in {_range_behind(at)}`"
        return say("U109", "a loop runs over a range", at.span(), "`in` is expected", remedy)
    if kind == "DOWNTO" and "BY" in at.expected:
        remedy = f"write `{at.token(-3)} downto {at.token(1)}`" if at.type(-2) == "DOTS" else "write `high downto low`"
        return say("U109", "`downto` takes the place of `..`", at.span(), "both are given", remedy)
    if "DOTS" not in at.expected or "FOR" in at.expected:
        return None
    if kind == "NAME" and at.token() in ("to", "until", "through"):
        return say("U109", "a range is written with two dots", at.span(), "`..` is expected", f"write `{_from_to(at)}`")
    if kind in ("RIGHT_BRACKET", "COMMA") and at.tokens[0].type in ("INPUT", "OUTPUT", "GATE", "TABLE", "PART"):
        size = at.token(-1)
        remedy = "write `[low..high]`, such as `[1..n]`"
        if at.type(-2) in ("LEFT_BRACKET", "COMMA") and size not in ("0", "1"):
            remedy = f"write `[0..{size}-1]` or `[1..{size}]`"
        return say("U109", "an array is declared with ranges", at.span(), "`..` is expected", remedy)
    if at.ended or (kind in ("RIGHT_PARENTHESIS", "COMMA", "BY", "IF", "FOR") and at.tokens[0].type != "LET"):
        remedy = "write `low..high`, such as `1..n`; downwards it is `high downto low`"
        return say("U109", "this range has only one end", at.span(-1, -1), "`..` is expected after it", remedy)
    return None


def _range_behind(at: Stuck) -> str:
    """The range that is written after this place: `2..n-1` of `i = 2 to n-1` and of `i from 2 to n-1`."""
    for place in range(at.place + 1, len(at.tokens)):
        word = at.tokens[place]
        if word.type in ("DOTS", "DOWNTO") or word in ("to", "until", "through"):
            start = at.place + (at.type(1) == "IN")  # `=`, or the word before the number, as `from`
            end = next(
                (each for each in range(place, len(at.tokens)) if at.tokens[each].type in _AFTER), len(at.tokens)
            )
            if start + 1 == place or place + 1 == end:
                break
            if word.type == "NAME":
                return _from_to(replace(at, place=place), start)
            sign = ".." if word.type == "DOTS" else " downto "
            return f"{_text(at, start + 1, place)}{sign}{_text(at, place + 1, end)}"
    return "1..n"


_AFTER = ("BY", "FOR", "IF", "COMMA", "RIGHT_PARENTHESIS")


def _from_to(at: Stuck, start: int | None = None) -> str:
    """`1..n` for `1 to n`, `n downto 1` for `n to 1`."""
    if start is None:
        start = next((place for place in range(at.place, -1, -1) if at.tokens[place].type == "IN"), -1)
    if start < 0 or start + 1 >= at.place:
        return "low..high"
    end = at.place + 1
    while end < len(at.tokens) and at.tokens[end].type not in ("BY", "RIGHT_PARENTHESIS", "FOR", "IF", "COMMA"):
        end += 1
    first, last = _text(at, start + 1, at.place), _text(at, at.place + 1, end) if end > at.place + 1 else "high"
    down = last.isdigit() and (not first.isdigit() or int(first) > int(last))
    return f"{first} downto {last}" if down else f"{first}..{last}"


def step(at: Stuck) -> Diagnostic | None:
    """`for i in 1..n step 2`, `by -1`, `step -1`."""
    if at.type() == "NAME" and "BY" in at.expected and at.token() in ("step", "stride"):
        remedy = f"write `by {at.token(1)}`" if at.type(1) != "MINUS" else f"write `{_downwards(at, at.place)}`"
        return say("U109", "the step of a loop is said with `by`", at.span(), "", remedy)
    if at.type() == "MINUS" and at.type(-1) == "BY":
        return say("U109", "a step is at least 1", at.span(0, 1), "negative", f"write `{_downwards(at, at.place - 1)}`")
    return None


def _downwards(at: Stuck, by: int) -> str:
    """The range whose step, below zero, follows the token at ``by``: `n downto 1 by 2` for `n..1 by -2`.

    For `1..n by -1`, too: of two ends a number is the smaller one."""
    start = next((place for place in range(by, -1, -1) if at.tokens[place].type == "IN"), -1)
    middle = next((place for place in range(start + 1, by) if at.tokens[place].type in ("DOTS", "DOWNTO")), -1)
    if start < 0 or middle <= start + 1 or middle + 1 >= by:
        return "high downto low"
    first, second = _text(at, start + 1, middle), _text(at, middle + 1, by)
    if first.isdigit() and at.tokens[middle].type == "DOTS" and (not second.isdigit() or int(first) <= int(second)):
        first, second = second, first
    step = at.tokens[by + 2 : by + 3]
    amount = "" if not step or step[0] == "1" else " by ..." if step[0] == "(" else f" by {step[0]}"
    return f"{first} downto {second}{amount}"


# ---------------------------------------------------------------- conditions


def comparison(at: Stuck) -> Diagnostic | None:
    """`==`, `=<`, `<>`, `v <-1`, and numbers for conditions."""
    if at.type(-1) in COMPARISONS and at.type() in COMPARISONS and at.wants_number:
        last = 1 if at.type(1) in COMPARISONS else 0
        span = at.span(-1, last)
        sign = "".join(span.text.split())
        remedy = (
            f"write `{_SIGNS[sign]}`" if sign in _SIGNS else "a comparison is one of `=`, `!=`, `<`, `<=`, `>`, `>=`"
        )
        return say("U110", f"`{span.text}` is not a comparison", span, "", remedy)
    if at.expected >= COMPARISONS or at.tokens[0].type in ("IF", "WHILE", "ELIF"):
        if at.type() == "STORES":
            number = at.token(1)
            label = "read as one arrow" if at.touches(0, 1) else "a comparison is expected"
            remedy = (
                f"to compare, put a space: `< {number}`; there are no negative numbers"
                if at.touches(0, 1)
                else "compare with `<` or `<=`"
            )
            return say("U110", "`<-` stores a number; it does not compare", at.span(), label, remedy)
        if at.type() == "PRINTS":
            return say("U110", "`:=` prints a gate; it does not compare", at.span(), "", "write `=`")
    words = ("", "AND_WORD", "OR_WORD", "RIGHT_PARENTHESIS", "COMMA", "FOR", "IF")
    if at.expected >= COMPARISONS and at.type() in words:
        start = at.condition_start
        remedy = f"compare it, for example `{_compared(at, start)}`"
        return say(
            "U110", "a number is not a condition", at.span(start - at.place, -1), "a comparison is missing", remedy
        )
    if at.type() in COMPARISONS and "_NEWLINE" in at.expected and at.tokens[0].type in ("LET", "NAME", "CONST"):
        return say("U110", "a comparison is not a number", at.span(), "a number is expected", "use it in an `if`")
    if at.type() in COMPARISONS and at.expected & {"RIGHT_PARENTHESIS"} and at.expected & {"PLUS"}:
        return say(
            "U110",
            "a comparison is not a number",
            at.span(),
            "inside a number",
            "join conditions with `and` and `or`",
        )
    return None


_SIGNS = {
    **dict.fromkeys(("==", "===", "<=>"), "="),
    **dict.fromkeys(("=<", "<=", "<==", "=<=", "<<="), "<="),
    **dict.fromkeys(("=>", ">=", ">==", "=>=", ">>="), ">="),
    **dict.fromkeys(("<>", "><", "!=", "!==", "=!="), "!="),
}


def _compared(at: Stuck, start: int) -> str:
    """The number compared with 0, or, as in `v = 1 or 2`, with what was compared before."""
    number = _text(at, start, at.place)
    signs = [place for place in range(1, start - 1) if at.tokens[place].type in COMPARISONS]
    if at.tokens[start - 1].type in ("AND_WORD", "OR_WORD") and signs and at.tokens[start].type in ("NUMBER", "N"):
        before = replace(at, place=start - 1).condition_start
        if before < signs[-1]:
            return f"{_text(at, before, signs[-1] + 1)} {number}"
    return f"{number} != 0"


def _text(at: Stuck, start: int, end: int) -> str:
    """What is written from one token up to another, with single spaces."""
    span = span_of(at.source, at.tokens[start]).to(span_of(at.source, at.tokens[end - 1]))
    return " ".join(span.text.split())


# ---------------------------------------------------------------- numbers


_LINKS = COMPARISONS | {"AND_WORD", "OR_WORD", "NOT_WORD", "IF", "FOR"}


def side_by_side(at: Stuck) -> Diagnostic | None:
    """`2 n`, `2 (n + 1)`, `n v`, `n 2`: two numbers with nothing but a space between."""
    kind, before = at.type(), at.type(-1)
    numbers = ("NAME", "N", "NUMBER", "LEFT_PARENTHESIS")
    if kind not in numbers or before not in (*numbers[:3], "RIGHT_PARENTHESIS") or "STAR" not in at.expected:
        return None
    compared = next((each.type for each in reversed(at.tokens[: at.place]) if each.type in _LINKS), "")
    if at.type(1) in COMPARISONS and compared in COMPARISONS and at.tokens[0].type in ("IF", "WHILE", "ELIF"):
        return say("U110", "conditions are joined with `and` or `or`", at.span(-1), "", "write one between the two")
    if "SEMICOLON" in at.expected and at.type(1) != "SEMICOLON":
        return None  # a semicolon is missing
    if {before, kind} == {"NUMBER"} or ("COMMA" in at.expected and before != "NUMBER"):
        return None  # a comma is missing, or there is one number too many
    if {"BY", "DOWNTO"} & at.expected and kind in ("N", "NUMBER") and before != "NUMBER":
        return None
    for name in (at.token(-1), at.token()):
        if name.type == "NAME" and at.token(1) != "(" and len(re.findall(rf"\b{name}\b", at.source.text)) < 2:
            return None  # a word, not a name
    return say("U111", "a product is written with `*`", at.span(-1), "no sign between", f"write `{_product(at)}`")


def _product(at: Stuck) -> str:
    """The numbers before and at this place, multiplied."""
    first = at.place - 1
    if at.tokens[first] == ")":
        depth = 0
        while first > 0:
            depth += (at.tokens[first] == ")") - (at.tokens[first] == "(")
            if depth == 0:
                break
            first -= 1
        first -= first > 0 and at.tokens[first - 1] in ("bits", "bit", "min", "max")
    last = at.place + (at.token(1) == "(")
    if at.tokens[last] == "(":
        depth = 0
        while last < len(at.tokens):
            depth += (at.tokens[last] == "(") - (at.tokens[last] == ")")
            if depth == 0:
                break
            last += 1
    left, right = _text(at, first, at.place), _text(at, at.place, last + 1) if last < len(at.tokens) else "(...)"
    return f"{left}*{right}" if len(left) + len(right) < 40 else "a*b"


def arithmetic(at: Stuck) -> Diagnostic | None:
    """`2n`, `2(n+1)`, `n(2)`, `2^2^3`, `-1`, `**`."""
    kind, before = at.type(), at.type(-1)
    if before == "NUMBER" and kind in ("NAME", "N", "LEFT_PARENTHESIS") and at.touches(-1, 0):
        return say("U111", "a product is written with `*`", at.span(-1), "no sign between", f"write `{_product(at)}`")
    if before in ("N", "RIGHT_PARENTHESIS") and kind == "LEFT_PARENTHESIS":
        return say("U111", "a product is written with `*`", at.span(-1), "no sign between", f"write `{_product(at)}`")
    if kind == "CARET":
        remedy = "use parentheses: `2^(2^3)` or `(2^2)^3`; `^` is a power, and digit k of a is `bit(a, k)`"
        return say("U111", "powers do not chain", at.span(), "a second `^`", remedy)
    if kind == "STAR" and before == "STAR":
        return say("U111", "`**` is not part of the language", at.span(-1), "", "a power is written `a^b`")
    if kind == "MINUS" and before == "STORES" and at.touches(-1, 0):
        return say("U108", "`<--` is not part of the language", at.span(-1), "", f"write `{at.tokens[0]} <- ...`")
    if kind == "MINUS" and at.wants_number:
        remedy = "numbers start at 0 and have no sign; write a difference, `a - b`"
        return say("U111", "there is no minus sign in front of a number", at.span(0, 1), "a number is expected", remedy)
    if kind == "PLUS" and at.wants_number:
        return say(
            "U111",
            "there is no plus sign in front of a number",
            at.span(0, 1),
            "a number is expected",
            "leave it out",
        )
    return None
