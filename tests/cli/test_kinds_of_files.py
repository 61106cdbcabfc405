"""What a verb says of a file of a kind that it does not take."""

from __future__ import annotations

from pathlib import Path

import pytest

from uniform.cli import main

Capture = pytest.CaptureFixture[str]

TEXTS = {
    "m.ckt": "circuit m 1\ninput x\noutput x\n",
    "m.tm": "machine m\ninput in: 1\nstart a\na:\n  in=^ -> accept\n",
    "m.py": "def build(n):\n    return 3\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of each kind in the folder in which the command runs."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)


def complaint(capture: Capture, *words: str) -> str:
    """What a command that fails says."""
    assert main(list(words)) == 2
    out, err = capture.readouterr()
    assert out == ""
    return err


@pytest.mark.parametrize(("program", "name"), [("m.ckt", "m"), ("m.tm", "m"), ("m.py:build", "build")])
@pytest.mark.parametrize("verb", ["generate", "check"])
def test_only_programs_have_tiers(verb: str, program: str, name: str, capfd: Capture) -> None:
    more = ["--against", "m.ckt"] if verb == "check" else []
    assert complaint(capfd, verb, program, "-n", "1", "--via", "machine", *more) == (
        f"error[U708]: `{name}` is not a generator program: it has no tiers\n  = help: omit `--via`\n"
    )
