"""Certificates state the cells that the machine lays out, and an audit believes none of their numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import NAMES, PROGRAMS, certificate, generator
from tests.quick import one_in
from uniform.certify.audit import audit, read_certificate
from uniform.certify.certificate import certify
from uniform.certify.statements.space import layout_steps
from uniform.cli import main
from uniform.family.opening import open_generator
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import UniformError
from uniform.turing.emulator.run import run

EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)


@pytest.mark.slow
@pytest.mark.proofs
@pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)
def test_a_fresh_certificate_passes_its_audit(entry: ShippedProgram) -> None:
    found = audit(read_certificate(json.dumps(certificate(entry.name).to_json())), generator(entry), (1, 2, 7, 1000))
    assert found
    assert [n for n, _ in found.space.touched] == [1, 2, 7]
    assert all(cells <= dict(found.space.measured)[n] for n, cells in found.space.touched)


def test_the_fields_that_scripts_rely_on() -> None:
    stated = certify(open_generator("threshold_k", {"k": 3})).to_json()
    assert set(stated) >= {
        *("program", "sha256", "constants", "input_length", "well_formed", "total"),
        *("space", "steps", "size", "depth", "class"),
    }
    assert stated["program"] == "threshold_k"
    assert stated["constants"] == {"k": 3}
    space = stated["space"]
    assert space["status"] == "proved"
    assert space["formula"] == f"{space['cells']['per_bit']}*bits(n) + {space['cells']['constant']}"
    assert stated["input_length"] == {"status": "proved", "formula": "n"}
    assert stated["total"] == {"status": "proved", "shown": 4, "of": 4, "n": 16}
    assert stated["well_formed"] == {"status": "proved", "shown": 4, "of": 4, "n": 16, "obligations": []}
    assert stated["steps"] == {"status": "proved", "degree": [1, 0]}
    assert stated["size"] == {
        "status": "proved",
        "exact": "1",
        "bound": "1",
        "degree": [0, 0],
        "measured": {"n": 64, "size": 1},
    }
    assert stated["depth"] == {
        "status": "proved",
        "bound": "1",
        "order": [0, 0],
        "components": [],
        "measured": {"n": 64, "depth": 1},
    }
    assert stated["fan_in"] == {
        "status": "unknown",
        "unbounded": [{"line": 7, "column": 3, "kind": "THRESHOLD", "why": "n passes"}],
    }
    assert stated["class"] == {
        "printed": "TC^0",
        "derived": "AC^0",
        "status": "proved",
        "proved_if": [],
        "reasons": ["depth at most 1: R1", "line 7: THRESHOLD with n passes: R10"],
        "derived_reasons": ["line 7: decided by at most 3 wires: R8"],
    }
    assert set(stated["provers"]) == {"islpy", "z3"}


def test_what_remains_to_be_shown_is_listed() -> None:
    family = open_generator(str(Path(__file__).parent / "adversaries" / "good_loose.gen"))
    stated = family.certificate().to_json()
    well_formed, total = stated["well_formed"], stated["total"]
    listed = [(each["code"], each["line"], each["column"]) for each in well_formed["obligations"]]
    assert well_formed["status"] == total["status"] == "checked"
    assert {code for code, _, _ in listed} == {"U405"}
    assert well_formed["of"] - well_formed["shown"] >= len(listed) > 0  # two checks may have one place
    others = [each for each in total["open"] if each not in well_formed["obligations"]]
    assert [each["message"] for each in others] == ["`t + 1` is above the bound `n` of counter `t`"]
    made = {(check.trap.code, check.trap.span.line, check.trap.span.column) for check in family.obligations}
    assert set(listed) <= made  # the code checks in every run what is not shown


OF_PARITY_TREE = certificate("parity_tree")
STATED = json.loads(json.dumps(OF_PARITY_TREE.to_json()))
OF_MAJORITY = open_generator("majority").machine()


@pytest.mark.parametrize("change", one_in(2, [-1, 1]))
@pytest.mark.parametrize("which", ["per_bit", "constant"])
def test_forged_cells_are_measured_too(which: str, change: int) -> None:
    forged = json.loads(json.dumps(STATED))
    forged["space"]["cells"][which] += change
    found = audit(forged, open_generator("parity_tree"), (5,))
    assert [finding.partition(" the machine")[0] for finding in found.findings] == [
        f"`space.cells.{which}` is {forged['space']['cells'][which]}, but should be {STATED['space']['cells'][which]}",
        "at n = 5",
    ]


@pytest.mark.slow
def test_the_audit_says_where_no_value_reaches_its_bound() -> None:
    found = audit(json.loads(json.dumps(STATED)), open_generator("parity_tree"), (8,))
    assert (
        "touched after the layout at n = 8: 33; the other 7 are not needed at this n, since no value reaches its bound"
        in str(found)
    )
    majority = open_generator("majority")
    said = str(audit(certify(majority).to_json(), majority, (1,))).splitlines()
    assert "touched after the layout at n = 1: 12, all of them" in said


def test_the_machine_is_measured_whatever_is_derived(monkeypatch: pytest.MonkeyPatch) -> None:
    """A derivation that is wrong in the same way as the certificate does not help."""
    wrong = json.loads(json.dumps(STATED))
    wrong["space"]["cells"]["constant"] -= 1
    monkeypatch.setattr("uniform.certify.audit.differences", lambda *parts: iter(()))
    found = audit(wrong, open_generator("parity_tree"), (5, 1000))
    assert len(found.findings) == 2
    assert found.findings[0].startswith("at n = 5 the machine visits ")


@pytest.mark.parametrize("n", one_in(3, [17 * 10**6, 10**9, 2**61]))
def test_what_is_beyond_the_steps_is_not_measured(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is known before anything runs; what is derived decides."""
    monkeypatch.setattr("uniform.turing.emulator.run.run", lambda *given, **more: pytest.fail("a run"))
    monkeypatch.setattr("uniform.certify.audit.certify_subject", lambda subject: OF_PARITY_TREE)
    found = audit(STATED, open_generator("parity_tree"), (n,))
    assert found
    lines = str(found).splitlines()
    assert lines[0] == "parity_tree"
    assert lines[2] == "work cells = 6*bits(n) + 16: derived again; not measured"
    assert lines[-1] == f"not measured at n = {n}: over the limit of 10^8 steps for an audit"
    assert found.to_json()["not_measured"] == [{"n": n, "why": "over the limit of 10^8 steps for an audit"}]
    assert not audit({**STATED, "sha256": ""}, open_generator("parity_tree"), (n,))


