"""``uniform check PROGRAM --against MODEL``: programs of transformers, as written and as edited, against the model."""

from __future__ import annotations

import contextlib
import json
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.quick import one_in
from tests.transformers.models import random_model
from uniform.cli import main
from uniform.transformers.files.write import write_model
from uniform.transformers.opening import load_transformer
from uniform.transformers.program.write import program_of

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]

RIGHT = [
    ("right.gen --against majority.json", "n = 1..8  equal on all inputs\n\nmajority, circuits of majority: right for"),
    ("right.gen --against mine.json -n 1..4", "n = 1..4  equal on all inputs"),
    ("right.gen --against safe.json -n 2", "n = 2  equal on all inputs"),
    (
        "right.gen --against majority.json -n 3 --states --set rounds=2",
        "equal in every intermediate value on all inputs",
    ),
    ("right.gen --against majority.json -n 2 --via reference", "n = 2  equal on all inputs"),
    ("right.gen --against majority.json -n 20 --samples 30", "n = 20  equal on 30 words"),
    ("right.gen --against majority.json -n 3 --samples 30", "n = 3  equal on 30 words"),
    ("right.gen --against majority.json -n 3 --samples 30 --prove", "n = 3  equal on all inputs"),
    ("right.ckt --against majority.json", "n = 3  equal on all inputs"),
    ("majority --against majority.json -n 1..5", "majority, circuits of majority: right for n = 1..5, on all inputs"),
    ("tokens.gen --against tokens.json -n 1..2", "n = 1, 2  equal on all inputs"),
]
"""A program of the library may have the name of a model: the plain name is the program's."""

WRONG = [
    ("right.gen --against dyck1_depth -n 3", "U910", "the circuit has 1 output, but `dyck1_depth` has 3"),
    ("ripple_adder --against majority.json -n 2", "U910", "the circuit has 4 inputs, but `majority` has 2"),
    ("ripple_adder --against majority.json -n 2", "U910", "the inputs of `majority` are `x[1..n, 0..0]`"),
    ("ripple_adder --against tokens.json -n 3", "U910", "the inputs `a[2]` to `b[0]` are not the bits of a symbol"),
    ("turned.gen --against tokens.json -n 3", "U910", "the inputs `x[0,3]` to `x[1,1]` are not the bits of a symbol"),
    ("turned.gen --against tokens.json -n 1", "U910", "the inputs `x[0,1]` to `x[1,1]` are not the bits of a symbol"),
    ("in_a_row.gen --against tokens.json -n 2", "U910", "the inputs `x[3]` to `x[4]` are not the bits of a symbol"),
    ("majority --against majority.json -n 2 --states", "U910", "has no gate `embedding[1,0,0]`"),
    ("right.gen --states", "U701", "--states only applies to a comparison with a transformer"),
    ("right.gen --against majority --states -n 2", "U701", "--states only applies to a comparison with a transformer"),
    ("right.gen --against first_token --spec a.py:f", "U701", "--spec does not apply"),
    ("right.gen --against none.json", "U705", "there is no such file"),
    ("right.gen --against mine.npz", "U901", "it is the arrays of one"),
    ("right.gen --against majority.json -n 10^5", "U411", "each pair of positions has a score"),
    ("majority --against majority.json -n 5000", "U411", "the circuit of `majority` has more than"),
    (
        "first_token --against first_token",
        "U708",
        "`first_token` is not a program, a circuit or a machine: it is a transformer",
    ),
]


@pytest.fixture(autouse=True)
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the files that are made once."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs, right and edited, and models in files."""
    folder = tmp_path_factory.mktemp("models")
    with contextlib.chdir(folder):
        _make()
    return folder


