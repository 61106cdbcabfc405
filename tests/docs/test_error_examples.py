"""The examples on the pages of error codes are true: a refused one gives the code of its page, the others do not.

The info string of a fenced block tells what it is: ``gen refused=U404`` is a program, or a part of one, that is refused
with this code, and ``gen`` alone is one that is fine. Programs run at n = 3, or at 1 with ``n=1``; ``whole`` is a file
as it is. Blocks with ``file=`` and ``console`` blocks are tried in test_pages.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.test_error_pages import CODES
from tests.docs.test_pages import BLOCK
from tests.quick import one_in
from uniform.circuits.formats.ckt import read_ckt
from uniform.language.pipeline import load
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.messages.stories import page
from uniform.turing.text.read import parse_checked
from uniform.turing.text.warnings import warnings

NOT_SHOWN = {  # pages without an example of their error, and why
    "U106": "the program would be very long",
    "U613": "the machine would be very large",
    "U706": "the circuit would be very large",
    "U802": "a file would have to move",
    "U828": "the provers would have to be missing",
}
SURROUNDINGS = {  # what the parts of programs use and do not declare
    "x": "input  x[1..2*n]",
    "a": "input  a[0..n]",
    "b": "input  b[0..n]",
    "same": "gate   same[1..n]",
    "even": "gate   even[1..n]",
    "y": "gate   y",
}


def examples() -> list[tuple[str, str, str]]:
    """Code of the page, info string and body of every example that is tried here."""
    found = [(code, block["info"], block["body"]) for code in CODES for block in BLOCK.finditer(page(code) or "")]
    return [case for case in found if case[1].split()[0] in ("gen", "ckt", "tm", "python") and "file=" not in case[1]]


def program(sample: str) -> str:
    """The sample as a whole file: inside a family that declares what the sample does not."""
    if re.search(r"^(family|def) ", sample, re.MULTILINE):
        return sample if "family" in sample else f"{sample}family f(n)\n  output y\n  y := TRUE\n"
    lines = sample.splitlines()
    declared = " ".join(line for line in lines if re.match(r"(input|output|gate|counter|let|const) ", line))
    added = [text for name, text in SURROUNDINGS.items() if not re.search(rf"\b{name}\b", declared)]
    if "gate   y" in added and "y[" in sample:
        added[-1] = "gate   y[0..n]"
    return "family f(n)\n" + "".join(f"  {line}\n" for line in [*added, *lines])


def machine(sample: str) -> str:
    """The sample as a whole file: a machine whose tapes are declared and whose states are there."""
    if sample.startswith("machine"):
        return sample
    lines = [line for line in sample.splitlines(keepends=True) if line.strip()]
    head = [line for line in lines if line.startswith(("input", "work", "space"))]
    states = "".join(line for line in lines if line not in head)
    tapes = dict.fromkeys(re.findall(r"\b([a-z]+)=", states))
    if not any(line.startswith("input") for line in head):
        head[:0] = ["input in: 0 1\n", *(f"work {tape}: 0 1\n" for tape in tapes if tape != "in")]
    if not states:
        named = dict.fromkeys(line.split()[1].rstrip(":") for line in head if not line.startswith("space"))
        reads = " ".join(f"{tape}=^" for tape in named)
        states = f"go:\n  {reads} -> in>\n  in=$ -> accept\n"
    start = states.split()[0].rstrip(":")
    return f"machine story\n{''.join(head)}start {start}\n\n{states}"


def codes(language: str, sample: str, n: int) -> set[str]:
    """The codes of the errors and warnings that an example runs into."""
    try:
        match language:
            case "gen":
                load(Source("story.gen", sample)).circuit(n)
            case "ckt":
                read_ckt(Source("story.ckt", sample))
            case "tm":
                return {found.code for found in warnings(parse_checked(Source("story.tm", sample)))}
            case "python":
                exec(sample, {})
    except UniformError as error:
        return {found.code for found in error.diagnostics}
    return set()


COMPLETED = {"gen": program, "tm": machine}


@pytest.mark.parametrize(
    ("code", "info", "sample"),
    one_in(4, [pytest.param(*case, id=f"{case[0]} {number}") for number, case in enumerate(examples())]),
)
def test_an_example_is_true(code: str, info: str, sample: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # an example may write files
    language = info.split(maxsplit=1)[0]
    at = re.search(r"n=(\d+)", info)
    if language in COMPLETED and "whole" not in info:
        sample = COMPLETED[language](sample)
    refused = set(re.findall(r"U\d{3}", info))
    assert not refused or code in refused
    assert codes(language, sample, int(at[1]) if at else 3) == refused, sample


@pytest.mark.parametrize("code", one_in(7, CODES))
def test_a_page_shows_its_error_and_a_way_out(code: str) -> None:
    infos = [block["info"] for block in BLOCK.finditer(page(code) or "")]
    shown = any(f"refused={code}" in info for info in infos) or f"[{code}]" in (page(code) or "")
    assert shown == (code not in NOT_SHOWN)
    assert "refused" not in infos[-1]
