"""Wires that are copied: the same circuit, text, steps, traps and limits as if they were all computed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cases import PROGRAMS, cheap, generator
from tests.language.random_programs import random_program
from tests.quick import one_in
from uniform.arguments import limits as defaults
from uniform.arguments.limits import Limits, Spent
from uniform.circuits.circuit import to_text
from uniform.counters import code as c
from uniform.counters.fast import pack, runner
from uniform.counters.fast.stretches import Begin, Keep, with_stretches
from uniform.counters.operands import registers_read
from uniform.counters.sites import shows
from uniform.language.pipeline import Generator, load
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import Source

READ = """family read(n)
  input   x[1..n, 0..3]
  output  y[1..n, 1..7]
  gate    even[1..n, 1..7], odd[1..n, 1..7], near[1..n, 1..7]

  for i in 1..n
    for t in 1..7
      y[i, t] := THRESHOLD(t; x[i, b] times 3*2^b for b in 0..3, x[j, c] for j in 1..i for c in 0..3 if c != i)
      even[i, t] := OR(x[i, b] for b in 0..3 if b != t, y[i, u] for u in 1..t)
      odd[i, t] := NOR(x[i, b] for b in 0..3 if b != t, y[i, u] for u in 1..t)
      near[i, t] := AND(x[j, 0] for j in i..min(n, i + 1), NOT x[i, 0], x[i, 3], x[j, 1] times j - 1 for j in 1..i)
"""

LINES = c.OpenGate | c.OpenNegation | c.CloseGate

TRAPS = {
    "not printed yet": "y := OR(NOT a[1], a[j] for j in 1..i)",
    "an index outside its range": "g[i, t] := OR(a[1], x[i - j] for j in 1..3)",
    "below zero": "g[i, t] := OR(a[1], x[j] times 2 - i for j in 1..2)",
    "printed twice": "g[i, 1] := OR(x[j] for j in 1..i)",
    "an index that a wire with multiplicity 0 has": "g[i, t] := OR(a[1], x[j + 2*i] times 0 for j in 1..2)",
}


def trapping(statement: str) -> Generator:
    return load(
        Source(
            "f.gen",
            f"""family f(n)
  input  x[1..n]
  output y
  gate   a[1..n], g[1..n, 1..3]

  a[1] := OR(x[j] for j in 1..n)
  for i in 1..n
    for t in 1..3
      {statement}
  y := TRUE
""",
        )
    )


def outcome(family: Generator, n: int, limits: Limits | None = None) -> tuple[str, int, str]:
    """The circuit or what was raised, the steps, and the text or what was raised behind it."""
    limits = limits or Limits(max_steps=10**9, spent=Spent())
    try:
        circuit = to_text(family.circuit(n, limits=limits))
    except (Trap, LimitReached) as error:
        circuit = str(error)
    steps = 0 if limits.spent is None else limits.spent.steps.get("fast", 0)
    text = b""
    try:
        for chunk in family.stream(n, "fast", limits=limits):
            text += chunk
    except (Trap, LimitReached) as error:
        text += str(error).encode()
    return circuit, steps, text.decode()


def both(
    make: Callable[[], Generator], n: int, limits: Limits | None = None
) -> tuple[tuple[str, int, str], tuple[str, int, str]]:
    """What a program does with and without stretches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pack, "with_stretches", lambda code: (list(code.instructions), []))
        plain = outcome(make(), n, limits)
    return outcome(make(), n, limits), plain


def read() -> Generator:
    return load(Source("read.gen", READ))


@pytest.mark.parametrize("n", one_in(3, range(1, 7)))
def test_reading_digits(n: int) -> None:
    found, plain = both(read, n)
    assert found == plain
    assert found[0] == found[2] == b"".join(read().stream(n, "reference")).decode()


@pytest.mark.parametrize("statement", TRAPS.values(), ids=TRAPS)
@pytest.mark.parametrize("n", [1, 2, 5])
def test_traps(statement: str, n: int) -> None:
    found, plain = both(lambda: trapping(statement), n)
    assert found == plain


def test_these_programs_trap() -> None:
    for statement in TRAPS.values():
        assert "error" in outcome(trapping(statement), 5)[0]


@pytest.mark.slow
@pytest.mark.parametrize("entry", PROGRAMS, ids=lambda entry: entry.name)
def test_shipped_programs(entry: ShippedProgram) -> None:
    source = generator(entry).source
    for n in cheap(entry, (1, 2, 3, 7, 8), 10**4):
        found, plain = both(lambda: load(source), n)
        assert found == plain


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 216))
def test_random_programs(seed: int) -> None:
    for n in (1, 3, 6):
        found, plain = both(lambda: load(Source("random.gen", random_program(seed))), n)
        assert found == plain


@pytest.mark.slow
@pytest.mark.parametrize("option", ["max_wires", "max_gates", "max_steps"])
def test_limits(option: str) -> None:
    for limit in (*range(1, 120, 7), 500, 1000, 1500, 2000, 3000, 4000, 5000):
        found, plain = both(read, 3, Limits(**{option: limit}))
        assert found[0] == plain[0]
        assert found[2].endswith(plain[2][-40:]), "the same message, or the same text"


