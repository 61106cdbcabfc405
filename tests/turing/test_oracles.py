"""Exported machines run in simulators that others wrote, and come to the same end.

Both simulators install a package named ``automata``, so each lives in an environment of its own, which `.ci/run` makes;
where one is missing its tests are skipped.
"""

from __future__ import annotations

import itertools
import json
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.cases import MACHINES, machine_of
from tests.turing.random_machines import random_machine, random_word
from uniform.family.opening import open_generator
from uniform.turing.emulator.run import RunLimits, run
from uniform.turing.emulator.simulate import configurations
from uniform.turing.exchange import to_json
from uniform.turing.exchange.plain import plain
from uniform.turing.machine import Machine

ROOT = Path(__file__).parents[2]
MOST = 2000

DIAGS = """
import importlib, json, pkgutil, sys, time
import automata.backend
names = [module.name for module in pkgutil.walk_packages(automata.backend.__path__, "automata.backend.")]
Machine = importlib.import_module(next(n for n in names if n.endswith("multitape"))).MultiTapeTuringMachine
dist = importlib.import_module("automata.backend.grammar.dist")
stop = importlib.import_module(next(n for n in names if n.endswith("exceptions")))
results = []
for m, word, most in json.load(sys.stdin):
    table = {}
    for state, reads, target, actions in m["transitions"]:
        table.setdefault(state, {})[tuple(reads)] = (target, [tuple(action) for action in actions])
    machine = Machine(states=dist.StateSet(m["states"]), input_alphabet=m["input_symbols"],
        tape_alphabet=m["tape_symbols"], transitions=table, start_state=m["initial_state"],
        blank_symbol=m["blank_symbol"], final_states=dist.StateSet(m["final_states"]), num_tapes=m["n_tapes"])
    accepted, steps = False, 0
    tape = type(machine.tapes[0])
    machine.tapes = [tape(tuple(word) if i == 0 else (), m["blank_symbol"]) for i in range(m["n_tapes"])]
    machine.current_state = m["initial_state"]
    start = time.perf_counter()
    while steps < most and machine.current_state not in m["final_states"]:
        try:
            machine.step()
        except stop.RejectionException:
            break
        steps += 1
    seconds = time.perf_counter() - start
    tapes = [t.contents() for t in machine.tapes]
    results.append([machine.current_state in m["final_states"], steps, tapes, seconds])
print(json.dumps(results))
"""

LIB = """
import json, sys, time
from automata.tm.mntm import MNTM
results = []
for m, word, most in json.load(sys.stdin):
    table = {state: {} for state in m["states"]}
    for state, reads, target, actions in m["transitions"]:
        table[state][tuple(reads)] = [(target, tuple(tuple(action) for action in actions))]
    table = {state: rows for state, rows in table.items() if rows}
    machine = MNTM(states=set(m["states"]), input_symbols=set(m["input_symbols"]), tape_symbols=set(m["tape_symbols"]),
        n_tapes=m["n_tapes"], transitions=table, initial_state=m["initial_state"],
        blank_symbol=m["blank_symbol"], final_states=set(m["final_states"]))
    steps, accepted, tapes, start = -1, False, [], time.perf_counter()
    try:
        for configurations in machine.read_input_stepwise(word):
            steps += 1
            (configuration,) = configurations
            tapes = ["".join(tape.tape) for tape in configuration.tapes]
            accepted = configuration.state in machine.final_states
            if steps >= most:
                break
    except Exception as stop:
        if type(stop).__name__ != "RejectionException":
            raise
    results.append([accepted, steps, tapes, time.perf_counter() - start])
print(json.dumps(results))
"""


COMPILED = [("parity_chain", 3), ("majority", 5), ("ripple_adder", 2), ("storage_access", 3), ("batcher_sort", 3)]
"""Programs whose compiled machines print a circuit elsewhere, too."""

Case = tuple[Machine, str, str | int | None]  # a machine, a word, and the run whose transitions are enough, if not all


@cache
def random_cases(count: int) -> list[Case]:
    """Random machines that accept, reject, or are stuck after some steps, with all their transitions."""
    cases: list[Case] = []
    for seed in itertools.count():
        machine, word = random_machine(seed), random_word(seed)
        *_, sixth = configurations(machine, word, every=6, most=6)
        if sixth.step < 6:
            continue
        outcome = run(machine, word, limits=RunLimits(steps=MOST))
        if outcome.halted in ("accept", "reject") or " has no rule " in outcome.reason:
            cases.append((machine, word, None))
        if len(cases) == count:
            break
    return cases


def shipped_cases() -> list[Case]:
    """Every hand-written machine, whole where that is small, else the transitions of a run; compiled programs."""
    cases: list[Case] = []
    for entry in MACHINES:
        machine = machine_of(entry)
        small = len(plain(machine).transitions) <= 10_000
        for word in (entry.tight(3), entry.example):
            cases.append((machine, word, None if small else word))
    for name, n in COMPILED:
        machine = open_generator(name).machine()
        cases.append((machine, "1" * n, n))
    return cases


@pytest.mark.slow
def test_the_cases_are_many_and_say_something() -> None:
    outcomes = [run(machine, word) for machine, word, _ in random_cases(160)]
    found = Counter(outcome.halted for outcome in outcomes)
    assert min(found["accept"], found["reject"], found["stuck"]) >= 30
    assert sum(outcome.visited > 3 for outcome in outcomes) > 30
    assert sum(bool(outcome.output) for outcome in outcomes) > 50
    for entry in MACHINES:
        assert run(machine_of(entry), entry.example).halted == "accept", entry.name


@pytest.mark.slow
@pytest.mark.parametrize(("oracle", "script", "count"), [("automata-diags", DIAGS, 160), ("automata-lib", LIB, 25)])
def test_others_come_to_the_same_end(oracle: str, script: str, count: int) -> None:
    """In steps (ours, and one for the step that writes the origins), tapes and output, one case like the other."""
    python = ROOT / ".oracles" / oracle / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{oracle} is not installed; .ci/run installs it in .oracles")
    cases = random_cases(count) + shipped_cases()
    texts = [to_json(machine, None if only is None else [only]) for machine, _, only in cases]
    given = json.dumps(
        [[json.loads(text), f"^{word}$", 10**6] for text, (_, word, _) in zip(texts, cases, strict=True)]
    )
    done = subprocess.run([str(python), "-c", script], input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for (machine, word, _), (accepted, steps, tapes, _) in zip(cases, json.loads(done.stdout), strict=True):
        ours = run(machine, word)
        shown = [tape.strip("_") for tape in tapes[1:]]
        works = [content.strip("_") for content in ours.contents]
        assert (accepted, steps) == (ours.halted == "accept", ours.steps + 1), (machine.name, word)
        assert shown[: len(works)] == works, (machine.name, word)
        assert "".join(shown[len(works) :]) == ours.output, (machine.name, word)
