"""``uniform eval``: the outputs of a circuit on given bits."""

from __future__ import annotations

import argparse
import json
import sys

from uniform.cli import options
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.programs import read_text


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    parser.add_argument(
        "words", metavar="BITS", nargs="*", help="one word of 0s and 1s for each input vector, first input first"
    )
    options.add_n(parser, several=False)
    options.add_limits(parser)
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.research import circuit_for, evaluate

    words = chosen.words
    if not words and chosen.program != "-" and not sys.stdin.isatty():
        words = read_text("-").text.split()
    if not words:
        raise UniformError(
            Diagnostic("U709", "no bits to evaluate", help="give one word of 0s and 1s for each input vector")
        )
    n = None if chosen.n is None else options.read_n(chosen)
    circuit = circuit_for(
        chosen.program, n, len(words[0]), settings=options.settings(chosen), limits=options.limits(chosen)
    )
    results = evaluate(circuit, words)
    if chosen.json:
        outputs = [circuit.addresses[int(identifier)] for identifier in circuit.outputs]
        rows = [{"input": word, "output": result} for word, result in zip(words, results, strict=True)]
        print(json.dumps({"name": circuit.name, "n": circuit.n, "outputs": outputs, "rows": rows}, indent=2))
        return 0
    for result in results:
        print(result)
    return 0
