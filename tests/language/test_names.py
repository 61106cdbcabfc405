"""Names: what is accepted, and what ``resolve`` returns; the refusals are in ``reject``."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from uniform.language.constants import set_constants
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.syntax.checked import CheckedFunction
from uniform.language.syntax.declarations import (
    ArrayDeclaration,
    Constant,
    CounterDeclaration,
    Let,
    Parameter,
    TableDeclaration,
)
from uniform.language.syntax.expressions import Call, Name, TableEntry
from uniform.language.syntax.gates import ForClause, Range, Step
from uniform.language.syntax.program import Assign, For
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.diagnostics import MAX_MESSAGES
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source, Span

SAMPLE = """
const k = 2
let   top = k + n
table W[0..1, 1..3] = [1, -2, 3, 0, 4, -5]

def third(q <= top) -> r <= n
  let share = q div 3 + W[0, 2]
  r <- max(share, 0)

family sample(n)
  const   m = 2^k + 1
  let     half = third(n div 2)
  input   x[1..n], bits[0..half]
  output  y, z[t in 0..m, j in t..top]
  gate    node[t in 0..m, 0..t]
  counter v <= half + m
  counter u <= min(n, m)

  for i in 1..n
    let w = i + v
    node[i, w mod i] := AND(x[j] times w for j in i..n if j != v for l in j..w, NOT x[i])
    for j in w downto 0 by k
      v <- bits(j) + bit(u, w)
  for i in 1..n
    let w = i
    z[i, w] := x[i]
  for j in 0..half
    u <- j
  y := OR(bits[i] for i in 0..half, x[i] for i in 1..n)
