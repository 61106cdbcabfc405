"""The command line as a table: a command, its exit status, and words that must appear.

Commands run in a folder with the files of ``FILES``. A command that fails says so on standard error and prints nothing
on standard output; no command ever shows a traceback or leaves a file that it was not asked for.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.quick import one_in
from uniform.cli import main

Capture = pytest.CaptureFixture[str]

SLIP = """family slip(n)
  input  x[1..n]
  output y
  gate   differ[1..n]

  for i in 1..n
    differ[i] := XOR(x[i], x[i+1])
  y := NOR(differ[k] for k in 1..n)
"""
PARITY = """family parity(n)
  const k = 1
  input  x[1..n]
  output y
  y := XOR(x[i] for i in 1..n)
"""
BUILDERS = """import uniform as u

def good(n):
    b = u.CircuitBuilder("parity", n)
    return b.build([b.xor("y", b.inputs("x", range(1, n + 1)))])

def nothing(n):
    return None

def stops(n):
    raise KeyError("first line\\nsecond line")

def leaves(n):
    raise SystemExit(0)

def twice(n):
    b = u.CircuitBuilder("parity", n)
    b.input("x"), b.input("x")

def parity(x):
    return x.bit_count() % 2

def with_n_first(n, x):
    return x.bit_count() % 2

def never(x):
    return 0

def text(x):
    return "1"

def negative(x):
    return -1

def large(x):
    return 2

def two_numbers(x, y):
    return 1

