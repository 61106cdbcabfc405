"""The first trap of a program is what is said: in every tier, by ``run``, and whatever limit ends the machine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.language.random_programs import fault_of, random_program
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.cli import main
from uniform.language.pipeline import Generator, load
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import Source
from uniform.turing.emulator.run import RUN_LIMITS, RunLimits

HEAD = "family u(n)\n  input   x[1..n]\n  output  y\n  gate    g\n  counter v <= n\n\n"

PROGRAMS = {
    "a machine that traps later": ("  y := AND(g times (v - 5))\n", "U405", "trap"),
    "a machine that accepts": ("  y := AND(g, x[1])\n", "U405", "trap"),
    "printed twice": ("  y := x[1]\n  y := x[1]\n", "U406", "trap"),
    "never printed": ("  g := x[1]\n  if n = 1\n    y := x[1]\n", "U407", "trap"),
    "a machine that goes on": ("  y := AND(g)\n  while v >= 0\n    v <- 1\n", "U405", "trap"),
    "endless": ("  v <- 1\n  while v >= 1\n    v <- 1\n  y := x[1]\n", "U413", "loop"),
    "endless without a move": ("  while 1 = 1\n    v <- v\n  y := x[1]\n", "U413", "loop"),
    "its own": ("  v <- n + 1\n  y := x[1]\n", "U403", "trap"),
    "behind a long count": ("  for i in 1..40\n    v <- i mod n\n  y := x[n + 1]\n", "U404", "trap"),
}


def made(body: str) -> Generator:
    return load(Source("u.gen", HEAD + body))


@pytest.mark.parametrize(("body", "code", "halted"), one_in(3, PROGRAMS.values()), ids=PROGRAMS)
def test_tiers_and_run_say_the_same(
    body: str, code: str, halted: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    generator = made(body)
    said = {str(_end(generator, 2, via, Limits())) for via in ("fast", "reference", "machine")}
    run = generator.run(2)
    assert not run
    assert run.trap is not None
    assert said == {str(run.trap)}
    assert (run.halted, run.trap.diagnostics[0].code) == (halted, code)
    assert run.reason.startswith(run.trap.static_text)

    program = tmp_path / "u.gen"
    program.write_text(HEAD + body)
    capfd.readouterr()
    assert main(["run", str(program), "-n", "2", "--json", "--max-output", "100000"]) == 1
    report = json.loads(capfd.readouterr().out)
    assert (report["halted"], report["reason"]) == (run.halted, run.reason)
    assert report["trap"]["code"] == code
    assert report["trap"]["values"] == dict(run.trap.values)
    assert main(["run", str(program), "-n", "2", "-o", str(tmp_path / "c.ckt")]) == 1
    assert f"error[{code}]" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == [program]
    assert main(["run", str(program), "-n", "2", "--trace", "json", "--every", "1000000"]) == 1
    last = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert (last["ended"], last["reason"], last["step"]) == (run.halted, run.reason, run.steps)


def test_steps_that_the_caller_sets_are_kept() -> None:
    generator = made(PROGRAMS["a machine that goes on"][0])
    cut = generator.run(2, RunLimits(steps=100))
    assert (cut.halted, cut.limit, cut.trap) == ("limit", "steps", None)
    whole = made(PROGRAMS["its own"][0]).run(2, stop_at_layout=True)
    assert (whole.halted, whole.trap) == ("accept", None)


def test_a_limit_of_its_own_gives_way_to_a_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = made("  y := AND(g)\n  for i in 1..n^9\n    v <- i mod n\n")
    monkeypatch.setitem(RUN_LIMITS, "steps", 5000)
    run = generator.run(4)
    assert (run.halted, run.limit, run.steps) == ("trap", None, 5000)
    assert run.reason == "U405 u.gen:7:12: `g` is used before it is printed"
    asked_for = generator.run(4, RunLimits(steps=5000))  # the limit of the caller, although it is the default
    assert (asked_for.halted, asked_for.limit, asked_for.trap) == ("limit", "steps", None)


@pytest.mark.parametrize("via", one_in(4, ["fast", "machine", "reference"]))
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_limit_or_the_trap(name: str, via: str) -> None:
    """However few the steps, what is said is the limit or the trap, and with more steps it is the trap."""
    generator = made(PROGRAMS[name][0])
    whole = _end(generator, 2, via, Limits())
    ends = [_end(generator, 2, via, Limits(max_steps=steps)) for steps in range(1, 400, 7)]
    cut = [isinstance(end, LimitReached) for end in ends]
    assert cut[0]
    assert cut == sorted(cut, reverse=True)
    assert {str(end) for end in ends if isinstance(end, Trap)} <= {str(whole)}
    if via != "machine":
        assert not cut[-1]


def test_a_trap_in_a_declaration_ends_the_run_of_the_machine() -> None:
    run = load(Source("u.gen", "family u(n)\n  counter c <= n - 2\n  output y\n  y := TRUE\n")).run(1)
    assert (run.halted, run.reason) == ("trap", "U401 u.gen:2:16: `n - 2` goes below zero")
    assert run.trap is not None


@pytest.mark.slow
def test_random_traps() -> None:
    """The rule of which trap comes first, on programs with faults, whole and cut short."""
    seen: dict[str, int] = {}
    for seed in range(300):
        if fault_of(seed) is None or len(seen) == 6:
            continue
        generator = load(Source("random.gen", random_program(seed)))
        ends = {n: _end(generator, n, "reference", Limits(max_steps=20_000)) for n in (1, 2, 4)}
        for n, first in ends.items():
            if not isinstance(first, Trap):
                continue
            assert str(generator.run(n).trap) == str(first), seed
            for limits in (Limits(), *(Limits(max_steps=steps) for steps in (100, 1000, 5000))):
                end = _end(generator, n, "machine", limits)
                assert str(end) == str(first) or (isinstance(end, LimitReached) and limits.max_steps), seed
            code = first.diagnostics[0].code
            seen[code] = seen.get(code, 0) + 1
            break
    assert {"U401", "U404"} <= seen.keys(), seen
    assert len(seen) == 6


def test_a_machine_that_loops_is_stopped_before_it_prints_the_line_again() -> None:
    again = "family u(n)\n  input x[1..n]\n  output g[1..n]\n  counter v <= n\n  v <- 1\n"
    again += "  while v <= n\n    let w = v * n\n    g[v] := FALSE\n    v <- v div 1\n"
    generator = load(Source("u.gen", again))
    for n in range(1, 9):
        said = {str(_end(generator, n, via, Limits())) for via in ("fast", "reference", "machine")}
        run = generator.run(n)
        assert run.trap is not None
        assert said == {str(run.trap)}
        assert run.trap.diagnostics[0].code == "U406"


def _end(generator: Generator, n: int, via: str, limits: Limits) -> Trap | LimitReached | None:
    try:
        list(generator.stream(n, via, replace(limits)))
    except (Trap, LimitReached) as end:
        return end
    return None
