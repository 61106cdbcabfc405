"""The reference page of the command line lists every verb with its options, as the table of verbs has them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from uniform.arguments.endings import FORMATS
from uniform.cli.parser import VerbParser
from uniform.cli.verbs import VERBS, Verb

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
FORMATS_START = "<!-- made from the table of formats -->\n"
START = "<!-- made from the table of verbs -->\n"


def verb_section(verb: Verb) -> Iterator[str]:
    parser = VerbParser(verb)
    import_module(f"uniform.cli.{verb.module}").arguments(parser)
    yield f"## {verb.name}"
    yield ""
    yield f"`{f'uniform {verb.name} {verb.usage}'.strip()}`: {verb.summary}."
    rows = [f"| `{spelled(action)}` | {action.help} |" for action in parser._actions if action.dest != "help"]
    if rows:
        yield from ("", "| argument | meaning |", "|---|---|", *rows)
    yield from ("", "```sh", *verb.examples, "```", "")


def spelled(action: argparse.Action) -> str:
    """``--via {fast,machine}``, ``-n N``, ``PROGRAM``."""
    choices = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else ""
    value = choices or str(action.metavar or "")
    if action.nargs == "?":
        value = f"[{value}]"
    if not action.option_strings:
        return value
    flag = ", ".join(action.option_strings)
    return flag if action.nargs == 0 else f"{flag} {value}"


def test_the_page_lists_every_verb_with_its_options(golden: Callable[[Path, str], None]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, found, _ = text.partition(START)
    assert found
    golden(PAGE, before + START + "\n" + "\n".join(line for verb in VERBS for line in verb_section(verb)))


def format_rows() -> Iterator[str]:
    yield from ("", "| ending | holds | read by | written by |", "|---|---|---|---|")
    for row in FORMATS:
        yield f"| `{row.ending}` | {row.what} | {', '.join(row.read_by) or '-'} | {', '.join(row.written_by) or '-'} |"
    yield ""


def test_the_page_lists_every_format(golden: Callable[[Path, str], None]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, found, rest = text.partition(FORMATS_START)
    _, also, after = rest.partition(START)
    assert found
    assert also
    golden(PAGE, before + FORMATS_START + "\n".join(format_rows()) + "\n" + START + after)