COPIES = """family copies(n)
  input   x[1..n]
  output  y[1..n]

  for t in 1..n
    y[t] := THRESHOLD(t; x[3*j mod n + 1] times 2 for j in 1..n)
"""
RUNS: dict[str, Callable[[Generator, int, Limits | None], object]] = {
    "arrays": lambda family, n, limits: family.circuit(n, limits=limits),
    "text": lambda family, n, limits: b"".join(family.stream(n, limits=limits)),
    "sections": lambda family, n, limits: [None for _ in family.sections(n, limits)],
}


def ends(kind: str, n: int, limits: Limits | None = None) -> str:
    """The first line of the error of a run of ``COPIES``, or nothing."""
    try:
        RUNS[kind](load(Source("copies.gen", COPIES)), n, limits)
    except LimitReached as error:
        return str(error).splitlines()[0]
    return ""


@pytest.mark.parametrize("kind", RUNS)
def test_the_default_counts_what_a_copy_costs_and_a_limit_of_the_caller_all_steps(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = 100
    all_steps = exact_steps(n)
    assert all_steps > 4 * n * n
    assert not ends(kind, n, Limits(max_steps=all_steps + (10 * n if kind == "text" else 1)))  # a text has a header
    assert f"takes more than {all_steps} steps" in ends(kind, n, Limits(max_steps=all_steps))
    copied = n * (n - 1)
    least, most = (copied // 2, copied) if kind == "sections" else (2 * copied, 3 * copied)
    for limit, stops in ((least, True), (most, False)):
        monkeypatch.setitem(defaults.STEPS, "fast", limit)
        message = ends(kind, n)
        assert bool(message) == stops
        if message:
            named = int(message.split("more than ")[1].split()[0])
            assert limit < named < all_steps
            assert ends(kind, n, Limits(max_steps=named)), "more is needed, as the message says"


def exact_steps(n: int) -> int:
    """The steps of ``COPIES`` without stretches."""
    limits = Limits(spent=Spent())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pack, "with_stretches", lambda code: (list(code.instructions), []))
        load(Source("copies.gen", COPIES)).circuit(n, limits=limits)
    assert limits.spent is not None
    return limits.spent.steps["fast"]


@pytest.mark.parametrize("size", [1, 50, 200, 1000, 5000])
def test_text_in_small_buffers(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_BUFFER", size)
    assert b"".join(read().stream(6, "fast")) == to_text(read().circuit(6)).encode()


def test_the_buffer_grows_with_long_stretches_and_not_beyond_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_BUFFER", 100)
    monkeypatch.setattr(runner, "_LARGEST_BUFFER", 1600)
    family = load(
        Source(
            "f.gen",
            "family f(n)\n  input x[1..n]\n  output y[1..n]\n"
            "  for t in 1..n\n    y[t] := THRESHOLD(t; x[i] for i in 1..n)\n",
        )
    )
    chunks = list(family.stream(200, "fast"))
    assert b"".join(chunks) == to_text(family.circuit(200)).encode()
    assert 1500 < max(map(len, chunks)) < 1700
    short = [len(chunk) for chunk in load(Source("f.gen", "family f(n)\n  input x\n  output y[1..n]\n"
        "  for t in 1..n\n    y[t] := x\n")).stream(200, "fast")]  # fmt: skip
    assert max(short) < 150


def stretches(body: str) -> list[Begin]:
    text = "family f(n)\n  input x[0..n, 0..n]\n  output y[0..n, 0..n]\n  gate g[0..n, 0..n]\n" + body
    instructions, _ = with_stretches(load(Source("f.gen", text)).code)
    return [each for each in instructions if isinstance(each, Begin)]


def test_what_does_not_depend_on_the_innermost_loop_is_one() -> None:
    loops = "  for i in 0..n\n    for t in 0..n\n      y[i, t] := "
    assert len(stretches(loops + "THRESHOLD(t; x[i, b] for b in 0..n)\n")) == 1
    assert len(stretches(loops + "THRESHOLD(t; x[t, b] for b in 0..n)\n")) == 0
    assert len(stretches(loops + "THRESHOLD(t; x[i, b] for b in t..n)\n")) == 0
    assert len(stretches(loops + "THRESHOLD(t; x[i, b] times t for b in 0..n)\n")) == 0
    assert len(stretches(loops + "OR(x[i, b] if b != t for b in 0..n)\n".replace(" if b != t", ""))) == 1
    assert len(stretches(loops + "OR(x[i, 1], x[i, 0])\n")) == 0, "no loop"


def test_counters_between_two_lines_are_not_part_of_a_stretch() -> None:
    text = """family f(n)
  input   x[1..n]
  output  y[1..n], z[1..n]
  counter v <= n

  for i in 1..n
    y[i] := OR(x[j] for j in 1..n)
    for j in 1..n
      v <- 0
    for j in 1..n
      v <- j - 1
    z[i] := NOR(NOT x[v + 1] for j in 1..2, x[j] for j in 1..n)
"""
    for n in (1, 2, 5):
        found, plain = both(lambda: load(Source("f.gen", text)), n)
        assert found == plain
        assert found[2] == b"".join(load(Source("f.gen", text)).stream(n, "reference")).decode()
    code = load(Source("f.gen", text)).code
    instructions, _ = with_stretches(code)
    begun = [position for position, each in enumerate(instructions) if isinstance(each, Begin)]
    assert begun, "the argument of y"
    for position in begun:
        line = next(each for each in reversed(code.instructions[:position]) if isinstance(each, LINES))
        assert not isinstance(line, c.CloseGate)
    assert leaks(code) == []


def test_neighbors_with_the_same_inputs_are_one() -> None:
    loops = "  for i in 0..n\n    for t in 0..n\n      y[i, t] := "
    wires = "x[i, b] for b in 0..n, x[{}, b] times b + 1 for b in 0..n by 2"
    assert len(stretches(f"{loops}OR({wires.format('i')})\n")) == 1
    assert len(stretches(f"{loops}OR({wires.format('0')})\n")) == 2
    assert len(stretches(f"{loops}OR({wires.format('t')})\n")) == 1
    assert len(stretches(f"{loops}OR({wires.format('i').replace(', x', ', x[i, t], x')})\n")) == 2


def test_equal_ones_share_what_they_keep() -> None:
    first, second = stretches(
        "  for i in 0..n\n    for t in 0..n\n"
        "      y[i, t] := OR(x[t, b] for b in i..n)\n      g[i, t] := NOR(x[t, b] for b in i..n)\n"
    )
    assert first.memory == second.memory
    assert not stretches(
        "  for i in 0..n\n    for t in 0..n\n"
        "      y[i, t] := OR(x[t, b] for b in i..n)\n      g[i, t] := NOR(x[b, t] for b in i..n)\n"
    )


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=lambda entry: entry.name)
def test_nothing_that_a_stretch_writes_is_read_behind_it(entry: ShippedProgram) -> None:
    assert leaks(generator(entry).code) == []


@pytest.mark.parametrize("seed", one_in(5, range(40)))
def test_nothing_that_a_stretch_of_a_random_program_writes_is_read_behind_it(seed: int) -> None:
    assert leaks(load(Source("random.gen", random_program(seed))).code) == []


def test_nothing_that_a_stretch_of_long_lines_writes_is_read_behind_it() -> None:
    assert leaks(read().code) == []


def leaks(code: c.Code) -> list[tuple[int, int]]:
    """Stretches (by their ends) with registers that they write and that are read, or told in a trap, behind them."""
    instructions, _ = with_stretches(code)
    reads, writes, behind = [], [], []
    for position, instruction in enumerate(code.instructions):
        reads.append(read_by(code, instruction))
        writes.append(written_by(instruction))
        behind.append(behind_of(instruction, position))
    alive: list[set[int]] = [set() for _ in range(len(code.instructions) + 1)]
    changed = True
    while changed:
        changed = False
        for position in range(len(code.instructions) - 1, -1, -1):
            found = set().union(*(alive[each] for each in behind[position])) - writes[position] | reads[position]
            changed |= found != alive[position]
            alive[position] = found
    found = []
    written: set[int] = set()
    for instruction in instructions[len(code.instructions) :]:
        if isinstance(instruction, Keep):
            found += [(instruction.end, register) for register in written & alive[instruction.end]]
            written = set()
        elif isinstance(instruction, c.StepUp | c.StepDown):
            written.add(instruction.variable.index)
        elif not isinstance(instruction, Begin):
            written |= written_by(instruction)
    return found


def written_by(instruction: c.Instruction) -> set[int]:
    """The registers that an instruction writes whenever it is carried out."""
    match instruction:
        case c.Compute(target=register) | c.Apply(target=register) | c.Call(back=c.Register() as register):
            return {register.index}
        case c.Entry(plus, minus):
            return {register.index for register in (plus, minus) if register is not None}
    return set()


def behind_of(instruction: c.Instruction, position: int) -> list[int]:
    """The positions that may follow. From a call, one path leads through the function, and one to what is behind it: a
    function does not return to another call."""
    match instruction:
        case c.Jump(target):
            return [target]
        case c.Call(target=target):
            return [position + 1, target]
        case c.Return():
            return []
        case c.JumpIf(target=target) | c.StepUp(target=target) | c.StepDown(target=target):
            return [position + 1, target]
        case c.Fail() | c.Finish():
            return []
    return [position + 1]


def read_by(code: c.Code, instruction: c.Instruction) -> set[int]:
    """The registers that an instruction reads, also to report a trap."""
    found = {register.index for register in registers_read(instruction)}
    for name in ("site", "endless"):
        site = getattr(instruction, name, -1)
        if site >= 0:
            shown = code.sites[site]
            found |= {each for each in range(len(code.registers)) if shows(shown, c.Register(each))}
    return found
