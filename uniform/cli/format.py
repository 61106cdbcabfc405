"""``uniform format``: write a program in canonical layout."""

from __future__ import annotations

import argparse

from uniform.arguments.endings import read_endings
from uniform.cli import files
from uniform.cli.standard_error import note
from uniform.family.opening import open_source
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("program", metavar="FILE.gen", help="a program, or - for standard input")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--write", action="store_true", help="replace the file")
    group.add_argument("--check", action="store_true", help="only check that the file is in canonical layout")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.language.format import format_program

    opened = open_source(chosen.program, read_endings("format"))
    if chosen.write and opened.entry is not None:
        hint = f"write your own copy: uniform format {chosen.program} > my.gen"
        raise UniformError(
            Diagnostic("U705", f"`{chosen.program}` is a shipped program, which is not replaced", help=hint)
        )
    text = format_program(opened.source)
    if chosen.check:
        if text == opened.source.text:
            return 0
        note(f"{chosen.program}: not in canonical layout; `uniform format --write` would change it")
        return 1
    if chosen.write and chosen.program != "-":
        if text != opened.source.text:
            files.write([text.encode()], chosen.program)
        return 0
    print(text, end="")
    return 0
