"""Names: what is accepted, and what ``resolve`` returns; the refusals are in ``reject``."""

from __future__ import annotations

import pytest

from uniform.language.constants import constant_values
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.messages.diagnostics import MOST_MESSAGES
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

SAMPLE = """
const k = 2
let   top = k + n

family sample(n)
  const   m = 2^k + 1
  let     half = n div 2
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
    for text, expected in ((block, {"U215"}), ("", {"U219"})):
        with pytest.raises(UniformError) as caught:
            check(f"{text}family f(n)\n  input a\n  output y\n  y := xor(a)\n")
        assert {found.code for found in caught.value.diagnostics} == expected


def test_what_is_not_available_yet_is_reported_once_each() -> None:
    with pytest.raises(UniformError) as caught:
        check(
            'import "a.gen"\nimport "b.gen"\nfamily f(n)\n  table W[0..0] = [1]\n  table V[0..0] = [1]\n  p := b(x)\n'
        )
    assert [found.message.split()[0] for found in caught.value.diagnostics] == ["imports", "tables", "parts"]


# ---------------------------------------------------------------- constants


CONSTANTS = parse(Source("test.gen", "const k = 2\nconst m = k + 1\nfamily f(n)\n  const d = m - k\n"))


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
    found = constant_values(CONSTANTS, settings)
    assert list(found.items()) == list(values.items())


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
        constant_values(CONSTANTS, settings)


def test_a_program_without_constants_takes_no_settings() -> None:
    with pytest.raises(UniformError, match=r"U217.*the program has no constants"):
        constant_values(parse(Source("test.gen", "family f(n)\n  v <- 1\n")), {"k": 1})


def test_the_nearest_name_is_looked_for_in_the_first_messages_only() -> None:
    """So that n unknown names beside n known ones do not take n^2 comparisons."""
    lines = "".join(f"  let known{i} = {i}\n" for i in range(60)) + "".join(
        f"  let w{i} = knwn{i}\n" for i in range(60)
    )
    with pytest.raises(UniformError) as caught:
        resolve(parse(Source("f.gen", f"family f(n)\n  output y\n{lines}  y := TRUE\n")))
    helps = [diagnostic.help or "" for diagnostic in caught.value.diagnostics]
    assert len(helps) == MOST_MESSAGES
    assert all(text.startswith("did you mean `known") for text in helps)
