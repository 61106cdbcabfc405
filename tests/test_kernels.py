"""Compiled loops: compiled once, kept, and said aloud when they are compiled."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from uniform.language.pipeline import load
from uniform.messages.spans import Source

WIDE = """family wide(n)
  input   x[1..n]
  output  y
  counter v <= 2^(9*bits(n))

  v <- 2^(9*bits(n)) - 1
  y := THRESHOLD(v mod 7; x[i] for i in 1..n)
"""


@pytest.mark.slow
def test_compiling_is_said_once_and_kept(tmp_path: Path) -> None:
    """Of the kernel that is compiled soonest; all go through the same function."""
    (tmp_path / "or.ckt").write_text("circuit or 2\ninput x[1] x[2]\ny = OR x[1] x[2]\noutput y\n")
    words = [sys.executable, "-m", "uniform", "measure", str(tmp_path / "or.ckt")]
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    first, second = (
        subprocess.run(words, check=True, env=environment, capture_output=True, text=True) for _ in range(2)
    )
    assert first.stdout == second.stdout != ""
    assert first.stderr.startswith("note: compiling uniform.circuits: ")
    assert first.stderr.count("\n") == 1
    assert second.stderr == ""


def test_the_kernels_of_a_folder_are_announced_together(caplog: pytest.LogCaptureFixture) -> None:
    from uniform import kernels

    announcer = kernels._Announcer()
    with caplog.at_level(logging.INFO, logger="uniform"):
        for module in ("fast.print_kernel", "fast.runner_kernel", "fast.print_kernel", "other.kernel"):
            function = SimpleNamespace(__module__=f"uniform.counters.{module}")
            announcer.on_start(SimpleNamespace(data={"dispatcher": SimpleNamespace(py_func=function)}))
    rest = "a few seconds, the first time only"
    assert caplog.messages == [f"compiling uniform.counters.{folder}: {rest}" for folder in ("fast", "other")]


def test_numbers_too_wide_for_the_fast_tier_are_said_and_still_printed(caplog: pytest.LogCaptureFixture) -> None:
    family = load(Source("wide.gen", WIDE))
    with caplog.at_level(logging.INFO, logger="uniform"):
        narrow = b"".join(family.stream(63))
        assert caplog.messages == []
        wide = b"".join(family.stream(64))
    assert caplog.messages == ["numbers need 64 bits at n = 64, but the fast tier has 62: running the slow interpreter"]
    assert narrow.splitlines()[2].startswith(b"y = THRESHOLD 0 x[1] ")
    assert wide.splitlines()[2].startswith(b"y = THRESHOLD 0 x[1] ")
