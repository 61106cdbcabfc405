"""Input lengths that are said to grow do so, and those of the shipped families are seen to."""

from __future__ import annotations

import pytest

import uniform as u
from uniform.family.opening import open_family
from uniform.language.bounds.growth import input_length_grows
from uniform.language.pipeline import Generator, load
from uniform.library.table import programs
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.research.evaluation import n_of_length

GROWS = [
    "x[1..n]", "x[0..2*n-1], a", "x[1..n, 0..bits(n)]", "x[1..n-5]", "x[1..(n-5) div 3]", "x[1..3*(n-5)]",
    "x[0..n^2]", "x[0..2^bits(n)]", "x[k..max(n, 7)]", "x[1..h]", "x[1..min(n, 9) - 4]", "a", "x[1..k mod 2]",
    "x[0..bit(k, 0)]",
]  # fmt: skip
UNSEEN = [
    "x[1..n mod 5]", "x[1..bit(n, 1)]", "x[n..2*n]", "x[1..20-n]", "x[1..(n-5)*(n-9)]", "x[0..0^(n-1)]",
    "x[i in 1..n, 1..i]", "x[1..n - n div 2]", "x[1..100 div n]", "x[1..n], z[1..9-n]", "x[1..d]", "x[1..(3-5)*n]",
]  # fmt: skip


def program(inputs: str) -> Generator:
    text = f"const k = 3\nfamily f(n)\n  let h = n + k\n  let d = 90 - n\n  input {inputs}\n  output y\n  y := TRUE\n"
    return load(Source("f.gen", text))


@pytest.mark.parametrize("inputs", GROWS)
def test_what_is_said_to_grow_grows(inputs: str) -> None:
    family = program(inputs)
    assert input_length_grows(family.program)
    lengths = [family.layout(n).count_of("input") for n in range(1, 80)]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize("inputs", UNSEEN)
def test_of_others_nothing_is_said(inputs: str) -> None:
    family = program(inputs)
    assert not input_length_grows(family.program)


@pytest.mark.slow
def test_shipped_families_grow() -> None:
    for entry in programs():
        family = u.load(entry.name)
        assert isinstance(family, Generator)
        assert input_length_grows(family.program), entry.name


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    looked: list[int] = []
    layout = Generator.layout
    monkeypatch.setattr(Generator, "layout", lambda self, n: (looked.append(n), layout(self, n))[1])
    return looked


@pytest.mark.parametrize(("bits", "n"), [(82, 41), (1024, 512), (1026, 513), (3998, 1999), (4000, 2000), (4002, 2001)])
def test_the_n_of_a_long_word_is_found_by_bisection(bits: int, n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = looked_at(monkeypatch)
    assert n_of_length(open_family("ripple_adder"), ["01" * (bits // 2)], None) == n
    assert len(looked) < 30


def test_the_message_is_that_of_trying_each(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "no circuit of `ripple_adder` has 2001 inputs\n.*it has 2000 inputs at n = 1000, 2002 inputs at n = 1001"
    for _ in range(2):
        with pytest.raises(UniformError, match=said):
            n_of_length(open_family("ripple_adder"), ["0" * 2001], None)
        monkeypatch.setattr("uniform.research.evaluation.input_length_grows", lambda *_: False)


@pytest.mark.parametrize(
    ("inputs", "bits", "said"),
    [
        ("x[1..n div 2]", 2000, "more than one circuit of `f` has 2000 inputs\n.*-n 4001"),
        ("a", 100, "no circuit of `f` has 100 inputs\n.*it has 1 input at n = "),
        ("x[1..n^2]", 90, "no circuit of `f` has 90 inputs\n.*it has 81 inputs at n = 9, 100 inputs at n = 10"),
    ],
)
def test_long_words_that_fit_no_one_circuit(inputs: str, bits: int, said: str) -> None:
    text = f"family f(n)\n  input {inputs}\n  output y\n  y := TRUE\n"
    with pytest.raises(UniformError, match=said):
        n_of_length(load(Source("f.gen", text)), ["0" * bits], None)


@pytest.mark.slow
def test_where_no_bisection_is_possible_each_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "family f(n)\n  input x[1..n + n div 2]\n  gate g[1..150-n]\n  let h = 160 - n\n  output y\n  y := TRUE\n"
    assert n_of_length(load(Source("f.gen", text)), ["0" * 225], None) == 150  # n = 256 would trap
    looked = looked_at(monkeypatch)
    monkeypatch.setattr("uniform.research.evaluation._TRIED", 10**4)  # a tenth, which takes a tenth of the time
    gates = ", ".join(f"g{i}" for i in range(2000))
    text = f"family f(n)\n  input x[1..n mod 3]\n  gate {gates}\n  output y\n  y := TRUE\n"
    with pytest.raises(UniformError, match=r"n = 1\.\.49 were tried; pass n with -n"):
        n_of_length(load(Source("f.gen", text)), ["0" * 1000], None)
    assert looked == [*range(1, 50)]


@pytest.mark.parametrize("bits", [3, 300])
def test_a_family_may_have_fewer_inputs_than_n(bits: int) -> None:
    text = "family f(n)\n  input x[1..n-1]\n  output y\n  y := TRUE\n"
    assert n_of_length(load(Source("f.gen", text)), ["0" * bits], None) == bits + 1
