"""``uniform explain``: the story of an error code."""

from __future__ import annotations

import argparse
import re
import textwrap

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.stories import CODES


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("code", metavar="CODE", nargs="?", help="for example U404; without one, all are listed")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    if chosen.code is None:
        for code in CODES.values():
            print(f"{code.name}  {code.title}")
        return 0
    found = re.fullmatch(r"(?:(?:error|warning)\[)?(U?[0-9]{3})\]?:?", chosen.code, re.IGNORECASE)
    name = chosen.code.upper() if found is None else found[1].upper()
    name = f"U{name}" if name.isdigit() else name
    if name not in CODES:
        hint = "codes look like U404; `uniform explain` lists them all"
        raise UniformError(Diagnostic("U711", f"there is no error code `{chosen.code}`", help=hint))
    print(f"{name}: {CODES[name].title}\n\n{_wrapped(CODES[name].story)}")
    return 0


def _wrapped(story: str) -> str:
    """Paragraphs filled to a width that reads well; samples, which are indented, as they are."""
    paragraphs = story.strip().split("\n\n")
    return "\n\n".join(
        paragraph if paragraph.startswith(" ") else textwrap.fill(" ".join(paragraph.split()), 88)
        for paragraph in paragraphs
    )
