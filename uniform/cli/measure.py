"""``uniform measure``: measure size, depth, wires and fan-in for each n."""

from __future__ import annotations

import argparse

from uniform.cli import options
from uniform.cli.standard_error import progress
from uniform.cli.standard_output import print_report
from uniform.cli.written_numbers import read_ns


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    options.add_n(parser, several=True, default="1,2,4,8,16,32,64, or that of a circuit file")
    options.add_limits(parser, several=True)
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.research.questions import measure

    with progress("circuits") as show:
        table = measure(
            chosen.program,
            None if chosen.n is None else read_ns(chosen.n),
            settings=options.settings(chosen),
            limits=options.limits(chosen),
            progress=show,
        )
    print_report(table, as_json=chosen.json)
    return 1 if table.failures else 0
