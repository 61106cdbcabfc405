"""Speed, memory and size of the machine tier: ``python -m tests.bench.machine``.

The fast run of compiled machines, cells metered, against a C interpreter of the same table (``emulator.c``, -O2) and
against automata-diags, a simulator that others wrote (where `.ci/run` has installed it); circuit text a second of every
shipped program; memory when writing to a file; compiling; starting. Every ratio is to something measured in this run.
Both sides must agree in steps, cells and bytes. Prints a table.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from tests.bench.timing import best_of_three, compiled, process, quickest, verdict
from tests.turing.test_oracles import DIAGS, ROOT
from uniform.arguments.texts import read_source
from uniform.family.opening import open_generator
from uniform.library.table import programs
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import PackedMachine, pack
from uniform.turing.emulator.run import RunLimits, run
from uniform.turing.exchange import to_json
from uniform.turing.text.read import parse_machine

MEBI = 1 << 20
RIPPLE_N = 100_000


def main() -> None:
    """Measure, print."""
    against_c()
    far_from_the_origin()
    against_others()
    circuits()
    memory()
    start()


def against_c() -> None:
    """Steps a second, and the ratio to C."""
    print("steps of compiled machines, millions a second, cells metered; the same table in C -O2")
    with compiled("emulator") as peer, tempfile.TemporaryDirectory() as folder:
        if peer is None:
            print("  no C compiler here")
        for name, n in (("ripple_adder", RIPPLE_N), ("parity_tree", RIPPLE_N), ("storage_access", 4000)):
            packed = pack(open_generator(name).machine())
            outcome = _whole(packed, n)
            rate = outcome.steps / best_of_three(lambda packed=packed, n=n: _whole(packed, n)) / 1e6  # type: ignore[misc]
            line = f"  {name:<16} n = {n:<7} {outcome.steps:>10} steps   {rate:6.1f}"
            if peer is not None:
                data = Path(folder, "machine")
                data.write_bytes(_as_file(packed, outcome, n))
                in_c = min(_in_c(peer, data, outcome) for _ in range(3))
                theirs = outcome.steps / in_c / 1e6
                line += f"   C {theirs:6.1f}   ratio {rate / theirs:.2f}   {verdict(rate / theirs, 0.8)}"
            print(line)


def far_from_the_origin() -> None:
    """A counter at the far end of a tape, which loop detection watches, against the same counter near its origin."""
    packed = pack(parse_machine(read_source(ROOT / "tests" / "turing" / "far.tm")))
    steps = 2 * 10**7

    def rate(n: int) -> float:
        limits = RunLimits(steps=steps + n)
        return steps / best_of_three(lambda: run(packed, n, limits=limits)) / 1e6

    near = rate(100)
    print(f"a counter behind cell n, millions of steps a second: {near:.1f} at n = 100")
    for n in (10**5, 10**6):
        far = rate(n)
        print(f"  n = {n:<7} {far:6.1f}   ratio {far / near:.2f}   {verdict(far / near, 0.5)}")


def against_others() -> None:
    """Steps a second of the same machine, here and in automata-diags."""
    python = ROOT / ".oracles" / "automata-diags" / "bin" / "python"
    if not python.exists():
        print("automata-diags is not installed; .ci/run installs it in .oracles")
        return
    machine = open_generator("ripple_adder").machine()
    few = run(machine, 20)
    given = json.dumps([[json.loads(to_json(machine, [20])), f"^{'1' * 20}$", 10**9]])
    done = subprocess.run([str(python), "-c", DIAGS], input=given, capture_output=True, text=True, check=True)
    ((accepted, steps, _, seconds),) = json.loads(done.stdout)
    assert (accepted, steps) == (few.halted == "accept", few.steps + 1)
    packed = pack(machine)
    ours = _whole(packed, RIPPLE_N).steps / best_of_three(lambda: _whole(packed, RIPPLE_N))
    ratio = ours / (steps / seconds)
    print(
        f"the ripple adder's machine in automata-diags, n = 20: {steps} steps, {steps / seconds:.0f} a second", end=""
    )
    print(f"   ratio {ratio:.0f}   {verdict(ratio, 200)}")


def circuits() -> None:
    """Text a second of every shipped program, and how large its machine is."""
    print("circuits printed by machines, after start-up, at the least n whose text has a megabyte; compiling them")
    for entry in programs():
        generator = open_generator(entry.name)
        n = RIPPLE_N if entry.name == "ripple_adder" else _least(generator, 10**6)
        size = sum(map(len, generator.stream(n)))
        seconds = best_of_three(lambda generator=generator, n=n: list(generator.stream(n, via="machine")))  # type: ignore[misc]
        compiling = best_of_three(lambda name=entry.name: open_generator(name).machine())  # type: ignore[misc]
        machine = generator.machine()
        outcome = _whole(pack(machine), n)
        gates = generator.circuit(n).gates
        line = f"  {entry.name:<18} n = {n:<7} {size / seconds / 1e6:6.1f} MB/s  {verdict(size / seconds / 1e6, 2)}"
        line += f"   {outcome.steps / gates:6.1f} steps and {size / gates:5.1f} bytes a gate"
        line += f"   {len(machine.states):>4} states  {verdict(len(machine.states), 5000, at_most=True)}"
        print(f"{line}   {compiling:.2f} s  {verdict(compiling, 1, at_most=True)}")
        if entry.name == "ripple_adder":
            print(
                f"  {'':<18} {gates / seconds / 1e6:.2f} million gates a second   {verdict(gates / seconds / 1e6, 1.5)}"
            )


def memory() -> None:
    """Peak memory of a machine that prints to a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder, "c.ckt"))
        peaks = [
            process(["generate", "ripple_adder", "--via", "machine", "-n", str(n), "-o", file])[1]
            for n in (10**4, 10**6)
        ]
    ratio = peaks[1] / peaks[0]
    print(f"memory, writing to a file: {peaks[0] / MEBI:.0f} MiB at n = 10^4, {peaks[1] / MEBI:.0f} at 10^6", end="   ")
    print(f"ratio {ratio:.2f}   {verdict(ratio, 1.1, at_most=True)}")


