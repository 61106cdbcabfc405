"""Every example runs, prints what it printed before, is short, and opens as a notebook (jupytext's percent form)."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=[example.stem for example in EXAMPLES])


@EVERY
def test_it_prints_what_is_in_the_golden_file(
    example: Path,
    golden: Callable[[Path, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(example), run_name="__main__")
    golden(Path(__file__).parent / f"{example.stem}.out", capsys.readouterr().out)
    assert [*tmp_path.iterdir()] == []


@EVERY
def test_it_is_short_and_made_of_cells(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert text.startswith("# %% [markdown]\n# # ")
    for cell in re.split(r"^# %%", text, flags=re.MULTILINE)[1:]:
        kind, _, body = cell.partition("\n")
        assert kind in ("", " [markdown]")
        assert body.strip()
        assert kind == "" or all(line.startswith("#") for line in body.splitlines() if line)


@EVERY
def test_the_index_leads_to_it(example: Path) -> None:
    assert f"](../examples/{example.name})" in (ROOT / "docs" / "README.md").read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_an_example() -> None:
    assert [path.stem for path in sorted(Path(__file__).parent.glob("*.out"))] == [path.stem for path in EXAMPLES]
