"""Parts that several statements print: their code is there once, and prints what the copies would."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest

from tests.language.by_the_rules.compare import difference
from tests.language.random_copies import random_copies
from tests.language.tiers import outcome, require_agreement
from tests.quick import one_in
from uniform.counters import code as c
from uniform.counters.machine.compile import compile_machine
from uniform.counters.machine.tapes import cells
from uniform.counters.reference import interpret
from uniform.counters.show import show
from uniform.language.lowering import program as lowering
from uniform.language.lowering.sharing import merge
from uniform.language.lowering.sharing.plan import Plan, find_copies
from uniform.language.lowering.sharing.share import find_shared, share
from uniform.language.pipeline import Generator, load
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.program import Enter, For, Scope, ScopedStatement
from uniform.language.syntax.symbols import Symbol
from uniform.messages.spans import Source
from uniform.turing.emulator.run import run

pytestmark = pytest.mark.slow


def generator(text: str) -> Generator:
    return load(Source("copies.gen", text))


def nested(depth: int) -> Generator:
    """Parts in parts, each printed by three statements."""
    blocks = ["block b0()\n  input  a, b\n  output c\n  gate   d\n  d := NAND(a, b)\n  c := XOR(d, a)\n"]
    statements = """  p[0] := {block}({a}, {b})
  for i in 1..n-1
    p[i] := {block}(p[i-1].c, {b})
  p[n] := {block}(p[n-1].c, {a})
"""
    for level in range(depth - 1):
        body = statements.format(block=f"b{level}", a="a", b="b")
        blocks.append(
            f"block b{level + 1}()\n  input  a, b\n  output c = p[n].c\n  part   p[0..n] = b{level}()\n{body}"
        )
    body = statements.format(block=f"b{depth - 1}", a="x[0]", b="x[1]")
    family = f"family nested(n)\n  input  x[0..1]\n  output y\n  part   p[0..n] = b{depth - 1}()\n{body}  y := p[n].c\n"
    return generator("\n".join([*blocks, family]))


def statements(count: int) -> Generator:
    """One part declaration, printed by so many statements."""
    body = "".join(f"  p[{i}] := both(x[1], {'x[n]' if i == 0 else f'p[{i - 1}].s'})\n" for i in range(count))
    gates = "  d := NAND(a, b)\n  e := NOR(d, b)\n  f := OR(d, e)\n  s := XOR(d, f)\n"
    both = f"block both()\n  input  a, b\n  output s\n  gate   d, e, f\n{gates}"
    declared = f"  input  x[1..n]\n  output y\n  part   p[0..{count - 1}] = both()\n"
    return generator(f"{both}\nfamily many(n)\n{declared}{body}  y := p[{count - 1}].s\n")


def entered(code: c.Code) -> Counter[str]:
    """How many instructions enter a part, by the names of its declaration."""
    found = [each.array for each in code.instructions if isinstance(each, c.Enter)]
    return Counter("".join(code.arrays[array].pieces).replace("[]", "") for array in found)


def scopes(body: tuple[ScopedStatement, ...]) -> int:
    """How many copies of statements that print a part a program without parts has."""
    inside = (each.body for each in body if isinstance(each, Scope | For))
    return sum(isinstance(each, Enter) for each in body) + sum(map(scopes, inside))


# ---------------------------------------------------------------- how much code there is


def test_copies_add_up_and_do_not_multiply() -> None:
    family = nested(3)
    assert scopes(family.program.body) == 3 + 9 + 27
    assert entered(family.code) == {"p": 1, "p.p": 1, "p.p.p": 3}
    assert [each.name for each in family.code.procedures] == ["p", "p.p"]


@pytest.mark.parametrize(("family", "times"), [(nested(2), 2), (statements(30), 1)])
def test_code_is_lowered_again_only_if_registers_are_left_out(
    family: Generator, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = []
    lower_family = lowering._lower_family

    def noted(program: CheckedProgram, plan: Plan, *others: set[Symbol] | None) -> object:
        plans.append(plan)
        return lower_family(program, plan, *others)

    monkeypatch.setattr(lowering, "_lower_family", noted)
    assert family.code.procedures
    assert len(plans) == times
    assert bool(plans[-1].room) == (times > 1)


@pytest.mark.parametrize("seed", [4, 9, 21])  # in which a register around the copies holds a literal
def test_finding_what_is_shared_changes_nothing(seed: int) -> None:
    family = generator(random_copies(seed))
    e, starts = lowering._lower_family(family.program, find_copies(family.program))
    untouched, _ = lowering._lower_family(family.program, find_copies(family.program))
    found = find_shared(e)
    assert (e.instructions, e.shown, e.regions) == (untouched.instructions, untouched.shown, untouched.regions)
    shared, _ = share(e, starts)
    assert [each.name for each in shared] == found != []


@pytest.mark.slow
def test_one_more_block_adds_as_much_code_as_the_one_before() -> None:
    sizes = [len(nested(depth).code.instructions) for depth in range(1, 6)]
    more = [after - before for before, after in pairwise(sizes)]
    assert all(after < 2 * before for before, after in pairwise(more))


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_nested_parts_print_the_same_on_all_tiers(depth: int) -> None:
    family = nested(depth)
    for n in (1, 2, 3):
        require_agreement(family, n)
        assert difference(family, n, "fast") is None


def test_a_declaration_with_one_statement_stays_where_it_is() -> None:
    text = nested(2)
    single = generator(
        text.source.text.replace("  p[0] := b0(a, b)\n", "")
        .replace("1..n-1\n    p[i] := b0(p[i-1].c, b)\n  p[n] := b0(p[n-1].c, a)", "0..n\n    p[i] := b0(a, b)")
        .replace("  p[0] := b1(x[0], x[1])\n", "")
        .replace(
            "1..n-1\n    p[i] := b1(p[i-1].c, x[1])\n  p[n] := b1(p[n-1].c, x[0])", "0..n\n    p[i] := b1(x[0], x[1])"
        )
    )
    assert entered(single.code) == {"p": 1, "p.p": 1}
    assert single.code.procedures == ()


# ---------------------------------------------------------------- numbers and messages

ROWS = """block row(w <= n^2)
  "The and of w wires, one after the other."
  input  x[1..w]
  output y
  gate   some[1..w], odd[1..w], even[1..w]
  counter v <= n
  some[1] := x[1]
  for j in 2..w
    some[j] := AND(some[j-1], x[j])
  while v < w
    v <- v + 1
    if v mod 2 = 1
      odd[v] := OR(some[v], NOT x[v])
    else
      even[v] := NOR(some[v], x[v])
  y := some[w]

