"""An audit believes no search: it checks the measures and rankings of a certificate, and tries them on circuits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.certify.forging import PARITY, STATED, changed, stated
from tests.certify.proofs.test_claims import ADVERSARIES
from tests.quick import one_in
from uniform.certify.audit import audit, certified_subject
from uniform.certify.certificate import certify_subject, digest_of
from uniform.certify.proofs.given import Given, GivenCycle
from uniform.certify.subject import Subject
from uniform.family.generated import load
from uniform.family.opening import open_generator
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
SORT = open_generator(str(Path(__file__).with_name("merge_exchange.gen")))


def with_node(*measure: str) -> Any:
    """The certificate of ``parity_tree`` with another measure of ``node``."""
    return changed("depth", "components", 0, "measure", to={"node": list(measure)})


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
        found = audit(changed("depth", "components", 0, "step", to=step, certificate=own), program, ())
        assert not found
        assert ("the measure of `c`: `step` is not in 1..4" in found.findings) == (step in (0, 5, -2))


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
