"""The tiers do what the rules say: programs with parts, read once more by ``by_the_rules``."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from tests.language.by_the_rules import addresses
from tests.language.by_the_rules.compare import by_the_rules, difference
from tests.language.by_the_rules.numbers import Indexed
from tests.language.random_blocks import random_blocks
from tests.language.random_files import in_files
from tests.language.random_parts import random_parts
from tests.language.random_programs import random_program
from tests.quick import one_in
from uniform.arguments.texts import read_source
from uniform.language.pipeline import Generator, load
from uniform.messages.spans import Source

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/language.md").read_text(encoding="utf-8")
EXAMPLES = [
    found[1]
    for found in re.finditer(r"```gen\n(.*?)```", PAGE, re.DOTALL)
    if "family " in found[1] and 'import "widths' not in found[1] and "<= 2^n" not in found[1]  # which is refused
]
TRAPS = sorted(Path(__file__).parent.joinpath("trap").glob("*.gen"))
SHIPPED = sorted((ROOT / "machines").glob("*/*/*.gen"))


def require_equal(family: Generator, n: int, *tiers: str) -> None:
    assert difference(family, n, *tiers) is None


def test_a_seed_gives_the_same_program() -> None:
    assert random_blocks(7) == random_blocks(7) != random_blocks(8)


@pytest.mark.slow
def test_many_programs_run_through() -> None:
    """And many trap, in different ways."""
    ends = [by_the_rules(load(Source("random.gen", random_blocks(seed))), 3) or "" for seed in range(12)]
    assert sum(end.startswith("circuit random 3") for end in ends) > 2
    assert len({end[:4] for end in ends if re.match("U4", end)}) > 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(28))
def test_random_blocks(seed: int) -> None:
    """The machine is tried at two n; the fuzzer has more."""
    family = load(Source("random.gen", random_blocks(seed)), {"k": seed % 4})
    for n in (1, 2, 3, 5):
        require_equal(family, n, "reference", "fast", *(["machine"] if n in (2, 3) else []))


@pytest.mark.parametrize("seed", one_in(10, range(10)))
def test_random_blocks_in_several_files(seed: int, tmp_path: Path) -> None:
    family = load(read_source(in_files(random_blocks(1000 + seed), tmp_path, Random(seed))))
    for n in (1, 2, 3):
        require_equal(family, n, "reference", "fast")


@pytest.mark.parametrize("make", [random_program, random_parts])
@pytest.mark.parametrize("seed", one_in(15, range(30)))
def test_other_random_programs(make, seed: int) -> None:  # type: ignore[no-untyped-def]
    family = load(Source("random.gen", make(seed)))
    for n in (1, 2, 5):
        require_equal(family, n, "reference")


@pytest.mark.parametrize("text", one_in(4, EXAMPLES), ids=lambda text: re.search(r"family (\w+)", text)[1])
def test_examples_of_the_page(text: str) -> None:
    family = load(Source("page.gen", text))
    for n in (1, 2, 3):
        require_equal(family, n, "reference", "fast")


@pytest.mark.parametrize("path", one_in(4, TRAPS), ids=lambda path: path.stem)
def test_traps(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    n = int(source.splitlines()[0].removeprefix("# n = "))
    family = load(Source(path.name, source))
    assert re.match("U4", by_the_rules(family, n) or "")
    require_equal(family, n, "reference", "fast")


@pytest.mark.parametrize("path", one_in(8, SHIPPED), ids=lambda path: path.stem)
def test_shipped_programs(path: Path) -> None:
    family = load(Source(str(path), path.read_text(encoding="utf-8")))
    for n in (1, 2, 3, 4):
        require_equal(family, n, "reference")


@pytest.mark.slow
def test_a_difference_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If inputs of blocks were bound in another way."""
    kept = addresses.Input.at
    families = (load(Source("random.gen", random_blocks(seed))) for seed in range(12))

    def another(self: addresses.Input, indices: list[Indexed]) -> str:
        return kept(self, [(index ^ 1, span) for index, span in indices])

    monkeypatch.setattr(addresses.Input, "at", another)
    assert any(difference(family, 3, "reference") for family in families)


def test_a_table_read_at_a_difference_of_indices() -> None:
    """What a loop assumes about an entry is not looked at again for the index of that entry."""
    source = """table T[0..1, 0..2] = [6, 1, 5, 6, 3, 2]

block few(w)
  input a[0..2]
  gate  g
  g := THRESHOLD(max(0, T[1, 1]); a[0])

family f(n)
  input  x[1..9]
  output y
  gate   g[1..9]
  part   p[i in 1..3] = few(2)

  for i in 1..9
    g[i] := x[i]
  for i in 3 downto 1
    p[i] := few((g[1..T[1 - i, n mod 3] + 3], g[1..2 - T[1, 0]]))
  y := TRUE
"""
    family = load(Source("entries.gen", source))
    require_equal(family, 2, "reference", "fast")


@pytest.mark.parametrize("number", ["half(T[0])", "bits(T[0])", "bit(T[0], T[1])", "T[T[0]]", "2^T[0]", "max(T[0], 1)"])
def test_what_holds_an_entry_is_signed(number: str) -> None:
    """Wherever in a number the entry is, a difference may be below zero in between."""
    for before, written in (("", number), (f"  let w = {number}\n", "w")):
        source = f"""table T[0..2] = [1, 2, 3]

def half(v <= 9) -> r <= 9
  r <- v div 2

family f(n)
  input  x
  output y
{before}  y := THRESHOLD(max(0, {written} - 5 * n); x)
"""
        family = load(Source("entries.gen", source))
        require_equal(family, 2, "reference", "fast")
        assert (by_the_rules(family, 2) or "").splitlines()[2] == "y = THRESHOLD 0 x"


@pytest.mark.parametrize(
    "header",
    [
        "w <= 3 - n^2 + 9, g(v <= 9) <= 9",
        "w, g(v <= 1 - n + 3) <= 9",
        "w, g(v <= 9) <= 1 - n + 3",
        "w <= 5 - n, g(v <= w) <= w",
    ],
)
def test_bounds_of_a_header_are_computed_over_the_integers(header: str) -> None:
    source = f"""def same(v <= 9) -> r <= 9
  r <- v

block b({header})
  input  x
  output y
  y := THRESHOLD(g(w); x)

family f(n)
  input  x
  output y
  part   p = b(1, same)
  p := b(x)
  y := p.y
"""
    family = load(Source("header.gen", source))
    assert (by_the_rules(family, 2) or "").startswith("circuit f 2")
    assert re.match("U4(14|30|32) ", by_the_rules(family, 6) or "")
    for n in range(1, 7):
        require_equal(family, n, "reference", "fast")
