"""The two provers: ``python -m tests.bench.provers PROGRAM ...``, with both of them and with each alone.

For each program the table has how many of its checks are shown for every n, how many questions about them islpy leaves
open within a few operations, how many of these z3 answers with *never*, and the processor time.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from uniform.certify.proofs import solvers
from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.whole import Proofs
from uniform.family.opening import open_generator

BOTH = ("islpy", "z3")


@contextmanager
def only(provers: tuple[str, ...], counts: Counter[str]) -> Iterator[None]:
    """No other provers; what is asked of z3 is counted."""
    module, ask_z3 = solvers._module, Prover._ask_z3

    def count(prover: Prover, parts: Any) -> bool:
        counts["left"] += 1
        answer = ask_z3(prover, parts)
        counts["answered"] += answer
        return answer

    with (
        patch.object(solvers, "_module", lambda name: module(name) if name in provers else None),
        patch.object(Prover, "_ask_z3", count),
    ):
        yield


def main() -> None:
    """Print the table."""
    print(f"{'program':<20} {'provers':<10} {'shown':>6} {'of':>6} {'open':>5} {'by z3':>5} {'s':>6}")
    for name in sys.argv[1:] or ["parity_tree", "batcher_sort"]:
        program = open_generator(name).program
        for provers in (BOTH, *((prover,) for prover in BOTH)):
            counts: Counter[str] = Counter()
            start = time.process_time()
            with only(provers, counts):
                proofs = Proofs(program)
                claims = [*proofs.checks, *proofs.printed_once, *proofs.printed_before]
                shown = [each.is_shown for each in claims] + [bool(each.rule) for each in proofs.ends]
            seconds = time.process_time() - start
            left, answered = (counts["left"], counts["answered"]) if provers == BOTH else ("", "")
            label = " ".join(provers)
            print(f"{name:<20} {label:<10} {sum(shown):6} {len(shown):6} {left:>5} {answered:>5} {seconds:6.1f}")


if __name__ == "__main__":
    main()
