"""The slow and the fast run are the same run, and so is the machine with one printed character a step."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.turing.random_machines import random_machine, random_word, wide_machine
from uniform.arguments.texts import read_source
from uniform.messages.errors import LimitReached
from uniform.messages.spans import Source
from uniform.turing.emulator import shapes
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import pack
from uniform.turing.emulator.run import RunLimits, run
from uniform.turing.emulator.simulate import Configuration, History, configurations, expand
from uniform.turing.machine import Action, Halt, Machine, Rule, State, Tape, to_text
from uniform.turing.text.read import parse_machine

MOST = 3000


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_random_machines(block: int) -> None:
    endings = set()
    for seed in range(50 * block, 50 * block + 50):
        machine, word = random_machine(seed, most_tapes=3), random_word(seed)
        most = MOST if seed % 3 == 0 else MOST // 5
        for each in (machine, expand(machine)):
            endings.add(agreed(each, word, most).halted)
    assert endings >= {"accept", "reject", "trap", "stuck", "loop"}


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_random_machines_with_diagrams(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Of many tapes; and of few tapes, when no state has a table of all combinations of symbols."""
    monkeypatch.setattr(shapes, "SMALL", 1)
    monkeypatch.setattr(shapes, "LARGE", 1)
    endings, links, cells = set(), 0, 0
    for seed in range(50 * block, 50 * block + 50):
        most = MOST if seed % 5 == 0 else MOST // 5
        for machine in (random_machine(seed, most_tapes=3), wide_machine(seed)):
            links += np.count_nonzero(pack(machine).table.entries < -1)
            for each in (machine, expand(machine)):
                outcome = agreed(each, random_word(seed), most)
                endings.add(outcome.halted)
                cells = max(cells, *(cells for _, cells in outcome.tapes), 0)
    assert endings >= {"accept", "reject", "stuck", "loop"}
    assert links > 1000
    assert cells > 1024  # a tape was enlarged


def test_states_that_look_at_tapes_of_high_numbers() -> None:
    """Their numbers do not fit a packed entry. Tapes are enlarged on the way, and loops are found."""
    tapes = "".join(f"work t{number}: 0 1\n" for number in range(1, 91))
    reads = " ".join(f"t{number}=^1_" for number in range(70, 90))
    moved = ", ".join(f"t{number}>" for number in range(60, 91))
    rules = (
        f"go:\n  in=^1 {reads} t90=^1_ -> in>, {moved} ; turn\n  else -> LAST\nturn:\n  {reads} t90=1_ -> t90:1 ; go\n"
    )
    text = f"machine m\ninput in: 1\n{tapes}start go\n{rules}"
    for last, ending in (("accept", "accept"), ("go", "loop"), ("t80:1 ; turn", "loop"), ("t80> ; go", "limit")):
        machine = parse_machine(Source("m.tm", text.replace("LAST", last)))
        assert np.count_nonzero(pack(machine).table.entries < -1) > 20
        assert agreed(machine, 900).halted == ending


@pytest.mark.parametrize("tape", [0, 1, 2, 3])
def test_a_diagram_lets_nothing_write_the_input_or_an_origin(monkeypatch: pytest.MonkeyPatch, tape: int) -> None:
    """A machine made in Python may try: on the input, at an origin that its state sees or does not see, and rightly."""
    tapes = (Tape("in", "1"), Tape("a", "1"), Tape("b", "1"), Tape("c", "1"))
    begin = State("begin", (Rule((), (Action(0, None, 1), Action(3, None, 1)), "go"),))
    reads = ((0, "1"), (1, "^1"), (3, "_"))
    go = State("go", (Rule(reads, (Action(tape, "1", 0),), "end"),))
    end = State("end", (Rule((), halt=Halt.ACCEPT),))
    machine = Machine("m", tapes, (begin, go, end), "begin")
    for limit in (shapes.SMALL, 1):
        monkeypatch.setattr(shapes, "SMALL", limit)
        monkeypatch.setattr(shapes, "LARGE", limit)
        assert agreed(machine, "1").halted == ("accept" if tape == 3 else "stuck")


def agreed(machine: Machine, word: str | int, most: int = MOST) -> Run:
    """The outcome of the fast run, which must be that of the slow one."""
    fast = run(machine, word, limits=RunLimits(steps=most))
    slow = last_configuration(machine, word, most)
    assert (fast.halted, fast.steps, fast.output) == (slow.ended or "limit", slow.step, slow.output), machine.name
    assert (fast.state, fast.reason) == (slow.state, slow.reason), machine.name
    assert tuple(cells for _, cells in fast.tapes) == slow.cells, machine.name
    assert fast.contents == slow.tapes[1:], machine.name
    return fast


def last_configuration(machine: Machine, word: str | int, most: int) -> Configuration:
    """Where the slow run ends, or is cut."""
    *_, last = configurations(machine, word, every=MOST, most=most)
    return last


