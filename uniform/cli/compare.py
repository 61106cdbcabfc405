"""``uniform compare``: test whether two families have the same circuits or the same functions."""

from __future__ import annotations

import argparse

from uniform.cli import options
from uniform.cli.standard_error import progress
from uniform.cli.standard_output import print_report
from uniform.cli.written_numbers import read_ns
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("left", metavar="A", help="a program, a circuit file, or FILE.py:builder")
    parser.add_argument("right", metavar="B", help="another")
    options.add_n(parser, several=True, default="1..12, or that of a circuit file")
    options.add_limits(parser, several=True)
    options.add_json(parser)
    options.add_samples(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    if chosen.left == chosen.right == "-":
        raise UniformError(
            Diagnostic("U701", "standard input can only be read once", help="save one of the two to a file")
        )
    from uniform.research.questions import compare

    with progress("circuits") as show:
        report = compare(
            chosen.left,
            chosen.right,
            None if chosen.n is None else read_ns(chosen.n),
            limits=options.limits(chosen),
            **options.samples(chosen),
            progress=show,
        )
    print_report(report, as_json=chosen.json)
    good = report.proved if chosen.prove else bool(report)
    return 0 if good else 1
