"""Mistakes in ranges and loops, and which range was meant: see ``rows``."""

from __future__ import annotations

import re
from dataclasses import replace

from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import Stuck, text_between
from uniform.messages.nearest import find_nearest


def _python_range_offset(at: Stuck) -> int | None:
    """The offset of the word `range` after an `in`."""
    places = range(1, at.place)
    return next((k - at.place for k in places if at.tokens[k] == "range" and at.tokens[k - 1].type == "IN"), None)


def _python_range_remedy(at: Stuck) -> str | None:
    """What the `range(...)` before this place means, if there is one."""
    offset = _python_range_offset(at)
    return None if offset is None else _range_of_call(at.source.text[at.span(offset, offset).start :])


def _range_of_call(text: str) -> str:
    """The range that Python's ``range(...)`` means; ``text`` begins with its parenthesis."""
    parts = _arguments(text)
    match parts:
        case [low, high, step] if step.startswith("-") and step[1:].strip().isdigit():
            last = str(int(high) + 1) if high.isdigit() else "0" if high == "-1" else f"{high}+1"
            by = "" if step[1:].strip() == "1" else f" by {step[1:].strip()}"
            return f"{low} downto {last}{by}"
        case [low, high, step]:
            return f"{low}..{_minus_one(high)} by {step}"
        case [low, high]:
            return f"{low}..{_minus_one(high)}"
        case [high] if ".." in high:
            return high
        case [high]:
            return f"0..{_minus_one(high)}"
    return "low..high"


def _minus_one(high: str) -> str:
    """A number minus 1: `n` for `n + 1`."""
    if high.isdigit() and len(high) < 10 and int(high) > 0:
        return str(int(high) - 1)
    found = re.fullmatch(r"(.*[\w)]) *\+ *1", high)
    return found[1] if found is not None else f"{high}-1"


def _arguments(text: str) -> list[str]:
    """The arguments of a call; the text begins with its parenthesis."""
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


_REVERSED = re.compile(
    r"\b(?:reversed|reverse|rev)\b *[(]?([^()\n]+?)\.\.([^()\n#]+?)(?:[)]|$)"
    r"|([^\s()]+)\.\.(\S+) +(?:reversed|reverse|rev)\b"
)


def _is_loop(at: Stuck) -> bool:
    return "for" in at.tokens or at.tokens[0] == "in"


def _reversed_range(at: Stuck) -> str | None:
    """`n downto 1` for `reversed(1..n)` and `1..n reversed`, if there is such a word near this place."""
    near = at.tokens[max(0, at.place - 20) : at.place + 3]
    if not _is_loop(at) or not any(token in ("reversed", "reverse", "rev") for token in near):
        return None
    line = at.source.line(at.span().line)
    if (call := re.search(r"\b(?:reversed|reverse|rev) *[(] *(?=range *[(])", line)) is not None:
        low, _, high = _range_of_call(line[call.end() :]).partition("..")
        return f"{high} downto {low}" if high and " by " not in high else "high downto low"
    found = _REVERSED.search(line)
    low, high = (found[1] or found[3], found[2] or found[4]) if found is not None else ("low", "high")
    return f"{high.strip()} downto {low.strip()}"


def _rest_of_line(at: Stuck) -> str:
    return at.source.line(at.span().line).split("#")[0].strip()


RANGE_CALL = Row(
    *("for i in range(n)", "@", "U109", "`range(...)` is not part of the language", "a range is `low..high`"),
    "write `{remedy}`; a range includes both ends",
    when=lambda at: bool({"DOTS", "DOWNTO", "COMMA"} & at.expected) or at.type() == "MINUS",
    remedy=_python_range_remedy,
    underlined=lambda at: (_python_range_offset(at) or 0, -1),
)

