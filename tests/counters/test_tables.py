"""Reading entries of tables: every tier reads the same entry, whatever the indices are, and machines stay small."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.language.by_the_rules.compare import by_the_rules
from tests.quick import one_in
from uniform.counters import code as c
from uniform.counters.show import show
from uniform.counters.tables import Table
from uniform.language.pipeline import Generator, load
from uniform.language.tiers import TIERS
from uniform.messages.spans import Source


def program(ranges: str, values: list[int], reads: list[str], above: str = "") -> Generator:
    """``reads`` are indices of a table; the weight of a wire is an entry, or the entry without its sign."""
    weights = ", ".join(
        f"x[i] times max(0, {entry}), x[j] times 0 - {entry} if {entry} < 0"
        for entry in (f"W[{indices}]" for indices in reads)
    )
    text = f"""table W[{ranges}] = [{", ".join(map(str, values))}]

family f(n)
  input   x[0..n]
  output  y[0..n, 0..n]
  counter v <= 2*n
{above}
  for i in 0..n
    for j in 0..n
      v <- i + j
      y[i, j] := OR({weights})
"""
    return load(Source("f.gen", text))


def same_on_every_tier(generator: Generator, sizes: tuple[int, ...] = (1, 2, 3, 5)) -> None:
    for n in sizes:
        first, *others = (b"".join(generator.stream(n, tier)) for tier in TIERS)
        assert others == [first, first]


@pytest.mark.parametrize(
    ("ranges", "reads"),
    [
        ("0..7", ["v mod 8", "i mod 2", "min(i, 7)", "3", "0"]),
        ("3..7", ["v mod 5 + 3", "min(i, 4) + 3", "7"]),
        ("5..5", ["5", "i*0 + 5"]),
        ("0..1, 0..2", ["i mod 2, j mod 3", "j mod 2, j mod 3", "1, v mod 3", "v mod 2, 0", "0, 2"]),
        ("2..4, 1..2, 0..3", ["i mod 3 + 2, j mod 2 + 1, v mod 4", "2, j mod 2 + 1, 3", "i mod 3 + 2, 2, i mod 4"]),
    ],
)
@pytest.mark.parametrize("seed", one_in(3, range(3)))
def test_entries_are_the_same_on_every_tier(ranges: str, reads: list[str], seed: int) -> None:
    random = Random(f"{ranges} {seed}")
    sizes = [(int(low), int(high)) for low, high in (each.split("..") for each in ranges.split(", "))]
    count = 1
    for low, high in sizes:
        count *= high - low + 1
    least, most = [(-9, 9), (0, 300), (-5, 0)][seed]
    same_on_every_tier(program(ranges, [random.randint(least, most) for _ in range(count)], reads))


def test_one_register_may_be_several_indices() -> None:
    above = "  let    k = n mod 3\n  let    b = n mod 2\n"
    values = list(range(-5, 13))
    same_on_every_tier(program("0..2, 0..1, 0..2", values, ["k, b, k", "k, 1, 2", "2, b, k"], above))


def test_a_tape_may_be_shorter_than_the_largest_index() -> None:
    """At n = 1, the tape of i has one digit, and an index up to 100 has seven."""
    code = program("0..100", list(range(101)), ["i", "j"]).code
    assert code.registers[next(r for r, each in enumerate(code.registers) if "i" in each.names)].width.at(1) == 1
    same_on_every_tier(program("0..100", list(range(101)), ["i", "j"]))


def test_an_entry_takes_a_register_for_each_sign_that_the_table_has() -> None:
    def reads(values: list[int]) -> list[tuple[bool, bool]]:
        entries = [each for each in program("0..1", values, ["i mod 2"]).code.instructions if isinstance(each, c.Entry)]
        return [(each.plus is not None, each.minus is not None) for each in entries]

    assert set(reads([3, 4])) == {(True, False)}
    assert set(reads([-3, 0])) == {(False, True)}
    assert set(reads([-3, 4])) == {(True, True)}


def test_remainders_and_digits_are_in_range_for_every_n() -> None:
    def checked(indices: str) -> bool:
        read = program("0..1, 1..3", [1, 2, 3, 4, 5, 6], [indices])
        return any(each.trap.code == "U404" for each in read.obligations)

    assert not checked("i mod 2, j mod 3 + 1")
    assert not checked("bit(i, j), 2*bit(v, i) + 1")
    assert checked("i mod 3, j mod 3 + 1")
    assert checked("i mod 2, j mod 3")
    assert checked("0, i mod n + 1")


def test_a_known_entry_is_not_read() -> None:
    code = program("0..1, 0..2", [7, 7, 7, -1, 2, 3], ["0, i mod 3", "1, 2"]).code
    assert not any(isinstance(each, c.Entry) for each in code.instructions)
    assert "times 7" in show(code)
    assert "times 3" in show(code)
    assert code.tables == ()


def test_register_code_shows_entries() -> None:
    text = show(program("0..1, 0..2", [7, 7, 8, -1, 2, 3], ["i mod 2, 2", "i mod 2, j mod 3"]).code)
    assert ",2]" in text
    assert ", -r" in text


@pytest.mark.slow
def test_states_of_a_tree_are_linear_in_the_entries_and_their_digits() -> None:
    random = Random(1)
    distinct = [random.randrange(2**12) for _ in range(4096)]
    for values, most in ((distinct, 3 * 4096), ([place % 2 for place in range(4096)], 20)):
        read = program("0..4095", values, ["i mod 4096"])
        states = [state.name for state in read.machine().states if ".entry" in state.name]
        entries = sum(isinstance(each, c.Entry) for each in read.code.instructions)
        assert entries <= len(states) < entries * most


def test_places_are_row_major() -> None:
    table = Table("W", ((2, 3), (0, 2), (5, 6)), tuple(range(12)))
    indices = [(a, b, d) for a in (2, 3) for b in (0, 1, 2) for d in (5, 6)]
    assert [table.place(each) for each in indices] == list(range(12))
    assert table.extremes((3, None, 5)) == (6, 10)
    assert table.extremes((4, None, None)) == (0, 0)


IN_A_BLOCK = """table W[0..1, 0..2] = [3, -2, 1, -4, 5, 2]

