"""The lists of commands that other tests try: every verb is in those that it belongs to, by its options and files.

A new verb makes one of these tests fail, with the name of the list that lacks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

import pytest

from tests import test_formats, test_limits, test_long_names, test_printed_families
from tests.fuzz import texts
from uniform.arguments.endings import FORMATS, read_endings, written_endings
from uniform.cli.parser import VerbParser
from uniform.cli.verbs import VERBS

NAMES = tuple(verb.name for verb in VERBS)


def options_of(name: str) -> set[str]:
    """The options that a verb takes, such as `-n` and `--json`."""
    verb = next(verb for verb in VERBS if verb.name == name)
    parser = VerbParser(verb)
    import_module(f"uniform.cli.{verb.module}").arguments(parser)
    return {option for action in parser._actions for option in action.option_strings}


OPTIONS = {name: options_of(name) for name in NAMES}
READING = [name for name in NAMES if read_endings(name)]
PROGRAMS = [name for name in NAMES if ".gen" in read_endings(name)]
CIRCUITS = [name for name in NAMES if {".gen", ".tm", ".ckt"} <= {*read_endings(name)}]
"""Verbs that take any family."""


@pytest.mark.parametrize(
    ("wanted", "tried", "where"),
    [
        ([*CIRCUITS, *(name for name in NAMES if "--max-steps" in OPTIONS[name])], test_limits.COMMANDS, test_limits),
        (CIRCUITS, [" ".join(words) for words in test_printed_families.COMMANDS], test_printed_families),
        (PROGRAMS, test_long_names.COMMANDS, test_long_names),
        ([name for name in NAMES if "-o" in OPTIONS[name]], test_formats.WRITING, test_formats),
    ],
    ids=["limits", "printed_families", "long_names", "formats"],
)
def test_every_verb_is_tried(wanted: list[str], tried: Iterable[str], where: object) -> None:
    lacking = {*wanted} - {command.split()[0] for command in tried}
    assert not lacking, f"add a command to the list in {where}"


@pytest.mark.parametrize("ending", dict.fromkeys(row.ending for row in FORMATS if row.read_by))
def test_every_verb_that_reads_a_file_is_fuzzed(ending: str) -> None:
    reading = {verb for row in FORMATS if row.ending == ending for verb in row.read_by}
    lacking = reading - {command.split()[0] for command in texts.COMMANDS.get(ending, ())}
    assert not lacking, f"add a command for {ending} to tests/fuzz/texts.py"


@pytest.mark.parametrize("holds", dict.fromkeys(row.holds for row in FORMATS if "convert" in row.written_by))
def test_every_format_that_convert_writes_is_fuzzed(holds: str) -> None:
    source = next(row.ending for row in FORMATS if row.holds == holds and row.read_by)
    written = {command.rpartition(".")[2] for command in texts.COMMANDS[source] if command.startswith("convert")}
    assert {ending[1:] for ending in written_endings("convert", holds)} <= written
