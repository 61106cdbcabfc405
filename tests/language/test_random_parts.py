"""Random programs with parts: every tier prints the same, or stops with the same message."""

from __future__ import annotations

import pytest

from tests.language.random_parts import random_parts
from tests.language.tiers import require_agreement
from tests.quick import one_in
from uniform.language.pipeline import load
from uniform.messages.spans import Source


def test_a_seed_gives_the_same_program() -> None:
    assert random_parts(7) == random_parts(7) != random_parts(8)


@pytest.mark.slow
def test_most_programs_without_faults_run_through() -> None:
    families = [load(Source("random.gen", random_parts(seed, faults=False))) for seed in range(8)]
    traps = [require_agreement(family, 3)[1] for family in families]
    assert traps.count(None) > 4


@pytest.mark.parametrize("seed", one_in(40, range(40)))
def test_all_tiers_agree(seed: int) -> None:
    family = load(Source("random.gen", random_parts(seed)))
    for n in (1, 2, 3, 5):
        require_agreement(family, n)