CONSTANT = 3
"""
FILES = {
    "slip.gen": SLIP.encode(),
    "parity.gen": PARITY.encode(),
    "windows.gen": b"\xef\xbb\xbf" + PARITY.replace("\n", "\r\n").encode(),
    "one.gen": b"family q(n)\n  input x[n..n]\n  output y\n  y := THRESHOLD(n; x[n])\n",
    "empty.gen": b"",
    "binary.gen": b"\x00\xff\x00",
    "b.py": BUILDERS.encode(),
    "syntax.py": b"def f(:\n",
    "leaves.py": b"raise SystemExit(0)\n",
    "tail.gen": b"family tail(n)\n  input x[2..n]\n  output y\n  y := OR(x[i] for i in 2..n)\n",
    "pair.gen": b"family pair(n)\n  input a, b\n  output y\n  y := AND(a, b)\n",
    "none.ckt": b"circuit none 3\ninput\ny = TRUE\nz = FALSE\noutput y z\n",
    "seven.ckt": b"circuit other 7\ninput x[1] x[2] x[3]\ny = XOR x[1] x[2] x[3]\noutput y\n",
    "three.ckt": b"circuit three 3\ninput x[1] x[2] x[3]\ny = XOR x[1] x[2] x[3]\noutput y\n",
}

FINE = [
    ("generate parity.gen -n 2 --set k=5", "circuit parity 2 k=5"),
    ("generate windows.gen -n 2", "y = XOR x[1] x[2]"),
    ("generate three.ckt -n 3", "y = XOR x[1] x[2] x[3]"),
    ("generate parity.gen -n 2 --to dot", "digraph"),
    ("generate parity.gen -n 2 -o -", "circuit parity 2"),
    ("generate threshold_k -n 3 --set k=10^30", "THRESHOLD 1000000000000000000000000000000"),
    ("generate one.gen -n 10^30", f"THRESHOLD 1{'0' * 30} x[1{'0' * 30}]\n"),
    ("check one.gen -n 10^30 --spec b.py:never", f"q: right for n = 1{'0' * 30}, on all inputs"),
    ("compare one.gen one.gen -n 10^3999", "identical"),
    ("measure one.gen -n 2^64", "18446744073709551616       1     1      1"),
    ("eval one.gen -n 10^3999 1", "0\n"),
    ("check parity.gen -n 1,3..4 --against b.py:good", "right for n = 1, 3, 4, on all inputs"),
    ("check parity.gen -n 3 --spec b.py:parity --prove", "right for n = 3, on all inputs"),
    ("check parity.gen -n 3 --spec b.py:with_n_first", "right for n = 3, on all inputs"),
    ("check parity.gen --against parity_chain", "right for n = 1..12"),
    ("check three.ckt --against parity_chain", "right for n = 3, on all inputs"),
    ("compare three.ckt parity.gen", "n = 3  identical"),
    ("measure three.ckt", "3       3     1      1"),
    ("measure parity.gen -n 1,2,5", "5       5     1      1"),
    ("eval three.ckt 101 111", "0\n1\n"),
    ("eval parity.gen 10110", "1\n"),
    ("eval none.ckt", "10\n"),
    ("eval none.ckt ''", "10\n"),
    ("eval tail.gen -n 1", "0\n"),
    ("eval ripple_adder 11 10", "01\n10\n"),
    ("explain error[U404]", "U404: an index outside its range"),
    ("explain warning[U109]:", "U109: "),
    ("explain 404", "U404: an index outside its range"),
    ("compare three.ckt seven.ckt", "n = 3  identical (the second circuit has n = 7)"),
    ("compare seven.ckt three.ckt", "n = 7  identical (the second circuit has n = 3)"),
    ("compare seven.ckt three.ckt --json", '"other_n": 3'),
    ("check three.ckt --against seven.ckt", "n = 3  identical to other at n = 7"),
    ("certify parity.gen -o -", '"program": "parity"'),
    ("certify parity.gen --explain", "\n\nSpace\n  The compiled machine has "),
    ("certify parity.gen --fit", "depth = 1 (measured: fitted to n = 1..33, right also at n = 34..96"),
    ("convert three.ckt -o out.dot", ""),
    ("run parity.gen -n 2 -o -", "circuit parity 2"),
    ("format windows.gen", "family parity(n)"),
    ("explain u404", "U404"),
    ("explain 404", "U404"),
    ("help check", "--against OTHER"),
    ("--version", "uniform"),
]

NEGATIVE = [
    ("check parity.gen -n 1..3 --against majority", "wrong for n = 2, 3"),
    ("check slip.gen -n 2..5 --against parity_chain", "n = 2..5  traps (U404 slip.gen:7:30)\n"),
    ("check parity_chain -n 2..5 --against slip.gen", "n = 2..5  `slip` traps (U404 slip.gen:7:30)\n"),
    ("compare parity_chain slip.gen -n 2..5", "n = 2..5  `slip` traps (U404 slip.gen:7:30)\n"),
    ("measure slip.gen -n 2..5", "n = 2..5  traps (U404 slip.gen:7:30)\n"),
    ("check ripple_adder -n 14 --prove", "where it was tried"),
    ("compare parity.gen majority -n 3", "different"),
    ("run slip.gen -n 2 -o none.ckt", "trap: U404"),
    ("run slip.gen -n 2 --json", '"code": "U404"'),
    ("run parity.gen -n 2 --steps 0", "limit (steps)"),
]

HUGE = [
    ("generate", "parity.gen", "takes more than 500000000 steps"),
    ("generate", "parity.gen --to dot", "the circuit has more than 100000000 inputs"),
    ("check", "parity.gen --against parity_chain", "the circuit has more than 100000000 inputs"),
    ("compare", "parity.gen parity_chain", "the circuit has more than 100000000 inputs"),
    ("measure", "parity.gen", "the circuit has more than 100000000 inputs"),
    ("eval", "parity.gen 1", "the circuit has more than 100000000 inputs"),
    ("convert", "parity.gen --to dot", "the circuit has more than 100000000 inputs"),
    ("convert", "parity.gen --to txt", "134217728 fit on the tape"),
    ("run", "parity.gen", "134217728 fit on the tape"),
    ("run", "count_ones --trace", "134217728 fit on the tape"),
]
"""Circuits and inputs that are too large, at the largest n and at others beyond 64 bits."""

WRONG = [
    ("generate parity.gen -n 0", "U703", "n = 0 is out of range"),
    ("generate parity.gen -n -3", "U703", "n = -3 is out of range"),
    ("generate parity.gen -n 10^4000", "U702", "-n: `10^4000` is too large\n  = help: n has at most 4000 digits\n"),
    (f"generate parity.gen -n {'9' * 5000}", "U702", "is too large\n  = help: n has at most 4000 digits\n"),
    *[
        (f"{verb} {program} -n {n}", "U411", words)
        for verb, program, words in HUGE
        for n in ("2^62", "10^30", "10^3999")
    ],
    ("check parity_tree -n 1..10^30", "U703", "more than a million circuits"),
    ("check parity_tree -n 10^30..10^31", "U703", "more than a million circuits"),
    ("generate parity.gen -n 1..3", "U703", "this verb takes a single n"),
    ("generate parity.gen -n x", "U702", "`x` is not a natural number"),
    ("generate parity.gen -n ٣", "U702", "is not a natural number"),
    ("generate parity.gen -n ''", "U702", "a number is missing"),
    ("check parity_tree -n 1..", "U703", "`-n 1..`: a number is missing"),
    ("check parity_tree -n 1,,2", "U703", "a number is missing"),
    ("check parity_tree -n 5..2", "U703", "-n 2..5"),
    ("check parity_tree -n 1..10^7", "U703", "more than a million circuits"),
    ("check parity_tree -n 3 --samples 10^30", "U702", "too large"),
    ("generate parity.gen -n 10^11", "U411", "takes more than 500000000 steps"),
    ("generate parity.gen -n 10^11 --via reference", "U411", "takes more than 500000 steps"),
    ("generate parity.gen -n 10^11 --via machine", "U411", "takes more than 500000000 steps"),
    ("generate parity.gen -n 4 --max-gates 0", "U411", "more than 0 gates"),
    ("generate parity.gen -n 4 --max-wires 3", "U411", "more than 3 wires"),
    ("generate parity.gen -n 4 --max-steps -1", "U702", "`-1` is not a natural number"),
    ("generate parity.gen -n 4 --to dot --max-gates 0", "U411", "more than 0 gates"),
    ("generate parity.gen -n 2 --set k", "U702", "not of the form K=V"),
    ("generate parity.gen -n 2 --set k=", "U702", "a number is missing"),
    ("generate three.ckt -n 3 --set k=1", "U708", "does not apply to"),
    ("generate three.ckt -n 3 --via machine", "U708", "omit `--via`"),
    ("generate three.ckt -n 4", "U703", "the circuit for n = 3, not for n = 4"),
    ("generate partiy_chain -n 2", "U704", "did you mean `parity_chain`?"),
    ("generate '' -n 2", "U704", "there is no program"),
    ("generate b.py -n 2", "U707", "b.py:function"),
    ("generate none.gen -n 2", "U705", "there is no such file"),
    (f"generate {'a' * 300} -n 2", "U705", "cannot read `aaa"),
    (f"check {'a' * 300}.gen -n 2", "U705", ".gen`: file name too long"),
    (f"check parity.gen -n 2 --against {'a' * 300}", "U705", "`: file name too long"),
    (f"check parity.gen -n 2 --spec {'a' * 300}.py:f", "U705", ".py`: file name too long"),
    (f"compare parity.gen {'a' * 300}.ckt", "U705", "cannot read `aaa"),
    (f"measure {'a' * 5000}", "U705", "cannot read `aaa"),
    (f"run {'a' * 300}.tm --input 0", "U705", "cannot read `aaa"),
    (f"convert {'a' * 300}.tm -o out.dot", "U705", "cannot read `aaa"),
    (f"audit {'a' * 300}", "U705", "cannot read `aaa"),
    (f"generate parity.gen -n 2 -o {'a' * 300}.ckt", "U705", "cannot write `aaa"),
    ("check parity.gen -n 1 --spec folder:f", "U705", "cannot read `folder`: it is a folder"),
    ("generate folder -n 2", "U705", "it is a folder"),
    ("generate binary.gen -n 2", "U705", "it is not text"),
    ("generate empty.gen -n 2", "U117", "the file has no program"),
    ("generate parity.gen -n 2 -o folder", "U705", "it is a folder"),
    ("generate parity.gen -n 2 -o none/out.ckt", "U705", "no such file or directory"),
    ("generate parity.gen -n 2 -o b.py/out.ckt", "U705", "not a directory"),
    ("generate parity.gen -n 2 -o ''", "U705", "the output file is empty"),
    ("convert parity.gen -o out.tm/", "U705", "it is a folder"),
    ("convert three.ckt -o out.tm", "U710", "a circuit can be written as .ckt"),
    ("check parity.gen -n 1", "U701", "nothing to compare"),
    ("check parity.gen -n 1 --via quick", "U701", "invalid choice"),
    (
        "check parity.gen -n 1 --against b.py:nothing",
        "U712",
        "at n = 1 the builder `nothing` returns NoneType, not a circuit",
    ),
    ("check parity.gen -n 1 --against b.py:stops", "U712", "fails at n = 1 in line 11: KeyError"),
    ("check parity.gen -n 1 --against b.py:leaves", "U712", "SystemExit"),
    ("check parity.gen -n 1 --against b.py:twice", "U501", "the builder `b.py:twice` fails at n = 1 in line 18"),
    ("check parity.gen -n 1 --against b.py:goood", "U707", "did you mean `good`?"),
    ("check parity.gen -n 1 --against b.py:CONSTANT", "U707", "no function `CONSTANT`"),
    ("check parity.gen -n 1 --against syntax.py:f", "U707", "SyntaxError"),
    ("check parity.gen -n 1 --against leaves.py:f", "U707", "SystemExit"),
    ("check parity.gen -n 1 --against none.py:f", "U707", "there is no file `none.py`"),
    ("check parity.gen -n 1 --spec b.py", "U707", "b.py:function"),
    ("check parity.gen -n 1 --spec b.py:text", "U511", "not a natural number"),
    ("check parity.gen -n 1 --spec b.py:negative", "U511", "returns -1"),
    ("check parity.gen -n 1 --spec b.py:large", "U511", "`y` has 1 bit"),
    ("check parity.gen -n 1 --spec b.py:two_numbers", "U511", "one for each input array: x"),
    ("compare parity_tree ripple_adder -n 1", "U510", "has 1 input at n = 1"),
    ("compare - -", "U701", "can only be read once"),
    ("eval parity.gen -n 2 1_", "U709", "character 2 is neither 0 nor 1"),
    ("eval three.ckt 1 0 1", "U709", "did you mean `101`?"),
    ("check parity.gen 1..8", "U701", "did you mean `-n 1..8`?"),
    ("generate parity.gen 8", "U701", "did you mean `-n 8`?"),
    ("run count_ones 0110", "U701", "`--input 0110` runs on the word itself"),
    ("certify parity.gen --smt three.ckt", "U705", "cannot write `three.ckt`: it is a file"),
    ("list --markdown", "U701", "`--markdown` only applies to `--classes`"),
    ("certify parity.gen -n 8", "U701", "covers every n: omit `-n`"),
    ("generate parity.gen -n 3 -k 3", "U701", "`--set k=3`"),
    ("generate parity.gen -n 1_000", "U702", "did you mean `1000`?"),
    ("generate parity.gen -n 1,000", "U703", "did you mean `-n 1000`?"),
    ("generate parity.gen -n 0x10", "U702", "did you mean `16`?"),
    ("generate parity.gen -n 1e6", "U702", "did you mean `10^6`?"),
    ("generate parity.gen -n 2*10^7", "U702", "did you mean `20000000`?"),
    ("generate parity.gen -n 2**3 --set k=1", "U702", "did you mean `2^3`?"),
    ("generate parity.gen -n 2 --set k=1_0", "U702", "did you mean `10`?"),
    ("check parity_tree -n 1-8", "U702", "did you mean `-n 1..8`?"),
    ("check parity_tree -n 1:8", "U702", "did you mean `-n 1..8`?"),
    ("check parity_tree -n 1...8", "U703", "did you mean `-n 1..8`?"),
    ("check parity_tree -n 1..8..2", "U703", "did you mean `-n 1..8`?"),
    ("check parity_tree -n 1..2..8", "U703", "did you mean `-n 1..8`?"),
    ("check parity.gen -n 1 --spec parity", "U707", "write FILE.py:parity"),
    ("eval none.ckt 1", "U709", "`uniform eval` without a word prints the outputs"),
    (
        "eval ripple_adder -n 2 11 10",
        "U709",
        "did you mean `1110`? a word has one bit for each input, in order: a[0], a[1], b[0]",
    ),
    ("eval parity.gen -n 3 '0 0 1'", "U709", "did you mean `001`?"),
    ("eval parity.gen -n 3 0_0_1", "U709", "did you mean `001`?"),
    ("eval parity.gen -n 3 000,010", "U709", "did you mean `000 010`?"),
    ("generate parity.gen --n 3", "U701", "did you mean `-n 3`?"),
    ("generate parity.gen -N 3", "U701", "did you mean `-n 3`?"),
    ("generate parity.gen n 3", "U701", "did you mean `-n 3`?"),
    ("generate parity.gen n=3", "U701", "did you mean `-n 3`?"),
    ("generate parity.gen -n 3 -sett k=3", "U701", "did you mean `--set`?"),
    ("check parity.gen -n 1..3 -spec b.py:parity", "U701", "did you mean `--spec`?"),
    ("check parity.gen -n 1..3 --agianst b.py:good", "U701", "did you mean `--against`?"),
    ("generate parity.gen -n 3 --json", "U701", "usage: uniform generate"),
    ("generate parity.gen -n 3 --size 3", "U701", "`--set size=3`"),
    ("check parity.gen -n 1..3 --out a.json", "U701", "usage: uniform check"),
    ("generate parity.gen -n 3 --output c.ckt", "U701", "did you mean `-o`?"),
    ("compile parity.gen --out c.tm", "U701", "did you mean `-o`?"),
    ("run parity.gen -n 2 --trace --every 0", "U702", "--every: 0 is below 1"),
    ("check parity.gen -n 1 8 --against b.py:good", "U701", "write several n as one word: `-n 1,8`"),
    ("check parity.gen 1 8", "U701", "did you mean `-n 1,8`?"),
    ("certify parity.gen my.certificate", "U701", "to write to a file, use `-o my.certificate`"),
    ("generate parity.gen -n 3 p.ckt", "U701", "to write to a file, use `-o p.ckt`"),
    ("gen parity.gen -n 3", "U701", "did you mean `uniform generate`?"),
    ("generate partiy.gen -n 3", "U705", "did you mean `parity.gen`?"),
    ("generate parit.gen -n 3", "U705", "did you mean `parity.gen`?"),
    ("generate parity -n 3", "U704", "did you mean `parity.gen`?"),
    ("check parity.gen -n 1 --spec b:parity", "U707", "did you mean `b.py:parity`?"),
    ("check parity.gen -n 1 --spec b.parity", "U707", "did you mean `b.py:parity`?"),
    ("check parity.gen -n 1 --spec snytax.py:f", "U707", "did you mean `syntax.py:f`?"),
    ("check parity.gen -n 1 --against b.py:with_n_first", "U712", "use --spec for a specification"),
    ("eval ripple_adder 111 101", "U709", "did you mean `111101`?"),
    (
        "eval ripple_adder 101",
        "U709",
        "it has 2 inputs at n = 1, 4 inputs at n = 2; a word has one bit for each input, in order",
    ),
    ("eval pair.gen 01", "U709", "more than one circuit of `pair` has 2 inputs"),
    ("audit parity_tree", "U801", "uniform certify parity_tree -o parity_tree.certificate, then uniform audit"),
    ("audit parity.gen", "U801", "`parity.gen` is not a certificate: it is a generator program"),
    ("audit missing.gen", "U705", "no such file"),
    ("audit count_ones", "U801", "`count_ones` is not a certificate: it is a Turing machine"),
    ("audit three.ckt", "U801", "`three.ckt` is not a certificate: it is a circuit"),
    ("audit b.py", "U801", "`uniform certify PROGRAM -o FILE` writes one"),
    ("eval ripple_adder -n 2 11", "U709", "a word has one bit for each input, in order: a[0], a[1], b[0], b[1]"),
    ("certify three.ckt", "U708", "`three.ckt` is not a program: it is a circuit"),
    ("query parity_tree -n 2 y", "U701", "is not available yet"),
    ("transformer model -o t.gen", "U704", "there is no model `model`"),
    ("explain U3", "U711", "codes look like U404"),
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> Callable[[str], tuple[int, str, str]]:
    """Runs a command in a folder with ``FILES``: exit status, standard output, standard error."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)

    def call(command: str) -> tuple[int, str, str]:
        before = {path.name for path in tmp_path.iterdir()}
        capfd.readouterr()
        status = main(shlex.split(command))
        captured = capfd.readouterr()
        assert "Traceback" not in captured.err
        new = {path.name for path in tmp_path.iterdir()} - before - {"__pycache__"}
        assert new <= ({"out.dot"} if status == 0 else set())
        return status, captured.out, captured.err

    return call


