"""Messages for characters that do not begin a token: tabs, signs of other languages, unclosed quotes."""

from __future__ import annotations

import re
import unicodedata

from lark import Token

from uniform.language.parse.indentation import span_of
from uniform.language.parse.slips.expected import KINDS
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Source, Span

_REMEDIES = {
    "&": "conditions are joined with `and`; the gate is `AND(...)`",
    "|": "conditions are joined with `or`; the gate is `OR(...)`",
    "!": "a condition is negated with `not`, a wire with `NOT`; unequal is `!=`",
    "~": "a condition is negated with `not`, a wire with `NOT`",
    "%": "the remainder is `a mod b`",
    "/": "division is `a div b`, which rounds down",
    "\\": "division is `a div b`, the remainder `a mod b`; long lines continue inside brackets",
    "{": "blocks are made by indentation; the only brackets are `(` and `[`",
    "}": "blocks are made by indentation; the only brackets are `(` and `[`",
    "$": "write the name alone: `n`, a counter or a loop variable",
    "?": "use `if` to choose between statements",
    "'": "text goes in double quotes",
    "’": "text goes in double quotes",
    "‘": "text goes in double quotes",
    "“": 'text goes in straight double quotes: "..."',
    "”": 'text goes in straight double quotes: "..."',
    "≤": "write `<=`",
    "≥": "write `>=`",
    "≠": "write `!=`",
    "−": "write the minus sign on the keyboard, `-`",
    "–": "write the minus sign on the keyboard, `-`",
    "×": "write `*`",
    "·": "write `*`",
    "÷": "write `div`",
    "←": "write `<-`",
    "→": "write `->`",
    "≔": "write `:=`",
    "…": "write `..`",
    "∧": "write `AND(...)` for the gate, `and` between conditions",
    "∨": "write `OR(...)` for the gate, `or` between conditions",
    "¬": "write `NOT` in front of a wire, `not` in front of a condition",
    "⊕": "write `XOR(...)`",
    **dict.fromkeys("⋅∗", "write `*`"),
    **dict.fromkeys("∕⁄", "division is `a div b`, which rounds down"),
    **dict.fromkeys("⩽≦", "write `<=`"),
    **dict.fromkeys("⩾≧", "write `>=`"),
    **dict.fromkeys("—‐‑‒", "write the minus sign on the keyboard, `-`"),
    **dict.fromkeys("⟵⇐", "write `<-`"),
    **dict.fromkeys("⊻⨁≢", "write `XOR(...)`"),
    **dict.fromkeys("↔⇔", "write `XNOR(...)`"),
    "⇒": "a gate for `a implies b` is `OR(NOT a, b)`",
    "≡": "write `=` between numbers, `XNOR(...)` for the gate",
    "⋀": "write `AND(...)`",
    "⋁": "write `OR(...)`",
    "⊼": "write `NAND(...)`",
    "⊽": "write `NOR(...)`",
    "⊤": "write `TRUE`",
    "⊥": "write `FALSE`",
    "∈": "write `in`",
    "‥": "write `..`",
    "↑": "write `^`",
    **dict.fromkeys("⌊⌋", "`a div b` rounds down"),
    **dict.fromkeys("⌈⌉", "`(a + b - 1) div b` rounds up"),
    "\u00a0": "this is a no-break space; write an ordinary one",
}


def replace_tabs(source: Source, text: str) -> tuple[str, list[Diagnostic]]:
    """The text with spaces for tabs, and a message about the first tab outside comments and quotes."""
    if "\t" not in text:
        return text, []
    for number, start in enumerate(source.line_starts, 1):
        line = source.line(number)
        code, quote, _ = line.partition('"')
        code = code.partition("#")[0] if "#" in code or not quote else code
        if "\t" in code:
            place = start + code.index("\t")
            end = place + len(code[place - start :]) - len(code[place - start :].lstrip("\t"))
            where = "indents this line" if not code[: place - start].strip() else "between words"
            found = Diagnostic(
                "U103",
                "tabs are not allowed",
                Span(source, place, end),
                f"a tab {where}",
                help="replace every tab with spaces, two for each level",
            )
            return text.replace("\t", " "), [found]
    return text.replace("\t", " "), []


