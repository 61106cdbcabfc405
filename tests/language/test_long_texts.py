"""Texts that are long in one way are read in time linear in their length, or refused with a limit.

The sizes are instant when the work is linear; they would take long if it were quadratic."""

from __future__ import annotations

import pytest

from tests.quick import one_in
from uniform.counters.machine.tapes import plan_tapes
from uniform.language.format import format_program
from uniform.language.names.table import MAX_NUMBERS
from uniform.language.parse.indentation import MAX_DEPTH, MAX_LINE_TOKENS
from uniform.language.parse.parser import MAX_TOKENS, parse
from uniform.language.pipeline import load
from uniform.messages.diagnostics import MAX_MESSAGES
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Source


def program(body: str, declarations: str = "") -> Source:
    return Source("long.gen", f"family f(n)\n  input a, x[1..n]\n  output y\n{declarations}\n{body}\n")


def refused(source: Source) -> UniformError:
    with pytest.raises(UniformError) as caught:
        load(source)
    return caught.value


BEYOND = {
    "words of a file": program(f"  let w = {'(' * 10**6}"),
    "quotes": program('  "' + '"' * 10**6),
    "wires of a gate": program(f"  y := AND({', '.join(['a'] * 10**5)})"),
    "wires on lines": program("  y := AND(" + ",\n".join(["a"] * 12_000) + ")"),
    "arguments": program(f"  let w = min({', '.join(['n'] * 50_000)})\n  y := a"),
    "comparisons": program(f"  if {'n <= ' * 12_000}n\n    y := a"),
    "ranges": program("  y := a", f"  gate g[{', '.join(['0..0'] * (MAX_DEPTH + 1))}]"),
    "many ranges": program("  y := a", f"  gate g[{', '.join(['0..0'] * 6000)}]"),
    "indices": program(f"  y := x[{', '.join(['1'] * (MAX_DEPTH + 1))}]"),
    "clauses": program(f"  y := AND(a {' '.join(f'for i{i} in 1..1' for i in range(MAX_DEPTH + 1))})"),
    "counters": program("  y := a", f"  counter {', '.join(f'v{i} <= n' for i in range(MAX_NUMBERS + 1))}"),
    "sum": program(f"  let w = {'n + ' * 1000}n\n  y := a"),
    "conditions": program(f"  if {'n = 1 and ' * 1000}n = 1\n    y := a"),
}


@pytest.mark.parametrize("name", one_in(4, BEYOND))
def test_what_is_too_long_is_refused_with_a_limit(name: str) -> None:
    error = refused(BEYOND[name])
    assert "U106" in {found.code for found in error.diagnostics}
    assert all(found.span is not None for found in error.diagnostics)


@pytest.mark.slow
def test_limits_are_reached_by_what_is_just_right() -> None:
    ranges = ", ".join(["0..0"] * MAX_DEPTH)
    load(program(f"  g[{', '.join(['0'] * MAX_DEPTH)}] := a\n  y := a", f"  gate g[{ranges}]")).circuit(1)
    load(program("  y := a", f"  counter {', '.join(f'v{i} <= n' for i in range(MAX_NUMBERS))}"))
    parse(program(f"  y := AND({', '.join(['a'] * (MAX_LINE_TOKENS // 2 - 2))})"))
    assert MAX_TOKENS > MAX_LINE_TOKENS


LONG = {
    "open brackets": "".join(f"  let w{i} = (\n" for i in range(4_000)),
    "one open bracket": "  let w = (\n" + "    v\n" * 20_000,
    "an open bracket and a long line": f"  y := AND(\n    {'x, ' * 10_000}",
    "wrong lines": "  v := := 1\n" * 4_000,
    "quotes on lines": '  "\n' * 10_000,
    "odd characters": "  y ?= a\n" * 4_000,
    "unknown names": "".join(f"  let w{i} = v{i}\n" for i in range(900)),
    "a long unknown name": f"  let w = {'v' * 10**6}\n  y := a\n",
}


@pytest.mark.parametrize("name", one_in(4, LONG))
def test_many_mistakes_are_found_in_linear_time(name: str) -> None:
    assert 1 <= len(refused(program(LONG[name])).diagnostics) <= MAX_MESSAGES


def test_places_after_odd_characters_are_those_of_the_text() -> None:
    error = refused(Source("odd.gen", "family f(n)\n  output y ? ?\n  y := ? a $ b\n  z := TRUE ;\n y := a\n"))
    assert [found.span.place for found in error.diagnostics if found.span] == [
        "odd.gen:2:12", "odd.gen:2:14", "odd.gen:3:8", "odd.gen:3:12", "odd.gen:4:13", "odd.gen:5:2",
    ]  # fmt: skip


@pytest.mark.slow
def test_layout_finds_many_comments() -> None:
    text = "family f(n)\n  input  a\n  output y\n" + "  # word\n" * 15_000 + "\n  y := a\n"
    assert format_program(Source("f.gen", text)) == text


def test_the_plan_of_images_is_linear() -> None:
    loops = "".join(f"  for i in 1..n\n    g{i}[i+1] := a\n" for i in range(200))
    arrays = ", ".join(f"g{i}[1..n+1]" for i in range(200))
    code = load(program(f"{loops}  y := a", f"  gate {arrays}")).code
    tapes = plan_tapes(code)
    assert len(tapes.loops) == 200 + 1  # and the one that lists x
    assert len(tapes.imaged) == 200 + 1


def test_the_nearest_of_many_or_of_long_names_is_not_looked_for_long() -> None:
    assert find_nearest("a" * 10**6, ["a" * 10**6 + "b"]) is None
    assert find_nearest("party", ["parity", "x" * 10**7]) == "parity"
    assert find_nearest("gorup", [f"group{i}" for i in range(10**5)]) is not None
