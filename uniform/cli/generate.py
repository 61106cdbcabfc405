"""``uniform generate``: print the circuit of one n."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from uniform.cli import files, options
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.programs import open_family


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    options.add_n(parser, several=False)
    options.add_via(parser)
    options.add_limits(parser)
    parser.add_argument("--to", choices=("ckt", "dot"), default="ckt", help="the format (default ckt)")
    parser.add_argument("-o", dest="output", metavar="FILE", help="where to (default: standard output)")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.language.pipeline import Generator

    n, limits = options.read_n(chosen), options.limits(chosen)
    family = open_family(chosen.program, options.settings(chosen))
    if chosen.via != "fast" and not isinstance(family, Generator):
        message = f"`{chosen.program}` is not a generator program: it has no tiers"
        raise UniformError(Diagnostic("U708", message, help="leave --via away"))
    with files.progress("gates") as show:
        chunks: Iterator[bytes]
        if chosen.to == "dot":
            from uniform.circuits.dot import write_dot
            from uniform.research import circuit_for

            chunks = write_dot(circuit_for(family, n, via=chosen.via, limits=limits))
        elif isinstance(family, Generator):
            chunks = family.stream(n, via=chosen.via, limits=limits, progress=show)
        else:
            chunks = family.stream(n, limits=limits)
        files.write(chunks, chosen.output)
    return 0