@pytest.mark.slow
def test_the_steps_are_those_of_all_layouts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uniform.certify.statements.space._STEPS", 200_000)
    found = audit(STATED, open_generator("parity_tree"), (*range(1, 5), 4, 10**4, 10**4 + 1, 1000))
    assert [n for n, _ in found.space.measured] == [1, 2, 3, 4, 10**4, 1000]
    assert found.space.unmeasured == (10**4 + 1,)


@pytest.mark.parametrize("name", one_in(3, ["majority", "batcher_sort", "array_multiplier"]))
@pytest.mark.parametrize("n", [1, 1000, 2**17 - 1])
def test_a_layout_takes_no_more_steps_than_allowed(name: str, n: int) -> None:
    outcome = run(open_generator(name).machine(), n, stop_at_layout=True)
    assert 6 * n < outcome.steps < layout_steps(n) - 10_000


@pytest.mark.slow
def test_a_run_that_is_cut_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uniform.certify.statements.space._WHOLE_STEPS", 100)
    found = audit(STATED, open_generator("parity_tree"), (1, 16))
    assert (found.space.touched, found.space.unfinished) == ((), (1, 16))
    assert found
    assert "not run to the end at n = 1, 16: over the limit of 10^2 steps for a run in an audit" in str(found)


def test_a_layout_that_is_cut_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uniform.certify.statements.space.layout_steps", lambda n: 10)
    found = audit(STATED, open_generator("parity_tree"), (5, 100))
    assert (found.space.measured, found.space.unmeasured, bool(found)) == ((), (5, 100), True)


@pytest.mark.parametrize("halted", one_in(4, ["stuck", "trap", "loop", "reject"]))
def test_a_machine_that_ends_early_is_a_finding(halted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(machine: object, n: int, **more: object) -> object:
        return replace(run(OF_MAJORITY, 1), halted=halted, reason="for a reason", reserved=None, touched=None)

    monkeypatch.setattr("uniform.turing.emulator.run.run", ends)
    monkeypatch.setattr("uniform.certify.audit.certify_subject", lambda subject: OF_PARITY_TREE)
    found = audit(STATED, open_generator("parity_tree"), (5, 100))
    assert found.space.measured == found.space.touched == ()
    assert found.findings == (
        f"at n = 5 the machine ends before its tapes are laid out: {halted}, for a reason",
        f"at n = 5 the machine does not end like the program: {halted}, for a reason",
        f"at n = 100 the machine ends before its tapes are laid out: {halted}, for a reason",
    )


def test_a_run_beyond_its_layout_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def beyond(machine: object, n: int, **more: object) -> object:
        return replace(run(OF_MAJORITY, 1), halted="accept", reserved=22, touched=23)

    monkeypatch.setattr("uniform.turing.emulator.run.run", beyond)
    monkeypatch.setattr("uniform.certify.audit.certify_subject", lambda subject: OF_PARITY_TREE)
    found = audit(STATED, open_generator("parity_tree"), (1,))
    assert found.findings == ("at n = 1 the run touches 23 cells, more than the 22 reserved",)


def test_a_program_that_needs_more_than_logarithmic_space_gets_no_certificate() -> None:
    from uniform.family.generated import load
    from uniform.messages.spans import Source

    source = Source("p.gen", "family p(n)\n  input x[1..n]\n  output y\n  counter c <= 2^n\n  c <- 1\n  y := x[1]\n")
    with pytest.raises(UniformError) as refused:
        load(source).certificate()
    assert "needs n + 1" in str(refused.value)


def test_a_certificate_of_what_is_refused_is_refused() -> None:
    from uniform.family.generated import load
    from uniform.messages.spans import Source

    text = "family parity_tree(n)\n  input x[1..n]\n  output y\n  counter c <= 2^n\n  y := x[1]\n"
    found = audit(STATED, load(Source("p.gen", text)))
    assert found.findings == ("no certificate: `2^n` needs n + 1 cells",)
    assert found.space.measured == ()


def test_a_certificate_names_shipped_programs_by_name(tmp_path: Path) -> None:
    assert STATED["file"] == "parity_tree"
    file = tmp_path / "parity_tree.gen"
    file.write_text(open_generator("parity_tree").source.text)
    assert certify(open_generator(str(file))).file == str(file)


def test_a_refused_certificate_is_a_negative_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.gen"
    file.write_text("family p(n)\n  input x[1..n]\n  output y\n  counter c <= 2^n\n  y := x[1]\n")
    assert main(["certify", str(file)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "error[U301]: `2^n` needs n + 1 cells" in printed.err
    assert main(["certify", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "program": "p",
        "space": {
            "status": "refused",
            "because": [{"code": "U301", "message": "`2^n` needs n + 1 cells", "line": 4, "column": 16}],
        },
    }
