"""The stories of circuit errors are true: the first sample shows the error, the last one does not."""

from __future__ import annotations

import re

import numpy as np
import pytest

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.compare.equivalence import compare, compare_with_specification
from uniform.circuits.formats.ckt import read_ckt
from uniform.circuits.values.evaluate import evaluate
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.messages.stories import CODES


def samples(story: str) -> list[str]:
    """The indented blocks, without their indentation."""
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", story + "\n", re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip("\n") + "\n" for block in found]


def codes(sample: str) -> set[str]:
    """The codes of the errors that a circuit text, or else a piece of Python, runs into."""
    try:
        if "CircuitBuilder" in sample:
            names = {"CircuitBuilder": CircuitBuilder, "compare": compare, "evaluate": evaluate, "np": np}
            exec(sample, {**names, "compare_with_specification": compare_with_specification})
        else:
            read_ckt(Source("story.ckt", sample))
    except UniformError as error:
        return {found.code for found in error.diagnostics}
    return set()


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("U5")])
def test_the_story_shows_and_mends_its_error(code: str) -> None:
    bad, good = samples(CODES[code].story)
    assert codes(bad) == {code}
    assert codes(good) == set()
