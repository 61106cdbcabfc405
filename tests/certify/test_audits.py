"""An audit believes no search: it checks the measures and rankings of a certificate, and tries them on circuits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cases import certificate
from tests.certify.proofs.random_chains import random_chain
from tests.certify.proofs.test_claims import ADVERSARIES
from tests.quick import one_in
from uniform.certify import evidence, second_prover, trial
from uniform.certify.audit import audit, audit_subject, certified_subject
from uniform.certify.certificate import certify, certify_subject, digest_of
from uniform.certify.proofs import given, solvers
from uniform.certify.proofs.given import Given, GivenCycle
from uniform.certify.second_prover import SecondProver
from uniform.certify.subject import Subject
from uniform.family.generated import load
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator
from uniform.messages.spans import Source

DOWN = """family down(n)
  input   x[1..n]
  output  y
  counter a <= n
  counter b <= n

  a <- n
  b <- 0
  while a >= 1
    if bit(a, 0) = 1
      a <- a - 1
      b <- b + 1
    else
      b <- b + 1
      a <- a - 1
  y := x[1]
"""
PARITY, SORT = open_generator("parity_tree"), open_generator(str(Path(__file__).with_name("merge_exchange.gen")))


def stated(program: Generator) -> Any:
    return json.loads(json.dumps(certify(program).to_json()))


STATED = json.loads(json.dumps(certificate("parity_tree").to_json()))


DERIVED = certified_subject(STATED, PARITY)
"""For the tests that forge no measure: nothing else of a certificate changes what an audit derives."""


def changed(*path: Any, to: Any, certificate: Any = STATED) -> Any:
    """A certificate with another value in one place."""
    copy = json.loads(json.dumps(certificate))
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = to
    return copy


def with_node(*measure: str) -> Any:
    """The certificate of ``parity_tree`` with another measure of ``node``."""
    return changed("depth", "components", 0, "measure", to={"node": list(measure)})


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


# ---------------------------------------------------------------- measures


def test_another_measure_that_falls_is_accepted_with_what_follows_from_it() -> None:
    """A child of node i is 2*i or 2*i + 1: minus the index falls, too, and has 2*n - 1 values: a worse bound."""
    other = with_node("0 - i1")
    assert not audit(other, PARITY, ())  # it does not give the bound that is still stated
    other["depth"]["components"][0] |= {"rule": "R3", "values": "2*n - 1"}
    other["depth"] |= {"bound": "2*n", "order": [1, 0]}
    other["class"] |= {"printed": "P", "derived": "P", "reasons": ["depth at most 2*n: R3", "fan-in at most 2: R6"]}
    found = audit(other, PARITY, ())
    assert found.findings == ()
    assert "1 measure of the certificate shown to fall along 2 wires of the program" in str(found).splitlines()


@pytest.mark.slow
def test_offsets_are_free() -> None:
    assert audit(with_node("0 - (bits(2*i1) - 1) + 7"), PARITY, ())
    assert audit(with_node("5", "0 - (bits(2*i1) - 1)"), PARITY, ())


@pytest.mark.slow
def test_less_may_be_claimed() -> None:
    less = certify_subject(Subject(PARITY, Given({frozenset(["node"]): GivenCycle("size", {})}, {}))).to_json()
    assert less["depth"]["components"][0] == {"arrays": ["node"], "rule": "size", "values": "2*n + 1", "cost": 1}
    assert audit(json.loads(json.dumps(less)), PARITY, ())


NOT_FALLING = "the measure of `node`: not shown to fall from `node` to `node` on line 12"
WRONG_MEASURES = {
    ("i1",): NOT_FALLING,
    ("0",): NOT_FALLING,
    ("bits(2*i1) - 1",): NOT_FALLING,
    ("0 - i1 + 3", "i1"): None,  # it falls: the first component decides
    ("0 - i2",): "the measure of `node`: `0 - i2` does not fit `node`",
    ("level 1",): "the measure of `node`: `level 1` does not fit `node`",
    ("0 - 2*i1",): "the measure of `node`: `0 - 2*i1` is not an expression of a measure, such as i1, i1 + i2, ",
    ("import os",): "the measure of `node`: `import os` is not an expression of a measure",
    ("0 - i1 ",): "the measure of `node`: `0 - i1 ` is not an expression of a measure",
    ("0 - i1 + 0",): "the measure of `node`: `0 - i1 + 0` is not an expression of a measure",
    ("-" + "9" * 3000,): "is not an expression of a measure",
    ("0",) * 9: "the measure of `node`: not one tuple for each array, of one length",
}


@pytest.mark.slow
@pytest.mark.parametrize("measure", WRONG_MEASURES, ids=lambda each: each[0][:20])
def test_a_measure_that_does_not_fall_is_refused_with_a_reason(measure: tuple[str, ...]) -> None:
    found = audit(with_node(*measure), PARITY, ())
    assert not found
    reason = WRONG_MEASURES[measure]
    assert len(found.findings[0]) < 300
    if reason is None:
        assert "`depth.bound` is " in str(found)
    else:
        assert any(reason in finding for finding in found.findings)
        assert not any(finding.startswith("`depth") for finding in found.findings)


@pytest.mark.slow
@pytest.mark.parametrize("arrays", [[], ["node", "node"], ["y"], "node", [1], None])
def test_a_measure_of_other_arrays_is_refused(arrays: Any) -> None:
    assert "`depth.components[0].arrays" in str(
        audit(changed("depth", "components", 0, "arrays", to=arrays), PARITY, ())
    )


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["R1", "R2", "R3", "R5", "size", "", None, 4])
def test_another_rule_is_refused(rule: Any) -> None:
    assert not audit(changed("depth", "components", 0, "rule", to=rule), PARITY, ())


@pytest.mark.slow
def test_short_paths_are_looked_at_again() -> None:
    forged = changed("depth", "components", 0, to={**STATED["depth"]["components"][0], "rule": "R2", "measure": {}})
    assert "the measure of `node`: not shown that every path is short" in audit(forged, PARITY, ()).findings


# ---------------------------------------------------------------- rankings


@pytest.mark.slow
def test_another_ranking_that_falls_is_accepted() -> None:
    program = load(Source("down.gen", DOWN))
    own = stated(program)
    assert own["total"]["whiles"] == [{"line": 9, "column": 3, "rule": "ranking", "ranking": ["a"]}]
    for ranking in (["bound of b - b"], ["a", "b"], ["a", "bound of a - a"]):
        found = audit(changed("total", "whiles", 0, "ranking", to=ranking, certificate=own), program, ())
        assert found.findings == ()
        assert "1 ranking of the certificate shown to fall in each pass" in str(found).splitlines()


@pytest.mark.parametrize(
    ("ranking", "reason"),
    one_in(
        5,
        [
            (["b"], "not shown to fall in each pass"),
            (["bound of a - a"], "not shown to fall in each pass"),
            (["b", "a"], "not shown to fall in each pass"),
            (["c"], "`c` is neither a counter that changes in the loop nor its distance from its bound"),
            ([], "not a list of counters"),
        ],
    ),
)
def test_a_ranking_that_does_not_fall_is_refused_with_a_reason(ranking: list[str], reason: str) -> None:
    program = load(Source("down.gen", DOWN))
    forged = changed("total", "whiles", 0, "ranking", to=ranking, certificate=stated(program))
    assert audit(forged, program, ()).findings == (f"the ranking of the `while` on line 9: {reason}",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "rankings"),
    [(0, [["a"], ["p"], ["q"], ["bound of d - d"], ["p", "q"]]), (1, [["a"], ["q"], ["bound of p - p"], ["q", "d"]])],
)
def test_rankings_of_a_sort(place: int, rankings: list[list[str]]) -> None:
    """What ``Given`` finds wrong is a finding of an audit, as above."""
    for ranking in rankings:
        whiles = [{}] * place + [{"rule": "ranking", "ranking": ranking}]
        subject = certified_subject({"sha256": digest_of(SORT), "total": {"whiles": whiles}}, SORT)
        assert all(end.rule == "ranking" for end in subject.proofs.ends)  # others are found
        assert subject.given is not None
        (fault,) = subject.given.faults
        assert fault.startswith("the ranking of the `while` on line")


# ---------------------------------------------------------------- circuits


@pytest.fixture
def believing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit that finds no difference, and to which every measure falls."""
    monkeypatch.setattr("uniform.certify.audit.differences", lambda *parts: iter(()))
    monkeypatch.setattr(given, "is_falling", lambda *parts: True)