Run = Callable[[str], tuple[int, str, str]]


@pytest.mark.parametrize(("command", "words"), FINE, ids=[row[0] for row in FINE])
def test_fine(command: str, words: str, run: Run) -> None:
    status, out, err = run(command)
    assert (status, words in out) == (0, True), err


@pytest.mark.parametrize(
    ("command", "note"),
    [
        ("eval parity.gen 10110", ""),
        ("eval parity.gen 101 110 011", ""),
        ("eval ripple_adder 11 10", "note: n = 1 for each of 2 words; for n = 2 write one word, `1110`\n"),
        ("eval ripple_adder 1101 1011", "note: n = 2 for each of 2 words; for n = 4 write one word, `11011011`\n"),
        ("eval comparator 11 10 01", ""),
        ("eval ripple_adder -n 1 11 10", ""),
        ("eval three.ckt 101", ""),
    ],
)
def test_words_that_could_be_one_for_each_array(command: str, note: str, run: Run) -> None:
    status, _, err = run(command)
    assert (status, err) == (0, note)


@pytest.mark.parametrize(("command", "words"), NEGATIVE, ids=[row[0] for row in NEGATIVE])
def test_negative_verdicts(command: str, words: str, run: Run) -> None:
    status, out, err = run(command)
    assert (status, words in out) == (1, True), err


@pytest.mark.parametrize(("command", "code", "words"), one_in(3, WRONG), ids=[row[0][:60] for row in WRONG])
def test_wrong(command: str, code: str, words: str, run: Run) -> None:
    status, out, err = run(command)
    assert (status, out) == (2, "")
    assert f"error[{code}]" in err
    assert words in err


@pytest.mark.parametrize("via", ["fast", "machine", "reference"])
def test_a_trap_of_a_small_circuit_prints_nothing(via: str, run: Run) -> None:
    status, out, err = run(f"generate slip.gen -n 4 --via {via}")
    assert (status, out) == (2, "")
    assert "error[U404]" in err
