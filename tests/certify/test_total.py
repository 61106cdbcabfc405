"""A program that traps, or runs forever, at a small n has no family: a certificate and its audit say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.quick import one_in
from uniform.certify.audit import audit
from uniform.certify.certificate import certify
from uniform.certify.explanation.explain import explanation
from uniform.certify.statements.total import Total, is_total
from uniform.certify.subject import Subject
from uniform.cli import main
from uniform.family.generated import GeneratedFamily, load
from uniform.language.pipeline import Generator
from uniform.library.entry import ShippedProgram
from uniform.messages.spans import Source

HEAD = "family exp(n)\n  input x[1..n]\n  output y\n"
ALWAYS = HEAD + "  counter p <= n\n\n  p <- n + 1\n  y := x[1]\n"
SPACE = "space O(log n): logspace-uniform for every n at which the program ends without a trap"


def total_of(program: Generator) -> Total:
    return is_total(Subject(program))


def family(text: str) -> GeneratedFamily:
    return load(Source("exp.gen", text))


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=NAMES)
def test_shipped_programs_end_without_a_trap(entry: ShippedProgram) -> None:
    assert total_of(generator(entry)).status == "proved"


def test_a_program_that_always_traps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, written = tmp_path / "exp.gen", tmp_path / "exp.certificate"
    file.write_text(ALWAYS)
    assert main(["certify", str(file), "-o", str(written)]) == 1
    expected = [
        "exp",
        "work cells = 5*bits(n) + 12 (proved), measured 62 at n = 1000",
        SPACE,
        "traps at n = 1 (U403 exp.gen:6:8) and at 15 more n in 1..16",
    ]
    printed = capsys.readouterr()
    shown = printed.out.splitlines()
    trap = "error[U403]: `n + 1` is above the bound `n` of counter `p`\n", "= note: n = 1, p = 0\n", "= help: declare a"
    assert all(line in printed.err for line in trap), "as a run shows it"
    assert [row for row in shown if row in expected] == expected  # other statements have rows, too
    stated = json.loads(written.read_text())
    assert stated["space"]["status"] == "proved"  # that is true all the same
    message = "`n + 1` is above the bound `n` of counter `p`"
    trap = {"code": "U403", "message": message, "line": 6, "column": 8, "n": [*range(1, 17)]}
    assert stated["total"] == {
        "status": "refuted",
        "shown": 4,
        "of": 5,
        "n": 16,
        "traps": [trap],
        "open": [{"code": "U403", "message": message, "line": 6, "column": 8}],
    }
    (note,) = stated["notes"]
    assert (note["severity"], note["message"], note["line"]) == ("error", message, 6)
    assert stated["class"]["printed"] == stated["class"]["derived"] == "none"
    assert stated["class"]["status"] == "refuted"
    assert main(["certify", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == stated
    assert main(["audit", str(written), "-n", "1,2"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "exp",
        f"refused: traps at n = 1 (U403 exp.gen:6:8) and at 15 more n in 1..16: {message}",
    ]
    assert main(["audit", str(written), "-n", "1,2", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["findings"] == [f"traps at n = 1 (U403 exp.gen:6:8) and at 15 more n in 1..16: {message}"]
    assert [each["reserved"] for each in found["measured"]] == [17, 22]
    assert all("touched" not in each for each in found["measured"])


def test_where_a_program_traps() -> None:
    text = HEAD + "  y := x[n - 1]\n"
    assert list(total_of(family(text)).rows()) == ["traps at n = 1 (U404 exp.gen:4:10)"]
    text = HEAD + "  if n = 3\n    y := x[1]\n"
    assert list(total_of(family(text)).rows()) == ["traps at n = 1 (U407 exp.gen:3:10) and at 14 more n in 1..16"]
    text = HEAD + "  y := x[1]\n  if n = 16\n    y := x[1]\n"
    assert list(total_of(family(text)).rows()) == ["traps at n = 16 (U406 exp.gen:6:5)"]
    text = HEAD + "  if n = 17\n    y := x[n + 1]\n  if n < 17\n    y := x[1]\n"
    assert list(total_of(family(text)).rows()) == ["no trap at n = 1..16 (checked); 2 of 8 checks not shown"]


NEVER_PRINTED = (
    "  gate t[1..n]\n\n  y := OR(t[i] for i in 1..n)\n",
    "  gate t[1..n]\n\n  y := OR(NOT t[i] for i in 1..n)\n",
    "  gate t[1..n]\n\n  if n < 1\n    for i in 1..n\n      t[i] := x[i]\n  y := OR(t[i] for i in 1..n)\n",
    "  gate t, u\n  wires w = (t, u)\n\n  u := x[1]\n  y := AND(w)\n",
)


@pytest.mark.parametrize("lines", NEVER_PRINTED)
def test_a_gate_that_no_statement_prints(lines: str) -> None:
    made = certify(family(HEAD + lines))
    assert not made
    stated = made.to_json()
    assert [(trap["code"], trap["n"]) for trap in stated["total"]["traps"]] == [("U405", [*range(1, 17)])]
    assert stated["well_formed"]["status"] == stated["class"]["status"] == "refuted"


def test_several_places() -> None:
    lines = "".join(f"  if n = {n}\n    p <- n + 1\n" for n in range(2, 12))
    found = list(total_of(family(HEAD + "  counter p <= n\n\n" + lines + "  y := x[1]\n")).rows())
    assert found[0] == "traps at n = 2 (U403 exp.gen:7:10)"
    assert len(found) == 6
    assert found[5] == "traps at 5 more places"


def test_a_program_that_runs_for_ever() -> None:
    text = HEAD + "  counter v <= n\n\n  v <- 1\n  while v >= 1\n    v <- 1\n  y := x[1]\n"
    made = certify(family(text))
    assert not made
    said = "runs forever at n = 1 (U413 exp.gen:7:3) and at 15 more n in 1..16"
    assert said in str(made).splitlines()
    assert "steps O(n) in every run that ends (proved)" in str(made).splitlines()
    assert "Here a run that ends takes O(n) steps." in " ".join(explanation(Subject(family(text))).split())
    outcome = audit(made.to_json(), family(text), range(1, 4))
    assert not outcome
    assert outcome.findings == (f"{said}: `while v >= 1` never ends",)
    assert [n for n, _ in outcome.space.measured] == [1, 2, 3]


@pytest.mark.parametrize(
    ("most", "last", "why"),
    one_in(
        3,
        [
            ("n^7", 4, "at n = 5 the program takes more than 1000000 steps"),
            ("10^7", 0, "at n = 1 the program takes more than 10000000 steps"),
            ("10^6", 1, "at n = 2 the program takes more than 1000000 steps"),
            ("2^70 * n^9", 0, "at n = 1 the program takes more than 10000 steps"),
        ],
    ),
)
@pytest.mark.parametrize("is_shown", one_in(2, [True, False]))
def test_a_limit_is_no_verdict(most: str, last: int, why: str, is_shown: bool) -> None:
    count = (
        "" if is_shown else "  for i in 1..n\n    for j in 1..i\n      s <- s + 1\n"
    )  # a quadratic number: not shown
    loop = f"  counter v <= {most}\n  counter s <= n*(n+1) div 2\n\n{count}  while v < {most}\n    v <- v + 1\n"
    text = f"{HEAD}{loop}  y := x[1]\n"
    made = certify(family(text))
    assert made
    total: dict[str, Any] = made.to_json()["total"]
    expected = "proved" if is_shown else "checked" if last else "unknown"
    assert total["status"] == expected
    assert made.to_json()["class"]["status"] == expected
    assert total["cut"] == why
    untried = f"not tried beyond n = {last}: {why}" if last else f"not tried: {why}"
    assert (untried in str(made).splitlines()) is not is_shown
    found = audit(json.loads(json.dumps(made.to_json())), family(text), (1,))
    assert found
    assert untried in str(found).splitlines()


THERMOMETER = """  gate up[1..n], down[1..n], digit[0..bits(n)-1]

  for t in 1..n
    up[t]   := THRESHOLD(t; x[i] for i in 1..n)
    down[t] := NOT up[t]
  for b in 0..bits(n)-1
    digit[b] := OR(up[u*2^b] for u in 1..n div 2^b by 2, down[u*2^b] for u in 2..n div 2^b by 2)
  y := digit[0]
"""


def test_every_other_multiple_of_a_power_up_to_n() -> None:
    assert total_of(family(HEAD + THERMOMETER)).status == "proved"
