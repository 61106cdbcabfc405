"""The notes on a trap that many calls led to."""

from __future__ import annotations

import pytest

from uniform.counters.messages import CallInATrap, call_notes


@pytest.mark.parametrize(
    ("calls", "last"),
    [
        (10, "called as `f(9)` at a.gen:1:1, where i = 9"),
        (11, "and so on, through 1 more call"),
        (13, "and so on, through 3 more calls"),
    ],
)
def test_the_calls_that_led_to_a_trap(calls: int, last: str) -> None:
    notes = call_notes(CallInATrap(f"f({number})", "a.gen:1:1", [("i", number)]) for number in range(calls))
    assert notes[-1] == last
    assert len(notes) == min(calls, 11)
