"""``uniform explain``: the page on an error code, laid out for a terminal."""

from __future__ import annotations

import argparse
import re
import textwrap

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.stories import page, titles

_CODE = re.compile(r"(?:(?:error|warning)\[)?U?([0-9]{3})\]?:?", re.IGNORECASE)
_FENCED = re.compile(r"^```.*\n((?:.*\n)*?)```$", re.MULTILINE)
_WIDTH = 88  # columns, comfortable to read


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("code", metavar="CODE", nargs="?", help="for example U404; without one, list all codes")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    if chosen.code is None:
        for code, title in titles().items():
            print(f"{code}  {title}")
        return 0
    found = _CODE.fullmatch(chosen.code)
    text = page(f"U{found[1]}") if found else None
    if text is None:
        hint = "codes look like U404; `uniform explain` lists them all"
        raise UniformError(Diagnostic("U711", f"there is no error code `{chosen.code}`", help=hint))
    print(_for_a_terminal(text))
    return 0


def _for_a_terminal(text: str) -> str:
    """A page without Markdown markup: paragraphs filled, examples indented.

    >>> print(_for_a_terminal("# U1: slips\\n\\nTwo\\nlines:\\n\\n```gen refused=U1\\na := b\\n\\n```\\n"))
    U1: slips
    <BLANKLINE>
    Two lines:
    <BLANKLINE>
        a := b
    """
    shown = []
    for number, part in enumerate(_FENCED.split(text.removeprefix("# "))):
        if number % 2:  # text captured by the group in the expression
            shown.append(textwrap.indent(part.rstrip(), "    "))
        else:
            shown += [_fill(prose) for prose in part.split("\n\n") if prose.strip()]
    return "\n\n".join(shown)


def _fill(prose: str) -> str:
    """A paragraph in lines of readable width. Text between backticks stays on one line."""
    words = re.sub(r"`[^`]*`", lambda code: code[0].replace(" ", "\0"), " ".join(prose.split()))
    return textwrap.fill(words, _WIDTH, break_long_words=False, break_on_hyphens=False).replace("\0", " ")
