"""The table of formats beside what the verbs do: each ending is read and written where the table says, only there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from uniform.arguments.endings import FORMATS, written_endings
from uniform.cli import main
from uniform.cli.output_formats import ending_for
from uniform.cli.verbs import VERBS
from uniform.messages.errors import UniformError

ENDINGS = tuple(dict.fromkeys(row.ending for row in FORMATS))
WRITERS = {
    "generate": "generate parity_tree -n 2 -o",
    "compile": "compile parity_tree -o",
    "certify": "certify parity_tree -o",
    "transformer": "transformer first_token -o",
}
CONVERSIONS = {"circuit": "convert ./c -o", "machine": "convert count_ones -o"}
RUN = "run parity_tree -n 2 -o"
TRAIN = "train majority -o"
WRITING = (*WRITERS.values(), *CONVERSIONS.values(), RUN, TRAIN)
CIRCUIT = "circuit f 1\ninput x\ny = COPY x\noutput y\n"
PROGRAM = "family p(n)\n  input x[1..n]\n  output y\n  y := AND(x[i] for i in 1..n)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    status = main(command.split())
    return status, capsys.readouterr().err


def test_rows_name_verbs_and_no_ending_holds_one_thing_twice() -> None:
    names = {verb.name for verb in VERBS}
    for row in FORMATS:
        assert row.ending == row.ending.lower()
        assert {*row.read_by, *row.written_by} <= names
        assert row.read_by or row.written_by
    assert len({(row.ending, row.holds) for row in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("ending", [*ENDINGS, ".xyz"])
@pytest.mark.parametrize("verb", WRITERS)
def test_a_verb_writes_its_endings_and_no_other(
    verb: str, ending: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, err = said(f"{WRITERS[verb]} out{ending}", capsys)
    written = ending in written_endings(verb)
    assert (folder / f"out{ending}").exists() == written
    assert (status, "U710" in err) == ((0, False) if written else (2, True))
    if not written:
        assert f"`uniform {verb}` writes {written_endings(verb)[0]}" in err


@pytest.mark.parametrize("ending", sorted({*ENDINGS, ".xyz"} - {*written_endings("train")}))
def test_nothing_is_trained_for_another_ending(ending: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, err = said(f"{TRAIN} out{ending}", capsys)
    assert (status, "U710" in err) == (2, True)
    assert not list(folder.iterdir())


@pytest.mark.parametrize("ending", [*ENDINGS, ".xyz"])
@pytest.mark.parametrize("holds", CONVERSIONS)
def test_convert_writes_its_endings(holds: str, ending: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c").write_text(CIRCUIT)
    of_this = {row.ending for row in FORMATS if row.holds == holds and "convert" in row.written_by}
    status, err = said(f"{CONVERSIONS[holds]} out{ending}", capsys)
    assert (status == 0) == (ending in of_this), err
    assert (folder / f"out{ending}").exists() == (ending in of_this)


@pytest.mark.parametrize("ending", written_endings("convert"))
def test_the_endings_that_are_read_come_back(ending: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `convert` writes it reads, where the table says so; otherwise the refusal says why."""
    of_circuits = ending not in written_endings("convert", "machine")
    source, back = ("parity_tree -n 2", ".ckt") if of_circuits else ("count_ones", ".tm")
    assert said(f"convert {source} -o one{ending}", capsys)[0] == 0
    status, err = said(f"convert one{ending} -o two{back}", capsys)
    if any(row.ending == ending and "convert" in row.read_by for row in FORMATS):
        assert status == 0, err
    else:
        assert status == 2
        assert "error[U708]" in err
        assert any(f"this format is write-only ({row.what}" in err for row in FORMATS if row.ending == ending)


