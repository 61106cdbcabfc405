"""``uniform check``: compare the circuits of a program with others, for several n."""

from __future__ import annotations

import argparse
import json

from uniform.cli import options
from uniform.cli.standard_error import progress
from uniform.cli.written_numbers import read_ns


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    options.add_n(parser, several=True)
    options.add_via(parser)
    options.add_limits(parser, several=True)
    options.add_json(parser)
    parser.add_argument("--against", metavar="OTHER", help="a program, a file, or FILE.py:builder")
    parser.add_argument("--spec", metavar="FILE.py:NAME", help="a Python function on integers as the specification")
    options.add_samples(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.research.questions import check

    with progress("circuits") as show:
        report = check(
            chosen.program,
            None if chosen.n is None else read_ns(chosen.n),
            against=chosen.against,
            specification=chosen.spec,
            settings=options.settings(chosen),
            via=chosen.via,
            limits=options.limits(chosen),
            **options.samples(chosen),
            progress=show,
        )
    print(json.dumps(report.to_json(), indent=2) if chosen.json else report)
    good = report.proved if chosen.prove else bool(report)
    return 0 if good else 1
