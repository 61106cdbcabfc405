"""The fuzzing command: its cases come again by their seeds, and a defect is a finding with a smaller input."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.fuzz import __main__ as command
from tests.fuzz.subject import Case, Subject, shrink
from tests.fuzz.worker import SUBJECTS, judged, subject
from tests.quick import one_in
from uniform.messages.errors import UniformError

ORDER = sorted(SUBJECTS, key=lambda name: name != "circuits")  # the quick run takes the first
EVERY = pytest.mark.parametrize("name", SUBJECTS)


@pytest.mark.slow
@EVERY
def test_a_seed_gives_the_same_case(name: str) -> None:
    chosen = subject(name)
    assert chosen.make(7) == chosen.make(7) != chosen.make(8)


@pytest.mark.parametrize("name", one_in(6, ORDER))
def test_some_seeds(name: str) -> None:
    chosen = subject(name)
    for seed in range(3):
        assert judged(chosen, chosen.make(seed)) is None


DEFECTS = {
    "programs": ("tests.fuzz.programs.run", lambda *parts, **more: Broken(), "cells: 5 cells are reserved at n = 1"),
    "machines": ("tests.fuzz.machines.run", lambda *parts, **more: Broken(), "end: the fast run of `random_1`"),
    "circuits": ("tests.fuzz.circuits.evaluate", lambda circuit, vectors: vectors, "value: on ("),
    "certificates": ("tests.fuzz.certificates.audit", lambda *parts: True, "forged: the audit of "),
    "proofs": ("uniform.certify.proofs.decide.Prover.never", lambda *parts: True, "refuted: at n = "),
    "texts": ("tests.fuzz.texts.main", lambda words: 3, "traceback: `uniform "),
}


class Broken:
    """What no run comes to."""

    halted, reserved, touched = "nowhere", 5, None

    def __getattr__(self, name: str) -> Any:
        return ()


@pytest.mark.parametrize("name", one_in(6, ORDER))
def test_a_defect_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, (where, wrong, said) = subject(name), DEFECTS[name]
    monkeypatch.setattr(where, wrong)
    assert said in {(judged(chosen, chosen.make(seed)) or "")[: len(said)] for seed in range(1, 9)}


def test_an_exception_is_a_finding() -> None:
    def fault(case: Case) -> str | None:
        raise UniformError(())

    said = judged(Subject("s", lambda seed: Case("", ".gen"), fault), Case("", ".gen"))
    assert said is not None
    assert said.startswith("raised: Traceback")


def test_an_input_is_shrunk() -> None:
    lines = [f"{number}\n" for number in range(100)]
    chosen = Subject("s", lambda seed: Case("", ".gen"), lambda case: "bad: 57" if "57\n" in case.text else None)
    assert shrink(chosen, Case("".join(lines), ".gen"), seconds=60).text == "57\n"


def test_a_seed_is_tried_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz", "--subject", "circuits", "--seed", "3"])
    assert command.run() == 0
    assert capsys.readouterr().out.endswith("nothing found\n")
    monkeypatch.setattr("tests.fuzz.circuits.evaluate", lambda circuit, vectors: vectors)
    assert command.run() == 1
    assert "value: on (" in capsys.readouterr().out


@pytest.mark.slow
def test_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By a clock that goes on by a second when it is looked at, so that half a minute is over after some cases."""
    monkeypatch.setattr(command, "time", SimpleNamespace(monotonic=count().__next__))
    words = ["fuzz", "--minutes", "0.5", "--only", "machines", "--seed", "5", "--to", str(tmp_path)]
    monkeypatch.setattr("sys.argv", words)
    assert command.run() == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "from seed 5"
    found = re.fullmatch(r"machines +(\d+) tried .*", printed[1])
    assert found is not None
    assert 0 < int(found[1]) < 30
    assert printed[1].endswith("0 findings")
    assert list(tmp_path.iterdir()) == []
