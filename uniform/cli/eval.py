"""``uniform eval``: evaluate a circuit on input words."""

from __future__ import annotations

import argparse
import json
import sys

from uniform.cli import options
from uniform.family.opening import open_family, read_text
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

_WORDS = "a word has one bit for each input, in order; each word is evaluated separately"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    parser.add_argument(
        "words",
        metavar="BITS",
        nargs="*",
        help="words of 0s and 1s, one bit for each input, first input first; - or none: read standard input",
    )
    options.add_n(parser, several=False)
    options.add_limits(parser)
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.family.printed import PrintedFamily
    from uniform.language.pipeline import Generator
    from uniform.research.evaluation import evaluate, evaluate_in_sections, inputs_of, n_of_length, outputs_of

    n = None if chosen.n is None else options.read_n(chosen)
    family = open_family(chosen.program, options.settings(chosen))
    limits = options.limits(chosen)
    words = chosen.words
    circuit = None
    if isinstance(family, PrintedFamily) and n is None:
        circuit = family.member
    elif n is not None:
        circuit = inputs_of(family, n, limits) if isinstance(family, Generator) else family.circuit(n, limits=limits)
    if words == ["-"]:
        if chosen.program == "-":
            raise UniformError(Diagnostic("U709", "no bits to evaluate: standard input is the program", help=_WORDS))
        words = read_text("-").text.split()
    if not words and circuit is not None and circuit.inputs == 0:
        words = [""]  # the only word
    if not words and chosen.program != "-" and not sys.stdin.isatty():
        words = read_text("-").text.split()
    if not words:
        raise UniformError(Diagnostic("U709", "no bits to evaluate", help=_WORDS))
    if circuit is None:
        n = n_of_length(family, words, limits)
        circuit = inputs_of(family, n, limits) if isinstance(family, Generator) else family.circuit(n, limits=limits)
    if isinstance(family, Generator):
        results = evaluate_in_sections(family, circuit.n, words, limits)
    else:
        results = evaluate(circuit, words)
    if chosen.json:
        if isinstance(family, Generator):
            outputs = outputs_of(family, circuit.n)
        else:
            outputs = [circuit.addresses[int(identifier)] for identifier in circuit.outputs]
        rows = [{"input": word, "output": result} for word, result in zip(words, results, strict=True)]
        print(json.dumps({"name": circuit.name, "n": circuit.n, "outputs": outputs, "rows": rows}, indent=2))
        return 0
    print("\n".join(results))
    return 0
