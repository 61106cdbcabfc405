"""``uniform generate``: print the circuit for one n."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from uniform.arguments.endings import listed, written_endings
from uniform.cli import files, options
from uniform.cli.output_formats import ending_for
from uniform.cli.standard_error import progress
from uniform.family.opening import open_family
from uniform.family.refusals import require_no_tiers


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    options.add_n(parser, several=False)
    options.add_via(parser)
    options.add_limits(parser)
    endings = written_endings("generate")
    shown = listed(endings, "or")
    parser.add_argument("--to", choices=[each[1:] for each in endings], help="the format (default ckt)")
    parser.add_argument("-o", dest="output", metavar="FILE", help=f"output file, {shown} (default: standard output)")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.language.pipeline import Generator

    to = f".{chosen.to}" if chosen.to else None
    ending = ending_for("generate", chosen.output, to, default=".ckt")
    n, limits = options.read_n(chosen), options.limits(chosen)
    family = open_family(chosen.program, options.settings(chosen))
    if not isinstance(family, Generator):
        require_no_tiers(family.name, chosen.via)
    with progress("gates") as show:
        chunks: Iterator[bytes]
        if ending != ".ckt":
            from uniform.circuits.formats.writers import circuit_writer

            chunks = circuit_writer(ending)(family.circuit(n, chosen.via, limits))
        elif isinstance(family, Generator):
            short = family.short_runs() if chosen.via == "fast" else None
            chunks = family.stream(n, via=chosen.via, limits=limits, progress=show, short=short)
        else:
            chunks = family.stream(n, limits=limits)
        files.write(chunks, chosen.output)
    return 0
