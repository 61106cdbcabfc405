"""``uniform generate``: print the circuit of one n."""

from __future__ import annotations

import argparse

from uniform.cli import files, options
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

    n = options.read_n(chosen)
    family = open_family(chosen.program, options.settings(chosen))
    if chosen.to == "dot":
        from uniform.circuits.dot import write_dot

        files.write(write_dot(family.circuit(n)), chosen.output)
        return 0
    with files.progress("gates") as show:
        if isinstance(family, Generator):
            chunks = family.stream(n, via=chosen.via, limits=options.limits(chosen), progress=show)
        else:
            chunks = family.stream(n)
        files.write(chunks, chosen.output)
    return 0
