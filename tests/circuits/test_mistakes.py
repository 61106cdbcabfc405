"""Texts that are refused, each beside what is said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from uniform.circuits.formats.ckt import read_ckt
from uniform.messages.diagnostics import MAX_MESSAGES
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

REJECT = Path(__file__).parent / "reject"
TEXTS = sorted(REJECT.glob("*.ckt"))
READER_CODES = {f"U50{digit}" for digit in range(2, 10)}


def refusal(path: Path) -> UniformError:
    with pytest.raises(UniformError) as caught:
        read_ckt(Source(path.name, path.read_bytes().decode("utf-8")))
    return caught.value


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
def test_refused_with_these_words(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".err"), f"{refusal(path)}\n")


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
def test_messages_are_in_order_short_and_of_the_table(path: Path) -> None:
    diagnostics = refusal(path).diagnostics
    places = [diagnostic.span.start for diagnostic in diagnostics if diagnostic.span]
    assert places == sorted(places)
    assert len(places) == len(diagnostics) <= MAX_MESSAGES
    for diagnostic in diagnostics:
        assert diagnostic.code in READER_CODES
        assert len(diagnostic.message) <= 90
        assert not diagnostic.message.endswith(".")


def test_every_code_of_the_reader_is_shown() -> None:
    shown = set()
    for path in TEXTS:
        shown |= set(re.findall(r"error\[(U\d+)\]", path.with_suffix(".err").read_text(encoding="utf-8")))
    assert shown == READER_CODES