@pytest.mark.parametrize("ending", written_endings("generate", "circuit"))
def test_generate_and_convert_write_the_same(ending: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a program, and from a circuit; each format of circuits has its writer."""
    assert said(f"generate parity_tree -n 3 -o one{ending}", capsys)[0] == 0
    assert said("generate parity_tree -n 3 -o c.ckt", capsys)[0] == 0
    assert said(f"convert c.ckt -o two{ending}", capsys)[0] == 0
    assert said(f"convert parity_tree -n 3 -o three{ending}", capsys)[0] == 0
    written = (folder / f"one{ending}").read_bytes()
    assert written
    assert written == (folder / f"two{ending}").read_bytes() == (folder / f"three{ending}").read_bytes()


@pytest.mark.parametrize("name", ["p.zip", "p.gen~", "c.circuit", "P.GENX"])
@pytest.mark.parametrize("verb", ["generate {} -n 2", "convert {} -o out.tm", "run {} -n 2", "format {}", "measure {}"])
def test_a_file_of_unknown_ending_is_never_read_as_a_program(
    verb: str, name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text("<structure>\n  <type>turing</type>\n</structure>\n" * 40)
    status, err = said(verb.format(name), capsys)
    assert status == 2
    assert err.startswith("error[U708]: ")
    assert f"`{name}`" in err
    assert "end in .gen, .ckt and .tm; `uniform convert` also reads .jff, .json, .txt, .yaml and .yml" in err
    assert len(err.splitlines()) == 2


def test_a_file_of_another_simulator_is_converted_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "m.txt").write_text("init: q\naccept: end\n\nq,0\nend,0,>\n")
    status, err = said("run m.txt --input 0", capsys)
    assert status == 2
    assert "cannot read `m.txt` here: it is a machine of turingmachinesimulator.com" in err
    assert "help: uniform convert m.txt -o m.tm" in err


FOREIGN = {
    "jff": "<structure><type>turing</type><automaton><state id='0'><initial/></state><state id='1'><final/></state>"
    "<transition><from>0</from><to>1</to><read>1</read><write>1</write><move>R</move></transition></automaton></structure>",
    "json": '{"n_tapes": 1, "initial_state": "q", "blank_symbol": "_", "final_states": ["end"], '
    '"transitions": [["q", ["1"], "end", [["1", "R"]]]]}',
    "txt": "// mine\n\ninit: q\naccept: end\n\nq,1\nend,1,>\n",
    "yaml": "# mine\nblank: ' '\nstart state: q\ntable:\n  q:\n    1: {R: end}\n  end:\n",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_a_file_without_an_ending_holds_is_told_by_how_it_begins(
    kind: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "m").write_text(FOREIGN[kind])
    assert said("convert ./m -o m.tm", capsys)[0] == 0
    assert said("run m.tm --input 1", capsys)[0] == 0
    status, err = said("run ./m --input 1", capsys)
    assert (status, "cannot read `./m` here: it is a machine of " in err) == (2, True)
    assert "help: uniform convert ./m -o m.tm" in err


@pytest.mark.parametrize("name", ["m", "m.gz", "m.txt", "m.gen"])
@pytest.mark.parametrize("kind", FOREIGN)
def test_from_says_what_a_file_holds(kind: str, name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / name).write_text(FOREIGN[kind])
    assert said(f"convert ./{name} --from {kind} -o m.tm", capsys)[0] == 0
    assert said("run m.tm --input 1", capsys)[0] == 0


@pytest.mark.parametrize("ending", ["ckt", "dot"])
def test_the_circuit_that_a_machine_of_another_simulator_prints(
    ending: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "circuit f 1\ninput x\noutput x\n"
    rules = "\n".join(
        f"  in=^1$ -> print {json.dumps(symbol)} ; s{at + 1}\ns{at + 1}:" for at, symbol in enumerate(text)
    )
    (folder / "m.tm").write_text(f"machine m\ninput in: 1\nstart s0\n\ns0:\n{rules}\n  in=^1$ -> accept\n")
    assert said("convert m.tm -o m.json", capsys) == (0, "")
    assert said(f"convert m.json -n 1 -o c.{ending}", capsys)[0] == 0
    assert (folder / f"c.{ending}").read_text().startswith("circuit f 1" if ending == "ckt" else "digraph")
    (folder / "c.ckt").unlink(missing_ok=True)
    status, err = said("convert m.json -o c.ckt", capsys)
    assert (status, "which n?" in err, (folder / "c.ckt").exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        (
            "c.certificate",
            "`c.certificate` is not a program, a circuit or a machine: it is a certificate",
            "uniform audit c.certificate",
        ),
        (
            "c.json",
            "cannot read `c.json` here: it is a machine of automata-lib, a certificate or a transformer",
            "uniform convert c.json -o c.tm, uniform audit c.json or uniform transformer c.json",
        ),
        ("a b.jff", "cannot read `a b.jff` here: it is a machine of JFLAP 7", "uniform convert 'a b.jff' -o 'a b.tm'"),
    ],
)
def test_a_file_for_another_verb_names_the_command(
    name: str, what: str, hint: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text("{}")
    assert main(["measure", name]) == 2
    err = capsys.readouterr().err
    assert f"{what}\n" in err
    assert f"help: {hint}\n" in err


@pytest.mark.parametrize("verb", ["measure -n 2", "certify", "eval -n 2 01", "check -n 2"])
def test_a_json_file_is_named_by_what_it_holds(verb: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, *rest = verb.split()
    assert said("transformer majority -o model.json", capsys)[0] == 0
    status, err = said(" ".join([name, "model.json", *rest]), capsys)
    assert status == 2
    assert "error[U708]: " in err
    assert ": it is a transformer\n" in err
    assert "help: uniform transformer model.json -o model.gen writes its program\n" in err
    assert said("certify parity_tree -o c.json", capsys)[0] == 0
    status, err = said(" ".join([name, "c.json", *rest]), capsys)
    assert (status, ": it is a certificate\n" in err, "help: uniform audit c.json\n" in err) == (2, True, True)


@pytest.mark.parametrize("verb", ["measure trained_majority -n 2", "certify trained_majority", "run trained_majority"])
def test_a_shipped_model_is_not_a_program(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, err = said(verb, capsys)
    assert status == 2
    assert "error[U708]: `trained_majority` is not a program" in err
    assert ": it is a transformer\n" in err
    assert "help: uniform transformer trained_majority -o trained_majority.gen writes its program\n" in err


@pytest.mark.parametrize("ending", [*ENDINGS, ".log", ""])
def test_run_writes_what_the_machine_prints_under_no_other_ending(
    ending: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, err = said(f"{RUN} out{ending}", capsys)
    if ending in (".ckt", ".txt", ".log", ""):
        assert status == 0
        assert (folder / f"out{ending}").read_text().startswith("circuit parity_tree 2\n")
    else:
        assert (status, "error[U710]" in err) == (2, True)
        assert not (folder / f"out{ending}").exists()


def test_a_file_that_is_not_there_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no such file" in said("measure none.zip", capsys)[1]


def test_endings_in_upper_case(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "P.GEN").write_text(PROGRAM)
    assert said("generate P.GEN -n 3 -o C.CKT", capsys)[0] == 0
    assert said("convert C.CKT -o C.DOT", capsys)[0] == 0
    assert said("compile P.GEN -o P.TM", capsys)[0] == 0
    assert said("run P.TM -n 2 -o D.CKT", capsys)[0] == 0
    assert (folder / "C.CKT").read_text().startswith("circuit p 3\n")
    assert (folder / "C.DOT").read_text().startswith('digraph "p 3" {')
    assert (folder / "P.TM").read_text().startswith("machine p\n")


def test_the_ending_decides(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "p.gen").write_text(PROGRAM)
    for command, first in (
        ("generate p.gen -n 3 -o a.dot", 'digraph "p 3" {'),
        ("generate p.gen -n 3 -o a.ckt", "circuit p 3"),
        ("generate p.gen -n 3 --via machine -o b.dot", 'digraph "p 3" {'),
        ("convert p.gen -n 3 -o c.dot", 'digraph "p 3" {'),
        ("convert p.gen -n 3 -o c.ckt", "circuit p 3"),
        ("convert p.gen -o m.dot", 'digraph "p" {'),
        ("convert p.gen -o m.tm", "machine p"),
        ("convert m.tm -n 3 -o d.ckt", "circuit p 3"),
        ("convert m.tm -n 3 -o d.dot", 'digraph "p 3" {'),
        ("convert a.ckt -o e.dot", 'digraph "p 3" {'),
        ("compile p.gen -o p.counters", "registers of p"),
    ):
        status, err = said(command, capsys)
        assert status == 0, err
        assert (folder / command.split()[-1]).read_text().startswith(first), command


def test_without_an_ending(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "p").write_text(PROGRAM)
    assert said("generate ./p -n 3 -o c", capsys)[0] == 0
    assert said("generate ./p -n 3 --to dot -o d", capsys)[0] == 0
    assert said("compile ./p -o m", capsys)[0] == 0
    assert said("convert ./m --to dot -o e", capsys)[0] == 0
    firsts = [(folder / name).read_text().split()[0] for name in "cdme"]
    assert firsts == ["circuit", "digraph", "machine", "digraph"]
    status, err = said("convert ./c -o f", capsys)
    assert (status, "which format should `f` have?" in err, "choose one with --to: ckt, " in err) == (2, True, True)


def test_standard_output_has_the_format_of_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "parity_tree", "-n", "2", "--to", "dot", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("digraph")
    assert main(["convert", "parity_tree", "-n", "2", "--to", "ckt"]) == 0
    assert capsys.readouterr().out.startswith("circuit parity_tree 2\n")
    assert main(["convert", "parity_tree", "-n", "2", "-o", "-"]) == 2
    assert "which format should standard output have?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("generate parity_tree -n 2 --to dot -o c.ckt", "`c.ckt` ends in .ckt, but `--to` asks for dot"),
        ("convert parity_tree -n 2 --to ckt -o c.dot", "`c.dot` ends in .dot, but `--to` asks for ckt"),
        ("compile parity_tree --to counters -o c.tm", "`c.tm` ends in .tm, but `--to` asks for counters"),
        ("convert parity_tree -o c.ckt", "which n?"),
        ("convert parity_tree --input 11 -o c.ckt", "a family has a circuit for each n"),
        ("convert parity_tree -n 2 -o c.tm", "the transitions of one run are only written in other formats, not .tm"),
        ("convert parity_tree --plain -o c.dot", "`--plain` only applies to machines written as .tm, not .dot"),
        ("certify parity_tree -o parity_tree.gen", "`uniform certify` does not write .gen files"),
    ],
)
def test_what_does_not_go_together(
    command: str, message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, err = said(command, capsys)
    assert status == 2
    assert f": {message}\n" in err
    assert not list(folder.iterdir())


def test_an_unknown_ending_is_refused_before_any_work(capsys: pytest.CaptureFixture[str]) -> None:
    """The program, which is not there, is not looked for."""
    for command in ("generate none.gen -n 10^9 -o c.xyz", "compile none.gen -o m.xyz", "convert none.gen -o m.xyz"):
        assert "does not write .xyz files" in said(command, capsys)[1]


def test_devices_and_links(folder: Path) -> None:
    assert ending_for("generate", "/dev/null", default=".ckt") == ".ckt"
    assert ending_for("generate", "a.b/c", default=".ckt") == ".ckt"
    (folder / "link").symlink_to(folder / "c.dot")
    assert ending_for("generate", "link", default=".ckt") == ".ckt"  # as /dev/stdout may be one, to anything
    with pytest.raises(UniformError):
        ending_for("convert", None)
    with pytest.raises(UniformError, match="it is a folder"):
        ending_for("convert", "a.b/")