family rows(n)
  input  x[1..n], z
  output y
  part   r[i in 0..n] = row(LENGTH)

  r[0] := row((z))
  for i in 1..n
    r[i] := row(SLICE)
  y := AND(r[i].y for i in 0..n)
"""


def rows(length: str, piece: str) -> Generator:
    return generator(ROWS.replace("LENGTH", length).replace("SLICE", piece))


def test_a_number_of_a_header_is_as_wide_as_the_widest_argument() -> None:
    """1 in one statement, at most n in the other, n^2 by the header."""
    family = rows("max(i, 1)", "x[1..i]")
    (procedure,) = family.code.procedures
    assert procedure.name == "r"
    for n in (1, 2, 3, 6):
        require_agreement(family, n)
        assert difference(family, n, "fast") is None
    (register,) = [each for each in family.code.registers if "r.w" in each.names]
    assert str(register.width) == "bits(n) + 1"


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_formula_for_cells_is_exact(n: int) -> None:
    for family in (nested(2), rows("max(i, 1)", "x[1..i]")):
        laid_out = family.run(n, stop_at_layout=True)
        assert laid_out.reserved == laid_out.visited == cells(family.code).at(n)
        ran = family.run(n)
        assert ran.halted == "accept"
        assert ran.touched is not None
        assert ran.touched <= ran.reserved == ran.visited == cells(family.code).at(n)


def test_a_trap_shows_the_statement_that_prints_the_part() -> None:
    """One instruction traps for the statement before the loop, and for that in it."""
    text = rows("max(i, 1)", "x[1..i]").source.text
    places = {"0": "r[0]` at copies.gen:23:3", "1": "r[2]` at copies.gen:25:5"}
    for bound, place in places.items():
        family = generator(text.replace("counter v <= n", f"counter v <= {bound}"))
        message = require_agreement(family, 3)[1]
        assert message is not None
        assert "[U403]" in message
        assert f"while printing `{place}" in message
        assert len(family.code.procedures) == 1


def test_register_code_shows_procedures() -> None:
    text = show(rows("max(i, 1)", "x[1..i]").code)
    assert "\npart r, back by r" in text
    assert text.count("  print r at ") == 2


# ---------------------------------------------------------------- random programs


def test_a_seed_gives_the_same_program() -> None:
    assert random_copies(7) == random_copies(7) != random_copies(8)


@pytest.mark.slow
def test_many_programs_run_through_and_share_code() -> None:
    families = [generator(random_copies(seed)) for seed in range(12)]
    assert sum(len(family.code.procedures) for family in families) > 6
    assert [outcome(partial(family.stream, 3))[1] for family in families].count(None) > 4


@pytest.mark.parametrize("always", [False, True])
@pytest.mark.parametrize("seed", one_in(20, range(16)))
def test_random_programs(seed: int, always: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """``always``: code is shared where it is not shorter, too."""
    if always:
        monkeypatch.setattr(merge, "is_worth_it", lambda shared, copies: True)
    family = generator(random_copies(seed))
    for n in (1, 2, 4):
        require_agreement(family, n)
        assert difference(family, n, "fast") is None


def test_a_loop_may_begin_with_one_of_several_numbers() -> None:
    """The machine then makes the decimal image of its variable from the variable."""
    family = generator(
        "family f(n)\n  input  x\n  output y\n  gate   g[0..3]\n  for i in 0..3\n    g[i] := x\n  y := x\n"
    )
    code = family.code
    (loop,) = [each for each in code.loops if each.first > code.body]
    first, more = loop.first - 1, 3
    begin = code.instructions[first]
    assert isinstance(begin, c.Apply)
    step = code.instructions[loop.last]
    assert isinstance(step, c.StepUp)
    instructions = [
        *code.instructions[:first],
        c.JumpIf(c.Register(0), c.Test.EQUAL, 1, first + 3),
        replace(begin, source=2),
        c.Jump(loop.first + more),
        *code.instructions[first : loop.last],
        replace(step, target=loop.first + more),
        *(
            replace(each, target=each.target + more) if isinstance(each, c.StepUp) else each
            for each in code.instructions[loop.last + 1 :]
        ),
    ]
    changed = replace(
        code,
        instructions=tuple(instructions),
        spans=(*code.spans[:first], *[None] * more, *code.spans[first:]),
        loops=tuple(
            replace(each, first=each.first + more, last=each.last + more) if each.first > first else each
            for each in code.loops
        ),
        footer=code.footer + more,
    )
    machine = compile_machine(changed)
    for n, numbers in ((1, "0123"), (2, "23")):
        printed: list[bytes] = []
        run(machine, n, sink=printed.append)
        text = b"".join(printed).decode()
        assert text == "".join(interpret(changed, n))
        assert re.findall(r"^g\[(\d)\]", text, re.MULTILINE) == list(numbers)