def _make() -> None:
    model, tokens = load_transformer("majority"), random_model(1, symbols=3)
    text = program_of(model)
    Path("right.gen").write_text(text)
    Path("output.gen").write_text(_edited(text, "b] times 4*2^b", "b] times 3*2^b"))
    value = "layer1_head1_value_atleast[i, 0, s, t] := THRESHOLD(\n            max(goal"
    Path("value.gen").write_text(_edited(text, value, f"{value} + 2*one"))
    Path("traps.gen").write_text(_edited(text, "    x_not[i, 0] :=", "    x_not[i + n div 3, 0] :="))
    Path("tokens.gen").write_text(program_of(tokens))
    for name, inputs in {"turned": "x[0..1, 1..n]", "in_a_row": "x[1..2*n]"}.items():
        first = inputs.partition("..")[0].removeprefix("x[") + (", 1" if name == "turned" else "")
        Path(f"{name}.gen").write_text(f"family {name}(n)\n  input {inputs}\n  output y\n  y := COPY(x[{first}])\n")
    write_model(model, "mine.json")
    write_model(model, "safe.json", ".safetensors")
    write_model(tokens, "tokens.json")
    assert main(["generate", "right.gen", "-n", "3", "-o", "right.ckt"]) == 0


def _edited(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(("command", "words"), one_in(6, RIGHT))
def test_equal(command: str, words: str, capfd: Capture) -> None:
    assert main(["check", *shlex.split(command)]) == 0
    assert words in capfd.readouterr().out


@pytest.mark.parametrize(("command", "code", "words"), one_in(8, WRONG))
def test_refused(command: str, code: str, words: str, capfd: Capture) -> None:
    assert main(["check", *shlex.split(command)]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"error[{code}]: ")
    assert words in printed.err


@pytest.mark.slow
def test_an_edited_output(capfd: Capture) -> None:
    assert main(["check", "output.gen", "--against", "majority.json", "-n", "1..3"]) == 1
    assert capfd.readouterr().out == (
        "n = 1..3  different\n\n"
        "different: on word 1, y is 0, not 1\n\n"
        "majority, circuits of majority: wrong for n = 1..3\n"
    )


def test_an_edited_value_is_named(capfd: Capture) -> None:
    assert main(["check", "value.gen", "--against", "majority.json", "-n", "2", "--states", "--json"]) == 1
    (line,) = json.loads(capfd.readouterr().out)["lines"]
    assert line["difference"]["name"] == "layer[1].head[1].value[1,0]"
    assert line["difference"]["gate"].startswith("layer1_head1_value[1,0,")


@pytest.mark.slow
def test_a_trap_is_a_negative_verdict(capfd: Capture) -> None:
    assert main(["check", "traps.gen", "--against", "majority.json", "-n", "1..3"]) == 1
    out = capfd.readouterr().out
    assert out.startswith("n = 1, 2  equal on all inputs\nn = 3     traps (U4")
    assert "\nerror[U4" in out
    assert out.endswith("majority, circuits of majority: wrong for n = 3; right for n = 1, 2, on all inputs\n")


@pytest.mark.slow
def test_samples_prove_nothing(capfd: Capture) -> None:
    command = ["check", "right.gen", "--against", "majority.json", "-n"]
    assert main([*command, "3", "--prove"]) == 0
    assert main([*command, "20", "--samples", "9"]) == 0
    assert main([*command, "20", "--samples", "9", "--prove"]) == 1
    assert "right for n = 20, where it was tried" in capfd.readouterr().out


@pytest.mark.slow
def test_the_same_words_as_the_model_s_own_check(capfd: Capture) -> None:
    """The first word that differs is the same."""
    assert main(["transformer", "majority", "--check", "-n", "20", "--samples", "7", "--json", "--direct"]) == 0
    assert main(["check", "right.gen", "--against", "majority.json", "-n", "20", "--samples", "7", "--json"]) == 0
    one, two = capfd.readouterr().out.split("}\n{")
    lines = [json.loads(text)["lines"] for text in (f"{one}}}", f"{{{two}")]
    assert lines[0] == lines[1]
    assert np.array_equal([line["words"] for line in lines[0]], [7])


@pytest.mark.slow
def test_a_file_hides_the_shipped_model(capfd: Capture) -> None:
    write_model(random_model(1), "majority.json")
    assert main(["check", "right.gen", "--against", "majority.json", "-n", "2", "--states"]) == 2
    assert "U910" in capfd.readouterr().err


def test_a_folder_does_not_hide_a_program(capfd: Capture) -> None:
    Path("parity_tree").mkdir()
    assert main(["check", "parity_chain", "--against", "parity_tree", "-n", "2"]) == 0
    assert "to parity_tree" in capfd.readouterr().out
