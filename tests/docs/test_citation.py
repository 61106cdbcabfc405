"""``CITATION.cff`` says what ``pyproject.toml`` says, in the form of cff 1.2.0."""

from __future__ import annotations

import tomllib

import yaml

from tests.docs.test_pages import ROOT

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_what_the_form_asks_for() -> None:
    assert CITATION["cff-version"] == "1.2.0"
    assert all(CITATION[field] for field in ("message", "title"))
    assert CITATION["type"] == "software"
    assert all({"name"} <= set(author) or {"family-names"} <= set(author) for author in CITATION["authors"])


def test_it_says_what_the_project_says() -> None:
    for field in ("version", "license", "keywords"):
        assert str(CITATION[field]) == str(PROJECT[field])
