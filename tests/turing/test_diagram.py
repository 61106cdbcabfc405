"""Decision diagrams: the rule at the end of each path is the one that applies, and what is alike is there once."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest

from tests.turing.random_machines import wide_machine
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator import diagram as diagrams
from uniform.turing.emulator import pack as packing
from uniform.turing.emulator.diagram import PLACE, STUCK, TAPE, diagram
from uniform.turing.emulator.pack import pack
from uniform.turing.emulator.run import run
from uniform.turing.emulator.shapes import LARGE, SMALL, Shaper
from uniform.turing.machine import BLANK, END, ORIGIN, Machine, Rule, State, Tape
from uniform.turing.text.read import parse_machine


def followed(tape: int | None, table: np.ndarray, seen: list[int]) -> int:
    """The entry at which symbols on all tapes arrive; no tape is looked at twice."""
    entry, looked = int(table[0 if tape is None else seen[tape]]), {tape}
    while entry < STUCK:
        tape = ~entry & TAPE
        assert tape not in looked
        looked.add(tape)
        entry = int(table[(~entry >> PLACE) + seen[tape]])
    return entry


def test_paths_lead_to_the_rule_that_applies() -> None:
    """Those of random states, for random symbols, and in a machine, where the diagrams of its states are together."""
    ends = set()
    for seed in range(60):
        machine = wide_machine(seed)
        alphabets = [ORIGIN + tape.symbols + (BLANK if number else END) for number, tape in enumerate(machine.tapes)]
        random = Random(seed)
        for state in machine.states:
            rules = sorted(state.rules, key=lambda rule: not rule.otherwise)
            reads = {
                own: {tape: [alphabets[tape].index(symbol) for symbol in symbols] for tape, symbols in rule.reads}
                for own, rule in enumerate(rules)
                if not rule.otherwise
            }
            otherwise = 0 if len(reads) < len(rules) else STUCK
            made = diagram(state.name, reads, list(map(len, alphabets)), otherwise)
            for _ in range(40):
                seen = [random.randrange(4) for _ in machine.tapes]
                end = followed(*made, seen)
                wanted = state.rule([symbols[symbol] for symbols, symbol in zip(alphabets, seen, strict=True)])
                assert wanted is (None if end == STUCK else rules[end]), (seed, state.name)
                ends.add(end)
    assert len(ends) > 10
    assert STUCK in ends


def test_rules_of_one_symbol_on_each_tape_take_a_node_for_each_tape_at_most() -> None:
    tapes, symbols = 20, 6
    random = Random(0)
    rows = {tuple(random.randrange(symbols) for _ in range(tapes)) for _ in range(100)}
    reads = {rule: {tape: [symbol] for tape, symbol in enumerate(row)} for rule, row in enumerate(sorted(rows))}
    _, table = diagram("s", reads, [symbols] * tapes, STUCK)
    assert len(table) <= len(rows) * tapes * symbols
    assert np.count_nonzero(table >= 0) == len(rows)


def test_what_rules_have_in_common_is_looked_at_once() -> None:
    """Ten tapes on which six rules agree, and the one that tells them apart, though it comes first."""
    reads = {rule: {tape: [rule if tape == 0 else 2] for tape in range(11)} for rule in range(6)}
    tape, table = diagram("s", reads, [6] * 11, STUCK)
    assert (tape, len(table)) == (1, 11 * 6)


def test_nodes_with_the_same_rules_left_are_one() -> None:
    """Three nodes in a row, not a tree of seven; and no node for a tape that the rules left do not look at."""
    _, table = diagram("s", {0: {0: [1, 2], 1: [1, 2], 2: [1]}}, [3] * 3, STUCK)
    assert len(table) == 3 * 3
    _, table = diagram(
        "s", {0: {0: [1], 2: [1]}, 1: {0: [2], 1: [1], 2: [1]}, 2: {0: [2], 1: [2], 2: [1]}}, [3] * 3, STUCK
    )
    assert np.count_nonzero(table >= 0) == 3
    assert len(table) == 3 * 3  # tape 2, where all agree, then tape 0, then tape 1 for those that look at it


def test_a_diagram_without_tapes() -> None:
    assert diagram("s", {1: {}}, [4], 0)[0] is None
    assert diagram("s", {1: {}}, [4], 0)[1].tolist() == [1]
    assert diagram("s", {}, [4], STUCK)[1].tolist() == [STUCK]
    assert followed(*diagram("s", {0: {0: []}}, [4], STUCK), [2]) == STUCK


@pytest.mark.parametrize(
    "reads",
    [
        {0: {0: [1], 1: [2]}, 1: {0: [1, 2], 2: [0]}},
        {0: {}, 1: {}},
        {0: {}, 1: {3: [2]}},
        {0: {0: [0]}, 1: {1: [0]}, 2: {2: [0]}},
    ],
)
def test_rules_that_overlap(reads: dict[int, dict[int, list[int]]]) -> None:
    with pytest.raises(UniformError, match="two rules of the state `s` can apply at once") as caught:
        diagram("s", reads, [4] * 4, STUCK)
    assert caught.value.diagnostics[0].code == "U611"


def each_pair_on_a_tape(rules: int) -> dict[int, dict[int, list[int]]]:
    """Rules of which each two differ on a tape of their own: after half of the tapes, any of them may be left."""
    reads: dict[int, dict[int, list[int]]] = {rule: {} for rule in range(rules)}
    for tape, pair in enumerate(combinations(range(rules), 2)):
        for rule, symbol in zip(pair, (2, 3), strict=True):
            reads[rule][tape] = [symbol]
    return reads


def test_a_diagram_that_would_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = each_pair_on_a_tape(8), each_pair_on_a_tape(40)
    monkeypatch.setattr(diagrams, "MAX_WORK", 20_000)
    assert len(diagram("s", few, [4] * 28, STUCK)[1]) < 3000
    with pytest.raises(UniformError, match="U613"):
        diagram("s", many, [4] * 780, STUCK)


def test_the_states_of_a_machine_share_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many states whose diagrams take a while each are refused together, where one is not; equal ones count once."""
    tapes = 28
    letters = "^_01"

    def state(name: str, target: str | None) -> State:
        reads = each_pair_on_a_tape(8).values()
        rules = [
            Rule(tuple((tape + 1, letters[symbol]) for tape, (symbol,) in sorted(read.items())), target=target)
            for read in reads
        ]
        return State(name, tuple(rules))

    one = Machine("m", (Tape("in", "1"), *(Tape(f"t{tape}", "01") for tape in range(tapes))), (state("a", "a"),), "a")
    shared = tuple(replace(one.states[0], name=name) for name in "abcd")
    monkeypatch.setattr(diagrams, "MAX_WORK", 15_000)
    assert (pack(one).table.entries < STUCK).any()
    pack(replace(one, states=shared))
    with pytest.raises(UniformError, match="the state `b` distinguishes too many combinations") as caught:
        pack(replace(one, states=tuple(state(name, "a") for name in "abcd")))
    assert caught.value.diagnostics[0].code == "U613"


