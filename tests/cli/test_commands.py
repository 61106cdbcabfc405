"""The command line: every verb once and again wrongly; results to standard output, the rest to standard error."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cases import by_hand
from uniform.certify.audit import SAMPLES
from uniform.cli import main
from uniform.cli.verbs import VERBS
from uniform.cli.written_numbers import read_ns
from uniform.family.opening import open_source
from uniform.library.parts import parts
from uniform.research import questions
from uniform.resources import machines
from uniform.transformers.opening import open_model

Capture = pytest.CaptureFixture[str]

TRAPS = """family traps(n)
  input  x[1..n]
  output y

  y := x[6 - n]
"""
ENDLESS = """family endless(n)
  input   x[1..n]
  output  y
  counter v <= n

  while v = 0
    v <- 0
  y := x[1]
"""


def call(capture: Capture, *words: str) -> tuple[int, str, str]:
    capture.readouterr()
    status = main(list(words))
    captured = capture.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("verb", VERBS, ids=[verb.name for verb in VERBS])
def test_every_verb_has_help(verb: object, capfd: Capture) -> None:
    status, out, _ = call(capfd, verb.name, "--help")  # type: ignore[attr-defined]
    assert status == 0
    assert "examples:" in out


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("generate", "party_tree", "-n", "8"), 2, "U704"),
        (("generate", "parity_tree", "-n", "0"), 2, "U703"),
        (("generate", "parity_tree", "-n", "x"), 2, "U702"),
        (("generate", "parity_tree"), 2, "U703"),
        (("generate", "parity_tree", "-n", "8", "-o", "/nowhere/at/all.ckt"), 2, "U705"),
        (("generate", "parity_tree", "-n", "8", "--max-gates", "3"), 2, "U411"),
        (("generate", "threshold_k", "-n", "8", "--set", "j=3"), 2, "U217"),
        (("generate", "no.gen", "-n", "8"), 2, "U705"),
        (("generat",), 2, "U701"),
        (("check", "parity_tree", "-n", "5..2"), 2, "U703"),
        (("eval", "parity_tree", "-n", "4", "10a1"), 2, "U709"),
        (("eval", "parity_tree", "-n", "4", "101"), 2, "U709"),
        (("explain", "U999"), 2, "U711"),
        (("run", "count_ones", "--input", "012"), 2, "U614"),
        (("compare", "parity_tree", "ripple_adder", "-n", "3"), 2, "U510"),
    ],
)
def test_bad_usage(words: tuple[str, ...], status: int, code: str, capfd: Capture) -> None:
    found, out, err = call(capfd, *words)
    assert (found, out) == (status, "")
    assert f"error[{code}]" in err
    assert "Traceback" not in err


def test_no_words_is_bad_usage(capfd: Capture) -> None:
    assert call(capfd)[0] == 2
    assert call(capfd, "--help")[0] == 0


def test_generate_to_a_file_and_back(tmp_path: Path, capfd: Capture) -> None:
    path = tmp_path / "c.ckt"
    assert call(capfd, "generate", "exactly_k", "-n", "5", "--set", "k=3", "-o", str(path))[0] == 0
    status, text, _ = call(capfd, "generate", "exactly_k", "-n", "5", "--set", "k=3", "--via", "machine")
    assert status == 0
    assert path.read_text() == text
    assert call(capfd, "eval", str(path), "10110", "11110")[1] == "1\n0\n"
    assert call(capfd, "measure", str(path))[0] == 0
    assert call(capfd, "compare", str(path), str(path))[1].startswith("n = 5  identical")


def test_a_trap_leaves_no_file(tmp_path: Path, capfd: Capture) -> None:
    program, target = tmp_path / "traps.gen", tmp_path / "t.ckt"
    program.write_text(TRAPS)
    for via in ("fast", "machine", "reference"):
        status, out, err = call(capfd, "generate", str(program), "-n", "7", "--via", via, "-o", str(target))
        assert (status, out) == (2, "")
        assert "U401" in err
        assert list(tmp_path.iterdir()) == [program]
    status, out, _ = call(capfd, "check", str(program), "-n", "5..8", "--against", "majority")
    assert status == 1
    assert "n = 7, 8  traps (U401 traps.gen:5:10)" in out
    assert call(capfd, "run", str(program), "-n", "7")[0] == 1


def test_a_program_that_runs_for_ever_is_reported(tmp_path: Path, capfd: Capture) -> None:
    program = tmp_path / "endless.gen"
    program.write_text(ENDLESS)
    for via in ("fast", "reference", "machine"):
        status, _, err = call(capfd, "generate", str(program), "-n", "3", "--via", via, "-o", str(tmp_path / "c.ckt"))
        assert status == 2
        assert "error[U413]: `while v = 0` never ends" in err
        assert list(tmp_path.iterdir()) == [program]
        status, out, _ = call(capfd, "check", str(program), "-n", "3", "--via", via, "--against", "majority", "--json")
        assert status == 1
        assert json.loads(out)["lines"][0]["failure"]["line"] == 6
    status, out, _ = call(capfd, "run", str(program), "-n", "3", "--json")
    assert status == 1
    assert json.loads(out)["halted"] == "loop"


def test_a_difference_is_a_negative_verdict(capfd: Capture) -> None:
    status, out, _ = call(capfd, "compare", "parity_tree", "majority", "-n", "1..4")
    assert status == 1
    assert "different" in out
    assert call(capfd, "compare", "parity_tree", "parity_chain", "-n", "1..4", "--prove")[0] == 0
    assert call(capfd, "check", "ripple_adder", "-n", "14", "--prove")[0] == 1


@pytest.mark.parametrize("verb", ["check", "measure", "certify", "list"])
def test_json(verb: str, capfd: Capture) -> None:
    words = {"list": (), "certify": ("parity_tree",)}.get(verb, ("parity_tree", "-n", "1..4"))
    status, out, _ = call(capfd, verb, *words, "--json")
    assert status == 0
    assert json.loads(out)


@pytest.mark.slow
def test_certificate_and_audit(tmp_path: Path, capfd: Capture) -> None:
    path = tmp_path / "c.json"
    assert call(capfd, "certify", "parity_tree", "-o", str(path))[0] == 0
    assert call(capfd, "audit", str(path), "-n", "1..5,1000")[0] == 0
    certificate = json.loads(path.read_text())
    for keys in (("space", "cells", "per_bit"), ("space", "cells", "constant"), ("space", "tapes", "v", "constant")):
        forged = json.loads(json.dumps(certificate))
        inner = forged
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] -= 1
        path.write_text(json.dumps(forged))
        status, out, _ = call(capfd, "audit", str(path), "-n", "1..5")
        assert status == 1, keys
        assert "refused" in out
    for forged in ({**certificate, "sha256": "0" * 64}, {**certificate, "extra": 1}):
        path.write_text(json.dumps(forged))
        assert call(capfd, "audit", str(path), "-n", "3")[0] == 1
    path.write_text("{}")
    assert call(capfd, "audit", str(path))[0] == 2


def test_a_machine_that_claims_too_little_is_caught(tmp_path: Path, capfd: Capture) -> None:
    text = by_hand("count_ones").file.read_text()
    path = tmp_path / "greedy.tm"
    path.write_text(text.replace("space  bits(n) + 1", "space  bits(n)"))
    status, out, _ = call(capfd, "run", str(path), "--input", "1111")
    assert status == 1
    assert "too few" in out
    assert call(capfd, "run", "count_ones", "--input", "1111")[0] == 0


def test_help_is_light() -> None:
    program = "import sys; from uniform.cli import main; main(['--help']); " + (
        "sys.exit(any(name in sys.modules for name in ('numpy', 'lark', 'numba')))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_demo(capfd: Capture) -> None:
    status, out, _ = call(capfd, "demo")
    assert status == 0
    assert "[the circuit above, byte for byte]\naccept\n" in out
    assert "6*bits(n) + 16 is 40 for n = 8: exactly the cells counted." in out
    assert "$ uniform check parity_tree -n 1..12" in out
    assert "\x1b" not in out
    assert "right for n = 1..12, on all inputs" in out
    out = out[out.index("$ uniform transformer majority\n") :]
    assert "  y := THRESHOLD(" in out
    assert "work cells = 70*bits(n) + 432 (proved)" in out
    assert "n = 1..6  equal in every intermediate value on all inputs" in out
    assert "n = 1..6  different\n\ndifferent: on word 1, y is 0, not 1\n" in out


def test_format(tmp_path: Path, capfd: Capture) -> None:
    path = tmp_path / "t.gen"
    path.write_text(TRAPS.replace("6 - n", "6-n").replace("  input", "  input "))
    assert call(capfd, "format", str(path), "--check")[0] == 1
    assert call(capfd, "format", str(path), "--write")[0] == 0
    assert call(capfd, "format", str(path), "--check")[0] == 0


@pytest.mark.parametrize(
    ("verb", "applied"),
    [("check", questions._FEW), ("compare", questions._FEW), ("measure", questions._DOUBLED), ("audit", SAMPLES)],
)
def test_the_help_tells_which_n_are_taken_by_default(verb: str, applied: Sequence[int], capfd: Capture) -> None:
    _, out, _ = call(capfd, verb, "--help")
    shown = " ".join(out.split())
    stated = re.search(r"or 1,2,5..7 \(default ([\w.,^]+?),?( or that of a circuit file)?\)", shown)
    assert stated is not None
    assert list(read_ns(stated[1])) == list(applied)


def test_a_shipped_program_is_not_replaced(capfd: Capture) -> None:
    status, out, err = call(capfd, "format", "parity_tree", "--write")
    assert (status, out) == (2, "")
    assert "error[U705]: `parity_tree` is a shipped program, which is not replaced\n" in err
    assert "uniform format parity_tree > my.gen" in err


def test_whatever_is_listed_can_be_opened(capfd: pytest.CaptureFixture[str]) -> None:
    """By the name that is listed, in any folder; and what is listed are all files of the library."""
    assert main(["list", "--json"]) == 0
    rows = json.loads(capfd.readouterr().out)
    assert [open_model(row["name"]).model.name for row in rows if row["kind"] == "model"]
    assert [(row["topic"], row["name"]) for row in rows if row["kind"] == "part"] == [
        (f"lib:{part.file}", part.name) for part in parts()
    ]
    listed = [row for row in rows if row["kind"] not in ("model", "part")]
    opened = [open_source(row["name"]) for row in listed]
    assert [each.holds for each in opened] == [row["kind"] for row in listed]
    library = {str(path) for ending in ("gen", "tm") for path in machines().glob(f"*/*/*.{ending}")}
    assert {each.source.name for each in opened} == library
