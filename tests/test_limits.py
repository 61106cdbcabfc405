"""Default limits end every verb, and say what they count; limits of several n are shared."""

from __future__ import annotations

from pathlib import Path

import pytest

import uniform as u
from uniform.arguments import limits as defaults
from uniform.arguments.limits import STEPS, Limits, Spent
from uniform.circuits.compare import allowance
from uniform.circuits.compare.allowance import operations
from uniform.cli import main
from uniform.messages.errors import LimitReached, UniformError
from uniform.research import questions as research
from uniform.turing.emulator.run import RUN_LIMITS

LONG = """family long(n)
  input   x[1..n]
  output  y
  counter v <= n

  for i in 1..n^5
    for j in 1..n^5
      v <- j mod n
  y := x[1]
"""
COUNTS = """family counts(n)
  input   x[1..n]
  output  y
  counter v <= 1000

  while v < 1000
    v <- v + 1
  y := AND(x[i] for i in 1..n)
"""


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defaults, "STEPS_BESIDE", 30_000)
    for tier in STEPS:
        monkeypatch.setitem(defaults.STEPS, tier, 30_000)


COMMANDS = (
    "generate -n 30 {}",
    "generate -n 30 {} --via machine",
    "generate -n 30 {} --via reference",
    "generate -n 30 {} --to dot",
    "check -n 30 {} --against majority",
    "check -n 30 {} --against majority --via machine",
    "compare -n 30 {} majority",
    "measure -n 30 {}",
    "eval {} 101",
    "convert -n 30 {} -o {}.ckt",
)