def bad_characters(source: Source, place: int) -> tuple[Diagnostic, int]:
    """The message for the character at ``place``, which does not begin a token, and where to continue reading."""
    from uniform.language.parse.slips.bitwise import remedy_for  # tables of messages, needed for mistakes only
    from uniform.language.parse.slips.literals import explain_digits

    if (found := explain_digits(source, place)) is not None:
        return found
    character = source.text[place]
    end = place + 1
    while end < len(source.text) and source.text[end] == character:
        end += 1
    span = Span(source, place, end)
    written = span.text if character.isprintable() and character != "\u00a0" else f"U+{ord(character):04X}"
    if character == '"':
        end = _line_end(source, place)
        span = Span(source, place, place + len(source.text[place:end].rstrip()))
        remedy = 'end it with a second `"` on the same line; a doc string may have several lines, each in quotes'
        return Diagnostic("U107", "this text is never closed", span, "no closing quote on this line", help=remedy), end
    before = source.text[source.text.rfind("\n", 0, place) + 1 : place]
    if character in "'\u2018\u2019\u201c\u201d" and not before.strip():  # the whole line is quoted
        end = _line_end(source, place)
        span = Span(source, place, place + 1)
    remedy_or_none = _colon_remedy(source, before, end) if character == ":" else _REMEDIES.get(character)
    if character in "|:" and (loop := _LOOP.match(source.text, end)) and before.count("(") > before.count(")"):
        remedy_or_none = f"write `for {loop[1]} in {loop[2]}` after the wire"
    if character in "/%" and not before.strip():
        remedy_or_none, end = "a comment begins with `#`", _line_end(source, place)
    elif span.text == "//":
        remedy_or_none = "division is `a div b`, which rounds down; a comment begins with `#`"
    if (found := _explain_sign(source, place)) is not None:
        return found
    folded = unicodedata.normalize("NFKC", character)
    line = source.line(source.text.count("\n", 0, place) + 1)
    column = len(before)
    if (
        better := remedy_for(line[:column], line[column : column + end - place], line[column + end - place :])
    ) is not None:
        remedy_or_none = better.text
    elif remedy_or_none is None and len(folded) == 1 and folded != character and folded.isascii() and folded != " ":
        remedy_or_none = f"write `{folded}`"
    if remedy_or_none is None and character.isalpha():
        remedy_or_none = "names consist of the letters a to z and A to Z, digits and `_`"
    message = f"`{written}` is not part of the language"
    return Diagnostic("U102", message, span, "cannot be read", help=remedy_or_none), end


_ADDRESS = r"[A-Za-z_]\w*(?: *\[[^\]]*\])?"
_UNEQUAL = re.compile(r"(?<![:<>=!])= *!(?!=)|= */ *=|=\\ *=|[!~/¬%^] *=(?!=)=?")
_ARROW = re.compile(r"(?<![:<>=!])= *:|: *:?=|:-|: +=")


def _explain_sign(source: Source, place: int) -> tuple[Diagnostic, int] | None:
    """Signs with a character that the language does not have: `=!`, `! =`, `~=`, `/=`, `=:`, `: =`, `v %= 2`."""
    start = source.text.rfind("\n", 0, place) + 1
    text = source.text[start : _line_end(source, place)]
    for pattern in (_UNEQUAL, _ARROW):
        for found in pattern.finditer(text, max(0, place - start - 3)):
            if not found.start() <= place - start < found.end():
                continue
            before, after = text[: found.start()].strip(), text[found.end() :].partition("#")[0].strip()
            span = Span(source, start + found.start(), start + found.end())
            first = re.fullmatch(_ADDRESS, before) is not None
            if pattern is _ARROW and first:
                remedy = _arrow_remedy(before, after)
            elif pattern is _UNEQUAL and first and found[0] in ("/=", "%="):
                operator = "div" if found[0] == "/=" else "mod"
                number = after if re.fullmatch(r"\w+", after) else f"({after or '...'})"
                remedy = f"write `{before} <- {before} {operator} {number}`"
            elif pattern is _UNEQUAL and not first and "%" not in found[0]:
                remedy = "write `!=`"
            else:
                continue
            return Diagnostic("U102", f"`{span.text}` is not part of the language", span, help=remedy), span.end
    return None


def _arrow_remedy(target: str, value: str) -> str:
    """The arrow that was meant between a target and a value."""
    kind = re.match(r"[A-Z]+\b", value)
    if "[" in target + value or (kind is not None and kind[0] in KINDS) or value[:1] == "!":
        return "to print a gate, write `:=`"
    if re.match(r"[0-9(]|n\b|\w+ *(?:[-+*^]|div\b|mod\b|[(])", value):
        return f"to store a number, write `{target} <- ...`"
    return "`:=` prints a gate, `<-` stores a number in a counter"


_LOOP = re.compile(r" *(\w+) +(?:in|∈) +([^\s)]+)")


def ends_line(source: Source, place: int) -> bool:
    """Whether only a comment, if anything, follows on the line."""
    rest = source.text[place : _line_end(source, place)]
    return not rest.partition("#")[0].strip()


def _line_end(source: Source, place: int) -> int:
    found = source.text.find("\n", place)
    return len(source.text) if found < 0 else found


def _colon_remedy(source: Source, before: str, after: int) -> str | None:
    if ends_line(source, after):
        return "a colon is not needed here: the indented lines below belong to this one"
    if source.text[after : after + 2].strip().startswith("="):
        return "write `:=` without a space"
    if before.split()[:1] in (["if"], ["elif"], ["else"], ["while"]):
        return "a colon is not needed: indent what depends on this line below it"
    return None if "?" in before else "a range is written `1..n`"


def too_many_digits(source: Source, token: Token, limit: int) -> Diagnostic:
    """A literal with more than ``limit`` digits."""
    label = f"has {len(token)} digits"
    remedy = "write large numbers as powers, such as `2^100`"
    return Diagnostic("U106", f"a number with more than {limit} digits", span_of(source, token), label, help=remedy)


def too_many_tokens(source: Source, token: Token, limit: int) -> Diagnostic:
    """A text with more than ``limit`` tokens; ``token`` is the first one over the limit."""
    label = "one too many"
    remedy = "print gates that follow a rule in a loop"
    message = f"a program with more than {limit} names, numbers and signs"
    return Diagnostic("U106", message, span_of(source, token), label, help=remedy)


def reserved_for_later(source: Source, token: Token) -> Diagnostic:
    """A word that the language keeps for later, such as ``virtual``."""
    return Diagnostic(
        "U112",
        f"`{token}` is a reserved word",
        span_of(source, token),
        "reserved for a later version of the language",
        help="choose another name",
    )
