"""How the time for odd texts grows with their length: ``python -m tests.bench.growth [SHAPE ...]``.

Each shape is a program or a circuit that is long in one way: many arguments, wires, stores, brackets, names, mistakes.
It is made in two sizes, k and 4k, and taken through every stage that reads it. Prints seconds of the processor at both
sizes and their ratio: about 4 is linear, 16 is quadratic. A stage that refuses the text shows its code; one that takes
longer than ``PATIENCE`` is stopped. Exits 1 when a stage is stopped or ends with anything but the text's own mistakes.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from uniform.certify.certificate import certify as certify_program
from uniform.circuits.text import read_ckt, to_text
from uniform.errors import UniformError
from uniform.language.format import format_program
from uniform.language.pipeline import Generator, load
from uniform.spans import Source
from uniform.turing.write import to_text as machine_text

PATIENCE = 20  # seconds
"""At most this long for one stage."""

_NOISE = 0.2  # seconds, below which a ratio says nothing


@dataclass(frozen=True, slots=True)
class Shape:
    """A text that is long in one way."""

    size: int  # the smaller one
    text: Callable[[int], str]
    kind: str = "gen"


def program(declarations: str = "", body: str = "  y := a", before: str = "") -> str:
    """A family with an input ``a``, an output ``y`` and what else a shape needs."""
    return f"{before}family f(n)\n  input a, x[1..n]\n  output y\n{declarations}\n{body}\n"


def lines(of: Callable[[int], str], count: int, indent: int = 2) -> str:
    """``count`` lines, indented."""
    return "".join(f"{' ' * indent}{of(number)}\n" for number in range(count))


def listed(of: Callable[[int], str], count: int, between: str = ", ") -> str:
    """``count`` parts of one line."""
    return between.join(map(of, range(count)))


def circuit(body: str, inputs: str = " a b", header: str = "c 1", outputs: str = " y") -> str:
    """A circuit with these lines."""
    return f"circuit {header}\ninput{inputs}\n{body}output{outputs}\n"


NUMBERS: Mapping[str, Shape] = {
    "min of many": Shape(12_000, lambda k: program("", f"  let w = min({listed(str, k)})\n  y := a")),
    "min of names": Shape(12_000, lambda k: program("", f"  let w = min({listed(lambda i: f'n+{i}', k)})\n  y := a")),
    "max in an end": Shape(
        12_000, lambda k: program(f"  gate g[0..max({listed(lambda i: f'n-{i + 1}', k)})]", "  y := a")
    ),
    "chained comparisons": Shape(12_000, lambda k: program("", f"  if {'n <= ' * k}n\n    y := a\n  else\n    y := a")),
    "long literal": Shape(250, lambda k: program("", f"  let w = {'9' * k}\n  y := a")),
    "endless literal": Shape(250_000, lambda k: program("", f"  let w = {'9' * k}\n  y := a")),
    "long table": Shape(12_000, lambda k: program(f"  table T[1..{k}] = [{listed(str, k)}]", "  y := a")),
    "long sum": Shape(40, lambda k: program("", f"  let w = {'n + ' * k}n\n  y := a")),
    "endless sum": Shape(25_000, lambda k: program("", f"  let w = {'n + ' * k}n\n  y := a")),
    "endless product": Shape(25_000, lambda k: program("", f"  let w = {'n*' * k}n\n  y := a")),
    "chained powers": Shape(25_000, lambda k: program("", f"  let w = {'2^' * k}2\n  y := a")),
    "nots": Shape(25_000, lambda k: program("", f"  if {'not ' * k}n = 1\n    y := a\n  else\n    y := a")),
    "ands": Shape(25_000, lambda k: program("", f"  if {'n = 1 and ' * k}n = 1\n    y := a\n  else\n    y := a")),
    "ors": Shape(25_000, lambda k: program("", f"  if {'n = 1 or ' * k}n = 1\n    y := a\n  else\n    y := a")),
    "ands in brackets": Shape(
        40, lambda k: program("", f"  if {'(n = 1 and ' * k}n = 1{')' * k}\n    y := a\n  else\n    y := a")
    ),
}

BRACKETS: Mapping[str, Shape] = {
    "open parentheses": Shape(250_000, lambda k: program("", f"  let w = {'(' * k}\n  y := a")),
    "closed parentheses": Shape(250_000, lambda k: program("", f"  let w = 1{')' * k}\n  y := a")),
    "paired parentheses": Shape(250_000, lambda k: program("", f"  let w = {'(' * k}1{')' * k}\n  y := a")),
    "empty parentheses": Shape(250_000, lambda k: program("", f"  let w = {'()' * k}\n  y := a")),
    "wrong brackets": Shape(250_000, lambda k: program("", f"  let w = {'(]' * k}\n  y := a")),
    "open on each line": Shape(25_000, lambda k: program("", lines(lambda i: f"let w{i} = (", k))),
    "open, then names": Shape(25_000, lambda k: program("", "  let w = (\n" + lines(lambda i: f"v{i}", k, 4))),
    "open, then a long line": Shape(50_000, lambda k: program("", f"  y := AND(\n    {listed(lambda i: 'x', k)}")),
    "wires on lines": Shape(25_000, lambda k: program("", f"  y := AND({listed(lambda i: 'a', k, ',' + chr(10))})")),
    "wires on lines, no comma": Shape(
        25_000, lambda k: program("", f"  y := AND({listed(lambda i: 'a', k, chr(10))})")
    ),
    "quotes": Shape(250_000, lambda k: program("", '  "' + '"' * k)),
    "odd quotes": Shape(250_000, lambda k: program("", "  y := a\n" + '"' * (2 * (k // 2) + 1))),
    "quotes on lines": Shape(25_000, lambda k: program("", lines(lambda i: '"', k))),
    "quotes on lines, odd": Shape(25_000, lambda k: program("", lines(lambda i: '"a" "', k))),
    "one long text": Shape(2_000_000, lambda k: program(f'  "{"x" * k}"\n', "  y := a")),
    "long doc": Shape(
        25_000,
        lambda k: f"family f(n)\n{lines(lambda i: chr(34) + 'word' + chr(34), k)}  input a\n  output y\n  y := a\n",
    ),
    "long comment": Shape(2_000_000, lambda k: program(f"  # {'x' * k}", "  y := a")),
    "many comments": Shape(50_000, lambda k: program(lines(lambda i: "# word", k), "  y := a")),
    "comments in brackets": Shape(
        25_000, lambda k: program("", "  y := AND(a,\n" + lines(lambda i: "# word", k) + "a)")
    ),
    "comments at ends": Shape(10_000, lambda k: program(lines(lambda i: f"gate g{i}  # word", k), "  y := a")),
    "deep blocks": Shape(
        1_000, lambda k: program("", "".join(f"{' ' * (2 + i)}if n = 1\n" for i in range(k)) + " " * (k + 2) + "y := a")
    ),
    "blank lines": Shape(500_000, lambda k: program("\n" * k, "  y := a")),
    "spaces": Shape(2_000_000, lambda k: program("", f"  y := {' ' * k}a")),
    "a tab at the end": Shape(50_000, lambda k: program(lines(lambda i: "# w", k), "  y :=\ta")),
    "odd characters": Shape(250_000, lambda k: program("", f"  y := {'?!' * k}a")),
    "one odd character": Shape(1_000_000, lambda k: program("", f"  y := {'?' * k}a")),
    "odd characters on lines": Shape(25_000, lambda k: program("", lines(lambda i: "y ?= a", k))),
}

LINES: Mapping[str, Shape] = {
    "lets": Shape(5_000, lambda k: program("", lines(lambda i: f"let w{i} = n + {i}", k) + "  y := a")),
    "lets in a chain": Shape(
        5_000, lambda k: program("", "  let w0 = n\n" + lines(lambda i: f"let w{i + 1} = w{i} + 1", k) + "  y := a")
    ),
    "small lets": Shape(
        5_000, lambda k: program("", "  let w0 = 1\n" + lines(lambda i: f"let w{i + 1} = w{i} + 1", k) + "  y := a")
    ),
    "trapping lets": Shape(1_500, lambda k: program("", lines(lambda i: f"let w{i} = n - {i}", k) + "  y := a")),
    "constants": Shape(25_000, lambda k: program("", "  y := a", lines(lambda i: f"const c{i} = {i}", k, 0))),
    "constants in a chain": Shape(
        5_000,
        lambda k: program("", "  y := a", "const c0 = 1\n" + lines(lambda i: f"const c{i + 1} = c{i} + 1", k, 0)),
    ),
    "growing constants": Shape(
        500, lambda k: program("", "  y := a", "const c0 = 2\n" + lines(lambda i: f"const c{i + 1} = c{i}*c{i}", k, 0))
    ),
    "counters": Shape(5_000, lambda k: program(lines(lambda i: f"counter v{i} <= n", k), "  y := a")),
    "counters, stored": Shape(
        2_000,
        lambda k: program(lines(lambda i: f"counter v{i} <= n", k), lines(lambda i: f"v{i} <- n", k) + "  y := a"),
    ),
    "stores": Shape(5_000, lambda k: program("  counter v <= n", lines(lambda i: "v <- n", k) + "  y := a")),
    "checked stores": Shape(
        5_000, lambda k: program("  counter v <= n", lines(lambda i: f"v <- v + {i}", k) + "  y := a")
    ),
    "stores in one loop": Shape(
        5_000, lambda k: program("  counter v <= n", "  for i in 1..n\n" + lines(lambda i: "v <- i", k, 4) + "  y := a")
    ),
    "arrays": Shape(5_000, lambda k: program(lines(lambda i: f"gate g{i}[1..n]", k), "  y := a")),
    "arrays in a row": Shape(5_000, lambda k: program(f"  gate {listed(lambda i: f'g{i}', k)}", "  y := a")),
    "inputs": Shape(5_000, lambda k: program(lines(lambda i: f"input b{i}[1..n]", k), "  y := a")),
    "outputs": Shape(
        5_000, lambda k: program(lines(lambda i: f"output z{i}", k), lines(lambda i: f"z{i} := a", k) + "  y := a")
    ),
    "outputs, not printed": Shape(5_000, lambda k: program(lines(lambda i: f"output z{i}", k), "  y := a")),
    "dimensions": Shape(1_500, lambda k: program(f"  gate g[{listed(lambda i: '0..0', k)}]", "  y := a")),
    "dimensions, printed": Shape(
        1_500,
        lambda k: program(
            f"  gate g[{listed(lambda i: '0..0', k)}]", f"  g[{listed(lambda i: '0', k)}] := a\n  y := a"
        ),
    ),
    "dimensions of an output": Shape(
        1_500,
        lambda k: program(
            f"  output z[{listed(lambda i: '0..0', k)}]", f"  z[{listed(lambda i: '0', k)}] := a\n  y := a"
        ),
    ),
    "named dimensions": Shape(
        1_500,
        lambda k: program(f"  gate g[i0 in 0..0, {listed(lambda i: f'i{i + 1} in 0..i{i}', k)}]", "  y := a"),
    ),
    "named dimensions, printed": Shape(
        500,
        lambda k: program(
            f"  gate g[i0 in 0..0, {listed(lambda i: f'i{i + 1} in 0..i{i}', k)}]",
            f"  g[0, {listed(lambda i: '0', k)}] := a\n  y := a",
        ),
    ),
    "loops": Shape(
        2_000, lambda k: program("", "".join("  for i in 1..n\n    let w = i + 1\n" for _ in range(k)) + "  y := a")
    ),
    "printing loops": Shape(
        2_000,
        lambda k: program(
            lines(lambda i: f"gate g{i}[1..n+1]", k),
            "".join(f"  for i in 1..n\n    g{i}[i+1] := a\n" for i in range(k)) + "  y := a",
        ),
    ),
    "whiles": Shape(2_000, lambda k: program("  counter v <= n", "  while v > 0\n    v <- v - 1\n" * k + "  y := a")),
    "ifs": Shape(5_000, lambda k: program("  counter v <= n", "  if v = 1\n    v <- 0\n" * k + "  y := a")),
    "elifs": Shape(
        5_000,
        lambda k: program(
            "  counter v <= n", "  if v = 1\n    v <- 0\n" + "  elif v = 2\n    v <- 1\n" * k + "  y := a"
        ),
    ),
    "prints": Shape(
        5_000, lambda k: program(lines(lambda i: f"gate g{i}", k), lines(lambda i: f"g{i} := a", k) + "  y := a")
    ),
    "prints of one array": Shape(
        5_000, lambda k: program(f"  gate g[0..{k}]", lines(lambda i: f"g[{i}] := a", k) + "  y := a")
    ),
    "checked prints": Shape(
        2_000,
        lambda k: program(f"  gate g[0..n+{k}]\n  counter v <= n", lines(lambda i: f"g[v+{i}] := a", k) + "  y := a"),
    ),
    "short lines": Shape(25_000, lambda k: program("", "  y := a\n" * k)),
}

GATES: Mapping[str, Shape] = {
    "wires": Shape(25_000, lambda k: program("", f"  y := AND({listed(lambda i: 'a', k)})")),
    "indexed wires": Shape(10_000, lambda k: program("", f"  y := AND({listed(lambda i: 'x[1]', k)})")),
    "checked wires": Shape(
        5_000, lambda k: program("  counter v <= n", f"  y := AND({listed(lambda i: f'x[v+{i}]', k)})")
    ),
    "negated wires": Shape(10_000, lambda k: program("", f"  y := AND({listed(lambda i: 'NOT a', k)})")),
    "weighted wires": Shape(10_000, lambda k: program("", f"  y := AND({listed(lambda i: f'a times n + {i}', k)})")),
    "loops of wires": Shape(5_000, lambda k: program("", f"  y := AND({listed(lambda i: 'x[i] for i in 1..n', k)})")),
    "clauses": Shape(40, lambda k: program("", f"  y := AND(a {listed(lambda i: f'for i{i} in 1..1', k, ' ')})")),
    "many clauses": Shape(
        5_000, lambda k: program("", f"  y := AND(a {listed(lambda i: f'for i{i} in 1..1', k, ' ')})")
    ),
    "filters": Shape(5_000, lambda k: program("", f"  y := AND(a {'if n > 0 ' * k})")),
    "gate in gates": Shape(25_000, lambda k: program("", f"  y := {'AND(' * k}a{')' * k}")),
    "long address": Shape(25_000, lambda k: program("", f"  y := {listed(lambda i: 'a', k, '.')}")),
}

NAMES: Mapping[str, Shape] = {
    "a long name": Shape(250_000, lambda k: program(f"  gate g{'g' * k}", "  y := a")),
    "a long name, printed": Shape(
        250_000, lambda k: program(f"  gate g{'g' * k}[1..n]", f"  g{'g' * k}[1] := a\n  y := a")
    ),
    "a long unknown name": Shape(250_000, lambda k: program("", f"  y := a{'a' * k}")),
    "long unknown names": Shape(
        2_500,
        lambda k: program(
            lines(lambda i: f"gate {'ab' * k}{i}", 50), lines(lambda i: f"let w{i} = {'ba' * k}{i}", 50) + "  y := a"
        ),
    ),
    "a long family name": Shape(250_000, lambda k: f"family f{'f' * k}(n)\n  input a\n  output y\n  y := a\n"),
    "a long constant name": Shape(250_000, lambda k: program("", "  y := a", f"const c{'c' * k} = 1\n")),
    "a long counter name": Shape(
        250_000, lambda k: program(f"  counter c{'c' * k} <= n", f"  c{'c' * k} <- n*n\n  y := a")
    ),
    "a long kind": Shape(250_000, lambda k: program("", f"  y := A{'ND' * k}(a)")),
    "a long function": Shape(250_000, lambda k: program("", f"  let w = m{'in' * k}(n, n)\n  y := a")),
    "a long keyword": Shape(250_000, lambda k: program("", f"  coun{'ter' * k} v <= n\n  y := a")),
    "unknown names": Shape(5_000, lambda k: program("", lines(lambda i: f"let w{i} = v{i}", k) + "  y := a")),
    "unknown among many": Shape(
        5_000,
        lambda k: program(
            lines(lambda i: f"gate group{i}", k), lines(lambda i: f"let w{i} = gorup{i}", k) + "  y := a"
        ),
    ),
    "the same name again": Shape(5_000, lambda k: program("", lines(lambda i: "let w = n", k) + "  y := a")),
    "names of ended blocks": Shape(
        5_000,
        lambda k: program(
            "",
            lines(lambda i: f"for i{i} in 1..n\n    let u = 1", k)
            + lines(lambda i: f"let w{i} = i{i}", k)
            + "  y := a",
        ),
    ),
    "bad indices": Shape(5_000, lambda k: program("", lines(lambda i: f"let w{i} = x[1]", k) + "  y := a")),
    "mistakes": Shape(25_000, lambda k: program("", lines(lambda i: "v := := 1", k) + "  y := a")),
    "mistakes of columns": Shape(
        25_000, lambda k: program("", "".join(f"{' ' * (3 + i % 5)}y := a\n" for i in range(k)))
    ),
    "a long wrong line": Shape(25_000, lambda k: program("", f"  y := AND({listed(lambda i: 'a', k)}, b c)")),
    "a long wrong condition": Shape(25_000, lambda k: program("", f"  if {'n = 1 and ' * k}n\n    y := a")),
    "a long wrong sum": Shape(25_000, lambda k: program("", f"  y := a\n  let w = {'n + ' * k}+\n")),
    "a long wrong number": Shape(25_000, lambda k: program("", f"  y := {'n + ' * k}n\n")),
    "refusals": Shape(2_500, lambda k: program("", lines(lambda i: f"let w{i} = 2^n", k) + "  y := a")),
    "refusals in a chain": Shape(
        1_000,
        lambda k: program(
            "", "  let w0 = n\n" + lines(lambda i: f"let w{i + 1} = w{i} + 1", k) + f"  let u = 2^w{k}\n  y := a"
        ),
    ),
}

CIRCUITS: Mapping[str, Shape] = {
    "wires": Shape(250_000, lambda k: circuit(f"y = AND{' a' * k}\n"), "ckt"),
    "weighted wires": Shape(100_000, lambda k: circuit(f"y = AND{' a*2' * k}\n"), "ckt"),
    "unknown wires": Shape(250_000, lambda k: circuit(f"y = AND{listed(lambda i: f' u{i}', k, '')}\n"), "ckt"),
    "one unknown wire": Shape(250_000, lambda k: circuit(f"y = AND{' a' * k} u\n"), "ckt"),
    "numbers for wires": Shape(250_000, lambda k: circuit(f"y = AND{' 1' * k}\n"), "ckt"),
    "one number for a wire": Shape(250_000, lambda k: circuit(f"y = AND{' a' * k} 1\n"), "ckt"),
    "inputs": Shape(100_000, lambda k: circuit("y = COPY a\n", f" a{listed(lambda i: f' x[{i}]', k, '')}"), "ckt"),
    "repeated inputs": Shape(100_000, lambda k: circuit("y = COPY a\n", " a" * k), "ckt"),
    "outputs": Shape(250_000, lambda k: circuit("y = COPY a\n", outputs=" y" * k), "ckt"),
    "unknown outputs": Shape(
        250_000, lambda k: circuit("y = COPY a\n", outputs=listed(lambda i: f" u{i}", k, "")), "ckt"
    ),
    "constants": Shape(
        50_000, lambda k: circuit("y = COPY a\n", header=f"c 1{listed(lambda i: f' k{i}={i}', k, '')}"), "ckt"
    ),
    "repeated constants": Shape(50_000, lambda k: circuit("y = COPY a\n", header=f"c 1{' k=1' * k}"), "ckt"),
    "bad constants": Shape(50_000, lambda k: circuit("y = COPY a\n", header=f"c 1{' k=' * k}"), "ckt"),
    "gates": Shape(
        50_000, lambda k: circuit(f"y = COPY a\n{listed(lambda i: f'g[{i}] = AND a b{chr(10)}', k, '')}"), "ckt"
    ),
    "a chain": Shape(
        50_000,
        lambda k: circuit(
            f"g[0] = COPY a\n{listed(lambda i: f'g[{i + 1}] = COPY g[{i}]{chr(10)}', k, '')}", outputs=" g[0]"
        ),
        "ckt",
    ),
    "repeated gates": Shape(50_000, lambda k: circuit("y = COPY a\n" * k), "ckt"),
    "early gates": Shape(50_000, lambda k: circuit(listed(lambda i: f"g[{i}] = COPY g[{i + 1}]\n", k, "")), "ckt"),
    "unknown among many": Shape(
        500, lambda k: circuit(f"{listed(lambda i: f'g{i} = COPY a{chr(10)}', k, '')}y = AND h1 h2 h3 h4 h5\n"), "ckt"
    ),
    "unknown among long names": Shape(
        250,
        lambda k: circuit(
            listed(lambda i: f"{'g' * k}{i} = COPY a\n", 400, "")
            + f"y = AND{listed(lambda i: f' {chr(104) * k}{i}', 20, '')}\n"
        ),
        "ckt",
    ),
    "a long name": Shape(250_000, lambda k: circuit(f"y = COPY a\n{'g' * k} = COPY a\n"), "ckt"),
    "a long unknown name": Shape(250_000, lambda k: circuit(f"y = COPY {'a' * k}\n"), "ckt"),
    "a long kind": Shape(250_000, lambda k: circuit(f"y = A{'ND' * k} a\n"), "ckt"),
    "a long address": Shape(250_000, lambda k: circuit(f"y = COPY a\ng[1{',1' * k}] = COPY a\n"), "ckt"),
    "a long path": Shape(250_000, lambda k: circuit(f"y = COPY a\ng{'.g' * k} = COPY a\n"), "ckt"),
    "a long bad address": Shape(250_000, lambda k: circuit(f"y = COPY a\ng{'.g' * k}. = COPY a\n"), "ckt"),
    "a long number": Shape(250_000, lambda k: circuit(f"y = THRESHOLD {'9' * k} a\n"), "ckt"),
    "a long n": Shape(250_000, lambda k: circuit("y = COPY a\n", header=f"c {'9' * k}"), "ckt"),
    "spaces": Shape(250_000, lambda k: circuit(f"y = COPY {' ' * k}a\n"), "ckt"),
    "double spaces": Shape(250_000, lambda k: circuit(f"y = AND{'  a' * k}\n"), "ckt"),
    "spaces at the start": Shape(250_000, lambda k: circuit(f"{' ' * k}y = COPY a\n"), "ckt"),
    "spaces at the end": Shape(250_000, lambda k: circuit(f"y = COPY a{' ' * k}\n"), "ckt"),
    "lines of spaces": Shape(1_000, lambda k: circuit(f"y = COPY a\n{(' ' * k + chr(10)) * 20}"), "ckt"),
    "tabs": Shape(250_000, lambda k: circuit(f"y = COPY{chr(9) * k}a\n"), "ckt"),
    "carriage returns": Shape(250_000, lambda k: circuit(f"y = COPY a{chr(13) * k}\n"), "ckt"),
    "empty lines": Shape(250_000, lambda k: circuit(f"y = COPY a\n{chr(10) * k}"), "ckt"),
    "lines that are no gates": Shape(50_000, lambda k: circuit("words and words\n" * k), "ckt"),
    "a long line that is no gate": Shape(250_000, lambda k: circuit(f"y{' a' * k}\n"), "ckt"),
    "wires of a COPY": Shape(250_000, lambda k: circuit(f"y = COPY{' a' * k}\n"), "ckt"),
    "wires of a TRUE": Shape(250_000, lambda k: circuit(f"y = TRUE{' a' * k}\n"), "ckt"),
    "after the output": Shape(50_000, lambda k: circuit("y = COPY a\n") + "y = COPY a\n" * k, "ckt"),
    "no line feed": Shape(250_000, lambda k: circuit("y = COPY a\n")[:-1] + " y" * k, "ckt"),
}

SHAPES: Mapping[str, Shape] = {
    f"{group}: {name}": shape
    for group, table in (
        ("numbers", NUMBERS),
        ("brackets", BRACKETS),
        ("lines", LINES),
        ("gates", GATES),
        ("names", NAMES),
        ("circuits", CIRCUITS),
    )
    for name, shape in table.items()
}


# ---------------------------------------------------------------- stages


def program_stages(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done with a program, in order; what is not reached after a refusal is left out."""
    source = Source("long.gen", text)
    made: list[Generator] = []
    yield "format", lambda: format_program(source)
    yield "load", lambda: made.append(load(source))
    if not made:
        return
    (generator,) = made
    yield "lower", lambda: generator.code
    yield "generate", lambda: sum(map(len, generator.stream(2)))
    yield "reference", lambda: sum(map(len, generator.stream(2, via="reference")))
    yield "circuit", lambda: generator.circuit(2)
    yield "compile", lambda: machine_text(generator.machine())
    yield "certify", lambda: certify_program(generator).to_json()


