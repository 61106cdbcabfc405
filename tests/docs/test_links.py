"""Every link from one page to another leads somewhere, and every page is found from the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.test_pages import BLOCK, PAGES, ROOT

LINK = re.compile(r"\]\(([^)#]+)(#[^)]*)?\)")
ANCHORED = re.compile(r"\]\(([^)#]*)(#[^)]+)\)")
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
LINKED = [*PAGES, CONTRIBUTING]
PATH = re.compile(r"\b(?:uniform|tests|docs|grammars|machines)/[\w/.*-]*\w")
NOT_YET = ("uniform/circuits/formats/adj.py", "docs/errors/U421.md")  # files that a recipe tells to make


@pytest.mark.parametrize("page", LINKED, ids=[str(page.relative_to(ROOT)) for page in LINKED])
def test_links_lead_to_files(page: Path) -> None:
    prose = BLOCK.sub("", page.read_text(encoding="utf-8"))
    targets = [match[1] for match in LINK.finditer(prose) if "://" not in match[1]]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_index_of_each_folder_leads_to_all_its_pages() -> None:
    docs = ROOT / "docs"
    indexes = [docs / "README.md", docs / "errors" / "README.md"]
    linked = {
        (index.parent / match[1]).resolve()
        for index in indexes
        for match in LINK.finditer(index.read_text(encoding="utf-8"))
    }
    assert sorted(page for page in docs.rglob("*.md") if page not in linked) == indexes[:1]


def test_the_files_that_recipes_name_are_there() -> None:
    named = set(PATH.findall(CONTRIBUTING.read_text(encoding="utf-8")))
    named = {path for path in named if not re.search(r"\b(?:NAME|TOPIC)\b", path)}
    assert len(named) > 40
    assert named >= set(NOT_YET)
    assert {path for path in named if not [*ROOT.glob(path)]} <= set(NOT_YET)


def test_links_lead_to_headings() -> None:
    wrong = [
        f"{page.relative_to(ROOT)}: {path}{anchor}"
        for page in LINKED
        for path, anchor in ANCHORED.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))
        if "://" not in path and anchor not in anchors(page.parent / path if path else page)
    ]
    assert wrong == []


def test_pages_link_to_every_word_of_the_glossary() -> None:
    glossary = ROOT / "docs" / "reference" / "glossary.md"
    linked = {
        anchor
        for page in LINKED
        for path, anchor in ANCHORED.findall(page.read_text(encoding="utf-8"))
        if (page.parent / path).resolve() == glossary
    }
    assert anchors(glossary) - linked == {"#glossary"}


def anchors(page: Path) -> set[str]:
    """The anchors of a page, one for each heading, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {"#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
