"""The reference interpreter: the sample programs against lines written by hand, then declarations and statements."""

from __future__ import annotations

from itertools import product

import pytest

from tests.language.programs_by_text import gate_lines, program, text
from tests.quick import one_in
from uniform.circuits.gates import value
from uniform.language.meaning.interpret import circuit, gates, lines
from uniform.messages.errors import Trap

RIPPLE_ADDER = """
    family ripple_adder(n)
      "a + b for n-bit a and b, carry by carry; index 0 is the low bit."
      input  a[0..n-1], b[0..n-1]
      output s[0..n]
      gate   half[0..n-1], both[0..n-1], pass[0..n-1], carry[0..n]

      carry[0] := FALSE
      for i in 0..n-1
        half[i]    := XOR(a[i], b[i])
        both[i]    := AND(a[i], b[i])
        pass[i]    := AND(half[i], carry[i])
        carry[i+1] := OR(both[i], pass[i])
        s[i]       := XOR(half[i], carry[i])
      s[n] := carry[n]
    """

PARITY_TC0 = """
    family parity_tc0(n)
      "Parity in constant depth: for some odd k, at least k ones and not k+1."
      input  x[1..n]
      output y
      gate   atleast[1..n+1], exactly[1..n]

      for k in 1..n+1
        atleast[k] := THRESHOLD(k; x[i] for i in 1..n)
      for k in 1..n
        if k mod 2 = 1
          exactly[k] := AND(atleast[k], NOT atleast[k+1])
      y := OR(exactly[k] for k in 1..n if k mod 2 = 1)
    """

PARITY_TREE = """
    family parity_tree(n)
      "Parity as a balanced tree, heap-numbered; a counter walks down to the root."
      input   x[1..n]
      output  y
      gate    node[1..2*n-1]
      counter v <= n - 1

      for i in 1..n
        node[n-1+i] := x[i]
      v <- n - 1
      while v >= 1
        node[v] := XOR(node[2*v], node[2*v+1])
        v <- v - 1
      y := node[1]
    """

EXPECTED = [
    (
        RIPPLE_ADDER,
        1,
        """circuit ripple_adder 1
input a[0] b[0]
carry[0] = FALSE
half[0] = XOR a[0] b[0]
both[0] = AND a[0] b[0]
pass[0] = AND half[0] carry[0]
carry[1] = OR both[0] pass[0]
s[0] = XOR half[0] carry[0]
s[1] = COPY carry[1]
output s[0] s[1]
""",
    ),
    (
        RIPPLE_ADDER,
        2,
        """circuit ripple_adder 2
input a[0] a[1] b[0] b[1]
carry[0] = FALSE
half[0] = XOR a[0] b[0]
both[0] = AND a[0] b[0]
pass[0] = AND half[0] carry[0]
carry[1] = OR both[0] pass[0]
s[0] = XOR half[0] carry[0]
half[1] = XOR a[1] b[1]
both[1] = AND a[1] b[1]
pass[1] = AND half[1] carry[1]
carry[2] = OR both[1] pass[1]
s[1] = XOR half[1] carry[1]
s[2] = COPY carry[2]
output s[0] s[1] s[2]
""",
    ),
    (
        PARITY_TC0,
        1,
        """circuit parity_tc0 1
input x[1]
atleast[1] = THRESHOLD 1 x[1]
atleast[2] = THRESHOLD 2 x[1]
exactly[1].NOT[1] = NOT atleast[2]
exactly[1] = AND atleast[1] exactly[1].NOT[1]
y = OR exactly[1]
output y
""",
    ),
    (
        PARITY_TC0,
        3,
        """circuit parity_tc0 3
input x[1] x[2] x[3]
atleast[1] = THRESHOLD 1 x[1] x[2] x[3]
atleast[2] = THRESHOLD 2 x[1] x[2] x[3]
atleast[3] = THRESHOLD 3 x[1] x[2] x[3]
atleast[4] = THRESHOLD 4 x[1] x[2] x[3]
exactly[1].NOT[1] = NOT atleast[2]
exactly[1] = AND atleast[1] exactly[1].NOT[1]
exactly[3].NOT[1] = NOT atleast[4]
exactly[3] = AND atleast[3] exactly[3].NOT[1]
y = OR exactly[1] exactly[3]
output y
""",
    ),
    (
        PARITY_TREE,
        1,
        """circuit parity_tree 1
input x[1]
node[1] = COPY x[1]
y = COPY node[1]
output y
""",
    ),
    (
        PARITY_TREE,
        3,
        """circuit parity_tree 3
input x[1] x[2] x[3]
node[3] = COPY x[1]
node[4] = COPY x[2]
node[5] = COPY x[3]
node[2] = XOR node[4] node[5]
node[1] = XOR node[2] node[3]
y = COPY node[1]
output y
""",
    ),
]


