"""Certificates: ``python -m tests.bench.certify [PROGRAM ...]``, of all shipped programs without arguments.

The processor time of ``uniform certify PROGRAM``, a process of its own: the median of a few, after one that is not
counted. Beside it, as a yardstick for the machine, the time of ten million passes of an empty loop in Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from statistics import median

from tests.bench.timing import verdict
from uniform.library.table import find, programs

ROUNDS = 3
PASSES = 10**7
LIMIT, LONG = 2.0, 30.0  # seconds, for a shipped program and for a transformer


def certify(program: str) -> float:
    """Seconds of the processor, with what the operating system does for the process."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "uniform", "certify", program], check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def loop() -> float:
    """Seconds of the processor for the empty loop."""
    start = time.process_time()
    for _ in range(PASSES):
        pass
    return time.process_time() - start


def main(programs: list[str]) -> None:
    """Print a line for each program, the slowest last."""
    taken = {}
    for program in programs:
        certify(program)
        taken[program] = median(certify(program) for _ in range(ROUNDS))
    print(f"10^7 passes of an empty loop: {median(loop() for _ in range(ROUNDS)):.2f} s")
    for program, seconds in sorted(taken.items(), key=lambda each: each[1]):
        limit = LIMIT if find(program) else LONG
        print(f"certify {program:22} {seconds:5.2f} s, {verdict(seconds, limit, at_most=True)}")


if __name__ == "__main__":
    main(sys.argv[1:] or [entry.name for entry in programs()])
