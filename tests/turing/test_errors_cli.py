"""``uniform run`` on machines and words that are not right: where it says so, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import by_hand
from uniform.cli import main
from uniform.resources import machines
from uniform.turing.emulator import diagram

Capture = pytest.CaptureFixture[str]

PALINDROMES = str(by_hand("palindromes").file)
DYCK = str(by_hand("dyck2").file)
REJECT = Path(__file__).parent / "reject"


def refused(capture: Capture, *words: str) -> str:
    """What is said to standard error; standard output is empty and the exit code is 2."""
    capture.readouterr()
    status = main(list(words))
    captured = capture.readouterr()
    assert (status, captured.out) == (2, "")
    assert "Traceback" not in captured.err
    return captured.err


@pytest.mark.parametrize("how", [(), ("--trace",), ("--json",)])
@pytest.mark.parametrize(
    ("word", "place"), [("01x", "symbol 3 of the input, `x`"), ("_01", "symbol 1 of the input, `_`")]
)
def test_a_symbol_outside_the_alphabet_has_a_position(
    how: tuple[str, ...], word: str, place: str, capfd: Capture
) -> None:
    said = refused(capfd, "run", PALINDROMES, "--input", word, *how)
    assert f"error[U614]: {place}, is not in the input alphabet\n" in said
    assert "help: the input alphabet is 0 1" in said


def test_a_word_in_a_file_is_looked_at_in_the_same_way(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "word.txt"
    file.write_text("0110 \n", encoding="utf-8")
    assert "symbol 5 of the input, ` `" in refused(capfd, "run", PALINDROMES, "--input-file", str(file))


def test_a_machine_that_does_not_read_ones_has_no_input_of_ones(capfd: Capture) -> None:
    assert "error[U614]: `dyck2` does not read ones" in refused(capfd, "run", DYCK, "-n", "3")
    assert main(["run", DYCK, "-n", "0"]) == 0


def test_the_empty_word_is_for_machines_only(capfd: Capture) -> None:
    assert main(["run", PALINDROMES, "-n", "0"]) == 0
    assert main(["run", PALINDROMES, "--input", ""]) == 0
    assert capfd.readouterr().out.count("accept") == 2
    for verb in ("run", "generate"):
        assert "error[U703]: n = 0 is out of range" in refused(capfd, verb, "parity_tree", "-n", "0")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no/such.tm", "-n", "3"), "error[U705]: cannot read `no/such.tm`: there is no such file"),
        (("no_such", "-n", "3"), "error[U704]"),
        ((str(machines()), "-n", "3"), "it is a folder"),
        ((PALINDROMES, "--input-file", "no.txt"), "error[U705]: cannot read `no.txt`: there is no such file"),
        ((PALINDROMES, "--input-file", str(machines())), "it is a folder"),
        ((PALINDROMES,), "error[U703]: which input?"),
        ((PALINDROMES, "-n", "x"), "error[U702]"),
        ((PALINDROMES, "-n", "-1"), "error[U703]: n = -1 is out of range"),
        ((PALINDROMES, "-n", "1", "--input", "0"), "error[U701]"),
        ((str(REJECT / "not_utf8.tm"), "-n", "1"), "line 8 is not UTF-8 text"),
    ],
)
def test_files_and_words_that_are_not_there(words: tuple[str, ...], said: str, capfd: Capture) -> None:
    assert said in refused(capfd, "run", *words)


def test_all_errors_of_a_machine_are_said_at_once(capfd: Capture) -> None:
    said = refused(capfd, "run", str(REJECT / "several.tm"), "-n", "1")
    assert said.count("error[") == 8
    assert "several.tm:9:11" in said


def test_warnings_are_said_and_the_machine_runs(capfd: Capture) -> None:
    assert main(["run", str(REJECT / "unreachable.tm"), "--input", "01"]) == 0
    captured = capfd.readouterr()
    assert "warning[U612]: the state `home` is never reached" in captured.err
    assert captured.out.startswith("accept\n")


def test_a_state_that_looks_at_many_tapes(tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs; and it is named when the table would be too large."""
    symbols = "0 1 2 3 4 5 6 7 8 9 a b c d e"
    tapes = "".join(f"work t{number}: {symbols}\n" for number in range(8))
    reads = " ".join(f"t{number}=^" for number in range(8))
    file = tmp_path / "wide.tm"
    file.write_text(f"machine wide\ninput in: 0\n{tapes}start go\ngo:\n  {reads} -> accept\n", encoding="utf-8")
    assert main(["run", str(file), "--input", "0"]) == 0
    assert capfd.readouterr().out.startswith("accept\n1 step\n")
    monkeypatch.setattr(diagram, "MAX_WORK", 100)
    said = refused(capfd, "run", str(file), "--input", "0")
    assert "error[U613]: the state `go` distinguishes too many combinations of symbols" in said
    assert "help: look at fewer tapes in one state" in said