DOWNWARD_RANGES = (
    Row(
        *(
            "for i in reversed(1..n)",
            "@",
            "U109",
            "a range that goes down is written with `downto`",
            "",
            "write `{remedy}`",
        ),
        remedy=_reversed_range,
    ),
    Row(
        *("for i in n down to 1", "[@ 'down' 'to']", "U109", "`downto` is one word", "two words", "write `downto`"),
        when=_is_loop,
    ),
    Row(
        *("for i in n downt 1", "@ NAME", "U109", "`{here}` is not a word of the language", ""),
        "did you mean `downto`?",
        wants="DOWNTO",
        when=lambda at: _is_loop(at) and find_nearest(at.token(), ["downto"]) is not None,
    ),
    Row(
        *("for i in n..downto 1", "[DOTS @ DOWNTO]", "U109", "`downto` takes the place of `..`", "both are given"),
        "leave out `..`",
        when=_is_loop,
    ),
    Row(
        *("in n downto 1", "^ @ IN", "U109", "`for` and the loop variable are missing", "", "write `for i {remedy}`"),
        remedy=_rest_of_line,
    ),
    Row(
        *("for in n downto 1", "FOR @ IN", "U109", "the loop variable is missing", "a name is expected"),
        "write `for i in ...`",
    ),
    Row(
        *("for i 1..n", "FOR _ @ N|NUMBER|LEFT_PARENTHESIS", "U109", "`in` is missing", "`in` is expected"),
        "write `for {before} in ...`",
        wants="IN !DOTS",
    ),
)


def _range_after(at: Stuck) -> str:
    """The range after this place: `2..n-1` of `i = 2 to n-1` and of `i from 2 to n-1`."""
    for place in range(at.place + 1, len(at.tokens)):
        word = at.tokens[place]
        if word.type in ("DOTS", "DOWNTO") or word in ("to", "until", "through"):
            start = at.place + (at.type(1) == "IN")  # `=`, or the word before the number, as `from`
            end = next(
                (each for each in range(place, len(at.tokens)) if at.tokens[each].type in _RANGE_ENDS), len(at.tokens)
            )
            if start + 1 == place or place + 1 == end:
                break
            if word.type == "NAME":
                return _range_of_words(replace(at, place=place), start)
            sign = ".." if word.type == "DOTS" else " downto "
            return f"{text_between(at, start + 1, place)}{sign}{text_between(at, place + 1, end)}"
    return "1..n"


_RANGE_ENDS = ("BY", "FOR", "IF", "COMMA", "RIGHT_PARENTHESIS")


def _range_of_words(at: Stuck, start: int | None = None) -> str:
    """`1..n` for `1 to n`, `n downto 1` for `n to 1`."""
    if start is None:
        start = next((place for place in range(at.place, -1, -1) if at.tokens[place].type == "IN"), -1)
    if start < 0 or start + 1 >= at.place:
        return "low..high"
    end = at.place + 1
    while end < len(at.tokens) and at.tokens[end].type not in ("BY", "RIGHT_PARENTHESIS", "FOR", "IF", "COMMA"):
        end += 1
    first, last = (
        text_between(at, start + 1, at.place),
        text_between(at, at.place + 1, end) if end > at.place + 1 else "high",
    )
    down = last.isdigit() and (not first.isdigit() or int(first) > int(last))
    return f"{first} downto {last}" if down else f"{first}..{last}"


def _loop_remedy(at: Stuck) -> str:
    """`for i in 2..n` for `for i = 2..n` and `for each i in 2..n`."""
    variable = at.token() if at.token(-1) in ("each", "all", "every") else at.token(-1)
    return f"for {variable} in {_range_after(at)}"


_PARTIAL = "write `low..high`"
_NO_RANGE = ("U109", "an array is declared with ranges", "`..` is expected")
_NO_SIGN = ("U109", "`..{here}` is not part of the language", "")
_UP_AND_DOWN = ("U109", "`downto` takes the place of `..`", "both are given")

