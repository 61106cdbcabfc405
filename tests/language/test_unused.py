"""What imported files declare and a program does not use costs nothing, on any tier."""

from __future__ import annotations

from pathlib import Path

import pytest

from uniform.counters.machine.tapes import cells
from uniform.editor.analysis import analyze
from uniform.language.pipeline import Generator, compile_program, load
from uniform.language.tiers import TIERS
from uniform.messages.errors import Trap
from uniform.messages.spans import Source
from uniform.turing.machine import to_text

PLAIN = """family f(n)
  input  x[1..n]
  output y

  y := NOT x[n]
"""

LIBRARY = """import "deep.gen"

const k = 3
let   square = n*n + deep
let   third = square div 3
table T[0..3] = [1, -2, 3, 4]
let   signed = T[1] - n

def g(v <= n) -> r <= n + 2*square
  counter c <= third
  let     w = square + 1

  c <- v mod 3
  r <- w + c

block one()
  input  u
  output z

  z := NOT u

block both(w <= square)
  input  u[1..2]
  output z
  let    half = w div 2 + g(w mod n)
  table  S[0..1] = [7, 8]
  gate   a[1..n]
  part   more = one()

  more := one(u[1])
  z := THRESHOLD(half; u[1] times S[1], more.z)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep.gen").write_text("let deep = 2*n\n")
    (tmp_path / "lib.gen").write_text(LIBRARY)
    return tmp_path


def program(text: str, library: str | None = None) -> Generator:
    if library is not None:
        Path("lib.gen").write_text(library)
    return load(Source("f.gen", text))


def importing(text: str = PLAIN) -> str:
    return f'import "lib.gen"\n\n{text}'


def cost(family: Generator) -> tuple[str, int]:
    """Cells and states."""
    return str(cells(family.code)), len(family.machine().states)


EACH = {
    "a let": "let a = n*n + 7\n",
    "a let of another one": "let a = n*n + 7\nlet b = a div 3\n",
    "a let of a deeper import": 'import "deep.gen"\nlet a = deep + 1\n',
    "a signed let": "table T[0..3] = [1, -2, 3, 4]\nlet a = T[n mod 4] - n\n",
    "a let that would trap": "let a = n*n - 100\n",
    "a let that would need too many cells": "let a = 2^n\n",
    "a let of a function": "def g(v <= n) -> r <= n\n  r <- v\n\nlet a = g(n)\n",
    "a table": "table T[0..3] = [1, 2, 3, 4]\n",
    "a function": "def g(v <= n^2) -> r <= n^2\n  counter c <= n^3\n  c <- v*n\n  r <- c div n\n",
    "a function that reads a let": "let a = n*n\ndef g(v <= a) -> r <= a\n  r <- v + a - a\n",
    "a block": "block b(w <= n^2)\n  input  u\n  output z\n  z := AND(u times w)\n",
    "a block that reads a let": "let a = n*n\nblock b()\n  input  u\n  output z\n  z := AND(u times a)\n",
    "a block with a part": "block c()\n  input  u\n  output z\n  z := NOT u\n\n"
    "block b()\n  input  u\n  output z\n  part   d = c()\n  d := c(u)\n  z := NOT d.z\n",
    "everything": LIBRARY,
}


@pytest.mark.parametrize("library", EACH.values(), ids=EACH)
def test_an_unused_declaration_of_an_import_costs_nothing(library: str) -> None:
    alone, importer = program(PLAIN), program(importing(), library)
    assert cost(importer) == cost(alone)
    for n in (1, 2, 5):
        texts = {via: b"".join(importer.stream(n, via)).decode() for via in TIERS}
        assert set(texts.values()) == {texts["fast"]}
        assert texts["fast"].splitlines()[1:] == b"".join(alone.stream(n)).decode().splitlines()[1:]


def test_a_constant_costs_nothing_and_stays() -> None:
    family = program(importing(), "const k = 3\nlet a = n + k\n")
    assert cost(family) == cost(program(PLAIN))
    assert family.constants == {"k": 3}
    assert load(Source("f.gen", importing()), {"k": 5}).constants == {"k": 5}


USES = {
    "a let": ("THRESHOLD(third; x[n])", {"square", "deep", "third"}),
    "a function": ("THRESHOLD(g(n); x[n])", {"square", "deep", "third"}),
    "a block": ("NOT p.z", {"square", "deep", "third"}),
    "a block that reads nothing": ("NOT q.z", set()),
}


@pytest.mark.parametrize(("gate", "lets"), USES.values(), ids=USES)
def test_what_is_used_through_others_stays(gate: str, lets: set[str]) -> None:
    part = {"p": "  part   p = both(n)\n\n  p := both(x[n..n+1])\n", "q": "  part   q = one()\n\n  q := one(x[n])\n"}
    body = PLAIN.replace("x[1..n]", "x[1..n+1]").replace("\n\n", "\n" + part.get(gate[4:5], "\n"))
    family = program(importing(body.replace("NOT x[n]", gate)))
    assert {each for info in family.code.registers for each in info.names} & {
        "square",
        "deep",
        "third",
        "signed",
    } == lets
    for n in (2, 3, 5):
        assert len({b"".join(family.stream(n, via)) for via in TIERS}) == 1


def test_a_function_or_a_let_of_the_file_itself_counts_as_used() -> None:
    own = "let mine = third + 1\n\n"
    family = program(importing(own + PLAIN))
    assert [name for info in family.code.registers for name in info.names] == ["n", "deep", "square", "third", "mine"]
    unread = "def mine(v <= n) -> r <= third\n  r <- v\n\n"
    assert "third" in {name for info in program(importing(unread + PLAIN)).code.registers for name in info.names}


def test_a_trap_does_not_show_it() -> None:
    """The same numbers in every tier."""
    family = program(
        importing(PLAIN.replace("x[n]", "x[n - third + deep]")), "let deep = 5\nlet third = n - 3\nlet u = n\n"
    )
    found = set()
    for via in TIERS:
        with pytest.raises(Trap) as caught:
            family.circuit(5, via)
        found.add(str(caught.value))
    (text,) = found
    assert "third = 2" in text
    assert "u = " not in text


def test_the_compiler_in_one_function_and_the_editor_agree() -> None:
    source = Source("f.gen", importing())
    family = load(source)
    assert to_text(compile_program(source)) == to_text(family.machine())
    found = analyze(source)
    assert not found.diagnostics
    assert found.code is not None
    assert found.code.registers == family.code.registers
    assert found.checked is not None
    assert len(found.checked.blocks) == 2
