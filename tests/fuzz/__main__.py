"""``python -m tests.fuzz --minutes M``: random inputs for every part, each judged by another way to the same answer.

The subjects are tried one after the other, each for its share of the time, in a process of its own: an input that
crashes it, or keeps it busy for a minute, is a finding like any other, and the next seed goes on. Findings are written
to a folder, with fewer lines where that is easy. Exit status 1 when there are any.

    python -m tests.fuzz --minutes 30                      all subjects, from a seed that is printed
    python -m tests.fuzz --minutes 5 --only programs       one subject (or several: programs,texts)
    python -m tests.fuzz --subject programs --seed 1234    one seed again, with what is wrong
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.fuzz.worker import SUBJECTS, judged, subject, work, write

_SHOWN = 20  # findings of a subject that are listed


@dataclass
class Tally:
    """What one subject came to."""

    tried: int = 0
    seconds: float = 0.0
    findings: list[tuple[int, str]] = field(default_factory=list)


def fuzz(name: str, first: int, seconds: float, folder: str) -> Tally:
    """Try a subject for so long, in other processes."""
    tally, context = Tally(), get_context("spawn")
    began, seed = time.monotonic(), first
    while (left := began + seconds - time.monotonic()) > 0:
        here, there = context.Pipe(duplex=False)
        worker = context.Process(target=work, args=(name, seed, folder, there), daemon=True)
        worker.start()
        there.close()
        reported = False
        try:
            while (left := began + seconds - time.monotonic()) > 0:
                if not here.poll(left):
                    continue
                seed, said = here.recv()
                reported = said is not None
                if said is None:
                    tally.tried += 1
                else:
                    tally.findings.append((seed, said))
        except EOFError:  # it has crashed, or has been ended by its deadline
            if not reported:
                worker.join()
                left_at = Path(folder) / f".{name}.stack"
                stack = left_at.read_text() if left_at.exists() else ""
                said = f"ended: no answer before the deadline, or exit status {worker.exitcode}\n{stack}"
                write(folder, name, seed, subject(name).make(seed), said)
                tally.findings.append((seed, said))
            seed += 1
        finally:
            worker.kill()
            worker.join()
            here.close()
    tally.seconds = time.monotonic() - began
    (Path(folder) / f".{name}.stack").unlink(missing_ok=True)
    return tally


def _summary(said: str) -> str:
    """The first line, and of an exception the last."""
    lines = said.splitlines()
    return (lines[-1] if lines[0].startswith("raised") else lines[0])[:200]


def replay(name: str, seed: int) -> int:
    """One seed again, in this process."""
    chosen = subject(name)
    case = chosen.make(seed)
    print(case.text, *case.given, sep="\n")
    said = judged(chosen, case)
    print(f"\n{said}" if said else "\nnothing found")
    return 1 if said else 0


def run() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Random inputs, judged in other ways.")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long, all subjects together (default 1)")
    parser.add_argument("--seed", type=int, help="the first seed (default: from the clock)")
    parser.add_argument("--only", default=",".join(SUBJECTS), help=f"some of {','.join(SUBJECTS)}")
    parser.add_argument("--subject", choices=SUBJECTS, help="try one --seed of this subject again")
    parser.add_argument("--to", default="build/fuzz", help="the folder for findings (default build/fuzz)")
    chosen = parser.parse_args()
    if chosen.subject:
        return replay(chosen.subject, chosen.seed or 0)
    names = chosen.only.split(",")
    if unknown := [name for name in names if name not in SUBJECTS]:
        parser.error(f"there is no subject {unknown[0]}")
    first = int(time.time()) * 1000 if chosen.seed is None else chosen.seed
    Path(chosen.to).mkdir(parents=True, exist_ok=True)
    print(f"from seed {first}", flush=True)
    found = False
    for name in names:
        tally = fuzz(name, first, 60 * chosen.minutes / len(names), chosen.to)
        rate = tally.tried / tally.seconds
        count = len(tally.findings)
        print(
            f"{name:12}  {tally.tried:7} tried  {rate:8.1f} a second  {count} finding{'s' * (count != 1)}", flush=True
        )
        for seed, said in tally.findings[:_SHOWN]:
            print(f"  --subject {name} --seed {seed}: {_summary(said)}", flush=True)
        if count > _SHOWN:
            print(f"  and {count - _SHOWN} more", flush=True)
        found |= count > 0
    if found:
        print(f"the inputs are in {chosen.to}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(run())
