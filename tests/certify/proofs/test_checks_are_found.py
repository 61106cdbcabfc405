"""Each kind of check is an obligation: left out by the walk, a run traps where everything is shown."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from tests.certify.proofs.broken import fault_of
from uniform.certify.proofs.formulas import Formula
from uniform.certify.proofs.numbers import Walk
from uniform.language.bounds.checks import Check

BLOCK = "block both(w <= n)\n  input p[1..w]\n  output o\n  o := AND(p[i] for i in 1..w)\n\n---\n"
TABLE = "table T[1..3] = [2, -1, 1]\n---\n"
HALF = "def half(v <= n) -> r <= n\n  r <- v div 2\n\n---\n"

PROGRAMS = {
    "U401": "a[3 - n] := x[1]\ny := x[1]\n",
    "U402": "let d = 9 div (n - 1)\ny := x[1]\n",
    "U403": "u <- 8*n + 5\ny := x[1]\n",
    "U404 above": "a[11*n] := x[1]\na[10] := x[1]\ny := x[1]\n",
    "U404 below": "y := x[n - 1]\n",
    "U404 of a table": TABLE + "let e = T[n] + 1\ny := x[1]\n",
    "U408": "for i in 1..n by n div 2\n  a[i] := x[1]\ny := x[1]\n",
    "U409": "y := MOD(n div 2, 0; x[1])\n",
    "U410": "y := MOD(3, n; x[1])\n",
    "U414": HALF + "u <- half(n + n div 2)\ny := x[1]\n",
    "U415": TABLE + "u <- T[1 + (n - 1) mod 3]\ny := x[1]\n",
    "U431": BLOCK + "part q = both(n)\nq := both(x[1..n - n div 3])\ny := q.o\n",
}
"""Programs that trap at some n up to 7, by the code of the trap."""


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_check_that_is_left_out_is_noticed(name: str) -> None:
    code, require = name[:4], Walk.require

    def careless(walk: Walk, check: Check | None, goal: Formula | None = None) -> None:
        if check is None or check.trap.code != code:
            require(walk, check, goal)

    assert fault_of(PROGRAMS[name]) is None
    with patch.object(Walk, "require", careless):
        found = fault_of(PROGRAMS[name])
    assert found is not None
    assert code in found
