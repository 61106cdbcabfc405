"""Without islpy and z3 a certificate has what needs no prover, and says how to install one."""

from __future__ import annotations

from pathlib import Path

import pytest

from uniform.certify.certificate import certify
from uniform.certify.proofs import solvers
from uniform.cli import main
from uniform.family.opening import open_generator


@pytest.fixture
def no_provers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither module can be imported."""
    monkeypatch.setattr(solvers, "_module", lambda name: None)
    monkeypatch.setattr("uniform.certify.certificate.versions", lambda: dict.fromkeys(solvers.PROVERS))


@pytest.mark.usefixtures("no_provers")
def test_what_needs_no_prover_is_there() -> None:
    found = certify(open_generator("parity_tree"))
    assert found, "nothing is refuted"
    stated = found.to_json()
    assert stated["space"]["status"] == "proved"
    assert stated["size"]["status"] == "proved"
    assert stated["provers"] == {"islpy": None, "z3": None}
    assert stated["steps"]["status"] == "proved"
    assert stated["fan_in"] == {"status": "proved", "bound": 2, "unbounded": []}
    assert stated["depth"]["bound"] == "2*n"
    assert stated["well_formed"]["status"] == "checked"
    assert (stated["class"]["printed"], stated["class"]["status"]) == ("P", "checked")


@pytest.mark.usefixtures("no_provers")
@pytest.mark.parametrize("name", ["parity_tree", "ripple_adder"])
def test_the_help_names_the_extra(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["certify", name]) == 0
    said = capfd.readouterr().err
    assert said.startswith("note[U828]: no prover is installed")
    assert "pip install 'uniform-circuits[prove]'" in said
    assert said.count("note[") == 1, "what is not shown for lack of a prover is not told one by one"


@pytest.mark.usefixtures("no_provers")
def test_a_level_is_no_error_for_lack_of_a_prover() -> None:
    found = certify(open_generator(str(Path(__file__).parent / "adversaries" / "level_half.gen")))
    assert found
    assert [note.code for note in found.notes] == ["U828"]
