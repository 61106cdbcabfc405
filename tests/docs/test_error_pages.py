"""Each error code has a page, each page a code that is raised, and the index lists them all.

``pytest tests/docs/test_error_pages.py --update-golden`` writes the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import uniform
from tests.docs.test_pages import BLOCK
from tests.quick import one_in
from uniform.messages.stories import page, titles
from uniform.resources import error_pages

PACKAGE = Path(uniform.__file__).parent
CODES = list(titles())
LANGUAGES = {"gen", "ckt", "tm", "python", "console", "sh", "txt", "xml", "json"}
GROUPS = {
    "U1": ("Syntax", "A line of a program does not parse."),
    "U2": ("Names", "A program parses, but its names and declarations do not fit together."),
    "U3": ("Bounds", "A program needs numbers that no logspace machine can hold."),
    "U4": ("Traps and limits", "A program stops itself at some n, or a limit stops it."),
    "U5": ("Circuits", "A circuit, as text or in Python, is malformed or does not fit its use."),
    "U6": ("Machines", "A Turing machine is malformed, or cannot do what is asked of it."),
    "U7": ("Use", "The command line, its files and its numbers."),
    "U8": ("Certificates", "A certificate cannot be read or audited, or something prevents a proof."),
    "U9": ("Transformers", "A model cannot be read, or does not fit a circuit."),
}
INDEX_HEAD = """# Error codes

Every message has a code, and each code a page with an example and a way to fix it. `uniform explain U404` shows the
same page in the terminal. The first digit tells what went wrong.
"""


def index() -> str:
    """The page that lists all codes by group."""
    parts = [INDEX_HEAD]
    for group, (name, meaning) in GROUPS.items():
        lines = [f"- [{code}]({code}.md): {title}\n" for code, title in titles().items() if code.startswith(group)]
        parts.append(f"## {group}xx: {name}\n\n{meaning}\n\n{''.join(lines)}")
    return "\n".join(parts)


def raised() -> set[str]:
    """The codes that the sources name as words of their own."""
    files = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    return {code for text in files for code in re.findall(r'"(U\d{3})"', text)}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(raised()) == CODES


def test_the_index_lists_every_page(golden: Callable[[Path, str], None]) -> None:
    text = index()
    golden(error_pages() / "README.md", text)
    assert all(f"({code}.md)" in text for code in CODES)


def test_only_pages_and_their_index_are_shipped() -> None:
    assert sorted(path.name for path in error_pages().iterdir()) == sorted(["README.md", *(f"{c}.md" for c in CODES)])


@pytest.mark.parametrize("code", one_in(7, CODES))
def test_a_page_reads_well_as_text(code: str) -> None:
    """A title, paragraphs and examples: what `explain` can show as it is. Nothing that only Markdown makes readable."""
    text = page(code)
    assert text is not None
    title, _, rest = text.partition("\n\n")
    assert re.fullmatch(rf"# {code}: [^A-Z\n].*[^.\n]", title)
    assert all(block["info"].split()[0] in LANGUAGES for block in BLOCK.finditer(rest))
    prose = BLOCK.sub("", rest)
    assert "```" not in prose
    assert max(len(line) for line in prose.splitlines()) <= 120
    assert prose.strip()[0].isupper() or prose.strip()[0] == "`"
    assert not re.search(r"^(?:[#|>-]|\d+\. |    )", prose, re.MULTILINE)
    assert not re.search(r"\]\(|[*_\\]", re.sub(r"`[^`\n]+`", "", prose)), (
        "links and signs that Markdown would take away"
    )


@pytest.mark.parametrize("code", ["", "404", "U999", "u404", "U4041", "README", "../errors/U404"])
def test_what_is_not_a_code_has_no_page(code: str) -> None:
    assert page(code) is None
