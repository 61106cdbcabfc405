"""Programs that are long in one way: ``PROGRAMS``, by what is long in them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.shapes import Shape, lines, listed


def program(declarations: str = "", body: str = "  y := a", before: str = "") -> str:
    """A family with an input ``a``, an output ``y`` and what else a shape needs."""
    return f"{before}family f(n)\n  input a, x[1..n]\n  output y\n{declarations}\n{body}\n"


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

PROGRAMS: Mapping[str, Shape] = {
    f"{group}: {name}": shape
    for group, table in (
        ("numbers", NUMBERS),
        ("brackets", BRACKETS),
        ("lines", LINES),
        ("gates", GATES),
        ("names", NAMES),
    )
    for name, shape in table.items()
}
