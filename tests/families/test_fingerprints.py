"""What the shipped programs print is what they printed before; a change that is meant is recorded on purpose."""

from __future__ import annotations

import pytest

from tests.cases import PROGRAMS
from tests.fingerprints import label, of_program, of_traps, recorded, settings
from tests.quick import one_in

CASES = {label(entry, chosen): (entry, chosen) for entry in PROGRAMS for chosen in settings(entry)}


def test_every_program_is_recorded() -> None:
    assert set(recorded()["programs"]) == set(CASES)


@pytest.mark.parametrize("case", one_in(5, CASES))
def test_nothing_has_changed(case: str) -> None:
    assert of_program(*CASES[case], tiers=("fast",)) == recorded()["programs"][case]


def test_the_golden_files_of_traps_have_not_changed() -> None:
    assert of_traps() == recorded()["traps"]