@pytest.mark.slow
def test_a_run_that_is_cut_ends_in_the_same_way() -> None:
    """After each number of steps, those before and at the end of the run included; stuck is stuck, not cut."""
    endings = set()
    for seed in range(150):
        machine, word = random_machine(seed), random_word(seed)
        packed = pack(machine)
        for most in range(25):
            fast, slow = run(packed, word, limits=RunLimits(steps=most)), last_configuration(machine, word, most)
            assert (fast.halted, fast.steps, fast.reason) == (slow.ended or "limit", slow.step, slow.reason), seed
            if fast.steps == most:
                endings.add(fast.halted)
            elif fast.halted != "limit":
                break
    assert endings == {"accept", "reject", "trap", "stuck", "loop", "limit"}


def test_a_far_counter_costs_no_more_than_a_near_one() -> None:
    """A counter at the far end of a tape is watched for loops: ten million steps, three visits in ten of the state."""
    n, steps = 200_000, 10**7
    machine = parse_machine(read_source(Path(__file__).with_name("far.tm")))
    outcome = run(machine, n, limits=RunLimits(steps=steps))
    assert (outcome.halted, outcome.limit, outcome.steps) == ("limit", "steps", steps)
    assert outcome.tapes == (("t", n + 2), ("c", 1))


@pytest.mark.parametrize("symbol", ["1", "\u4e00"])
def test_a_cell_takes_few_bytes(symbol: str) -> None:
    """While a tape grows, when it is at its limit, and when its contents are given back."""
    rules = f"s:\n  -> w> ; t\nt:\n  -> w:{symbol}>, v>\n"
    source = f"machine grow\ninput in: 1\nwork w: {symbol}\nwork v: 1\nstart s\n{rules}"
    packed = pack(parse_machine(Source("grow.tm", source)))
    cells = 1 << 21
    run(packed, 3, limits=RunLimits(cells=5000))
    tracemalloc.start()
    try:
        outcome = run(packed, 3, limits=RunLimits(cells=cells))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (outcome.halted, outcome.limit) == ("limit", "cells")
    assert cells * 0.9 < outcome.visited <= cells
    assert peak < 7 * cells + 3 * 2**20
    assert 7 * RunLimits().limit_on("cells") < 2 * 10**9


def test_an_input_that_fits_no_tape_is_refused() -> None:
    machine = parse_machine(Source("m.tm", "machine m\ninput in: 1\nstart s\ns:\n  in=^ -> accept\n"))
    for follow in (lambda: run(machine, 10**30), lambda: next(configurations(machine, 10**30))):
        with pytest.raises(LimitReached, match="U411"):
            follow()


def _repeats(machine: Machine, word: str, most: int) -> tuple[int, int] | None:
    """The steps of the first configuration that comes back, and of its return, or None; every one is kept.

    Prints are written out, so that a configuration in the middle of one is not the one before it."""
    seen: dict[object, int] = {}
    history = History(expand(machine), word)
    while (now := history.now).ended in (None, "loop") and now.step <= most:
        moment = (now.state, now.heads, tuple(tape.rstrip("_") for tape in now.tapes[1:]))
        if moment in seen:
            return seen[moment], now.step
        seen[moment] = now.step
        history.forward()
    return None


@pytest.mark.slow
def test_loops_are_found_exactly_where_there_are_some() -> None:
    """Every machine that comes back to a configuration is reported as a loop, soon after that, and no other one."""
    found = 0
    for seed in range(300):
        machine, word = random_machine(seed), random_word(seed)
        outcome = run(machine, word, limits=RunLimits(steps=4000))
        repeat = _repeats(machine, word, 1000)
        if repeat is None:
            assert outcome.halted != "loop" or outcome.steps > 1000, seed
            continue
        first, again = repeat
        assert outcome.halted == "loop", seed
        assert again <= outcome.steps <= 4 * again + 16, seed
        period = re.fullmatch(r"the configuration after (\d+) steps? comes back (\d+) steps? later", outcome.reason)
        assert period is not None
        assert int(period[1]) >= first
        assert int(period[2]) == again - first
        found += 1
    assert found > 20


def test_a_loop_is_seen_across_a_tape_that_grows() -> None:
    """The configuration kept after 1024 steps comes back after its tape got more room, before another tape."""
    lines = ["machine far\ninput in: 1\nwork w: 1\nwork v: 0 1\nstart s\n"]
    lines += ["s:\n  in=^ -> in>, v>\n  in=1 -> in>, w>, v:1\n  in=$ -> a0\n"]
    for place in range(12):  # v is changed, and changed back, at the far end
        action = ("w>", "w>, v:0", "w<, v:1", "w<")[(place > 4) + (place > 5) + (place > 6)]
        lines += [f"a{place}:\n  -> {action} ; a{(place + 1) % 12}\n"]
    machine = parse_machine(Source("far.tm", "".join(lines)))
    for n in range(1012, 1023):
        fast, slow = run(machine, n), last_configuration(machine, "1" * n, 3000)
        assert (fast.halted, fast.steps, fast.reason) == ("loop", 1024 + 12, slow.reason), n
        assert (slow.ended, slow.step) == ("loop", 1024 + 12), n


