"""The reference interpreter: how a printing statement is evaluated, rule by rule."""

from __future__ import annotations

import pytest

from tests.language.by_the_rules.compare import difference
from tests.language.programs_by_text import gate_lines, program
from tests.language.tiers import require_agreement
from uniform.language.meaning.interpret import gates
from uniform.language.pipeline import load
from uniform.messages.errors import Trap
from uniform.messages.spans import Source


def test_a_bare_address_is_a_copy_and_a_bare_not_is_a_gate() -> None:
    source = "family f(n)\n  input x\n  output y, z\n  y := x\n  z := NOT y\n"
    assert gate_lines(source, 1) == ["y = COPY x", "z = NOT y"]


def test_multiplicities_are_printed_not_expanded_and_zero_is_no_wire() -> None:
    source = """
        family f(n)
          input x[0..n]
          output y
          y := THRESHOLD(2; x[0], x[0], x[i] times i * (n - i) for i in 0..n, x[1] times 1)
        """
    assert gate_lines(source, 3) == ["y = THRESHOLD 2 x[0] x[0] x[1]*2 x[2]*2 x[1]"]


def test_a_wire_of_multiplicity_zero_is_checked_all_the_same() -> None:
    outside = "family f(n)\n  input x[1..n]\n  output y\n  y := OR(x[0] times 0)\n"
    unprinted = "family f(n)\n  output y\n  gate g\n  y := OR(g times 0)\n"
    for source, code in ((outside, "U404"), (unprinted, "U405")):
        with pytest.raises(Trap) as caught:
            gate_lines(source, 3)
        assert caught.value.diagnostics[0].code == code


def test_comprehensions_nest_from_the_left_and_filters_guard_what_is_to_their_right() -> None:
    source = """
        family f(n)
          input  x[0..9, 0..9]
          output y
          counter odd <= 1
          odd <- 1
          y := OR(x[i, j] for i in 0..n if i mod 2 = odd for j in i downto 0 by i - 1 + 1 if j < 3, x[9, 9])
        """
    assert gate_lines(source, 4) == ["y = OR x[1,1] x[1,0] x[3,0] x[9,9]"]


def test_derived_nots_are_numbered_as_written_and_by_the_variables_around_them() -> None:
    source = """
        family f(n)
          input  x[1..2, 0..2]
          output y[7..7]
          y[n] := AND(NOT x[1, 0], x[1, 0], NOT x[i, j] times j for i in 1..2 if i = 2 for j in 0..i, NOT x[1, 0])
        """
    assert gate_lines(source, 7) == [
        "y[7].NOT[1] = NOT x[1,0]",
        "y[7].NOT[2,2,0] = NOT x[2,0]",
        "y[7].NOT[2,2,1] = NOT x[2,1]",
        "y[7].NOT[2,2,2] = NOT x[2,2]",
        "y[7].NOT[3] = NOT x[1,0]",
        "y[7] = AND y[7].NOT[1] x[1,0] y[7].NOT[2,2,1] y[7].NOT[2,2,2]*2 y[7].NOT[3]",
    ]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("y[n] := THRESHOLD(n - 9; x[0])", "U401"),  # parameters before the target
        ("y[n + 1] := MOD(0, 0; x[n div 0])", "U409"),
        ("y[n + 1] := MOD(0, n div 0; x[1])", "U402"),  # both parameters before their checks
        ("y[n + 1] := OR(x[0])", "U404"),  # the target before the wires
        ("y[n] := OR(g, x[0])", "U405"),  # wires from left to right
        ("y[n] := OR(x[0], g)", "U404"),
        ("y[n] := OR(g times n div 0)", "U405"),  # the weight last
        ("y[n] := OR(x[0] times n div 0)", "U404"),
        ("y[n] := OR(x[1] times n div 0)", "U402"),
        ("y[n] := OR(NOT g, x[0])", "U405"),
        ("y[n] := OR(x[1], NOT x[i] for i in 0..n)", "U404"),
        ("m[n div 0, 0] := TRUE", "U402"),
        ("m[0, n div 0] := TRUE", "U404"),  # an index is checked before the next is computed
        ("m[1, n div 0] := TRUE", "U402"),
    ],
)
def test_order_of_evaluation_of_a_printing_statement(statement: str, code: str) -> None:
    source = f"family f(n)\n  input x[1..n]\n  gate y[1..n], m[1..n, 1..n], g\n  {statement}\n"
    with pytest.raises(Trap) as caught:
        gate_lines(source, 3)
    assert caught.value.diagnostics[0].code == code


def test_printed_twice_is_checked_when_the_line_ends() -> None:
    source = "family f(n)\n  input x\n  gate y, g\n  y := TRUE\n  y := OR(x, g)\n"
    with pytest.raises(Trap, match="used before"):
        gate_lines(source, 1)
    tree = program(source.replace("(x, g)", "(x, NOT y)"))
    seen: list[str] = []

    def run() -> None:
        for gate in gates(tree, 1):
            seen.append(str(gate))

    with pytest.raises(Trap, match="printed twice"):
        run()
    assert seen == ["y = TRUE", "y.NOT[1] = NOT y"]


def test_gates_that_are_not_outputs_may_stay_unprinted() -> None:
    assert gate_lines("family f(n)\n  output y\n  gate g[0..2^(3*bits(n))]\n  y := TRUE\n", 10**9) == ["y = TRUE"]


@pytest.mark.parametrize(
    ("wires", "traps"),
    [
        ("", False),
        ("x[i] for i in 5..q", False),
        ("x[1] if n > 9", False),
        ("x[1]", True),
        ("x[1] times 0", True),
        ("x[i] times n for i in 1..2", True),
    ],
)
def test_what_a_list_is_multiplied_by_is_computed_for_each_of_its_wires(wires: str, traps: bool) -> None:
    family = load(
        Source(
            "f.gen",
            f"family f(n)\n  input x[1..n]\n  output y\n  wires l[q in 0..n] = ({wires})\n"
            "  y := XOR(x[2], l[0] times 4 - n)\n",
        )
    )
    for n in (3, 4, 5):
        assert (require_agreement(family, n)[1] is not None) == (traps and n == 5)
        assert difference(family, n, "reference") is None
