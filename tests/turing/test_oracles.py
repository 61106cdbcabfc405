"""Exported machines run in simulators that others wrote, and come to the same end.

Both simulators install a package named ``automata``, so each lives in an environment of its own, which `.ci/run` makes;
where one is missing its tests are skipped.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.turing.random_machines import random_machine, random_word
from uniform.language.parse import read_source
from uniform.machine_catalog import entries
from uniform.programs import open_generator
from uniform.resources import machines
from uniform.turing.exchange import to_json
from uniform.turing.machine import Machine
from uniform.turing.parse import parse_machine
from uniform.turing.run import RunLimits, run

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


def plain_cases(count: int) -> list[tuple[Machine, str]]:
    """Random machines that end by themselves, and every shipped one on a word, as far as they can be exported."""
    cases = []
    seed = 0
    while len(cases) < count:
        machine, word = random_machine(seed), random_word(seed)
        seed += 1
        if run(machine, word, limits=RunLimits(steps=MOST - 2)).halted in ("accept", "reject", "stuck", "trap"):
            cases.append((machine, word))
    for entry in entries():
        if len(entry.alphabet) < 4 and entry.name not in ("parity_chain", "binary_less"):
            cases.append((parse_machine(read_source(machines() / entry.path)), entry.tight(3)))
    return cases


@pytest.mark.slow
@pytest.mark.parametrize(("oracle", "script", "count"), [("automata-diags", DIAGS, 320), ("automata-lib", LIB, 25)])
def test_others_come_to_the_same_end(oracle: str, script: str, count: int) -> None:
    python = ROOT / ".oracles" / oracle / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{oracle} is not installed; .ci/run installs it in .oracles")
    cases = plain_cases(count)
    exported = [to_json(machine) for machine, _ in cases]
    for name, n in COMPILED:
        cases.append((open_generator(name).machine(), "1" * n))
        exported.append(to_json(cases[-1][0], [n]))
    given = json.dumps(
        [[json.loads(text), f"^{word}$", 10**6] for text, (_, word) in zip(exported, cases, strict=True)]
    )
    done = subprocess.run([str(python), "-c", script], input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for (machine, word), (accepted, steps, tapes, _) in zip(cases, json.loads(done.stdout), strict=True):
        ours = run(machine, word)
        assert accepted == (ours.halted == "accept"), (machine.name, word)
        if ours.halted in ("accept", "reject"):
            assert steps == ours.steps + 1, (machine.name, word)
            shown = [tape.strip("_") for tape in tapes[1:]]
            assert shown[: len(ours.contents)] == [content.strip("_") for content in ours.contents], machine.name
            if ours.output:
                assert shown[-1] == ours.output, machine.name
