"""More addresses than a table has room for: where they are in the hash table, and what finding them counts."""

from __future__ import annotations

import numpy as np
import pytest

from uniform.arguments import limits as defaults
from uniform.arguments.limits import Limits, Spent
from uniform.counters.fast.hash_kernel import find_place
from uniform.counters.fast.runner import FIND_COST, CircuitRun
from uniform.language.pipeline import load
from uniform.messages.errors import LimitReached
from uniform.messages.spans import Source

SPARSE = """family sparse(n)
  input  x[1..n]
  output y
  gate   g[1..n, 0..{}]

  for i in 1..n
    g[i, 0] := AND(x[i])
  y := OR(g[i, 0] for i in 1..n)
"""


@pytest.mark.parametrize("stride", [1, 3, 2**20, 2**34, 2**43, 2**34 + 1, 10**12])
def test_addresses_at_equal_distances_have_places_of_their_own(stride: int) -> None:
    """Half of the table is taken, and an address is seldom far behind its own place: few places lie in long rows."""
    keys = np.zeros(1 << 12, dtype=np.int64)
    for i in range(len(keys) // 2):
        keys[find_place(keys, i * stride)] = i * stride + 1
    rows = "".join("1" if key else "0" for key in keys.tolist()).split("0")
    assert sum(map(len, rows)) == len(keys) // 2
    assert max(map(len, rows)) < 100


def steps(rows: str, limits: Limits) -> int:
    assert limits.spent is not None
    load(Source("sparse.gen", SPARSE.format(rows))).circuit(40, limits=limits)
    return limits.spent.steps["fast"]


def test_finding_an_address_counts_more_steps_of_the_default_limit() -> None:
    few, many = (steps(rows, Limits(spent=Spent())) for rows in ("1", "2^34-1"))
    found = 40 + 41 + 80  # inputs, gates, wires
    assert few + (40 + 41) * FIND_COST <= many <= few + found * FIND_COST
    own = [steps(rows, Limits(max_steps=10**6, spent=Spent())) for rows in ("1", "2^34-1")]
    assert own[0] == own[1]


def test_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(defaults.STEPS, "fast", 1500)
    assert load(Source("sparse.gen", SPARSE.format("1"))).circuit(40)
    family = load(Source("sparse.gen", SPARSE.format("2^34-1")))
    for run in (lambda: family.circuit(40), lambda: list(family.stream(40))):
        with pytest.raises(LimitReached) as caught:
            run()
        text = str(caught.value)
        assert f"so they are looked up; finding one counts {FIND_COST} steps" in text
        assert "`--max-steps` raises the limit" in text


def test_inputs_are_counted_before_they_are_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(defaults.STEPS, "fast", 40 * FIND_COST)
    monkeypatch.setattr(CircuitRun, "_enter_inputs", None)
    with pytest.raises(LimitReached, match=f"takes more than {40 * FIND_COST} steps"):
        load(Source("sparse.gen", SPARSE.format("2^34-1"))).circuit(40)