block neuron(table V[0..1, 0..2], r <= 1, m <= n)
  "The weighted sum is at least a number that a table gives."
  input   a[1..m]
  output  s
  table   shift[0..1] = [-1, 1]
  let     low = V[r, 0] - shift[r]
  counter below <= 4*n

  for i in 1..m
    let w = V[r, i mod 3]
    below <- below + max(0, 0 - w)
  s := THRESHOLD(max(below + low, 0); a[i] times max(0, V[r, i mod 3]) for i in 1..m,
                 NOT a[i] times 0 - V[r, i mod 3] for i in 1..m if V[r, i mod 3] < 0)

family nets(n)
  input  x[1..n]
  output y[1..n]
  part   cell[j in 1..n] = neuron(W, j mod 2, max(W[0, 1] + j, 1))

  for j in 1..n
    let d = W[0, 1] + j
    cell[j] := neuron(x[1..max(d, 1)])
    y[j]    := cell[j].s
"""


def test_blocks_have_tables_and_signed_lets() -> None:
    generator = load(Source("nets.gen", IN_A_BLOCK))
    same_on_every_tier(generator)
    gates = b"".join(generator.stream(4)).decode()
    assert "cell[1].s = THRESHOLD 0 x[1]*5\n" in gates, "row 1: -4 - 1 is below zero"
    assert "cell[2].s = THRESHOLD 6 cell[2].s.NOT[1,1]*2\n" in gates, "row 0: below is 2, and 3 - -1"


def test_functions_and_other_files_read_tables(tmp_path: Path) -> None:
    library = """table W[0..1] = [3, -2]
let top = W[1] + n

def weight(v <= n) -> r <= 2*n + 3
  r <- max(0, W[v mod 2] + top)
"""
    (tmp_path / "lib.gen").write_text(library, encoding="utf-8")
    text = """import "lib.gen"

family f(n)
  input  x[1..n]
  output y[1..n]

  for i in 1..n
    y[i] := OR(x[j] times weight(j) + max(0, W[j mod 2]) for j in 1..n if top < W[i mod 2] + i)
"""
    generator = load(Source(str(tmp_path / "f.gen"), text))
    same_on_every_tier(generator)
    assert "y[2] = OR x[2]*7\n" in b"".join(generator.stream(3)).decode()


@pytest.mark.parametrize("seed", range(3))
def test_signed_numbers_are_integers(seed: int) -> None:
    """Against Python: floor division, remainders, minima and maxima, and comparisons below zero."""
    random = Random(seed)
    entries = [random.randint(-20, 20) for _ in range(6)]
    text = f"""table W[0..5] = [{", ".join(map(str, entries))}]

family f(n)
  input  x
  output y[0..5, 1..4]

  for i in 0..5
    for d in 1..4
      let w = W[i] - d
      let q = (w - 7) div d
      let r = (3*w - 1) mod d
      let m = min(q, 0 - r, max(w, d - 9))
      y[i, d] := THRESHOLD(max(m, 0) + max(0 - m, 0); x times r, x times 7 if q < m + 2 <= w, x times 9 if w = q)
"""
    generator = load(Source("f.gen", text))
    same_on_every_tier(generator, (1,))
    found = b"".join(generator.stream(1)).decode().splitlines()[2:-1]
    for line, (i, d) in zip(found, ((i, d) for i in range(6) for d in range(1, 5)), strict=True):
        w = entries[i] - d
        q, r = (w - 7) // d, (3 * w - 1) % d
        m = min(q, -r, max(w, d - 9))
        weights = [weight for weight in (r, 7 * (q < m + 2 <= w), 9 * (w == q)) if weight]
        wires = "".join(f" x*{weight}" if weight > 1 else " x" for weight in weights)
        assert line == f"y[{i},{d}] = THRESHOLD {abs(m)}{wires}"


@pytest.mark.parametrize(
    "loop",
    one_in(
        3,
        [
            "for i in 1..s",
            "for i in s downto 1",
            "for i in 1..s by 2",
            "for i in 0 - s..s",
            "for i in s..s + 2",
            "for i in 2..t",
        ],
    ),
)
def test_the_end_of_a_loop_is_a_name_that_reads_a_table(loop: str) -> None:
    """The body has numbers of its own, which leave the end as it is."""
    text = f"""table W[0..3] = [3, 1, 2, -1]

family f(n)
  input   x[0..n]
  output  y[0..7]
  counter c <= 7

  for k in 0..1
    let s = W[k] + W[3]
    let t = W[k] - W[3] + 1
    {loop.replace("0 - s", "0*s")}
      if c <= 7 - 1
        y[c] := OR(x[j] for j in 0..max(s + 1, c*i + 1) mod (n + 1), x[c mod (n + 1)] times max(s, t) + c)
        c <- c + 1
  while c < 7
    y[c] := AND(x[0])
    c <- c + 1
  y[7] := TRUE
"""
    generator = load(Source("f.gen", text))
    same_on_every_tier(generator)
    for n in (1, 2, 5):
        assert by_the_rules(generator, n) == b"".join(generator.stream(n, "reference")).decode()