TIERS = {"": "fast tier", "machine": "machine tier", "reference": "reference interpreter"}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("command", COMMANDS)
def test_every_verb_stops_and_names_the_option(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "long.gen"
    program.write_text(LONG)
    assert main(command.replace("{}", str(program)).split()) == 2
    out, err = capfd.readouterr()
    assert not out
    assert "the program takes more than 30000 steps\n" in err
    tier = command.partition("--via ")[2]
    assert f"= note: a step of the {TIERS[tier]}" in err
    assert "`--max-steps` raises the limit" in err
    assert list(tmp_path.iterdir()) == [program]


def test_the_defaults_leave_room() -> None:
    for name in ("ripple_adder", "parity_tree"):
        for tier, n in (("fast", 10**7), ("machine", 10**5), ("reference", 10**4)):
            limits = Limits(spent=Spent())
            u.load(name).circuit(100, tier, limits)
            assert limits.spent is not None
            assert limits.spent.steps[tier] * (n // 100) < STEPS[tier]


@pytest.mark.usefixtures("few")
def test_the_default_is_for_all_n_together(tmp_path: Path) -> None:
    program = tmp_path / "counts.gen"
    program.write_text(COUNTS)
    short = tmp_path / "short.gen"
    short.write_text(COUNTS.replace("1000", "100"))
    for made in (
        lambda ns, limits: u.measure(program, ns, limits=limits),
        lambda ns, limits: u.compare(program, program, ns, limits=limits),
        lambda ns, limits: u.check(program, ns, against=program, limits=limits),
        lambda ns, limits: u.check(program, ns, against=program, via="reference", limits=limits),
        lambda ns, limits: u.check(short, ns, against=short, via="machine", limits=limits),
    ):
        with pytest.raises(LimitReached) as caught:
            made(range(1, 50), None)
        assert "takes more than 30000 steps, for all n together" in str(caught.value)
        assert "`--max-steps` sets a separate limit for each n" in str(caught.value)
        made(range(1, 3), Limits(max_steps=10**6))
    assert u.measure(program, range(1, 50), limits=Limits(max_steps=30_000))


def _all_ones(n: int) -> u.Circuit:
    b = u.CircuitBuilder("all_ones", n)
    wires = b.inputs("x", range(1, n + 1))
    return b.build([b.and_(f"y[{i}]", wires) for i in range(1, n + 1)][-1:])


@pytest.mark.slow
def test_a_direct_builder_is_refused_before_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def build(n: int) -> u.Circuit:
        calls.append(n)
        return u.load("parity_tree").circuit(n)

    monkeypatch.setitem(defaults.STEPS, "direct", 100)
    for ask in (
        lambda ns, limits: u.check("parity_tree", ns, against=build, limits=limits),
        lambda ns, limits: u.compare("parity_tree", build, ns, limits=limits),
    ):
        with pytest.raises(LimitReached) as caught:
            ask(64, None)
        assert str(caught.value).splitlines() == [
            "error[U411]: at n = 64 the direct builder takes more than 100 steps",
            "  = note: a step of a direct builder is a gate; it is a Python function, much slower than a program",
            "  = help: `--max-steps` raises the limit",
        ]
        assert not calls
        assert ask(64, Limits(max_steps=10**4))
        calls.clear()
        with pytest.raises(LimitReached) as caught:  # 2n gates: 2 + 4 + ... + 18 = 90, and 20 are too many
            ask(range(1, 50), None)
        assert "up to n = 10 the direct builder takes more than 100 steps, for all n together" in str(caught.value)
        assert calls == list(range(1, 10))
        assert ask(range(1, 50), Limits(max_steps=10**4))
        calls.clear()


def test_the_gates_of_a_builder_that_is_measured_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(defaults.STEPS, "direct", 30)
    assert u.measure(_all_ones, 100)  # a single circuit is not known before it is built
    with pytest.raises(LimitReached, match="up to n = 9 the direct builder takes more than 30 steps, for all n"):
        u.measure(_all_ones, range(1, 50))  # 1 + ... + 7 = 28, so 8 is still built


@pytest.mark.slow
def test_samples_are_counted_for_all_n_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "MAX_SAMPLED", 3 * 1024)
    for ask in (
        lambda ns, samples: u.check("parity_tree", ns, samples=samples),
        lambda ns, samples: u.compare("parity_tree", "parity_chain", ns, samples=samples),
    ):
        assert ask([30, 31, 32], None)
        with pytest.raises(LimitReached) as caught:
            ask([30, 31, 32, 33, 34], None)
        assert "up to n = 33 the comparison tries more than " in str(caught.value)
        assert "`--samples K` tries K samples for each n" in str(caught.value)
        assert ask([30, 31, 32, 33, 34], 1024)


@pytest.mark.slow
def test_too_many_inputs_times_too_many_gates_are_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where each n by itself would not be too much."""
    work = [operations(u.load(name).circuit(16)) for name in ("parity_tree", "parity_chain")]
    monkeypatch.setattr(research, "MAX_WORK", sum(work))
    report = u.compare("parity_tree", "parity_chain", [16, 16])
    assert str(report).splitlines() == [
        "n = 16  equivalent (proved on all inputs)",
        "n = 16  not refuted in 1024 samples (`--prove` tries all 2^16 inputs)",
    ]
    assert [line["proved"] for line in report.to_json()["lines"]] == [True, False]
    assert report.to_json()["lines"][1]["omitted"] == "2^16 inputs"
    assert u.compare("parity_tree", "parity_chain", [16, 16], prove=True).proved
    checked = u.check("parity_tree", [16, 12], against="parity_chain")
    assert "against parity_chain; specification: not refuted" not in str(checked)
    assert "specification: not refuted in 1024 samples (`--prove` tries all 2^12 inputs)" in str(checked)
    assert u.check("parity_tree", [12], prove=True).proved
    assert not u.compare("parity_tree", "majority", [16])
    assert u.compare("parity_tree", "parity_tree", [16] * 9).proved  # identical: nothing is tried


def test_a_machine_that_prints_no_end_of_a_circuit_names_the_option(tmp_path: Path) -> None:
    machine = tmp_path / "m.tm"
    machine.write_text('machine m\n  "goes on"\ninput in: 1\nwork t: 1\nstart go\n\ngo:\n  else -> t>, print "x"\n')
    with pytest.raises(UniformError, match=r"after 500 steps .*\n  = help: `--max-steps` raises the limit"):
        b"".join(u.load(machine).stream(3, limits=Limits(max_steps=500)))


def test_a_run_beside_a_machine_has_its_own_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spent = Limits(spent=Spent({"fast": 10, "machine": 10}))
    assert spent.beside().steps("fast") == defaults.STEPS_BESIDE < STEPS["fast"]
    assert spent.beside().steps("reference") == STEPS["reference"]  # where numbers are too wide for the fast tier
    assert Limits(max_steps=7).beside().steps("fast") == 7
    program = tmp_path / "counts.gen"
    program.write_text(COUNTS.replace("counter v <= 1000", "counter v <= 999"))
    monkeypatch.setitem(defaults.STEPS, "machine", 2000)
    monkeypatch.setitem(RUN_LIMITS, "steps", 2000)
    family = u.load(program)
    assert isinstance(family, u.language.pipeline.Generator)
    assert family.run(3).trap is not None  # found by the run beside, after the machine was stopped
    monkeypatch.setattr(defaults, "STEPS_BESIDE", 1000)
    assert family.run(3).limit == "steps"
    with pytest.raises(LimitReached, match=r"takes more than 2000 steps\n.* a step of the machine tier"):
        family.circuit(3, "machine")
