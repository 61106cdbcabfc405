"""Programs that no logspace machine runs, each beside what is said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from uniform.arguments.texts import decode
from uniform.language.pipeline import load
from uniform.messages.errors import Refusal
from uniform.messages.stories import titles

UNBOUNDED = Path(__file__).parent / "unbounded"
PROGRAMS = sorted(UNBOUNDED.glob("*.gen"))
BOUNDS = [code for code in titles() if code[:2] == "U3"]


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
def test_refused_with_these_words(path: Path, golden: Callable[[Path, str], None]) -> None:
    with pytest.raises(Refusal) as caught:
        load(decode(path.read_bytes(), path.name)).code  # noqa: B018
    golden(path.with_suffix(".err"), f"{caught.value}\n")


def test_every_code_of_bounds_is_shown() -> None:
    shown = set()
    for path in PROGRAMS:
        shown |= set(re.findall(r"error\[(U\d+)\]", path.with_suffix(".err").read_text(encoding="utf-8")))
    assert sorted(shown) == BOUNDS


SAME = {  # what a help line proposes, beside what was refused; both for x, y <= 20
    "2^v div 2^u": (lambda v, u: 2**v // 2**u if v >= u else None, lambda v, u: 2 ** (v - u) if v >= u else None),
    "bit(3*2^v, u)": (lambda v, u: 3 * 2**v >> u & 1, lambda v, u: 3 >> (u - v) & 1 if u >= v else 0),
    "min(2^v, u)": (lambda v, u: min(2**v, u), lambda v, u: min(2 ** min(v, max(1, u.bit_length())), u)),
}


@pytest.mark.parametrize("written", SAME)
def test_what_is_proposed_is_the_same_number(written: str) -> None:
    refused, proposed = SAME[written]
    assert all(refused(v, u) == proposed(v, u) for v in range(20) for u in range(20))
