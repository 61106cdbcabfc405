"""An audit believes nothing that is stated: it compares a certificate with circuits, asks a second prover, and finds
each forged field. ``test_audits_of_measures`` is about measures and rankings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cases import certificate
from tests.certify.forging import PARITY, STATED, changed, stated
from tests.certify.proofs.random_chains import random_chain
from tests.certify.proofs.test_claims import ADVERSARIES
from tests.quick import one_in
from uniform.certify import evidence, second_prover, trial
from uniform.certify.audit import audit, audit_subject, certified_subject
from uniform.certify.certificate import certify
from uniform.certify.proofs import solvers
from uniform.certify.second_prover import SecondProver
from uniform.family.generated import load
from uniform.family.opening import open_generator
from uniform.messages.spans import Source

DERIVED = certified_subject(STATED, PARITY)
"""For the tests that forge no measure: nothing else of a certificate changes what an audit derives."""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.proofs
@pytest.mark.parametrize("file", one_in(12, ADVERSARIES[2::6], 4), ids=lambda file: file.stem)
def test_a_certificate_of_an_adversary_has_an_audit_without_findings(file: Path) -> None:
    """Its circuits are within what is proved; only a trap is a finding, and makes the certificate false, too."""
    made = certificate(str(file))
    found = audit(json.loads(json.dumps(made.to_json())), open_generator(str(file)), ())
    assert bool(found) == bool(made)
    assert list(found.findings) == [each for _, statement in made.statements for each in statement.refutations()]


@pytest.mark.parametrize("seed", one_in(10, range(2000, 2010)))
def test_a_certificate_of_a_random_chain_has_an_audit_without_findings(seed: int) -> None:
    program = load(Source("chain.gen", random_chain(seed)))
    made = certify(program)
    assert bool(audit(json.loads(json.dumps(made.to_json())), program, ())) == bool(made)


@pytest.fixture
def differences_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit that tries no circuits, and does not ask z3, which is never asked about what is stated."""
    monkeypatch.setattr("uniform.certify.audit.try_circuits", lambda *parts: trial.Trial())
    monkeypatch.setattr("uniform.certify.audit.confirm", lambda prover: SecondProver())


# ---------------------------------------------------------------- circuits


TRAP_33 = (
    "traps at n = 33 (U403 trap_33.gen:8:10) and at 31 more n in 17..64: `v + 1` is above the bound `32` of counter `v`"
)

FALSE_FORMULAS = {
    ("input_length", "formula", "2*n"): "at n = 1: inputs 1, not 2 (`input_length.formula`)",
    ("size", "exact", "n + bits(n)"): "at n = 3: size 6, not 5 (`size.exact`)",
    ("size", "bound", "2*n - 1"): "at n = 1: size 2, not at most 1 (`size.bound`)",
    ("depth", "bound", "min(n + 1, 7)"): "at n = 33: depth 8, not at most 7 (`depth.bound`)",
    ("depth", "bound", "if n - 40 >= 0: 1; if otherwise: n + 9"): "at n = 40: depth 8, not at most 1 (`depth.bound`)",
    ("fan_in", "bound", 1): "at n = 2 the fan-in is 2, more than 1",
    (
        "size",
        "exact",
        "__import__('os')",
    ): "`size.exact` is not a formula: it has something that is not an operation on",
    ("size", "exact", "9^9^9^9"): "`size.exact` is not a formula: a number is too large",
    ("size", "exact", "9" * 3000): "`size.exact` is not a formula: it is too long",
    ("size", "exact", "(" * 900 + "n" + ")" * 900): "`size.exact` is not a formula: it is not an expression",
    ("size", "exact", "n //"): "`size.exact` is not a formula: it is not written like this",
    ("size", "exact", "if n - 99 = 0: 2"): "`size.exact` is not a formula: no case applies",
    ("size", "exact", "if n: 2"): "`size.exact` is not a formula: `n` is not a condition",
}


