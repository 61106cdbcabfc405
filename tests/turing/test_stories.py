"""The stories about machine files are true: the first sample shows the error, the last one does not."""

from __future__ import annotations

import pytest

from tests.language.test_stories import samples
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.messages.stories import CODES
from uniform.turing.text.check import warnings
from uniform.turing.text.read import parse_checked

HEAD = "machine story\n{tapes}start go\n\n"
STATES = "go:\n  in=^ -> in>\n  in=$ -> accept\n"


def codes(sample: str) -> set[str]:
    """What is said about a machine that is made of a declaration or of states."""
    if sample.startswith("input"):
        text = HEAD.format(tapes=sample) + STATES
    else:
        text = HEAD.format(tapes="input in: 0 1\n" + "work c: 0 1\n" * ("c=" in sample)) + sample
    try:
        parsed = parse_checked(Source("story.tm", text))
    except UniformError as error:
        return {found.code for found in error.diagnostics}
    return {found.code for found in warnings(parsed)}


@pytest.mark.parametrize("code", ["U605", "U606", "U609", "U612"])
def test_the_story_shows_and_mends_its_error(code: str) -> None:
    bad, good = samples(CODES[code].story)
    assert code in codes(bad)
    assert codes(good) == set()
