"""What an editor asks about a text, without the protocol."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from lark import Token

from tests.cases import PROGRAMS
from tests.quick import one_in
from uniform.editor.analysis import analyze
from uniform.editor.hover import describe, describe_family
from uniform.language.imports import library_file, library_names
from uniform.language.parse.parser import tokenize
from uniform.language.syntax.declarations import FunctionParameter
from uniform.language.syntax.expressions import Builtin
from uniform.language.syntax.program import Block
from uniform.messages.spans import Source

FILES = [entry.file for entry in PROGRAMS] + [library_file(name.removeprefix("lib:")) for name in library_names()]


@pytest.mark.parametrize("path", one_in(5, FILES), ids=[path.stem for path in FILES])
def test_every_name_of_a_program_is_found_where_it_is(path: Path) -> None:
    source = Source(path.name, path.read_text(encoding="utf-8"))
    analysis = analyze(source)
    assert analysis.diagnostics == ()
    for found in analysis.names:
        assert found.span.text == found.symbol.name
    expected = {token.start_pos for token in tokenize(source)[0] if token.type in ("NAME", "N")}
    headers = {token.start_pos for token in _uncounted(source)}
    headers |= {
        name.span.start  # these have no meaning: only the number of arguments and their bounds matter
        for block in (analysis.program.items if analysis.program else ())
        if isinstance(block, Block)
        for parameter in block.parameters
        if isinstance(parameter, FunctionParameter)
        for name in parameter.parameters
    }
    own = [found for found in analysis.names if found.span.source == source]
    assert {found.span.start for found in own} == expected - headers
    for found in analysis.names:
        assert describe(analysis, found)
    assert (describe_family(analysis) is None) == (path.parent.name == "lib")


@pytest.mark.parametrize("seed", one_in(10, range(50)))
def test_no_text_is_too_damaged(seed: int) -> None:
    """With a line twice or not at all, and a word in the place of another."""
    random = Random(seed)
    lines = random.choice(FILES).read_text(encoding="utf-8").split("\n")
    place = random.randrange(len(lines))
    lines[place : place + 1] = [random.choice(lines)] * random.randrange(3)
    text = "\n".join(lines)
    word, other = random.choices(list(re.finditer(r"\w+", text)), k=2)
    text = text[: word.start()] + other[0] + text[word.end() :]
    analysis = analyze(Source("damaged.gen", text))
    for found in analysis.names:
        assert describe(analysis, found)


def _uncounted(source: Source) -> list[Token]:
    """Tokens that are names and mean no declaration: the header of the family, and built-in functions."""
    tokens = tokenize(source)[0]
    found = [token for token, after in pairwise(tokens) if after == "(" and token in {each.value for each in Builtin}]
    for place, token in enumerate(tokens):
        if token.type == "FAMILY":
            found += [tokens[place + 1], tokens[place + 3]]
    return found