RANGES = (
    Row("for i in 0...n", "[DOTS @ DOT]", "U109", "a range has two dots", "three dots", _PARTIAL),
    Row(
        *("let w = 1 . 5", "[NUMBER @ DOT ?]", "U111", "numbers are naturals: no fractions", ""),
        "a range has two dots: `low..high`",
    ),
    Row(
        *("for i in ..n", "@ DOTS", "U109", "a range needs its lower end", "nothing before the dots", _PARTIAL),
        wants="NUMBER NAME",
    ),
    Row(
        *("for i in 0..<n", "[DOTS @ LESS]", *_NO_SIGN, "write `..{remedy}-1`: a range includes both ends"),
        wants="NUMBER NAME",
        remedy=lambda at: at.token(1) or "high",
    ),
    Row(
        *("for i in 0..=n", "[DOTS @ EQUAL]", *_NO_SIGN, "write `..{remedy}`: a range includes both ends"),
        wants="NUMBER NAME",
        remedy=lambda at: at.token(1) or "high",
    ),
    Row(
        *("for i in 1..", "[DOTS] @ !MINUS", "U109", "a range needs its upper end", "nothing after the dots", _PARTIAL),
        wants="NUMBER NAME",
        when=lambda at: not at.token().isalnum(),
    ),
    Row(
        *("for i = 1..n", "@ EQUAL|PRINTS|STORES|NAME", "U109", "a loop runs over a range", "`in` is expected"),
        "write `{remedy}`",
        wants="IN !DOTS",
        remedy=_loop_remedy,
    ),
    Row(
        *("for i in 1..n downto 1", "DOTS _ @ DOWNTO", *_UP_AND_DOWN, "write `{remedy} downto {next}`"),
        wants="BY",
        remedy=lambda at: at.token(-3),
    ),
    Row("for i in 1..n + 1 downto 1", "@ DOWNTO", *_UP_AND_DOWN, "write `high downto low`", wants="BY"),
    Row(
        *("for i in 1 to n", "@ 'to'|'until'|'through'", "U109", "a range is written with two dots"),
        *("`..` is expected", "write `{remedy}`"),
        wants="DOTS !FOR",
        remedy=_range_of_words,
    ),
    Row(
        "input z[n]",
        "^ INPUT|OUTPUT|GATE|TABLE|PART ... LEFT_BRACKET|COMMA !'0'|'1' @ RIGHT_BRACKET|COMMA",
        *_NO_RANGE,
        "write `[0..{before}-1]` or `[1..{before}]`",
        wants="DOTS !FOR",
    ),
    Row(
        *("input z[n + 1]", "^ INPUT|OUTPUT|GATE|TABLE|PART ... @ RIGHT_BRACKET|COMMA", *_NO_RANGE),
        "write `[low..high]`, such as `[1..n]`",
        wants="DOTS !FOR",
    ),
    Row(
        "for i in n",
        "[_] @ $ / ^ !LET ... [_] @ RIGHT_PARENTHESIS|COMMA|BY|IF|FOR",
        *("U109", "this range has only one end", "`..` is expected after it"),
        "write `low..high`, such as `1..n`, or `high downto low` to go down",
        wants="DOTS !FOR",
    ),
)


_STEP = ("U109", "the step of a loop is written with `by`", "")

STEPS = (
    Row(
        *("for i in n..1 step -1", "@ 'step'|'stride' MINUS", *_STEP, "write `{remedy}`"),
        wants="BY",
        remedy=lambda at: _downward_range(at, at.place),
    ),
    Row("for i in 1..n step 2", "@ 'step'|'stride'", *_STEP, "write `by {next}`", wants="BY"),
    Row(
        *("for i in n..1 by -1", "BY [@ MINUS ?]", "U109", "a step is at least 1", "negative", "write `{remedy}`"),
        remedy=lambda at: _downward_range(at, at.place - 1),
    ),
)


def _downward_range(at: Stuck, by: int) -> str:
    """The range with a negative step, which follows the token at ``by``: `n downto 1 by 2` for `n..1 by -2`.

    Also for `1..n by -1`: if one end is a literal, it is taken to be the smaller one."""
    start = next((place for place in range(by, -1, -1) if at.tokens[place].type == "IN"), -1)
    middle = next((place for place in range(start + 1, by) if at.tokens[place].type in ("DOTS", "DOWNTO")), -1)
    if start < 0 or middle <= start + 1 or middle + 1 >= by:
        return "high downto low"
    first, second = text_between(at, start + 1, middle), text_between(at, middle + 1, by)
    if first.isdigit() and at.tokens[middle].type == "DOTS" and (not second.isdigit() or int(first) <= int(second)):
        first, second = second, first
    step = at.tokens[by + 2 : by + 3]
    amount = "" if not step or step[0] == "1" else " by ..." if step[0] == "(" else f" by {step[0]}"
    return f"{first} downto {second}{amount}"
