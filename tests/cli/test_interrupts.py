"""Ctrl-C: the command ends with status 130, and no part of a file stays behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LONG = [
    ["generate", "ripple_adder", "-n", "10^6", "--via", "reference"],
    ["generate", "ripple_adder", "-n", "10^7", "--via", "machine"],
    ["run", "ripple_adder", "-n", "10^7"],
]


@pytest.mark.slow
@pytest.mark.parametrize("command", LONG, ids=lambda words: "-".join(words[:1] + words[5:]))
def test_an_interrupted_command_leaves_nothing(command: list[str], tmp_path: Path) -> None:
    words = [sys.executable, "-m", "uniform", *command, "-o", str(tmp_path / "out.ckt")]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not any(part.stat().st_size for part in tmp_path.iterdir()):
        time.sleep(0.01)  # these runs take minutes when nobody interrupts them
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.splitlines()[-1] == "interrupted; no file was written"
    assert list(tmp_path.iterdir()) == []