@pytest.mark.slow
@pytest.mark.usefixtures("believing")
@pytest.mark.parametrize("forgery", FALSE_FORMULAS, ids=lambda each: f"{each[0]}-{str(each[2])[:12]}")
def test_formulas_are_compared_with_circuits(forgery: tuple[str, str, Any]) -> None:
    field, name, value = forgery
    found = audit_subject(changed(field, name, to=value), DERIVED, ())
    assert [each[: len(FALSE_FORMULAS[forgery])] for each in found.findings] == [FALSE_FORMULAS[forgery]]


@pytest.mark.usefixtures("believing")
def test_a_trap_later_on_refutes_that_all_runs_are_total() -> None:
    """Its runs up to n = 16 are good, and it traps at n = 33."""
    (file,) = [each for each in ADVERSARIES if each.stem == "trap_33"]
    program = open_generator(str(file))
    own = stated(program)
    assert own["total"]["status"] == "checked"
    found = audit(own, program, ())
    assert found, "true as far as it goes"
    assert str(found).splitlines()[-2:] == [
        "the certificate claims nothing about n > 16, and there the program has no family:",
        TRAP_33,
    ]
    assert "circuits for n = 1..64, but those that trap: inputs, " in str(found)
    (trap,) = found.to_json()["circuits"]["traps"]
    assert (trap["code"], trap["n"]) == ("U403", [*range(33, 65)])
    forged = changed("total", "status", to="proved", certificate=own)
    said = f"`total` is said to be proved, but the program {TRAP_33}"
    assert said in audit(forged, program, ()).findings


@pytest.mark.slow
def test_where_circuits_become_too_large_the_audit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_LAST", 3)
    assert "circuits for n = 1..3: " in str(audit(STATED, PARITY, ()))
    cubes = load(Source("cubes.gen", "family cubes(n)\n  input x[1..n]\n  output y\n  gate g[1..n^5]\n\n"
                        "  for i in 1..n^5\n    g[i] := x[1]\n  y := x[1]\n"))  # fmt: skip
    monkeypatch.setattr(trial, "_LAST", 64)
    said = str(audit(stated(cubes), cubes, ())).splitlines()
    assert said[-1].startswith("circuits were not compared beyond n = 9: ")


# ---------------------------------------------------------------- provers


def test_z3_contradicts_a_prover_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("z3")
    monkeypatch.setattr("uniform.certify.proofs.solvers.Islpy.point", lambda solver: None)
    (file,) = [each for each in ADVERSARIES if each.stem == "trap_33"]
    program = open_generator(str(file))
    forged = stated(program)
    assert forged["total"]["status"] == "proved"  # what islpy is made to say
    found = audit(forged, program, ())
    assert any(finding.startswith("z3 finds numbers where there should be none: ") for finding in found.findings)
    assert f"`total` is said to be proved, but the program {TRAP_33}" in found.findings


def test_without_z3_the_audit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_prover, "versions", lambda: {"islpy": "1", "z3": None})
    found = audit(STATED, PARITY, ())
    assert found
    assert "z3 is not installed, so no second prover was asked" in str(found).splitlines()


def test_many_questions_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("z3")
    monkeypatch.setattr(second_prover, "_MAX_QUESTIONS", 3)
    found = audit(STATED, PARITY, ())
    assert any(line.startswith("z3 was asked the first 3 of ") for line in str(found).splitlines())


@pytest.mark.slow
def test_other_provers_are_no_forgery() -> None:
    here = solvers.versions()
    other = changed("provers", "islpy", to="1999.9")
    found = audit(other, PARITY, ())
    assert found
    said = f"made with islpy 1999.9 and z3 {here['z3']}; here islpy {here['islpy']} and z3 {here['z3']}"
    assert str(found).splitlines()[1] == said
    assert found.to_json()["provers"] == said
    none = audit(changed("provers", to={"islpy": None, "z3": None}), PARITY, ())
    assert none
    assert str(none).splitlines()[1].startswith("made with no prover; here islpy ")