def test_a_run_can_be_walked_back_and_forth() -> None:
    """However it is walked, a history shows the configurations of the run; what a loop needs is taken back, too."""
    for seed in range(120):
        machine, word = random_machine(seed), random_word(seed)
        seen = list(configurations(machine, word, most=150))
        random, history, place = Random(seed), History(machine, word), 0
        for _ in range(12):
            for _ in range(random.randint(0, len(seen))):
                forward = random.random() < 0.6
                if forward and place == 150:
                    continue
                moved = history.forward() if forward else history.back()
                assert moved == (0 <= place + (1 if forward else -1) < len(seen))
                place += (1 if forward else -1) * moved
            assert history.now == seen[place], seed


@pytest.mark.slow
def test_random_machines_survive_their_text() -> None:
    for seed in range(200):
        machine = random_machine(seed, most_tapes=4)
        text = to_text(machine)
        again = parse_machine(Source("m.tm", text))
        assert again == machine
        assert to_text(again) == text


def test_growing_tapes_and_output_are_cut() -> None:
    source = 'machine grow\ninput in: 1\nwork w: 1\nstart s\ns:\n  w=^ -> w>\n  w=_ -> w:1>, print "x"\n'
    machine = parse_machine(Source("grow.tm", source))
    outcome = run(machine, 3, limits=RunLimits(cells=5000))
    assert (outcome.halted, outcome.limit) == ("limit", "cells")
    outcome = run(machine, 3, limits=RunLimits(output=2_000_000), sink=lambda chunk: None)
    assert (outcome.halted, outcome.limit) == ("limit", "output")
    outcome = run(machine, 3, limits=RunLimits(steps=100))
    assert (outcome.halted, outcome.steps, outcome.visited) == ("limit", 100, 101)


def test_a_mark_forgets_no_cell() -> None:
    """What comes back is compared on every cell ever visited, those from before the layout included.

    Between two visits of `s` with the same heads this machine changes cell 40 of `w` only, and passes its mark."""
    there = [f"a{place}:\n  -> w> ; a{place + 1}\n" for place in range(40)]
    back = [f"b{place}:\n  -> w< ; b{place + 1}\n" for place in range(40)]
    lines = ["machine far\ninput in: 1\nwork w: 0 1\nwork c: 0 1\nlayout mark\nstart s\n"]
    lines += ["s:\n  c=^ -> a0\n", *there, "a40:\n  w=_0 -> w:1 ; b0\n  w=1 -> accept\n", *back]
    lines += ["b40:\n  -> mark\n", "mark:\n  -> s\n"]
    machine = parse_machine(Source("far.tm", "".join(lines)))
    for padding in (0, 50, 127, 128, 200):  # after 128 steps the machine stands at `s`, and so it does before 256
        extra = [f"p{place}:\n  -> p{place + 1}\n" for place in range(padding)]
        text = to_text(machine).replace("start  s\n", "start  p0\n") + "".join(extra) + f"p{padding}:\n  -> s\n"
        outcome = run(parse_machine(Source("far.tm", text)), 0)
        assert (outcome.halted, outcome.steps) == ("accept", padding + 127), padding
        assert (outcome.reserved, outcome.touched, outcome.visited) == (42, 42, 42)


def test_a_mark_is_seen_where_a_tape_grows() -> None:
    """The step into the marked state is the one that visits a cell for which there was no room yet."""
    chain = [f"a{place}:\n  w=^_ -> w> ; a{place + 1}\n" for place in range(1023)]
    lines = ["machine long\ninput in: 1\nwork w: 0\nlayout mark\nstart a0\n", *chain]
    text = "".join([*lines, "a1023:\n  w=_ -> w> ; mark\n", "mark:\n  w=_ -> w< ; done\n", "done:\n  -> accept\n"])
    outcome = run(parse_machine(Source("long.tm", text)), 0)
    assert (outcome.halted, outcome.reserved, outcome.touched) == ("accept", 1025, 1025)


def test_a_rule_prints_more_than_the_buffer_holds() -> None:
    long = "x" * 1_500_000
    text = f'machine long\ninput in: 1\nstart s\ns:\n  -> print "{long}" ; accept\n'
    outcome = run(parse_machine(Source("long.tm", text)), 0)
    assert (outcome.halted, outcome.steps, outcome.output_length) == ("accept", 1_500_000, 1_500_000)


def test_tapes_hold_as_many_symbols_as_are_allowed() -> None:
    symbols = "".join(chr(0x4E00 + number) for number in range(250))
    text = f"machine m\ninput in: {' '.join(symbols)}\nwork c: {' '.join(symbols)}\nstart s\ns:\n"
    text += "".join(f"  in={symbol} c=^ -> c> ; s2\n" for symbol in symbols) + "  in=^ -> in>\n  in=$ -> accept\n"
    text += "s2:\n" + "".join(f"  in={symbol} c={symbols[0]}_ -> c:{symbol}<, in> ; s\n" for symbol in symbols)
    machine = parse_machine(Source("m.tm", text))
    outcome = run(machine, symbols[249])
    *_, last = configurations(machine, symbols[249])
    assert (outcome.halted, outcome.contents) == ("accept", ("^" + symbols[249],)) == (last.ended, last.tapes[1:])
