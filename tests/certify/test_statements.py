"""The table of statements: certificates and audits read it, so a new statement is a file and a row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from uniform.certify.audit import audit
from uniform.certify.certificate import Certificate, certify
from uniform.certify.statements.space import MEASURED, sum_tapes
from uniform.certify.statements.statement import AuditContext, Outcome, Statement
from uniform.certify.statements.table import STATEMENTS
from uniform.certify.subject import Subject
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator

STATUSES = {"proved", "checked", "refuted", "measured", "declared", "unknown"}
PARITY = open_generator("parity_tree")


@dataclass(frozen=True, slots=True)
class Length(Statement):
    """The number of characters of the program, of which at most ``most`` are allowed."""

    characters: int
    most: int = 10**6

    def to_json(self) -> dict[str, Any]:
        return {"status": "checked", "characters": self.characters}

    def rows(self) -> Iterator[str]:
        yield f"{self.characters} characters"

    def refutations(self) -> Iterator[str]:
        if self.characters > self.most:
            yield "too long"


class Counted(Length):
    """The same, counted again by its audit."""

    __slots__ = ()

    def audit(self, context: AuditContext) -> Outcome:
        assert context.derived["length"] == self
        assert context.stated["length"]["characters"] == 7
        again = len(context.generator.source.text)
        return Outcome((f"{again} are counted",), (f"not counted at n = {context.ns[0]}",))


def certificate_with(monkeypatch: pytest.MonkeyPatch, statement: Statement) -> Certificate:
    monkeypatch.setattr("uniform.certify.certificate.STATEMENTS", {**STATEMENTS, "length": lambda program: statement})
    return certify(PARITY)


@pytest.mark.parametrize("field", STATEMENTS)
def test_each_statement_says_how_it_is_known(field: str) -> None:
    stated = json.loads(json.dumps(certify(PARITY).to_json()))
    assert stated[field]["status"] in STATUSES
    assert list(stated)[-len(STATEMENTS) - 1 : -1] == list(STATEMENTS)


def test_a_new_statement_is_shown_and_derived_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = certificate_with(monkeypatch, Length(300))
    assert made
    assert str(made).splitlines()[-1] == "300 characters"
    stated = json.loads(json.dumps(made.to_json()))
    assert audit(stated, PARITY, (1,))
    stated["length"]["characters"] = 301
    assert audit(stated, PARITY, (1,)).findings == ("`length.characters` is 301, but should be 300",)


@pytest.mark.slow
def test_a_statement_that_is_refuted_makes_a_certificate_false(monkeypatch: pytest.MonkeyPatch) -> None:
    made = certificate_with(monkeypatch, Length(300, 10))
    assert not made
    assert audit(json.loads(json.dumps(made.to_json())), PARITY, (1,)).findings == ("too long",)


def test_a_statement_has_an_audit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    stated = json.loads(json.dumps(certificate_with(monkeypatch, Counted(7)).to_json()))
    found = audit(stated, PARITY, (1, 1))
    assert found.findings == (f"{len(PARITY.source.text)} are counted",)
    assert str(found).splitlines()[-1] == "not counted at n = 1"


@pytest.mark.slow
def test_statements_are_derived_from_the_program_alone() -> None:
    def derive(program: Generator) -> list[Statement]:
        return [make(Subject(program)) for make in STATEMENTS.values()]

    assert derive(PARITY) == derive(open_generator("parity_tree"))
    assert derive(PARITY) != derive(open_generator("majority"))


def test_a_long_layout_is_run_by_the_compiled_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uniform.certify.statements.space.lay_out", lambda machine, word: None)
    assert sum_tapes(Subject(PARITY)).measured == (MEASURED, 76)
