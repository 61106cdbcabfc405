"""`uniform explain` shows a page as it is, without the signs of Markdown."""

from __future__ import annotations

import pytest

from tests.docs.test_pages import BLOCK
from tests.quick import one_in
from uniform.cli import main
from uniform.messages.stories import page, titles


@pytest.mark.parametrize("code", one_in(7, titles()))
def test_all_words_of_a_page_are_shown(code: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 0
    shown = capfd.readouterr().out
    text = page(code)
    assert text is not None
    assert shown.startswith(f"{code}: ")
    assert shown.split() == BLOCK.sub(lambda block: block["body"], text.removeprefix("# ")).split()
    for block in BLOCK.finditer(text):
        assert "".join(f"    {line}\n" if line else "\n" for line in block["body"].splitlines()) in shown
    prose = [line for line in shown.splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= 100  # 88, but for a title or a piece of code


def test_without_a_code_all_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert capfd.readouterr().out == "".join(f"{code}  {title}\n" for code, title in titles().items())