def circuit_stages(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done with the text of a circuit."""
    source = Source("long.ckt", text)
    yield "read", lambda: to_text(read_ckt(source))


STAGES = {"gen": program_stages, "ckt": circuit_stages}


class _Patience(BaseException):
    """A stage took too long."""


def _stop(*_: object) -> None:
    raise _Patience


def timed(stage: Callable[[], object]) -> tuple[float, str]:
    """Seconds, and how the stage ended: nothing, the codes of a refusal, ``STOPPED`` or ``CRASHED``."""
    start = time.process_time()
    ended = ""
    try:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        try:
            stage()
        except UniformError as error:
            ended = " ".join(sorted({found.code for found in error.diagnostics}))
        except Exception as error:
            ended = f"CRASHED {type(error).__name__}"
        signal.setitimer(signal.ITIMER_PROF, 0)
    except _Patience:
        ended = "STOPPED"
    return time.process_time() - start, ended


def measure(name: str, shape: Shape) -> bool:
    """Print the seconds of one shape; whether every stage ended as it should."""
    good = True
    small: dict[str, float] = {}
    for size in (shape.size, 4 * shape.size):
        text = shape.text(size)
        for stage, run in STAGES[shape.kind](text):
            seconds, ended = timed(run)
            bad = ended.startswith(("STOPPED", "CRASHED"))
            good = good and not bad
            if size == shape.size:
                small[stage] = seconds
                if bad:
                    print(f"{name:44} {size:9} {stage:9} {seconds:8.2f} s   {ended}", flush=True)
                continue
            if seconds > _NOISE or bad:
                ratio = f"x{seconds / small[stage]:.1f}" if stage in small and not bad else ""
                print(f"{name:44} {size:9} {stage:9} {seconds:8.2f} s {ratio:>7} {ended}", flush=True)
            if bad:
                break
    return good


def main() -> int:
    """Measure the shapes whose names hold one of the arguments, or all of them."""
    signal.signal(signal.SIGPROF, _stop)
    warm = load(Source("warm.gen", program()))
    format_program(warm.source), warm.circuit(1), sum(map(len, warm.stream(1))), certify_program(warm)
    chosen = [name for name in SHAPES if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    good = [measure(name, SHAPES[name]) for name in chosen]
    print(f"{len(good)} shapes, {good.count(False)} of them stopped or crashed")
    return 1 if False in good else 0


if __name__ == "__main__":
    sys.exit(main())