@pytest.mark.usefixtures("believing")
def test_measures_are_tried_on_circuits() -> None:
    assert audit(STATED, PARITY, ())
    assert audit(with_node("i1"), PARITY, ()).findings[0] == (
        "at n = 2 the measure does not fall from `node[1]` (1) to `node[3]` (3)"
    )
    assert audit(with_node("0", "0 - (bits(2*i1) - 1)", "i1"), PARITY, ())


@pytest.mark.slow
def test_a_measure_that_falls_along_two_wires_in_a_row() -> None:
    program = open_generator(str(next(each for each in ADVERSARIES if each.stem == "two_thirds")))
    own = stated(program)
    (cycle,) = own["depth"]["components"]
    assert (cycle["measure"], cycle["step"], cycle["values"]) == ({"c": ["bits(2*i1) - 1"]}, 2, "2*bits(n) + 2")
    assert audit(own, program, ())
    third = changed("depth", "components", 0, "step", to=3, certificate=own)
    third["depth"]["components"][0]["values"] = "3*bits(n) + 3"
    third["depth"] |= {"bound": "3*bits(n) + 4"}
    reasons = ["depth at most 3*bits(n) + 4: R4", "fan-in at most 2: R6"]
    third["class"]["reasons"] = reasons
    assert audit(third, program, ()).findings == (), "less is claimed"
    for step in (0, 1, 5, -2, 2.0, "2", True, None):
        assert not audit(changed("depth", "components", 0, "step", to=step, certificate=own), program, ())


