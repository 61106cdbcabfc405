"""``uniform transformer`` from the command line."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import uniform as u
from tests.quick import one_in
from tests.transformers.models import random_model, small_model
from uniform.cli import main
from uniform.transformers import check
from uniform.transformers.direct.circuit import build_circuit
from uniform.transformers.files.write import arrays_of, description_of, write_model
from uniform.transformers.reports import predict_sizes
from uniform.transformers.sizes import size_at
from uniform.transformers.words import text_of

Capture = pytest.CaptureFixture[str]
DESCRIBED = """majority: 1 layer of width 3
alphabet    0 1, 1 bit each
features    inverse
layer 1     1 head (average-hard, full mask, width 1)
output      class, at the last position
parameters  31

numbers            bits         behind the point  n = 8  n = 64  n = 1024
states             bits(n) + 5  bits(n) + 2         3+6     3+9      3+13
keys, queries      6            2                   4+2     4+2       4+2
scores             7            2                   5+2     5+2       5+2
attention weights  bits(n) + 1                        5       8        12
parameters         5            1                   4+1     4+1       4+1
"""
RIGHT = [
    ("majority", DESCRIBED),
    ("majority --describe", DESCRIBED),
    ("small.json --sizes -n 1 --rounds 2", "n  rounds  size  depth, at most  stored wires   wires\n1       2   660  "),
    ("small.json --sizes -n 1..2 --rounds 1..4", "\n2       4 "),
    ("small.json --sizes --json -n 2 --rounds 2", '"size": 2075'),
    ("small.json --check -n 1,2 --rounds 2", "n = 1, 2  equal on all inputs\n"),
    ("tiny.json --check -n 3 --samples 7 --seed 3", "n = 3  equal on 7 words\n"),
    ("tiny.json --states -n 1 --rounds 2", "equal in every intermediate value on all inputs"),
    ("tiny.json --check --states -n 1 --json", '"states": true'),
    ("random:layers=0,width=2 --check", "random, circuits of the program: right for n = 1..8, on all inputs"),
    ("small.json --check --direct -n 1 --rounds 2", "small, direct circuits: right for n = 1, on all inputs\n"),
    ("tiny.json -o -", "\nfamily tiny(n)\n"),
    ("tiny.json -o -", "\nconst rounds = 3  # "),
    ("tiny.json -o - --rounds 2", "\nconst rounds = 2  # "),
    ("random:symbols=20,norm=true,heads=1", "10 11 12 13 14 15 and 4 more, 5 bits each"),
    ("random:symbols=20,norm=true,heads=1", "1 head (softmax, full mask, width 8); layer norm; relu, 16 hidden units"),
    ("floats.json", "47 floats rounded; the largest change: layer1.up[0,0] from 0.51 to 0.5\n"),
]
WRONG = [
    ("", "U701", "arguments are required: MODEL"),
    ("majorty", "U704", "did you mean `majority`?"),
    ("nothing", "U704", "there is no model `nothing`"),
    ("none.json", "U705", "there is no such file"),
    ("parity_tree", "U704", "there is no model `parity_tree`: it is a program\n  = help: `uniform check parity_tree`"),
    ("small.json --describe --check", "U701", "choose one of --describe and --check"),
    ("small.json -o none.gen --sizes", "U701", "choose one of --sizes and -o"),
    ("small.json --check --rounds 1..2", "U702", "`--rounds 1..2` is not a single number"),
    ("small.json -o none.gen --rounds 1..2", "U702", "`--rounds 1..2` is not a single number"),
    ("small.json -o none.json --rounds 2", "U701", "`--rounds` only applies to programs, and none.json is a model"),
    ("small.json -o none.gen -n 3", "U701", "`-n` only applies to --sizes and --check"),
    ("small.json -o none.gen --json", "U701", "`--json` only applies to --describe, --run, --sizes and --check"),
    ("small.json -n 3", "U701", "`-n` only applies to --sizes and --check"),
    ("small.json --rounds 3", "U701", "`--rounds` only applies to --sizes, --check and -o"),
    ("small.json --describe --samples 3", "U701", "`--samples` only applies to --check"),
    ("small.json --sizes --seed 0", "U701", "`--seed` only applies to --check"),
    ("small.json --direct", "U701", "`--direct` only applies to --check"),
    ("small.json --sizes --max-gates 3", "U701", "`--max-gates` only applies to --check"),
    ("small.json --sizes --max-wires 3", "U701", "`--max-wires` only applies to --check"),
    ("majority --run 01 11 01x0", "U709", "`x` is not a symbol of majority\n  = help: the symbols are 0, 1"),
    ("majority --run 01 ''", "U709", "a word has at least one symbol"),
    ("majority --run 01 --sizes", "U701", "choose one of --run and --sizes"),
    ("small.json --sizes --rounds 0", "U702", "`--rounds 0` is not a range of 1..64"),
    ("small.json --sizes --rounds 4..2", "U702", "`--rounds 4..2`"),
    ("small.json --sizes --rounds x", "U702", "`x` is not a natural number"),
    ("small.json --sizes -n ''", "U703", "a number is missing"),
    ("tiny.json --check --direct -n ''", "U703", "a number is missing"),
    ("tiny.json --check --direct --seed ''", "U702", "a number is missing"),
    ("tiny.json --check --direct -n 1 --samples 0", "U702", "samples: 0 words try nothing"),
    ("small.json --sizes -n 0", "U703", "n = 0 is out of range"),
    ("small.json --sizes -n 10^6", "U411", "sizes are predicted up to n = 100000"),
    ("small.json --check --direct -n 10^3999", "U411", "each pair of positions has a score"),
    ("tiny.json --check -n 3 --max-wires 10", "U411", "predicted: "),
    ("random:layers=0 --check -n 10^30", "U411", "the size is not predicted"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_model(small_model(), "small.json")
    write_model(random_model(0, layers=0), "tiny.json")
    model = random_model(1)
    floats = {name: array / 8 for name, array in arrays_of(model).items()}
    floats["layer1.up"][0, 0] = 0.51
    np.savez("floats.npz", **floats)  # type: ignore[arg-type]
    Path("floats.json").write_text(description_of(model, "floats.npz"))
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("command", "words"), one_in(3, RIGHT))
def test_what_is_printed(command: str, words: str, capfd: Capture) -> None:
    assert main(["transformer", *shlex.split(command)]) == 0
    assert words in capfd.readouterr().out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("command", "code", "words"), WRONG)
def test_what_is_wrong(command: str, code: str, words: str, capfd: Capture) -> None:
    assert main(["transformer", *shlex.split(command)]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"error[{code}]: ")
    assert words in printed.err


@pytest.mark.usefixtures("folder")
def test_a_difference_is_a_negative_verdict(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = small_model()
    broken.layers[0].heads[0].key.weights[1, 0] += 2
    monkeypatch.setattr(check, "build_circuit", lambda model, n, rounds: build_circuit(broken, n, rounds))
    assert main(["transformer", "small.json", "--states", "--direct", "-n", "1..2", "--rounds", "2"]) == 1
    assert capfd.readouterr().out == (
        "n = 1, 2  different\n\n"
        "different: on word 0, layer[1].head[1].key[1,1] is 2, not 1 (in units of 1/4)\n\n"
        "small, direct circuits: wrong for n = 1, 2\n"
    )


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", one_in(2, ["tiny", "small"]))
def test_a_program_is_written_and_certified(name: str, capfd: Capture) -> None:
    assert main(["transformer", f"{name}.json", "-o", "model.gen"]) == 0
    assert capfd.readouterr().out == ""
    family = u.load("model.gen", rounds=2)
    assert family.circuit(2).gates == size_at(u.load_transformer(f"{name}.json"), 2, 2).gates
    assert main(["certify", "model.gen"]) == 0
    assert "(proved)" in capfd.readouterr().out


def test_words_are_run(capfd: Capture) -> None:
    assert main(["transformer", "majority", "--run", "0110", "1"]) == 0
    assert capfd.readouterr().out == "0110  0\n1     1\n"
    assert main(["transformer", "induction_head", "--run", "abab", "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == [{"word": "abab", "output": "abba"}]


def test_descriptions_are_json(capfd: Capture) -> None:
    assert main(["transformer", "induction_head", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["name"] == "induction_head"
    assert found["alphabet"] == ["a", "b", "c"]
    assert found["bits"]["states"] == {
        "formula": "bits(n) + 5",
        "fraction": "bits(n) + 2",
        "8": 9,
        "64": 12,
        "1024": 16,
    }
    assert (found["parameters"], found["rounded"], found["largest_change"]) == (494, 0, None)


def test_sizes_in_python() -> None:
    model = u.load_transformer("first_token")
    table = predict_sizes(model, (1, 5), (2, 3))
    assert [(n, rounds) for n, rounds, _ in table.rows] == [(1, 2), (1, 3), (5, 2), (5, 3)]
    assert table.rows[2][2] == size_at(model, 5, 2)
    assert repr(table) == "SizeTable('first_token: 4 rows')"
    assert table.to_json()["rows"][0]["size"] == table.rows[0][2].gates


def test_symbols_are_shown_as_any_terminal_can(capfd: Capture, tmp_path: Path) -> None:
    model = replace(small_model(), alphabet=("\x1b[31m", "\n" * 100))
    write_model(model, tmp_path / "m.json")
    assert main(["transformer", str(tmp_path / "m.json")]) == 0
    _, second, *_ = capfd.readouterr().out.splitlines()
    assert second == "alphabet    \\x1b[31m " + "\\n" * 37 + "..., 1 bit each"
    assert text_of(model, np.array([0])) == "\\x1b[31m"