# ---------------------------------------------------------------- the sample programs


@pytest.mark.parametrize(("source", "n", "expected"), EXPECTED)
def test_samples_print_the_lines_written_by_hand(source: str, n: int, expected: str) -> None:
    assert text(source, n) == expected


def outputs(source: str, n: int, bits: tuple[int, ...]) -> list[int]:
    """Evaluate the printed text line by line with the definition of the gates."""
    tree = program(source)
    _, inputs, *_, last = lines(tree, n)
    wire = {"input": 0, **dict(zip(inputs.split()[1:], bits, strict=True))}
    for gate in gates(tree, n):
        ones = sum(times * wire[name] for name, times in gate.wires)
        width = sum(times for _, times in gate.wires)
        wire[gate.address] = int(value(gate.kind, ones, width, gate.parameters))
    return [wire[name] for name in last.split()[1:]]


@pytest.mark.parametrize("n", one_in(3, range(1, 7)))
def test_samples_compute_parity(n: int) -> None:
    for bits in product((0, 1), repeat=n):
        assert outputs(PARITY_TC0, n, bits) == outputs(PARITY_TREE, n, bits) == [sum(bits) % 2]


@pytest.mark.parametrize("n", one_in(2, range(1, 5)))
def test_the_sample_adder_adds(n: int) -> None:
    for a, b in product(range(2**n), repeat=2):
        bits = tuple(number >> i & 1 for number in (a, b) for i in range(n))
        assert outputs(RIPPLE_ADDER, n, bits) == [a + b >> i & 1 for i in range(n + 1)]


@pytest.mark.parametrize(("source", "n", "expected"), EXPECTED)
def test_the_circuit_has_the_gates_of_the_text(source: str, n: int, expected: str) -> None:
    tree = program(source)
    built = circuit(tree, n)
    header, inputs, *body, last = expected.splitlines()
    names = [built.addresses[i] for i in range(built.inputs + built.gates)]
    assert header == f"circuit {built.name} {built.n}"
    assert inputs.split()[1:] == names[: built.inputs]
    assert last.split()[1:] == [names[i] for i in built.outputs]
    assert [line.split(" = ")[0] for line in body] == names[built.inputs :]
    for g, line in enumerate(body):
        words = line.split(" = ")[1].split()
        parameters = [str(p) for p in built.parameters(g)]
        assert words == [words[0], *parameters, *(names[child] for child, _ in built.wires(g))]


def test_multiplicities_and_parameters_reach_the_circuit() -> None:
    tree = program(
        """
        family weights(n)
          input x[1..n]
          output y, z
          y := THRESHOLD(n + 1; x[i] times i for i in 1..n)
          z := MOD(n, n - 1; x[1], y times 2)
        """
    )
    built = circuit(tree, 3)
    assert built.parameters(0) == (4,)
    assert built.wires(0) == ((0, 1), (1, 2), (2, 3))
    assert built.parameters(1) == (3, 2)
    assert built.wires(1) == ((0, 1), (3, 2))


