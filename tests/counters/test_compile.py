"""Compiled machines: the same bytes and the same traps as in the other tiers, and a text that is always the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.language.random_programs import random_program
from tests.quick import one_in
from uniform.circuits.circuit import to_text as circuit_text
from uniform.cli import main
from uniform.counters.code import Apply, Arithmetic, Code, Compute, Function, Site
from uniform.counters.machine.compile import compile_machine
from uniform.counters.machine.machine_tier import run_compiled
from uniform.counters.machine.state_names import site_of_state
from uniform.counters.reference import interpret
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator, compile_program, load
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import Trap
from uniform.messages.spans import Source
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import PackedMachine, pack
from uniform.turing.emulator.run import run
from uniform.turing.machine import Halt, Machine, to_text
from uniform.turing.text.read import parse_machine

EMPTY = "the input is empty, and a family has a circuit for each n >= 1"
EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)


@EVERY
@pytest.mark.slow
def test_the_machine_and_the_fast_tier_print_the_same_bytes(entry: ShippedProgram) -> None:
    """The reference is compared with the fast tier in ``families/test_families.py``."""
    family = generator(entry)
    machine = pack(family.machine())
    for n in (*range(1, 17), entry.large):
        outcome, text = _run(machine, n)
        assert outcome.halted == "accept", (n, outcome.reason)
        assert text == b"".join(family.stream(n, "fast")), n


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=NAMES)
def test_what_the_machine_prints_is_right(entry: ShippedProgram, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", entry.name, "-n", "1..3", "--via", "machine"]) == 0
    assert f"{entry.name}: right for n = 1..3" in capfd.readouterr().out


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=NAMES)
def test_text_form_and_size(entry: ShippedProgram) -> None:
    machine = generator(entry).machine()
    assert len(machine.states) <= 5000
    text = to_text(machine)
    assert parse_machine(Source("m.tm", text)) == machine
    assert to_text(open_generator(entry.name).machine()) == text


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=NAMES)
def test_the_empty_word_is_no_input_of_a_generator(entry: ShippedProgram) -> None:
    outcome, text = _run(generator(entry).machine(), 0)
    assert (outcome.halted, text) == ("trap", b"")
    assert outcome.reason == EMPTY


def unused(machine: Machine) -> list[str]:
    """The work tapes that no rule after the layout looks at or changes."""
    named = {0}
    for state in machine.states:
        if not state.name.startswith(("count", "layout")):
            for rule in state.rules:
                named |= {tape for tape, _ in rule.reads} | {action.tape for action in rule.actions}
    return [tape.name for number, tape in enumerate(machine.tapes) if number not in named]


@pytest.mark.slow
@EVERY
def test_every_tape_is_used(entry: ShippedProgram) -> None:
    assert unused(generator(entry).machine()) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_random_programs(seed: int) -> None:
    family = load(Source("random.gen", random_program(seed)))
    for n in (1, 2, 5):
        assert _outcome(family, n, "machine") == _outcome(family, n, "fast")


COMPUTED = """family computed(n)
  input   x
  output  y
  counter v <= {bound}
  counter w <= n

  w <- n
  v <- {value}
  y := THRESHOLD(v; x)
"""
BINARY = {
    "w + w": Arithmetic.ADD,
    "2*w - w": Arithmetic.SUBTRACT,
    "w*w": Arithmetic.MULTIPLY,
    "w div (w+1)": Arithmetic.DIVIDE,
    "w mod (w+1)": Arithmetic.MODULO,
    "bit(w, w)": Arithmetic.BIT,
    "min(w, 3)": Arithmetic.MIN,
    "max(w, 3)": Arithmetic.MAX,
}


def printed_alike(code: Code, n: int) -> str:
    """What the code prints on the machine, which is what it prints by the definition."""
    outcome, text = _run(pack(compile_machine(code)), n)
    assert outcome.halted == "accept"
    assert text.decode() == "".join(interpret(code, n))
    return text.decode()


@pytest.mark.parametrize("value", BINARY)
def test_an_operation_on_two_literals(value: str) -> None:
    """As in a part whose code is shared, if its numbers are the same in all copies."""
    code = load(Source("computed.gen", COMPUTED.format(bound="n^2 + 9", value=value))).code
    place, *_ = [
        place
        for place, each in enumerate(code.instructions)
        if isinstance(each, Compute) and each.operation is BINARY[value]
    ]
    for left, right in ((0, 0), (1, 0), (3, 1), (3, 3), (7, 2), (1, 1)):
        if right or BINARY[value] not in (Arithmetic.DIVIDE, Arithmetic.MODULO):
            instructions = list(code.instructions)
            instructions[place] = replace(instructions[place], left=left, right=right)  # type: ignore[call-arg]
            printed_alike(replace(code, instructions=tuple(instructions)), 8)


@pytest.mark.parametrize(("value", "function"), [("bits(w)", Function.BITS), ("2^bits(w)", Function.POWER_OF_TWO)])
def test_a_function_of_a_literal(value: str, function: Function) -> None:
    code = load(Source("computed.gen", COMPUTED.format(bound="2*n + 1", value=value))).code
    for place, each in enumerate(code.instructions):
        if isinstance(each, Apply) and each.function is function:
            for source in (0, 1, 2, 3):
                instructions = list(code.instructions)
                instructions[place] = replace(each, source=source)
                printed_alike(replace(code, instructions=tuple(instructions)), 8)
            return
    pytest.fail("the code has no such function")


TWO_TRAPS = """family two(n)
  output  y
  counter v <= n
  counter w <= n

  v <- n - 3
  w <- 5 - n
  y := TRUE
