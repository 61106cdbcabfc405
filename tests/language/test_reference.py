"""The reference page is true: its programs run, its refusals are refused, its tables are the tables of the code.

The blocks of the page say what they are: ``gen`` is a whole program, and a ``ckt n=3`` after it what it prints;
``gen body`` and ``gen refused=U108`` are lines that stand in the family of the block ``gen prelude``, and
``gen file=NAME`` is a file that later programs import."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from uniform.arguments.limits import Limits
from uniform.circuits.gates import GATES
from uniform.language.format import format_program
from uniform.language.imports import read_imports
from uniform.language.meaning.interpret import lines
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import RESERVED_FOR_LATER, parse, parser
from uniform.language.parts.expand import expand
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.messages.stories import titles

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
BLOCKS = [(match[1].strip(), match[2]) for match in re.finditer(r"^```(.*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)]
PRELUDE: str = dict(BLOCKS)["gen prelude"]


def source(text: str) -> Source:
    return Source("page.gen", text)


def in_prelude(text: str) -> str:
    body = "".join(f"  {line}\n" for line in text.splitlines())
    return PRELUDE + body + ("" if "y :=" in body else "  y := a\n")


def blocks(kind: str) -> list[tuple[str, str]]:
    return [(info, text) for info, text in BLOCKS if re.fullmatch(kind, info)]


def test_every_block_of_the_page_is_tested() -> None:
    assert not [
        info for info, _ in BLOCKS if not re.fullmatch(r"gen( prelude| body| refused=U\d+| file=\S+)?|ckt n=\d+", info)
    ]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder has the files of the page."""
    monkeypatch.chdir(tmp_path)
    for info, text in blocks("gen file=.*"):
        Path(info.partition("=")[2]).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("text", [text for _, text in blocks("gen|gen file=.*")])
def test_programs_are_in_canonical_layout(text: str) -> None:
    assert format_program(source(text)) == text


@pytest.mark.parametrize("text", [text for _, text in blocks("gen")])
def test_programs_run(text: str) -> None:
    program = expand(resolve(read_imports(parse(source(text)))))
    for n in range(1, 5):
        assert "".join(lines(program, n)).startswith(f"circuit {program.name} {n}")


@pytest.mark.parametrize("text", [text for _, text in blocks("gen body")])
def test_parts_resolve_inside_the_prelude(text: str) -> None:
    resolve(parse(source(in_prelude(text))))
    assert format_program(source(in_prelude(text))).count(":=") == in_prelude(text).count(":=")


@pytest.mark.parametrize(("info", "text"), blocks("gen refused=.*"))
def test_refusals_have_the_code(info: str, text: str) -> None:
    with pytest.raises(UniformError) as caught:
        resolve(parse(source(in_prelude(text))))
    assert {found.code for found in caught.value.diagnostics} == {info.partition("=")[2]}


@pytest.mark.parametrize("place", [place for place, (info, _) in enumerate(BLOCKS) if info.startswith("ckt")])
def test_circuits_are_what_the_program_above_prints(place: int) -> None:
    info, expected = BLOCKS[place]
    above = [text for kind, text in BLOCKS[:place] if kind == "gen"][-1]
    tree = expand(resolve(read_imports(parse(source(above)))))
    assert "".join(lines(tree, int(info.removeprefix("ckt n=")), Limits())) == expected


def test_the_gate_table_is_the_table_of_the_code() -> None:
    rows = re.findall(r"^\| `([A-Z]+)(?:\((.*?); \.\.\.\))?` \| (\w+) \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(row.kind.name, ", ".join(row.parameters), row.wires, row.value) for row in GATES.values()]


def test_the_reserved_words_are_those_of_the_grammar() -> None:
    words = re.search(r"Reserved words cannot be names: `([^`]*)`", PAGE)
    assert words is not None
    lower = {terminal.pattern.value for terminal in parser().terminals if terminal.pattern.value.islower()}
    assert {*words[1].split()} == {word for word in lower if word.isalpha()}
    later = re.search(r"`([^`]*)` are reserved for\s+later", PAGE)
    assert later is not None
    assert {*later[1].split()} == RESERVED_FOR_LATER


def test_codes_that_the_page_names_exist() -> None:
    assert set(re.findall(r"U\d{3}", PAGE)) <= set(titles())
