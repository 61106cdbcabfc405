"""``python -m tests.transformers.agreement``: circuits of many models against the reference, on many words.

Models of width 2 that print a symbol at each position: three attentions, two masks, with and without layer norm, one
layer and two; for each the direct circuit and the circuit that the model's program prints. At n = 1..4 every
intermediate value on all words; at n = 8 the output on all words, at n = 16 and 32 on 10,000. Exit status 1 if anything
differs. It takes some minutes; a smaller run: ``--n 8 16 --words 1000``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import uniform as u
from tests.transformers.models import random_model
from uniform.circuits.circuit import Circuit
from uniform.transformers.check import check_circuit
from uniform.transformers.direct.circuit import build_circuit
from uniform.transformers.model import Transformer
from uniform.transformers.program.write import program_of

ATTENTIONS = ("softmax", "average-hard", "leftmost-hard")
MASKS = ("full", "causal")
SMALL = (1, 2, 3, 4)
EXHAUSTIVE = 8  # at n up to this, the output on all words
ROUNDS = 3


def models() -> Iterator[tuple[str, Transformer]]:
    """The models, each with its description."""
    for attention, mask, norm, layers in product(ATTENTIONS, MASKS, (False, True), (1, 2)):
        name = f"{attention:13}  {mask:6}  {'norm' if norm else '    '}  {layers} layer{'s' if layers > 1 else ' '}"
        yield name, random_model(1, layers=layers, attention=attention, mask=mask, norm=norm, output="next-token")


def main() -> int:
    """Run the comparisons and print a line for each model and kind of circuit; wires are those of the largest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--n", type=int, nargs="*", default=[8, 16, 32], help="larger n (8 16 32)")
    parser.add_argument("--words", type=int, default=10_000, help="words at n > 8 (10000)")
    chosen = parser.parse_args()
    differing = 0
    for name, model in models():
        for what, circuit in _makers(model):
            began, wires = time.process_time(), 0
            verdicts: dict[str, list[int]] = {}
            for n in (*SMALL, *chosen.n):
                made = circuit(n)
                samples = None if n <= EXHAUSTIVE else chosen.words
                agreement = check_circuit(model, made, states=n in SMALL, samples=samples)
                differing += not agreement
                wires = len(made.children)
                verdicts.setdefault(str(agreement), []).append(n)
            row = "; ".join(f"n = {', '.join(map(str, ns))}: {verdict}" for verdict, ns in verdicts.items())
            seconds = time.process_time() - began
            print(f"{name}  {what:7}  {wires:11,} wires  {seconds:5.1f} s  {row}", flush=True)
    print(f"{differing} differ" if differing else "all agree")
    return 1 if differing else 0


def _makers(model: Transformer) -> Iterator[tuple[str, Callable[[int], Circuit]]]:
    yield "direct", lambda n: build_circuit(model, n, ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.gen"
        file.write_text(program_of(model))
        family = u.load(file)
        yield "program", family.circuit


if __name__ == "__main__":
    sys.exit(main())