@pytest.mark.slow
def test_what_differs_with_other_provers_is_still_refused() -> None:
    forged = changed("size", "exact", to="n", certificate=changed("provers", "islpy", to="1999.9"))
    lines = str(audit(forged, PARITY, ())).splitlines()
    assert lines[1].endswith("; what differs may come from that:")
    assert lines[2] == 'refused: `size.exact` is "n", but should be "2*n"'


@pytest.mark.slow
@pytest.mark.parametrize(
    "value", [None, {}, {"islpy": 1, "z3": None}, {"z3": None, "islpy": "1"}, [], "2026", {"a": "1"}]
)
def test_what_names_no_provers_is_refused(value: Any) -> None:
    assert "`provers" in str(audit_subject(changed("provers", to=value), DERIVED, ()))
    assert evidence.other_provers(changed("provers", to=value)) is None


def test_without_provers_an_audit_does_not_accept_what_it_cannot_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "_module", lambda name: None)
    monkeypatch.setattr(evidence, "versions", lambda: {"islpy": None, "z3": None})
    monkeypatch.setattr(second_prover, "versions", lambda: {"islpy": None, "z3": None})
    found = audit(STATED, PARITY, ())
    assert not found
    assert str(found).splitlines()[1].endswith("here no prover; what differs may come from that:")


# ---------------------------------------------------------------- all forgeries


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield from leaves(value[key], (*path, key))
    if not isinstance(value, (dict, list)):
        yield path, value


FORGERS: dict[str, Callable[[Any], Any]] = {
    "larger": lambda value: value + 1 if isinstance(value, int) else f"{value} + 1",
    "other": lambda value: -value - 1 if isinstance(value, int) else "proved" if value != "proved" else "checked",
    "none": lambda value: None,
}


@pytest.mark.slow
@pytest.mark.usefixtures("differences_only")
@pytest.mark.parametrize("forger", FORGERS)
@pytest.mark.parametrize("name", ["parity_tree", "threshold_k", "increment"])
def test_every_field_is_audited(name: str, forger: str) -> None:
    """One leaf after the other. An offset of a measure is free, and so are the versions of provers.

    Everything is derived again if measures or rankings are forged; nothing else that is stated is looked at for that.
    """
    family = open_generator(name)
    own = json.loads(json.dumps(certificate(name).to_json()))
    derived = certified_subject(own, family)
    count = 0
    for path, value in leaves(own):
        is_free = path[0] in ("file", "provers") or (
            path[:1] == ("depth",) and "measure" in path and forger == "larger"
        )
        if not is_free:
            forged = changed(*path, to=FORGERS[forger](value), certificate=own)
            is_evidence = path[:2] in (("depth", "components"), ("total", "whiles"))
            found = audit(forged, family, ()) if is_evidence else audit_subject(forged, derived, ())
            assert found.findings, path
            count += 1
    assert count > 30


@pytest.mark.slow
@pytest.mark.usefixtures("differences_only")
@pytest.mark.parametrize("status", ["proved", "checked", "refuted", "measured", "declared", "unknown", "Proved", ""])
@pytest.mark.parametrize("field", one_in(3, ["space", "input_length", "total", "well_formed", "steps", "size", "depth",
                                             "fan_in", "class"]))  # fmt: skip
def test_no_statement_has_another_status(field: str, status: str) -> None:
    found = audit_subject(changed(field, "status", to=status), DERIVED, ())
    assert bool(found) == (status == "proved")


def test_a_certificate_of_an_older_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "parity_tree.gen"
    file.write_text(PARITY.source.text)
    own = stated(open_generator(str(file)))
    file.write_text(PARITY.source.text.replace("node[1]\n", "node[1] # the root\n"))
    found = audit(own, open_generator(str(file)), ())
    assert [finding.partition(" is ")[0] for finding in found.findings] == ["`sha256`"]
