"""Numbers, conditions and ranges by definition: what an expression is worth, in every place where one may stand."""

from __future__ import annotations

import pytest

from tests.language.programs_by_text import gate_lines
from uniform.messages.errors import Trap

ONE = "family f(n)\n  input x\n  output y\n  y := THRESHOLD({}; x)\n"


@pytest.mark.parametrize(
    ("expression", "at_five"),
    [
        ("2 + 3 * n", 17),
        ("n - 2 - 3", 0),
        ("n * n div 4", 6),
        ("n mod 3", 2),
        ("2^n", 32),
        ("0^0", 1),
        ("2 * n^2", 50),
        ("bits(0)", 1),
        ("bits(n)", 3),
        ("bits(8)", 4),
        ("bit(n, 0) + 10 * bit(n, 1) + 100 * bit(n, 2)", 101),
        ("bit(n, n)", 0),
        ("min(n, 3, 4)", 3),
        ("min(n, 7, 4)", 4),
        ("max(n, 3, 9)", 9),
        ("(n + 1) div 4", 1),
        ("n^30", 5**30),
    ],
)
def test_numbers(expression: str, at_five: int) -> None:
    assert gate_lines(ONE.format(expression), 5) == [f"y = THRESHOLD {at_five} x"]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("1 <= n < 6", True),
        ("1 <= n < 5", False),
        ("n = 5 != 4 > 3 >= 3", True),
        ("n > 5", False),
        ("n < 5", False),
        ("n <= 4", False),
        ("n >= 6", False),
        ("not n = 4", True),
        ("n = 4 and n - 6 = 0", False),
        ("n = 5 or n - 6 = 0", True),
        ("n < 2 < n - 6", False),
        ("n = 4 or n = 5 and n = 6", False),
    ],
)
def test_conditions_and_what_they_leave_unevaluated(condition: str, holds: bool) -> None:
    source = f"family f(n)\n  output y\n  if {condition}\n    y := TRUE\n  else\n    y := FALSE\n"
    assert gate_lines(source, 5) == ["y = TRUE" if holds else "y = FALSE"]


@pytest.mark.parametrize("condition", ["n = 5 and n - 6 = 0", "n = 4 or n - 6 = 0", "n < 6 < n - 6"])
def test_conditions_evaluate_what_matters(condition: str) -> None:
    with pytest.raises(Trap, match="goes below zero"):
        gate_lines(f"family f(n)\n  output y\n  if {condition}\n    y := TRUE\n", 5)


def loop(header: str, n: int) -> list[int]:
    source = f"family f(n)\n  gate g[0..100]\n  for i in {header}\n    g[i] := TRUE\n"
    return [int(line.split("[")[1].split("]")[0]) for line in gate_lines(source, n)]


@pytest.mark.parametrize(
    ("header", "at_three"),
    [
        ("1..n", [1, 2, 3]),
        ("0..n by 2", [0, 2]),
        ("1..n by 2", [1, 3]),
        ("n downto 1", [3, 2, 1]),
        ("2*n downto 1 by 2", [6, 4, 2]),
        ("n downto 0 by 5", [3]),
        ("4..n", []),
        ("0..n-4", []),
        ("0..n-3", [0]),
        ("n-4 downto 0", []),
        ("0..(n-5)*(n-5)", [0, 1, 2, 3, 4]),
        ("0..(0-n) div 2 + 3", [0, 1]),
        ("0..(0-n) mod 2", [0, 1]),
        ("0..max(n-7, min(n-8, 2), n-5) + 4", [0, 1, 2]),
        ("0..n - 5 + bits(n) + 1", [0, 1]),
    ],
)
def test_ranges_are_inclusive_and_upper_ends_are_integers(header: str, at_three: list[int]) -> None:
    assert loop(header, 3) == at_three


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("n-4..n", "U401"),
        ("n downto n-4", "U401"),
        ("0..bits(n-4)", "U401"),
        ("0..(n-4)^2", "U401"),
        ("0..bit(n, n-4)", "U401"),
        ("0..n div (n-4)", "U402"),
        ("0..n mod (n-3)", "U402"),
        ("9..n by 0", "U408"),
        ("1..n by n-4", "U401"),
        ("n-4..n div 0", "U401"),
        ("n div 0 downto n-4", "U402"),
        ("1..n div 0 by 0", "U402"),
    ],
)
def test_traps_of_loop_headers_come_in_the_order_of_writing(header: str, code: str) -> None:
    with pytest.raises(Trap) as caught:
        loop(header, 3)
    assert caught.value.diagnostics[0].code == code
