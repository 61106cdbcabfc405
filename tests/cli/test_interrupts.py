"""Ctrl-C: the command ends with status 130, and no part of a file stays behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from uniform.cli import main

NAME = "g" * 60  # a mebibyte, which is held back, is soon full
SQUARE = f"""family square(n)
  input  x[1..n]
  output y
  gate   {NAME}[1..n, 1..n]

  for i in 1..n
    for j in 1..n
      {NAME}[i,j] := XOR(x[i], x[j])
  y := OR(x[1])
"""
LONG = [
    ["generate", "square.gen", "--via", "reference", "-n", "10^5", "--max-steps", "10^10"],
    ["generate", "square.gen", "--via", "machine", "-n", "10^5", "--max-steps", "10^10"],
    ["run", "square.gen", "-n", "10^5", "--steps", "10^10"],
]


@pytest.fixture
def delivered() -> Iterator[None]:
    """What runs in the background ignores Ctrl-C, and so would what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize("command", LONG, ids=("reference", "machine", "run"))
def test_an_interrupted_command_leaves_nothing(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "square.gen").write_text(SQUARE)
    folder = tmp_path / "out"
    folder.mkdir()
    words = [sys.executable, "-m", "uniform", *command, "-o", str(folder / "out.ckt")]
    process = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not any(part.stat().st_size for part in folder.iterdir()):
        time.sleep(0.01)  # these runs take minutes when nobody interrupts them
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.splitlines()[-1] == "interrupted; no file was written"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    ["list", "check parity_tree", "measure parity_tree", "run parity_tree -n 2", "run parity_tree -n 2 -o -",
     "run parity_tree -n 2 -o c.ckt", "generate parity_tree -n 2", "generate parity_tree -n 2 -oc.ckt",
     "compile parity_tree -o m.tm", "convert parity_tree -o m.tm", "certify parity_tree -o c.json",
     "certify parity_tree"],
)  # fmt: skip
def test_a_file_is_spoken_of_where_one_was_asked_for(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(chosen: object) -> int:
        raise KeyboardInterrupt

    words = command.split()
    monkeypatch.setattr(import_module(f"uniform.cli.{words[0]}"), "run", interrupted)
    assert main(words) == 130
    asked_for = "-o" in command and words[-1] != "-"
    assert capsys.readouterr().err == ("interrupted; no file was written\n" if asked_for else "interrupted\n")


def test_an_interrupt_while_an_error_is_reported(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from uniform import cli

    print_note, notes = cli._note, []

    def interrupted_once(text: str) -> None:
        notes.append(text)
        if len(notes) == 1:
            raise KeyboardInterrupt
        print_note(text)

    monkeypatch.setattr(cli, "_note", interrupted_once)
    assert main(["generate", "no_such_family", "-n", "3"]) == cli.INTERRUPTED
    assert "U704" in notes[0]
    assert capfd.readouterr().err == "interrupted\n"
