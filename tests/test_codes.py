"""The table of error codes is complete: whatever the code says has a story, and every story is of something said."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import uniform
from uniform.messages.stories import CODES, GROUPS

PACKAGE = Path(uniform.__file__).parent
TABLE = PACKAGE / "codes"


def said() -> set[str]:
    """The codes that stand in the sources as words of their own, outside the table."""
    files = [path for path in PACKAGE.rglob("*.py") if TABLE not in path.parents]
    return {code for path in files for code in re.findall(r'"(U\d{3})"', path.read_text(encoding="utf-8"))}


def test_every_code_has_a_story_and_every_story_a_code() -> None:
    assert sorted(said()) == sorted(CODES)


def test_every_code_has_its_name_a_title_and_a_story() -> None:
    for name, code in CODES.items():
        assert code.name == name
        assert code.title
        assert code.story.strip()


def test_codes_are_in_order_and_none_is_there_twice() -> None:
    names = [code.name for group in GROUPS for code in group.CODES]
    assert all(first < second for first, second in pairwise(names)), names


def test_a_group_has_the_codes_of_one_hundred() -> None:
    hundreds = [{code.name[:2] for code in group.CODES} for group in GROUPS]
    assert hundreds == [{f"U{number}"} for number in range(1, 9)]
