"""Large programs: what comes back is made once, and a machine that would be too large is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.quick import one_in
from uniform.counters.machine import compile as compiling
from uniform.counters.machine.compile import compile_machine
from uniform.counters.machine.macros.assembler import Assembler, repeated, rule
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator, load
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.pack import layout_part
from uniform.turing.emulator.run import run
from uniform.turing.machine import to_text

PAGE = (Path(__file__).parents[2] / "docs/reference/language.md").read_text(encoding="utf-8")


def stores(count: int, value: str = "v + 1") -> Generator:
    body = f"  v <- {value}\n" * count
    return load(Source("f.gen", f"family f(n)\n  output y\n  counter v <= n^2\n{body}  y := TRUE\n"))


@pytest.mark.parametrize(
    "value", one_in(4, ["v + 1", "v - 1", "3*v", "v mod 5", "v div n", "min(v, 3)", "bits(v)", "bit(v, 2)"])
)
def test_copies_of_a_state_share_their_reads_and_actions(value: str) -> None:
    few, many = (
        {
            id(part)
            for state in stores(count, value).machine().states
            for rule in state.rules
            for part in (rule.reads, rule.actions)
        }
        for count in (20, 40)
    )
    assert len(few) == len(many)


@pytest.mark.parametrize("value", ["v + 1", "v * 123456789012345678901234567890", "v div (v + 1)"])
def test_a_machine_that_would_be_too_large(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(compiling, "MAX_PARTS", 3000)
    stores(1, "v + 1").machine()
    with pytest.raises(UniformError, match="U613") as caught:
        stores(40, value).machine()
    with pytest.raises(UniformError, match="U613") as by_count:
        stores(40, value).layout_machine()
    assert by_count.value.diagnostics == caught.value.diagnostics
    found = caught.value.diagnostics[0]
    assert found.span is not None
    assert found.message == "the machine of `f` has more than 3000 rules and actions"
    assert found.help == "write what comes again as a loop, and store a literal of many digits once, in a counter"


def test_the_page_says_how_much_is_enough() -> None:
    def parts(count: int, value: str) -> int:
        return sum(1 + len(rule.actions) for state in stores(count, value).machine().states for rule in state.rules)

    assert "2,500,000 rules and actions" in PAGE
    assert compiling.MAX_PARTS == 2_500_000
    for count, value, words in (
        (7000, "v + 1", "7000 checked stores of a sum"),
        (4900, "v mod n", "4900 of a remainder"),
    ):
        assert words in " ".join(PAGE.split())
        each = (parts(40, value) - parts(20, value)) / 20
        assert 0.8 * compiling.MAX_PARTS < count * each < compiling.MAX_PARTS, value


def test_so_would_one_with_many_wide_tapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "MAX_PARTS", 3000)
    counters = "".join(f"  counter v{number} <= 2^1000\n" for number in range(9))
    used = "".join(f"  v{number} <- n\n" for number in range(9))
    text = f"family f(n)\n  output y\n{counters}{used}  y := TRUE\n"
    with pytest.raises(UniformError, match="U613"):
        load(Source("f.gen", text)).machine()


@pytest.mark.parametrize("entry", one_in(4, PROGRAMS), ids=NAMES)
def test_the_layout_is_compiled_alone(entry: ShippedProgram) -> None:
    family = generator(entry)
    alone, part = family.layout_machine(), layout_part(family.machine())
    assert sorted(map(repr, alone.states)) == sorted(map(repr, part.states))
    assert replace(alone, states=part.states) == part


@pytest.mark.parametrize("entry", one_in(4, PROGRAMS), ids=NAMES)
def test_copies_of_a_macro_are_as_if_it_ran_again(entry: ShippedProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    family = generator(entry)
    text = to_text(family.machine())
    monkeypatch.setattr(Assembler, "copy_macro", lambda asm, ends, key, run: run(ends))
    assert to_text(compile_machine(family.code)) == text


def test_options_of_a_macro_are_told_apart_by_name() -> None:
    @repeated("then")
    def turn(asm: Assembler, then: str, *, left: int, right: int) -> str:
        return asm.state(asm.name("turn"), rule({}, {1: (None, right - left)}, then))

    asm = Assembler({}, {})
    turn(asm, "then", left=0, right=1)
    turn(asm, "then", right=0, left=1)  # the same values, in the same order
    moves = [each.actions[0].move for _, form, *_ in asm.states for each in form.rules]
    assert moves == [1, -1]


@pytest.mark.parametrize("name", ["parity_tc0", "ripple_adder", "parity_tree"])
def test_the_states_before_the_layout_is_done(name: str) -> None:
    machine = open_generator(name).machine()
    part = layout_part(machine)
    assert len(part.states) < len(machine.states) / 2
    for n in (1, 2, 7, 8):
        whole, alone = (run(each, n, stop_at_layout=True) for each in (machine, part))
        assert (alone.reserved, alone.tapes, alone.steps) == (whole.reserved, whole.tapes, whole.steps)