# ---------------------------------------------------------------- the text around the gates


def test_header_lists_constants_in_order_of_declaration_outside_the_family_first() -> None:
    source = """
        const z = 1
        family f(n)
          const a = z + 1
          output y
          y := THRESHOLD(a + z;)
        """
    assert text(source, 4) == "circuit f 4 z=1 a=2\ninput\ny = THRESHOLD 3\noutput y\n"
    assert text(source, 4, {"z": 5}).splitlines()[0] == "circuit f 4 z=5 a=6"


def test_empty_lists_of_inputs_and_outputs_are_bare_words() -> None:
    source = """
        family f(n)
          input  x[1..n-1]
          output y[1..n-1]
          gate   g
          for i in 1..n-1
            y[i] := x[i]
          g := AND()
        """
    assert text(source, 1) == "circuit f 1\ninput\ng = AND\noutput\n"


def test_inputs_and_outputs_are_listed_row_major_in_order_of_declaration() -> None:
    source = """
        family f(n)
          input  a[0..1, 2..3], b
          output s[t in 0..n-1, j in 0..t], y
          input  c[5..5]
          y := b
          for t in n-1 downto 0
            for j in t downto 0
              s[t, j] := a[0, 2]
        """
    _, inputs, *_, last = text(source, 2).splitlines()
    assert inputs == "input a[0,2] a[0,3] a[1,2] a[1,3] b c[5]"
    assert last == "output s[0,0] s[1,0] s[1,1] y"


# ---------------------------------------------------------------- statements


def test_ends_and_step_are_computed_once() -> None:
    source = """
        family f(n)
          gate g[1..n]
          counter c <= n + 3
          c <- n
          for i in 1..c by c - n + 1
            c <- 1 + n
            g[i] := TRUE
        """
    assert gate_lines(source, 3) == ["g[1] = TRUE", "g[2] = TRUE", "g[3] = TRUE"]


def test_a_counter_holds_its_bound_and_nothing_above() -> None:
    source = "family f(n)\n  output y\n  counter c <= 2 * n\n  c <- 6\n  y := THRESHOLD(c;)\n"
    assert gate_lines(source, 3) == ["y = THRESHOLD 6"]
    with pytest.raises(Trap, match="above the bound"):
        gate_lines(source.replace("c <- 6", "c <- 7"), 3)


def test_let_names_the_value_at_that_moment() -> None:
    source = """
        let twice = 2 * n
        family f(n)
          let  more = twice + 1
          gate g[0..more]
          counter c <= more
          let start = c
          c <- 5
          let later = c
          c <- 6
          g[start] := TRUE
          g[later] := TRUE
          for i in 1..2
            let both = c + i
            g[both] := TRUE
            c <- c - 2
        """
    assert gate_lines(source, 4) == [f"g[{i}] = TRUE" for i in (0, 5, 7, 6)]


def test_sibling_loops_may_reuse_a_name() -> None:
    source = """
        family f(n)
          gate g[0..9]
          for i in 0..1
            let w = i
            g[w] := TRUE
          for i in 2..3
            let w = i
            g[w] := TRUE
          let w = 4
          g[w] := TRUE
        """
    assert gate_lines(source, 1) == [f"g[{i}] = TRUE" for i in range(5)]


def test_the_first_true_branch_runs_and_no_other() -> None:
    source = """
        family f(n)
          output y
          if n = 1
            y := FALSE
          elif n <= 2
            y := TRUE
          elif n <= 3
            y := AND()
          else
            y := OR()
        """
    assert [gate_lines(source, n) for n in range(1, 5)] == [["y = FALSE"], ["y = TRUE"], ["y = AND"], ["y = OR"]]


def test_an_if_without_else_may_do_nothing() -> None:
    assert gate_lines("family f(n)\n  gate g\n  if n = 1\n    g := TRUE\n", 2) == []