"""


def check(text: str) -> None:
    resolve(parse(Source("test.gen", text)))


def test_every_name_of_the_sample_is_right() -> None:
    check(SAMPLE)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("half + m", "half + v", "U202"),
        ("min(n, m)", "min(n, v)", "U211"),
        ("2^k + 1", "2^n + 1", "U212"),
        ("0..t]", "0..s]", "U201"),
        ("for j in 0..half\n    u <- j", "for v in 0..half\n    u <- v", "U203"),
        ("let w = i\n    z[i, w]", "let x = i\n    z[i, i]", "U203"),
        ("let w = i\n", "let w = i + w\n", "U202"),
        ("for l in j..w", "for l in j..l", "U202"),
        ("for l in j..w", "for i in j..w", "U203"),
        ("u <- j", "u <- i", "U204"),
        ("u <- j", "k <- j", "U205"),
        ("z[i, w] :=", "x[i] := x[i]\n    z[i, w] :=", "U206"),
        ("times w", "times x", "U207"),
        ("NOT x[i])", "NOT w)", "U208"),
        ("NOT x[i])", "NOT x)", "U209"),
        ("z[i, w] := x[i]", "z[i, w] := COPY(x[i], x[i])", "U210"),
        ("  y := OR(bits[i]", "  z[0, 0] := OR(bits[i]", "U213"),
        ("bits(j)", "bits(j, j)", "U214"),
        ("2^k + 1", "2^k - 5", "U218"),
    ],
)
def test_each_rule_refuses_one_change_of_the_sample(old: str, new: str, code: str) -> None:
    assert SAMPLE.count(old) == 1
    with pytest.raises(UniformError) as caught:
        check(SAMPLE.replace(old, new))
    assert [found.code for found in caught.value.diagnostics] == [code]


def test_lets_that_depend_on_counters_may_not_size_arrays() -> None:
    text = "family f(n)\n  counter v <= n\n  let w = v + 1\n  gate g[1..w]\n  v <- w\n"
    with pytest.raises(UniformError, match="U211"):
        check(text)
    check(text.replace("  gate g[1..w]\n", ""))


def test_an_unknown_name_is_reported_once() -> None:
    with pytest.raises(UniformError) as caught:
        check("family f(n)\n  output y\n  y := AND(a[1], a[2], b, b)\n")
    assert [found.message for found in caught.value.diagnostics] == ["`a` is not declared", "`b` is not declared"]


def test_a_name_that_came_and_went_is_reported_again() -> None:
    with pytest.raises(UniformError) as caught:
        check("family f(n)\n  counter v <= n\n  v <- i\n  for i in 1..n\n    v <- i\n  v <- i\n")
    assert [found.code for found in caught.value.diagnostics] == ["U201", "U204"]


def test_a_block_of_the_file_is_no_unknown_kind_of_gate() -> None:
    block = "block xor(w <= n)\n  input a\n  output s\n  s := a\n"
    for text, expected in ((block, {"U232"}), ("", {"U219"})):
        with pytest.raises(UniformError) as caught:
            check(f"{text}family f(n)\n  input a\n  output y\n  y := xor(a)\n")
        assert {found.code for found in caught.value.diagnostics} == expected


# ---------------------------------------------------------------- constants


CONSTANTS = resolve(parse(Source("test.gen", "const k = 2\nconst m = k + 1\nfamily f(n)\n  const d = m - k\n")))


@pytest.mark.parametrize(
    ("settings", "values"),
    [
        ({}, {"k": 2, "m": 3, "d": 1}),
        ({"k": 5}, {"k": 5, "m": 6, "d": 1}),
        ({"m": 9, "k": 0}, {"k": 0, "m": 9, "d": 9}),
        ({"d": 0}, {"k": 2, "m": 3, "d": 0}),
    ],
)
def test_settings_replace_defaults_and_what_is_made_of_them(settings: dict[str, int], values: dict[str, int]) -> None:
    found = set_constants(CONSTANTS, settings).constants
    assert [(symbol.name, value) for symbol, value in found] == list(values.items())


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"K": 3}, "did you mean `k`"),
        ({"zzz": 3}, "its constants are `k`, `m`, `d`"),
        ({"k": -1}, "cannot be -1"),
        ({"k": 9, "m": 3}, r"error\[U218\]: `m - k` goes below zero"),
    ],
)
def test_settings_that_do_not_fit_are_refused(settings: dict[str, int], words: str) -> None:
    with pytest.raises(UniformError, match=words):
        set_constants(CONSTANTS, settings)


def test_a_program_without_constants_takes_no_settings() -> None:
    with pytest.raises(UniformError, match=r"U217.*the program has no constants"):
        set_constants(resolve(parse(Source("test.gen", "family f(n)\n  counter v <= 1\n"))), {"k": 1})


def test_the_nearest_name_is_looked_for_in_the_first_messages_only() -> None:
    """So that n unknown names beside n known ones do not take n^2 comparisons."""
    lines = "".join(f"  let known{i} = {i}\n" for i in range(60)) + "".join(
        f"  let w{i} = knwn{i}\n" for i in range(60)
    )
    with pytest.raises(UniformError) as caught:
        resolve(parse(Source("f.gen", f"family f(n)\n  output y\n{lines}  y := TRUE\n")))
    helps = [diagnostic.help or "" for diagnostic in caught.value.diagnostics]
    assert len(helps) == MAX_MESSAGES
    assert all(text.startswith("did you mean `known") for text in helps)


# ---------------------------------------------------------------- symbols


def nodes(node: object) -> Iterator[object]:
    """Every node of a tree, and of what is in its fields, in the order of the text."""
    if isinstance(node, tuple):
        for part in node:
            yield from nodes(part)
    elif is_dataclass(node) and not isinstance(node, Span | Symbol):
        yield node
        for part in fields(node):
            yield from nodes(getattr(node, part.name))


DECLARING = (
    ArrayDeclaration, CheckedFunction, Constant, CounterDeclaration, For, ForClause, Let, Parameter, Range,
    TableDeclaration,
)  # fmt: skip
NOT_IN_THE_SAMPLE = {Sort.UNKNOWN, Sort.PART, Sort.ALIAS, Sort.LIST, Sort.BLOCK, Sort.FUNCTION, Sort.TABLE}


def test_every_name_is_bound_to_its_declaration() -> None:
    program = resolve(parse(Source("test.gen", SAMPLE)))
    bound = [node for node in nodes(program) if isinstance(node, (*DECLARING, Call, Name, Step, Assign))]
    declared = {node.symbol: node for node in bound if isinstance(node, DECLARING) and node.symbol is not None}
    uses = [node for node in bound if isinstance(node, Name | Step | Assign)]
    assert [symbol.span.text for symbol in declared if symbol.span] == [symbol.name for symbol in declared]
    assert all(use.symbol is program.n or use.symbol in declared for use in uses)
    assert all(use.symbol.name == use.name for use in uses)
    calls = [node for node in bound if isinstance(node, Call) and isinstance(node.function, str)]
    assert [(call.function, call.symbol in declared) for call in calls] == [("third", True)]
    entries = [node for node in nodes(program) if isinstance(node, TableEntry)]
    assert [(entry.table, entry.symbol in declared) for entry in entries] == [("W", True)]
    assert [symbol.name for symbol in declared if symbol.signed] == ["share"]
    assert {use.symbol.sort for use in uses} == set(Sort) - NOT_IN_THE_SAMPLE
    assert [symbol.name for symbol in declared if symbol.varies] == ["v", "u", *"iwjljiwjii", "r"]


def test_a_name_that_is_declared_again_is_another_symbol() -> None:
    text = (
        "family f(n)\n  input x[i in 1..n, i..n]\n  output y\n  counter c <= n\n"
        "  for i in 1..n\n    c <- i\n  for i in 1..n\n    c <- i\n"
        "  y := OR(x[i, i] for i in 1..n, x[i, i] for i in 1..n)\n"
    )
    found = [node.symbol for node in nodes(resolve(parse(Source("f.gen", text)))) if isinstance(node, Name)]
    symbols = [symbol for symbol in found if symbol.name == "i"]
    places = [symbol.span.line for symbol in symbols if symbol.span is not None]
    assert places == [2, 5, 7, 9, 9, 9, 9]
    assert [len(set(symbols[start:end])) for start, end in ((0, 3), (3, 5), (5, 7), (3, 7))] == [3, 1, 1, 2]


def test_symbols_stay_one_object_in_a_program_that_was_pickled() -> None:
    program = pickle.loads(pickle.dumps(resolve(parse(Source("test.gen", SAMPLE)))))
    assert program.n in {node.symbol for node in nodes(program) if isinstance(node, Name)}
    assert program.constants[0][0] is program.declarations[0].symbol
    arrays = [node.symbol for node in program.declarations if isinstance(node, ArrayDeclaration)]
    assert {node.symbol for node in nodes(program.body) if isinstance(node, Step)} == set(arrays)