"""


def test_all_stages_in_one_function_give_the_same_machine(caplog: pytest.LogCaptureFixture) -> None:
    text = "const k = 9\nfamily f(n)\n  input x[1..n]\n  output y\n  y := THRESHOLD(k; x[i] for i in n..1)\n"
    source = Source("set.gen", text)
    machine = compile_program(source, {"k": 3})
    assert "the range `n..1` is empty" in caplog.text
    assert to_text(machine) == to_text(load(source, {"k": 3}).machine()) != to_text(compile_program(source))


@pytest.mark.parametrize(("n", "alive"), [(2, (("v", 0), ("w", 0))), (6, (("w", 0),))])
def test_a_trap_is_found_by_the_state_in_which_the_machine_ended(n: int, alive: tuple[tuple[str, int], ...]) -> None:
    """Two sites say the same, and show other numbers: as in a part of a program that is lowered twice. The names of the
    states lead to the right one, also when the machine is read from its text."""
    code = load(Source("two.gen", TWO_TRAPS)).code
    first, second = (place for place, site in enumerate(code.sites) if site.text.code == "U401")
    sites = list(code.sites)
    sites[second] = Site(sites[first].text, sites[second].visible[1:])
    code = replace(code, sites=tuple(sites))
    machine = compile_machine(code)
    for each in (machine, parse_machine(Source("two.tm", to_text(machine)))):
        trap = run_compiled(each, code, n, lambda n: iter(())).trap
        assert trap is not None
        assert (trap.values, trap.diagnostics[0].code) == (alive, "U401")


def test_a_machine_of_its_own_says_the_trap_without_its_numbers() -> None:
    """It is no longer known to be compiled: all that it says is in its text."""
    family = load(Source("two.gen", TWO_TRAPS))
    outcome = run(parse_machine(Source("two.tm", to_text(family.machine()))), 2)
    assert (outcome.halted, outcome.trap) == ("trap", None)
    assert outcome.reason == "U401 two.gen:6:8: `n - 3` goes below zero"


@pytest.mark.parametrize("seed", one_in(5, range(20)))
def test_every_trap_of_a_machine_is_that_of_its_instruction(seed: int) -> None:
    """Whatever state may trap, its name leads to the site whose text it says; but for a tape that
    is full, and a division that was shown to be possible."""
    family = load(Source("random.gen", random_program(seed)))
    said = set()
    for state in family.machine().states:
        site = site_of_state(family.code, state.name)
        for message in {rule.message for rule in state.rules if rule.halt is Halt.TRAP} - {EMPTY}:
            own = site is not None and message == site.text.static_text
            never = message.startswith("the tape ") or (site is None and message == "division by zero")
            assert own or never, state.name
            said.add(own)
    assert said == {True, False}


ONLY_PRINTED = """family t(n)
  input   x[1..n]
  output  y
  gate    g[0..n+1]
  counter v <= n

  v <- n div 2
  for i in 1..n
    let next = i + 1
    g[next] := x[i]
    v <- v - 1
  y := x[1]
"""


def test_a_trap_tells_the_value_of_a_let_that_is_only_printed() -> None:
    family = load(Source("t.gen", ONLY_PRINTED))
    with pytest.raises(Trap) as caught:
        b"".join(family.stream(4, "machine"))
    assert caught.value.values == (("v", 0), ("i", 3), ("next", 4))
    assert str(caught.value) == _outcome(family, 4, "reference")


WHILE_FIRST = """family t(n)
  input   x[1..n]
  output  y[1..3, 1..n]
  counter v <= n

  for i in 1..3
    while v < n
      v <- v + 1
    if i != 2
      v <- 0
    for j in 1..n
      y[i, j] := x[j]
"""


def test_a_while_at_the_beginning_of_a_loop_keeps_what_is_printed_of_the_variable() -> None:
    family = load(Source("t.gen", WHILE_FIRST))
    for n in (1, 2, 5):
        assert _outcome(family, n, "machine") == _outcome(family, n, "reference")


SUMS = """family sums(n)
  input   x[1..n]
  output  y
  gate    a[0..2*n+12], b[0..2*n+12, 0..n+1, 0..n+99], t[0..n], m[1..n+3]
  counter v <= n

  v <- n div 2
  for i in 1..n
    let next = i + 1
    a[2*i+9] := x[i]
    b[2*i-1, next, v+99] := AND(a[2*i+9], NOT x[i])
    b[2*i, i-1, 7+n] := OR(NOT a[2*i+9], NOT x[j] for j in i-1+1..i, x[j+1-1] for j in i..i)
  t[n-1] := THRESHOLD(n+1; x[i] times (i+8) for i in 1..n)
  for i in 1..n
    m[i+2] := MOD(i+2, 1+1; x[i])
  y := OR(b[2*n-1, n+1, v+99], t[n-1])
