"""What the benchmarks share: best of three, peers in C, whole processes with their time and memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent

# A process begins with the peak of the one that started it, so a small one stands between.
LAUNCHER = """
import os, subprocess, sys, time
start = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def best_of_three(run: Callable[[], object], *, warm: bool = True) -> float:
    """The least time of three runs, in seconds, after one to warm up."""
    if warm:
        run()
    times = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


@contextmanager
def compiled(name: str, flags: Sequence[str] = ("-O2",)) -> Iterator[Path | None]:
    """``name.c`` of this folder as a program, or None without a C compiler."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, name)
        subprocess.run([compiler, *flags, "-o", str(program), str(HERE / f"{name}.c")], check=True)
        yield program


def process(words: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[float, int]:
    """Seconds and peak memory, in bytes, of one run of ``uniform`` with these words, its output thrown away."""
    command = [sys.executable, "-c", LAUNCHER, sys.executable, "-m", "uniform", *words]
    answer = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **(environment or {})}
    )
    seconds, peak = answer.stdout.split()
    return float(seconds), int(peak) * (1 if sys.platform == "darwin" else 1024)


def quickest(words: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """The least seconds of three processes."""
    return min(process(words, environment)[0] for _ in range(3))


def least_memory(words: Sequence[str]) -> int:
    """The least peak memory of three processes, in bytes, without numpy's pages of 2 MiB, which round it up."""
    return min(process(words, {"NUMPY_MADVISE_HUGEPAGE": "0"})[1] for _ in range(3))


def verdict(value: float, limit: float, *, at_most: bool = False) -> str:
    """``limit 2.0: met`` or ``limit 2.0: MISSED``."""
    met = value <= limit if at_most else value >= limit
    return f"limit {limit:g}: {'met' if met else 'MISSED'}"
