"""Compiling long programs, stage by stage: ``python -m tests.bench.compiling [CHECKOUT ...] [--rounds R]``.

Each CHECKOUT is the folder of another version, such as ``git worktree add ../before COMMIT`` makes; without one, only
this version is measured. The versions take turns, a fresh process each time, and of each stage the least time of the
processor counts. A program comes in three sizes: where the column "by itself" says 1, a stage takes as long for each
instruction of the longest as of the shortest. Prints a table for each program.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]

STAGES = ("parse", "resolve", "lower", "compile")


def straight(count: int) -> str:
    """Gates in one line after the other, with sums of all sorts in their addresses; no loop."""
    body = "".join(
        f"  let w{i} = n + {i}\n  g[n+{i},{i}] := AND(x[n], x[1], y[{i}], NOT y[{i + 1}])\n" if i % 20 == 0
        else f"  g[n+{i},{i}] := AND(x[n], x[1], y[{i}], NOT y[{i + 1}])\n"
        for i in range(1, count + 1)
    )  # fmt: skip
    arrays = f"  input x[1..n], y[0..{count + 1}]\n  output z\n  gate g[n..n+{count},0..{count}]\n"
    return f"family f(n)\n{arrays}{body}  z := x[1]\n"


def stores(count: int) -> str:
    """Sums, differences, products and quotients, stored in a counter."""
    lines = ("v <- n + {i}", "v <- 2*n + n*{i}", "v <- (n + {i}) div 2", "v <- min(v, n) - min(v, {i})")
    body = "".join(f"  {lines[i % len(lines)].format(i=i)}\n" for i in range(1, count + 1))
    return f"family f(n)\n  input x[1..n]\n  output z\n  counter v <= {count + 3}*n + {count}\n{body}  z := x[1]\n"


def loops(count: int) -> str:
    """Loops over the gates of an array, each with an array of its own."""
    gates = "".join(f"  gate g{i}[1..n+1]\n" for i in range(count))
    body = "".join(f"  for i in 1..n\n    g{i}[i+1] := AND(x[i], NOT x[n+1-i])\n" for i in range(count))
    return f"family f(n)\n  input x[1..n]\n  output z\n{gates}{body}  z := x[1]\n"


PROGRAMS: Mapping[str, tuple[Callable[[int], str], tuple[int, int, int]]] = {
    "straight": (straight, (60, 240, 720)),
    "stores": (stores, (40, 120, 360)),
    "loops": (loops, (80, 320, 960)),
}


def measure_once() -> None:
    """Time every stage of every program once, in the version that is found first; prints JSON."""
    from uniform.language import pipeline

    def source(text: str) -> object:
        return pipeline.Source("long.gen", text)

    pipeline.load(source(loops(1))).machine()  # type: ignore[arg-type]
    found: dict[str, list[dict[str, float]]] = {}
    for name, (make, sizes) in PROGRAMS.items():
        for size in sizes:
            text = source(make(size))
            clock = [time.process_time()]
            tree = pipeline.parse(text)  # type: ignore[arg-type]
            clock.append(time.process_time())
            pipeline.resolve(tree)
            clock.append(time.process_time())
            generator = pipeline.load(text)  # type: ignore[arg-type]
            clock.append(time.process_time())
            length = len(generator.code.instructions)
            clock.append(time.process_time())
            generator.machine()
            clock.append(time.process_time())
            took = [after - before for before, after in pairwise(clock)]
            del took[2]
            found.setdefault(name, []).append({"instructions": length, **dict(zip(STAGES, took, strict=True))})
            del tree, generator
    print(json.dumps(found))


def once(checkout: Path) -> dict[str, list[dict[str, float]]]:
    """What ``measure_once`` finds in a version."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--once"],
        env=environment, cwd=checkout, check=True, capture_output=True, text=True,
    )  # fmt: skip
    answer: dict[str, list[dict[str, float]]] = json.loads(done.stdout)
    return answer


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("checkout", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    checkouts = [*(path.resolve() for path in arguments.checkout), ROOT]
    best: dict[Path, dict[str, list[dict[str, float]]]] = {}
    for _ in range(arguments.rounds):
        for checkout in checkouts:
            for name, rows in once(checkout).items():
                known = best.setdefault(checkout, {}).setdefault(name, rows)
                for row, again in zip(known, rows, strict=True):
                    row.update({key: min(value, again[key]) for key, value in row.items()})
    for name in PROGRAMS:
        print(f"{name}: milliseconds of the processor, least of {arguments.rounds}")
        for stage in STAGES:
            for checkout in checkouts:
                rows = best[checkout][name]
                first, last = rows[0], rows[-1]
                growth = last[stage] / last["instructions"] / (first[stage] / first["instructions"])
                shown = "".join(f"{1000 * row[stage]:9.1f}" for row in rows)
                against = rows[-1][stage] / best[checkouts[0]][name][-1][stage]
                print(f"  {stage:8} {checkout.name:16}{shown}   by itself {growth:.2f}   to the first {against:.2f}")
        print(f"  {'instructions':25}" + "".join(f"{row['instructions']:9.0f}" for row in best[ROOT][name]))


if __name__ == "__main__":
    measure_once() if sys.argv[1:] == ["--once"] else main()