"""


@pytest.mark.parametrize("n", one_in(3, [1, 2, 5, 9, 10, 11, 12]))
def test_sums_that_are_only_printed(n: int) -> None:
    """Of every kind of register, across powers of ten, upwards and downwards."""
    family = load(Source("sums.gen", SUMS))
    expected = _outcome(family, n, "reference")
    assert isinstance(expected, bytes)
    assert _outcome(family, n, "fast") == _outcome(family, n, "machine") == expected
    assert "".join(interpret(family.code, n)).encode() == circuit_text(family.circuit(n)).encode() == expected
    sums = [each for each in family.code.instructions if isinstance(each, Compute) and each.operation is Arithmetic.ADD]
    assert not [each for each in sums if each.right in (9, 12, 99)]


STORED_IN_A_BRANCH = """family stored(n)
  input   x[1..n]
  output  y
  gate    g[0..3*n+1]
  counter v <= 3*n+1

  for i in 1..n
    v <- 2*n + i
    if i = n
      v <- i + 1
    g[v] := x[i]
  y := g[n+1]
"""


def test_a_counter_that_is_a_sum_in_one_branch_only() -> None:
    family = load(Source("stored.gen", STORED_IN_A_BRANCH))
    for n in (1, 2, 5):
        assert _outcome(family, n, "machine") == _outcome(family, n, "reference")


INDEX_AGAIN = """family again(n)
  input   x[1..n]
  output  y
  gate    g[i in 0..n+1, 0..i]
  counter v <= n

  v <- {start}
  for i in 1..n
    g[i+1, v] := x[i]
    g[i, v+1] := x[i]
  y := x[1]
"""


@pytest.mark.parametrize("start", ["0", "1", "2", "n"])
def test_an_index_that_a_check_of_another_index_needs_is_computed(start: str) -> None:
    family = load(Source("again.gen", INDEX_AGAIN.format(start=start)))
    for n in (1, 2, 5):
        outcome = _outcome(family, n, "reference")
        assert _outcome(family, n, "machine") == _outcome(family, n, "fast") == outcome


def _outcome(family: Generator, n: int, via: str) -> bytes | str:
    try:
        return b"".join(family.stream(n, via))
    except Trap as trap:
        return str(trap)


def _run(machine: PackedMachine, n: int) -> tuple[Run, bytes]:
    chunks: list[bytes] = []
    outcome = run(machine, n, sink=chunks.append)
    return outcome, b"".join(chunks)


@pytest.mark.slow
def test_a_long_run_of_printing_is_compiled_once() -> None:
    """A run of printing that is compiled anew for each of its instructions takes a minute for 120 gates."""
    states = [len(long_run(gates).machine().states) for gates in (50, 100, 200)]
    assert states[2] - states[1] == 2 * (states[1] - states[0])


def long_run(gates: int) -> Generator:
    """A program that prints so many gates, one statement after the other."""
    lines = "".join(f"  g[{i}] := AND(x[1], x[n])\n" for i in range(1, gates + 1))
    head = f"family long(n)\n  input x[1..n]\n  output y\n  gate g[1..{gates}]\n"
    return load(Source("long.gen", f"{head}{lines}  y := g[1]\n"))


CIRCLES = {
    "nothing stored": "while 1 = 1\n    v <- v",
    "a condition that is always true": "while not 1 = 2 and 2 = 2\n    v <- v",
    "three around one another": "while 1 = 1\n    while 2 = 2\n      while 3 = 3\n        v <- v",
    "a branch that is never taken": "while 1 = 1\n    if 1 = 2\n      v <- 1\n    else\n      v <- v",
    "behind a choice": "if v < n\n    while 1 = 1\n      v <- v\n  else\n    while 2 = 2\n      v <- v",
    "in a loop that counts": "for i in 1..n\n    while 1 = 1\n      v <- v",
}


@pytest.mark.parametrize("body", CIRCLES.values(), ids=CIRCLES)
def test_a_loop_of_no_moves_is_a_state_that_stays(body: str) -> None:
    source = f"family circle(n)\n  input  x[1..n]\n  output y\n  counter v <= n\n\n  {body}\n  y := x[1]\n"
    machine = load(Source("circle.gen", source)).machine()
    assert parse_machine(Source("circle.tm", to_text(machine))) == machine
    outcome = run(machine, 3)
    assert outcome.halted == "loop"
    assert outcome.reason.endswith("comes back 1 step later")
    assert outcome.state.endswith("forever")
