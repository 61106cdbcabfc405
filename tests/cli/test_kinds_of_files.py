"""What a verb says of a file of a kind that it does not take."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from uniform.arguments.endings import FORMATS, read_endings
from uniform.cli import main
from uniform.cli.verbs import VERBS

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


COMMANDS = {
    "m.gen": "uniform certify m.gen -o m.certificate, then uniform audit m.certificate",
    "m.ckt": "uniform measure m.ckt",
    "m.tm": "uniform run m.tm -n 8",
    "m.jff": "uniform convert m.jff -o m.tm",
    "m.yaml": "uniform convert m.yaml -o m.tm",
    "m.certificate": "uniform audit m.certificate",
    "parity_tree": "uniform certify parity_tree -o parity_tree.certificate, then uniform audit parity_tree.certificate",
    "count_ones": "uniform run count_ones -n 8",
    "m.py:build": "uniform generate m.py:build -n 8",
}
WHAT = {
    "m.gen": "a generator program",
    "m.ckt": "a circuit",
    "m.tm": "a Turing machine",
    "m.jff": "a machine of JFLAP 7",
    "m.yaml": "a machine of turingmachine.io",
    "m.certificate": "a certificate",
    "parity_tree": "a generator program",
    "count_ones": "a Turing machine",
    "m.py:build": "a direct builder",
}
OTHER_KINDS = {
    "format": ("a program", ["m.ckt", "m.tm", "count_ones", "m.py:build", "m.jff", "m.yaml", "m.certificate"]),
    "certify": ("a program", ["m.ckt", "m.tm", "count_ones", "m.py:build", "m.jff", "m.yaml", "m.certificate"]),
    "compile": ("a program", ["m.ckt", "m.tm", "count_ones", "m.py:build", "m.jff", "m.yaml", "m.certificate"]),
    "run": ("a program or a machine", ["m.ckt", "m.py:build", "m.certificate"]),
    "measure": ("a program, a circuit or a machine", ["m.certificate"]),
    "convert": ("a program, a circuit or a machine", ["m.py:build", "m.certificate"]),
}


@pytest.mark.parametrize(("verb", "name"), [(verb, name) for verb in OTHER_KINDS for name in OTHER_KINDS[verb][1]])
def test_a_file_of_another_kind(verb: str, name: str, capfd: Capture, tmp_path: Path) -> None:
    """What it is, what is wanted, and the command that takes it; whatever the file holds, which is not read."""
    if name in ("m.jff", "m.yaml", "m.certificate"):
        (tmp_path / name).write_text("?")
    more = ["-o", "out.tm"] if verb == "convert" else []
    assert complaint(capfd, verb, name, *more) == (
        f"error[U708]: `{name}` is not {OTHER_KINDS[verb][0]}: it is {WHAT[name]}\n  = help: {COMMANDS[name]}\n"
    )


@pytest.mark.parametrize("verb", ["format", "certify", "compile"])
def test_a_text_of_another_kind(verb: str, capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, told by how the text begins."""
    (tmp_path / "m").write_text(TEXTS["m.tm"])
    assert complaint(capfd, verb, "./m") == (
        "error[U708]: `./m` is not a program: it is a Turing machine\n  = help: uniform run ./m -n 8\n"
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXTS["m.ckt"].encode())))
    assert complaint(capfd, verb, "-") == (
        "error[U708]: standard input is not a program: it is a circuit\n  = help: uniform measure -\n"
    )


@pytest.mark.parametrize("name", ["m.gen", "m.ckt", "m.tm", "parity_tree", "count_ones"])
def test_what_is_not_a_certificate(name: str, capfd: Capture, tmp_path: Path) -> None:
    (tmp_path / "m.gen").write_text("?")
    hint = "only programs have certificates: uniform certify PROGRAM -o FILE"
    if WHAT[name] == "a generator program":
        hint = COMMANDS[name]
    assert complaint(capfd, "audit", name) == (
        f"error[U801]: `{name}` is not a certificate: it is {WHAT[name]}\n  = help: {hint}\n"
    )


WITHOUT_AN_ENDING = {
    ".gen": "# mine\nconst k = 1\nfamily m(n)\n  input x\n  output x\n",
    ".ckt": TEXTS["m.ckt"],
    ".tm": TEXTS["m.tm"],
    ".jff": "<structure><type>turing</type></structure>\n",
    ".yaml": "blank: ' '\nstart state: q\n",
    ".txt": "init: q\naccept: end\n",
    ".certificate": '{\n  "format": 1,\n  "program": "m"\n}\n',
}
MORE = {
    "generate": ["-n", "3"],
    "check": ["-n", "3", "--against", "parity_tree"],
    "compare": ["parity_tree"],
    "convert": ["-o", "out.tm"],
}
OTHER_CONTENTS = [
    (verb.name, ending)
    for verb in VERBS
    for ending in WITHOUT_AN_ENDING
    if read_endings(verb.name) and ending not in read_endings(verb.name)
]


@pytest.mark.parametrize(
    ("verb", "ending", "name"),
    [(*case, name) for case in OTHER_CONTENTS for name in ("./m", "-") if (case[0], name) != ("transformer", "-")],
)
def test_every_verb_knows_what_a_file_without_an_ending_is(
    verb: str, ending: str, name: str, capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = WITHOUT_AN_ENDING[ending]
    (tmp_path / "m").write_text(content)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    said = complaint(capfd, verb, name, *MORE.get(verb, []))
    what = next(row.what for row in FORMATS if row.ending == ending)
    assert f": it is {what}\n  = help: " in said
    assert ("standard input" if name == "-" else "`./m`") in said
    if verb == "audit":
        assert " is not a certificate: " in said
        assert ("certificates: uniform certify PROGRAM" in said) == (ending != ".gen" or name == "-")


def test_a_model_is_not_read_from_standard_input(capfd: Capture) -> None:
    assert "error[U704]: standard input cannot be a model, which is two files" in complaint(capfd, "transformer", "-")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the text is empty"),
        (" \n", "the text is empty"),
        ("hello\n", "line 1, column 1 is not JSON"),
        ('{"n_tapes": 1, "transitions": []}', "it is a machine of automata-lib"),
    ],
)
def test_what_is_not_a_certificate_by_its_content(content: str, reason: str, capfd: Capture, tmp_path: Path) -> None:
    (tmp_path / "m").write_text(content)
    assert complaint(capfd, "audit", "m") == (
        f"error[U801]: not a certificate: {reason}\n  = help: `uniform certify PROGRAM -o FILE` writes one\n"
    )


def test_a_program_that_is_called_a_certificate(capfd: Capture, tmp_path: Path) -> None:
    """Its name is not offered as that of the certificate to write."""
    (tmp_path / "m.certificate").write_text(WITHOUT_AN_ENDING[".gen"])
    assert complaint(capfd, "audit", "m.certificate") == (
        "error[U801]: `m.certificate` is not a certificate: it is a generator program\n"
        "  = help: only programs have certificates: uniform certify PROGRAM -o FILE\n"
    )
