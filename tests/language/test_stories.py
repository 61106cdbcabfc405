"""The stories of syntax and name errors are true: the first sample shows the error, the last one does not."""

from __future__ import annotations

import re

import pytest

from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.messages.stories import CODES

WITHOUT_BAD_SAMPLE = {"U103", "U106", "U216", "U217"}  # a tab, great depth, a missing family, a command line
SURROUNDINGS = {  # what the samples use and do not declare
    "x": "input  x[1..2*n]",
    "a": "input  a[0..n]",
    "b": "input  b[0..n]",
    "same": "gate   same[1..n]",
    "even": "gate   even[1..n]",
    "y": "output y",
}


def samples(story: str) -> list[str]:
    """The indented blocks, without their indentation."""
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", story + "\n", re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip("\n") + "\n" for block in found]


def program(sample: str) -> str:
    """The sample as a whole file: inside a family that declares what the sample does not."""
    if re.search(r"^(family|def) ", sample, re.MULTILINE):
        return sample if "family" in sample else f"{sample}family f(n)\n  output y\n  y := TRUE\n"
    lines = sample.splitlines()
    declared = " ".join(line for line in lines if re.match(r"(input|output|gate|counter|let|const) ", line))
    added = [text for name, text in SURROUNDINGS.items() if not re.search(rf"\b{name}\b", declared)]
    if "output y" in added:
        added[-1:] = ["output y[0..n]"] if "y[" in sample else ["output y"] if "y :=" in sample else []
    return "family f(n)\n" + "".join(f"  {line}\n" for line in [*added, *lines])


def codes(text: str) -> set[str]:
    try:
        resolve(parse(Source("story.gen", text)))
    except UniformError as error:
        return {found.code for found in error.diagnostics}
    return set()


@pytest.mark.parametrize("code", [code for code in CODES if code[:2] in ("U1", "U2")])
def test_the_story_shows_and_mends_its_error(code: str) -> None:
    *bad, good = samples(CODES[code].story)
    if code in WITHOUT_BAD_SAMPLE:
        bad = []
    else:
        assert code in codes(program(bad[0])), program(bad[0])
    if code != "U217":
        assert code not in codes(program(good)), program(good)
    if code < "U2":
        parse(Source("story.gen", program(good)))
