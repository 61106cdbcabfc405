"""What `uniform convert` writes comes back: the same runs, the same bytes when it is written again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.cases import MACHINES, by_hand, machine_of
from tests.quick import one_in
from tests.turing.random_machines import random_machine, random_word
from uniform.family.opening import open_generator
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.pack import pack
from uniform.turing.emulator.run import RunLimits, run
from uniform.turing.emulator.simulate import configurations, expand
from uniform.turing.exchange import READERS, WRITERS, read_foreign
from uniform.turing.exchange.plain import plain
from uniform.turing.machine import Machine, to_text
from uniform.turing.text.read import parse_machine

BOTH = [ending for ending in WRITERS if ending in READERS]
NAMES = {"q0": "begin", "q1": "begin_", "q2": "stuck", "q3": "start", "q4": "q.print1.2", "q5": "machine"}
NASTY = {"0": "$", "1": "\u00e9"}


def shipped() -> list[tuple[Machine, str]]:
    found = []
    for entry in MACHINES:
        machine = machine_of(entry)
        if len(machine.tapes) < 4 and max(len(tape.symbols) for tape in machine.tapes) < 5:
            found.append((machine, entry.tight(4)))
    return found


def nasty(seed: int) -> Machine:
    """A random machine whose states have the names of added ones, and whose work tapes have hard symbols."""
    machine = random_machine(seed)
    named = str.maketrans(NASTY)

    def symbols(tape: int, text: str) -> str:
        return text.translate(named) if tape else text

    states = tuple(
        replace(
            state,
            name=NAMES[state.name],
            rules=tuple(
                replace(
                    rule,
                    reads=tuple((tape, symbols(tape, shown)) for tape, shown in rule.reads),
                    actions=tuple(
                        replace(each, write=each.write and symbols(each.tape, each.write)) for each in rule.actions
                    ),
                    target=rule.target and NAMES[rule.target],
                    output=rule.output.replace("\n", "_").replace("b", "^"),
                )
                for rule in state.rules
            ),
        )
        for state in machine.states
    )
    tapes = tuple(replace(tape, symbols=symbols(number, tape.symbols)) for number, tape in enumerate(machine.tapes))
    return replace(machine, tapes=tapes, states=states, start=NAMES[machine.start])


@pytest.mark.slow
@pytest.mark.parametrize("ending", BOTH)
def test_random_machines_with_hard_names_come_back(ending: str) -> None:
    found: Counter[str | None] = Counter()
    for seed in range(60):
        machine = nasty(seed)
        if len(plain(machine).transitions) > 500:
            continue
        text = WRITERS[ending](machine, None)
        again = read_foreign(Source("random.jff", text), ending)
        assert again.notes == ()
        assert WRITERS[ending](again.machine, None) == text
        assert parse_machine(Source("m.tm", to_text(again.machine))) == again.machine
        for length in range(3):
            for letters in product("01", repeat=length):
                one, two = (
                    list(configurations(each, "".join(letters), every=10**6, most=200))[-1]
                    for each in (machine, again.machine)
                )
                wanted = {"trap": ("trap", "stuck"), "stuck": ("trap", "stuck")}.get(one.ended or "", (one.ended,))
                assert two.ended in wanted, (seed, letters)
                if one.ended in ("accept", "reject"):
                    assert (one.step, one.output, one.cells) == (two.step, two.output, two.cells)
                found[one.ended] += 1
    assert min(found["accept"], found["reject"], found["stuck"], found["loop"]) > 5


@pytest.mark.slow
def test_shipped_machines_come_back() -> None:
    """As an equal machine up to names: same steps, cells, output; what traps or is stuck has lost its message."""
    read_back = 0
    for machine, word in shipped():
        for ending in BOTH:
            try:
                text = WRITERS[ending](machine, None)
            except UniformError:
                continue  # too many tapes or transitions, or a symbol that the format cannot write
            again = read_foreign(Source("m", text), ending).machine
            limits = RunLimits(steps=5000)
            one, two = run(expand(machine), word, limits=limits), run(again, word, limits=limits)
            assert (one.halted, one.steps, one.output) == (two.halted, two.steps, two.output), machine.name
            assert [cells for _, cells in one.tapes] == [cells for _, cells in two.tapes], machine.name
            assert WRITERS[ending](again, None) == text
            read_back += 1
    assert read_back > 12


@pytest.mark.slow
def test_the_transitions_of_one_run_come_back() -> None:
    machine = open_generator("ripple_adder").machine()
    text = WRITERS[".json"](machine, [2])
    again = read_foreign(Source("m.json", text), ".json").machine
    assert WRITERS[".json"](again, [2]) == text
    one, two = (list(configurations(each, 2, every=10**6))[-1] for each in (machine, again))
    assert (one.ended, one.step, one.output) == (two.ended, two.step, two.output)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "n", "ending"),
    [
        ("parity_tree", 5, ".json"),
        ("parity_tree", 5, ".txt"),
        ("parity_tree", 5, ".tm"),
        ("dyck1", 4, ".txt"),
        ("batcher_sort", 3, ".tm"),
        ("reachability", 2, ".json"),
    ],
)
def test_compiled_programs_that_come_back_run(name: str, n: int, ending: str) -> None:
    """In the fast run, though each state tells apart what all tapes show: same steps, cells, tapes and bytes.

    The other formats have too few tapes."""
    machine = open_generator(name).machine()
    written = ".json" if ending == ".tm" else ending
    again = read_foreign(Source("m", WRITERS[written](machine, [n])), written).machine
    if ending == ".tm":
        again = parse_machine(Source("m.tm", to_text(again)))
    packed = pack(again)
    assert np.count_nonzero(packed.table.entries < -1) > len(again.states)
    one, two = run(expand(machine), n), run(packed, n)
    assert (two.halted, two.steps, two.output, two.contents) == ("accept", one.steps, one.output, one.contents)
    assert [cells for _, cells in two.tapes] == [cells for _, cells in one.tapes]
    assert (two.output or "").encode() == b"".join(open_generator(name).stream(n))
    *_, last = configurations(again, n, every=10**6)
    assert (last.ended, last.step, last.output) == (two.halted, two.steps, two.output)


@pytest.mark.parametrize("seed", one_in(5, range(20)))
def test_no_reading_has_two_transitions_and_added_states_are_new(seed: int) -> None:
    machine = nasty(seed)
    table = plain(machine)
    assert len({(each.state, each.reads) for each in table.transitions}) == len(table.transitions)
    assert table.start not in {state.name for state in machine.states}
    assert sum(each.state == table.start for each in table.transitions) == 1


def test_what_is_stuck_here_does_not_go_on_there() -> None:
    """A rule that does not look at its tape may write its origin, or move left of it."""
    head = "machine m\ninput in: 1\nwork c: 1\nstart go\n\ngo:\n"
    for rule, targets in (
        ("in=^1 -> c:1>, in> ; end", []),
        ("in=^1 -> c<, in> ; end", ["stuck"]),
        ("else -> in<", ["stuck"]),
    ):
        machine = parse_machine(Source("m.tm", f"{head}  {rule}\nend:\n  else -> accept\n"))
        assert run(machine, "1").halted == "stuck"
        table = plain(machine)
        first = [each for each in table.transitions if each.state == "go" and each.reads[:2] == ("^", "^")]
        assert [each.target for each in first] == targets
        assert all(each.moves[1] == 0 for each in first)
        assert not any(each.state == "stuck" for each in table.transitions)


def test_a_table_of_others_that_begins_alike_is_not_taken_for_ours() -> None:
    """Its head goes left of the `^` that it reads, so `^` is a symbol like any other."""
    text = "init: begin\naccept: ok\n\nbegin,^\nq,^,-\n\nq,^\nr,^,<\n\nr,_\nok,1,-\n"
    imported = read_foreign(Source("m.txt", text), ".txt")
    assert imported.notes[0] == "the symbol `^` became `%`"
    assert run(imported.machine, "%").halted == "accept"


def test_jflap_files_are_well_formed_and_complete() -> None:
    machine = machine_of(by_hand("count_ones"))
    root = ElementTree.fromstring(WRITERS[".jff"](machine, None))
    assert root.findtext("type") == "turing"
    assert root.findtext("tapes") == "2"
    transitions = root.findall("automaton/transition")
    assert len(transitions) == len(plain(machine).transitions)
    ids = {state.get("id") for state in root.findall("automaton/state")}
    assert {each.findtext("from") for each in transitions} | {each.findtext("to") for each in transitions} <= ids
    assert len(root.findall("automaton/state/initial")) == len(root.findall("automaton/state/final")) == 1


def test_random_words_take_as_many_steps_in_the_plain_machine() -> None:
    for seed in range(30):
        machine, word = random_machine(seed), random_word(seed)
        table = plain(machine)
        outcome = run(machine, word, limits=RunLimits(steps=300))
        if outcome.halted not in ("accept", "reject"):
            continue
        rules = {(each.state, each.reads): each for each in table.transitions}
        tapes: list[dict[int, str]] = [dict(enumerate(f"^{word}$")), *({} for _ in range(table.tapes - 1))]
        heads, state, steps = [0] * table.tapes, table.start, 0
        while state not in table.ends:
            each = rules[state, tuple(tape.get(head, "_") for tape, head in zip(tapes, heads, strict=True))]
            for tape in range(table.tapes):
                tapes[tape][heads[tape]] = each.writes[tape]
                heads[tape] += each.moves[tape]
            state, steps = each.target, steps + 1
        assert (state, steps) == (outcome.halted, outcome.steps + 1)
