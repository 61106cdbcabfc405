"""Speed and memory of the fast tier: ``python -m tests.bench.generate``.

The ripple adder at n = 10^6 into arrays and as text, all checks on. Its peers in the same run: arrays made with
``CircuitBuilder``, and the same text by a Python script of a dozen lines; the limit is a C program, -O2, that prints
this text and can do nothing else (``generate.c``). Then the memory of streaming less one bit for each declared gate,
and how long commands take to start. Prints a table.
"""

from __future__ import annotations

import filecmp
import os
import subprocess
import tempfile
from pathlib import Path

from tests.bench.timing import best_of_three, compiled, least_memory, process, quickest, verdict
from uniform.cli.files import write
from uniform.family.opening import open_generator
from uniform.library.table import find

N = 10**6
MEBI = 1 << 20


def main() -> None:
    """Measure, print."""
    arrays()
    text()
    memory()
    start()


def arrays() -> None:
    """Gates a second into arrays."""
    family = open_generator("ripple_adder")
    gates = family.circuit(N).gates
    rate = gates / best_of_three(lambda: family.circuit(N)) / 1e6
    print(f"ripple_adder, n = {N}, {gates} gates, all checks on, one core")
    print(f"  into arrays            {rate:8.1f} million gates a second   {verdict(rate, 20)}")
    entry = find("ripple_adder")
    assert entry is not None
    few = N // 10
    peer = entry.build(few).gates / best_of_three(lambda: entry.build(few)) / 1e6
    print(f"  by CircuitBuilder      {peer:8.1f} million gates a second   ratio {rate / peer:.0f}   (n = {few})")


def text() -> None:
    """Bytes a second to a file, and the same by C."""
    family = open_generator("ripple_adder")
    with tempfile.TemporaryDirectory() as folder, compiled("generate") as peer:
        own, theirs = Path(folder, "own.ckt"), Path(folder, "theirs.ckt")
        seconds = best_of_three(lambda: write(family.stream(N), str(own)))
        size = own.stat().st_size / 1e6
        print(f"  as text, to a file     {size / seconds:8.1f} MB a second ({5 * N / seconds / 1e6:.1f} million gates)")
        script = Path(folder, "script.ckt")
        in_python = best_of_three(lambda: plain_python(N, script))
        assert filecmp.cmp(own, script, shallow=False), "Python and uniform disagree"
        print(f"  by a Python script     {size / in_python:8.1f} MB a second   ratio {in_python / seconds:.1f}")
        if peer is None:
            print("  no C compiler here")
            return
        words = [str(peer), str(N), str(theirs)]
        in_c = min(float(subprocess.run(words, check=True, capture_output=True).stdout) for _ in range(3))
        assert filecmp.cmp(own, theirs, shallow=False), "C and uniform disagree"
        print(f"  the same bytes in C    {size / in_c:8.1f} MB a second   ratio {in_c / seconds:.2f}", end="   ")
        print(verdict(in_c / seconds, 1 / 3))


def plain_python(n: int, path: Path) -> None:
    """The same text by what one writes in a minute: a loop and f-strings."""
    with path.open("w", encoding="ascii") as file:
        numbers = range(n)
        file.write(f"circuit ripple_adder {n}\n")
        file.write(f"input {' '.join(f'a[{i}]' for i in numbers)} {' '.join(f'b[{i}]' for i in numbers)}\n")
        file.write("carry[0] = FALSE\n")
        for i in numbers:
            file.write(
                f"half[{i}] = XOR a[{i}] b[{i}]\nboth[{i}] = AND a[{i}] b[{i}]\n"
                f"pass[{i}] = AND half[{i}] carry[{i}]\ncarry[{i + 1}] = OR both[{i}] pass[{i}]\n"
                f"s[{i}] = XOR half[{i}] carry[{i}]\n"
            )
        file.write(f"s[{n}] = COPY carry[{n}]\n")
        file.write(f"output {' '.join(f's[{i}]' for i in range(n + 1))}\n")


def memory() -> None:
    """Peak memory of streaming, less that of a tiny circuit, less one bit for each declared gate.

    The bits of inputs are never touched, so the system gives them no memory. A test in ``tests/counters`` holds the
    same more sharply, in what Python and numpy allocate.
    """
    baseline = least_memory(["generate", "ripple_adder", "-n", "1", "-o", os.devnull])
    print("memory of streaming: peak, less that of n = 1, less a bit for each declared gate")
    rests = []
    for n in (10**5, 10**6, 10**7):
        peak = least_memory(["generate", "ripple_adder", "-n", str(n), "-o", os.devnull])
        layout = open_generator("ripple_adder").layout(n)
        gates = layout.count - layout.count_of("input")
        rests.append((peak - baseline - gates / 8) / MEBI)
        print(f"  n = {n:<10} peak {peak / MEBI:6.1f} MiB   rest {rests[-1]:5.1f} MiB")
    print(f"  the rests differ by {max(rests) - min(rests):.1f} MiB; one circuit of n = 10^7 is 2.6 GB of text")


def start() -> None:
    """Seconds of whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        empty = {"NUMBA_CACHE_DIR": folder}
        cold = process(["generate", "parity_tree", "-n", "8"], empty)[0]
    print("whole processes, seconds")
    rows = (
        ("uniform --help", quickest(["--help"]), 0.2),
        ("generate parity_tree -n 8", quickest(["generate", "parity_tree", "-n", "8"]), 1.0),
        ("... with an empty cache", cold, 5.0),
    )
    for name, seconds, limit in rows:
        print(f"  {name:<28} {seconds:6.2f}   {verdict(seconds, limit, at_most=True)}")


if __name__ == "__main__":
    main()
