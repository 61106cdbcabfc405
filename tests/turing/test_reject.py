"""Machine texts that are refused or warned about, each beside what is said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.quick import one_in
from uniform.arguments.texts import decode
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.messages.stories import page
from uniform.turing.text.parse import parse
from uniform.turing.text.read import parse_machine
from uniform.turing.text.warnings import warnings

REJECT = Path(__file__).parent / "reject"
TEXTS = sorted(REJECT.glob("*.tm"))
NO_TEXTS = ("not_utf8", "zero_byte")
EVERY = pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])


def said(path: Path) -> tuple[Diagnostic, ...]:
    """The errors of a machine, or its warnings when it has none."""
    try:
        source = decode(path.read_bytes(), path.name)
        parse_machine(source)
    except UniformError as error:
        return error.diagnostics
    return tuple(warnings(parse(source)))


@EVERY
def test_these_words_are_said(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".err"), "\n\n".join(str(diagnostic) for diagnostic in said(path)) + "\n")


@EVERY
def test_messages_are_in_order_short_and_helpful(path: Path) -> None:
    diagnostics = said(path)
    assert 0 < len(diagnostics) <= MAX_MESSAGES
    if path.stem in NO_TEXTS:
        assert [diagnostic.code for diagnostic in diagnostics] == ["U705"]
        return
    places = [diagnostic.span.start for diagnostic in diagnostics if diagnostic.span]
    assert len(places) == len(diagnostics)
    assert places == sorted(places)
    for diagnostic in diagnostics:
        assert page(diagnostic.code)
        assert diagnostic.code.startswith("U6")
        assert len(diagnostic.message) <= 90
        assert not diagnostic.message.endswith(".")
        assert diagnostic.help


def test_every_code_of_the_text_form_is_shown() -> None:
    shown = set()
    for path in TEXTS:
        shown |= set(re.findall(r"(?:error|warning)\[(U6\d+)\]", path.with_suffix(".err").read_text(encoding="utf-8")))
    assert shown == {f"U6{number:02}" for number in range(1, 13)}  # the others are of runs and of other formats


@pytest.mark.parametrize("code", one_in(4, [f"U6{number:02}" for number in range(1, 13)]))
def test_each_code_stands_at_the_mistake(code: str) -> None:
    """Some message of each code points into the line that has it, not just at the beginning of the file."""
    found = [diagnostic for path in TEXTS if path.stem not in NO_TEXTS for diagnostic in said(path)]
    assert any(each.code == code and each.span and (each.span.line > 1 or code == "U601") for each in found)


INNOCENT = [
    "input in: 0 1  # the word",
    "input in: 0 1# the word",
    "input in: 0 1 # 0 = no, 1 = yes",
    "input in: 0 1 #-----",
    "input in: 0 1 # 0 1",
    "work c: 0 # 2 3 2",
    "input in: 0 1 ## the word",
    "input in: 0 1 # 0, 1",
    'input in: 0 1 "#" # 0',
    "work c: 0 # c = 0 -> the end",
]


@pytest.mark.parametrize("line", INNOCENT)
def test_comments_on_the_line_of_a_tape_are_free(line: str) -> None:
    tapes = line if line.startswith("input") else f"input in: 0 1\n{line}"
    text = f"machine m\n{tapes}\nstart go # 1\ngo:# in=0 -> in>\n  in=^ -> in> # -> 0 ; #\n  in=$ -> accept# done\n"
    machine = parse_machine(Source("m.tm", text))
    assert parse_machine(Source("m.tm", text.replace("#-----", "").replace("# c = 0 -> the end", ""))) == machine
    assert machine.tapes[0].symbols.replace("#", "") == "01"


@pytest.mark.parametrize("read", ["in=01#", "in=#", "in=#01", "in=0 #", 'in="01"#'])
def test_the_help_for_a_bare_hash_is_right(read: str) -> None:
    text = f'machine m\ninput in: 0 1 "#"\nstart go\ngo:\n  {read} -> in>\n'
    with pytest.raises(UniformError) as caught:
        parse_machine(Source("m.tm", text))
    (found,) = caught.value.diagnostics
    assert found.help is not None
    mended = found.help.split("`")[1]
    (rule,) = parse_machine(Source("m.tm", text.replace(read, mended))).states[0].rules
    assert set(rule.reads[0][1]) == set(re.sub('in=|[" ]', "", read))
