"""A class never appears without its status, in no certificate of any program; and a proved one has proved premises."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.cases import NAMES, PROGRAMS, certificate
from tests.certify.proofs.test_claims import ADVERSARIES
from tests.quick import one_in
from uniform.certify.certificate import Certificate, certify
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator
from uniform.library.entry import ShippedProgram

CLASS = re.compile(r"\b(NC|AC|TC)\^\d|\bclass P\b")
STATUS = re.compile(r" \((proved|checked, n <= \d+; proved if it is (total|well-formed|total and well-formed))\)")


def check(made: Certificate) -> Any:
    """Check the text and the JSON of a certificate; the statement of the class."""
    stated = json.loads(json.dumps(made.to_json()))
    rows = [row for row in str(made).splitlines() if CLASS.search(row)]
    for row in rows:
        assert re.fullmatch(rf"class \S+( as derived)?{STATUS.pattern}(: .*)?", row)
    own = stated["class"]
    named = {own["printed"], own["derived"]} - {"none"}
    assert len(rows) == len(named)
    assert (own["printed"] == "none") == (own["derived"] == "none") == (own["status"] in ("unknown", "refuted"))
    premises = {name: stated[name]["status"] for name in ("input_length", "space", "total", "well_formed", "depth")}
    if own["status"] == "proved":
        assert set(premises.values()) == {"proved"}
        assert own["proved_if"] == []
    elif own["status"] == "checked":
        assert own["proved_if"] == [name for name, status in premises.items() if status != "proved"]
        assert set(own["proved_if"]) <= {"total", "well_formed"}
        assert 1 <= own["n"] <= 16
    elif own["status"] == "refuted":
        assert premises["total"] == "refuted"
        assert own["n"] == min(chain.from_iterable(trap["n"] for trap in stated["total"]["traps"]))
    other = {field: text for field, text in stated.items() if field not in ("class", "program", "file", "notes")}
    assert not CLASS.search(json.dumps(other))
    return own


@pytest.mark.proofs
@pytest.mark.parametrize("entry", one_in(12, PROGRAMS), ids=NAMES)
def test_a_class_of_a_shipped_program_has_a_status(entry: ShippedProgram) -> None:
    assert check(certificate(entry.name))["status"] in ("proved", "checked")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.proofs
@pytest.mark.parametrize("file", one_in(12, ADVERSARIES[1::4]), ids=lambda file: file.stem)
def test_a_class_of_an_adversary_has_a_status(file: Path) -> None:
    own = check(certificate(str(file)))
    if file.read_text().startswith("# deserves none"):
        assert own["status"] in ("unknown", "refuted") or own["proved_if"]


def test_without_provers_a_class_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def class_of(program: Generator) -> tuple[str, str]:
        own = check(certify(program))
        return own["printed"], own["status"]

    assert class_of(open_generator("parity_tree")) == ("NC^1", "proved")
    monkeypatch.setattr("uniform.certify.proofs.solvers._module", lambda name: None)
    assert class_of(open_generator("parity_tree"))[1] in ("checked", "unknown")
