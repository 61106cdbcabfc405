"""Names and numbers of any length: messages cut their middle, in every verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quick import one_in
from uniform.cli import main

LONG = "g" * 20_000

PROGRAMS = {
    "range": f"family f(n)\n  input x[1..n]\n  output y\n  gate {LONG}[1..n]\n  {LONG}[n+1] := x[1]\n  y := x[1]\n",
    "counter": f"family f(n)\n  input x\n  output y\n  counter {LONG} <= n\n  {LONG} <- n + 1\n  y := x\n",
    "below": f"family f(n)\n  input x\n  output y\n  let {LONG} = n\n  let w = {LONG} - 2*n\n  y := x\n",
    "unknown": f"family f(n)\n  input x[1..n]\n  output y\n  y := {LONG}[1]\n",
    "unprinted": f"family f(n)\n  input x\n  output {LONG}\n  counter v <= n\n",
    "wide": f"family f(n)\n  input x\n  output y\n  let {LONG} = 2^n\n  y := x\n",
}

COMMANDS = ("generate -n 2", "generate -n 2 --via machine", "generate -n 2 --via reference", "check -n 1..2", "certify",
         "run -n 2", "measure -n 1..2", "eval -n 2 11", "check -n 1..2 --json", "compare parity_tree -n 1..2",
         "convert -n 2 --to dot", "compile -o m.tm", "format --check")  # fmt: skip


@pytest.mark.parametrize("verb", COMMANDS)
@pytest.mark.parametrize("name", one_in(4, PROGRAMS))
def test_a_message_is_short(
    name: str, verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("long.gen").write_text(PROGRAMS[name], encoding="ascii")
    word, *rest = verb.split()
    assert main([word, "long.gen", *rest]) in ((0, 1, 2) if word in ("compile", "format") else (1, 2))
    said = capfd.readouterr()
    assert max(map(len, (said.out + said.err).split("\n"))) < 1000