def test_a_table_of_many_states_that_would_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = wide_machine(3)
    entries = len(pack(machine).table.entries)
    monkeypatch.setattr(packing, "MAX_ENTRIES", entries)
    assert len(pack(machine).table.entries) == entries
    monkeypatch.setattr(packing, "MAX_ENTRIES", entries - 1)
    with pytest.raises(UniformError, match="U613"):
        pack(machine)


@pytest.mark.parametrize(("tapes", "whole"), [(11, True), (12, False)])
def test_which_states_have_a_diagram(tapes: int, whole: bool) -> None:
    """In a machine of one state, those with more than 2^22 combinations."""
    work = "".join(f"work t{number}: 0 1\n" for number in range(tapes))
    reads = " ".join(f"t{number}=^" for number in range(tapes))
    text = f"machine m\ninput in: 1\n{work}start s\ns:\n  {reads} -> accept\n"
    packed = pack(parse_machine(Source("m.tm", text)))
    assert (len(packed.table.entries) == 4**tapes <= LARGE) == whole
    assert len(packed.table.entries) <= (LARGE if whole else 4 * tapes)
    assert bool(np.any(packed.table.entries < STUCK)) != whole
    assert run(packed, 0).halted == "accept"


def test_a_machine_of_many_states_shares_the_table() -> None:
    machine = wide_machine(0)
    alphabets = packing.pack(machine).alphabets
    many = tuple(State(f"q{number}", ()) for number in range(10_000))
    for states, limit in ((machine.states[:1], LARGE), (many, SMALL)):
        assert Shaper(replace(machine, states=states), alphabets).limit == limit