def start() -> None:
    """Seconds of whole processes."""
    words = ["generate", "parity_tree", "-n", "8", "--via", "machine"]
    with tempfile.TemporaryDirectory() as folder:
        cold = process(words, {"NUMBA_CACHE_DIR": folder})[0]
    warm = quickest(words)
    print(f"uniform {' '.join(words)}: {warm:.2f} s   {verdict(warm, 1, at_most=True)}", end="")
    print(f"; with an empty cache {cold:.2f} s   {verdict(cold, 5, at_most=True)}")


def _whole(packed: PackedMachine, n: int) -> Run:
    return run(packed, n, sink=lambda chunk: None)


def _least(generator: object, size: int) -> int:
    """The least n whose circuit has so many bytes of text."""

    def large(n: int) -> bool:
        total = 0
        for chunk in generator.stream(n):  # type: ignore[attr-defined]
            total += len(chunk)
            if total >= size:
                return True
        return False

    high = 1
    while not large(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if large(middle) else (middle, high)
    return high


def _as_file(packed: PackedMachine, outcome: Run, n: int) -> bytes:
    """The machine and its input as the C program reads them."""
    sizes = [n + 2, *(cells + 1 for _, cells in outcome.tapes)]
    one = packed.alphabets[0].index("1")
    word = np.full(n + 2, one, dtype=np.int64)
    word[0], word[-1] = 1, len(packed.alphabets[0]) - 1
    looks, table, rules = packed.looks, packed.table, packed.rules
    counts = [
        len(looks.look), len(rules.rule_next), len(table.entries), len(rules.action_tape), len(rules.text),
        len(looks.look_tape), len(sizes), packed.start, *sizes,
    ]  # fmt: skip
    arrays = [np.array(counts), *looks, table.entries, table.rule_of, *rules, word]
    return b"".join(np.asarray(array).astype("<i8").tobytes() for array in arrays)


def _in_c(program: Path, data: Path, outcome: Run) -> float:
    """Seconds of one run in C, which must come to the same steps, cells and bytes."""
    answer = subprocess.run([str(program), str(data)], check=True, capture_output=True, text=True).stdout.split()
    assert [int(word) for word in answer[1:4]] == [outcome.steps, outcome.visited, outcome.output_length]
    return float(answer[0])


if __name__ == "__main__":
    main()