@pytest.mark.usefixtures("believing")
def test_wires_in_a_row_are_tried_on_circuits() -> None:
    program = open_generator(str(next(each for each in ADVERSARIES if each.stem == "two_thirds")))
    own = stated(program)
    forged = changed("depth", "components", 0, "step", to=1, certificate=own)
    reason = "at n = 3 the measure does not fall from `c[3]` (2) to `c[2]` (2)"
    assert audit(forged, program, ()).findings[0] == reason
    forged = changed("depth", "components", 0, "measure", to={"c": ["0 - i1"]}, certificate=own)
    reason = "at n = 3 the measure does not fall from `c[3]` (-3) to `c[1]` (-1)"
    assert audit(forged, program, ()).findings[0] == reason


@pytest.mark.slow
@pytest.mark.usefixtures("believing")
def test_a_wire_through_a_not_gate_is_a_wire_of_the_measure() -> None:
    text = "family chain(n)\n  input x[1..n]\n  output y\n  gate c[0..n]\n\n  c[0] := FALSE\n"
    text += "  for i in 1..n\n    c[i] := AND(NOT c[i-1], x[i])\n  y := c[n]\n"
    program = load(Source("chain.gen", text))
    own = stated(program)
    found = audit(own, program, ())
    assert found.to_json()["circuits"] == {"last": 64, "wires": sum(range(17)) + 64, "wires_at": [*range(1, 17), 64]}
    forged = changed("depth", "components", 0, "measure", to={"c": ["0 - i1"]}, certificate=own)
    reason = "at n = 1 the measure does not fall from `c[1]` (-1) to `c[0]` (0)"
    assert audit(forged, program, ()).findings[0] == reason


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
