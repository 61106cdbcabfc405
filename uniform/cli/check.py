"""``uniform check``: compare the circuits of a program with others, for several n."""

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
    options.add_program(parser)
    options.add_n(parser, several=True, default="1..12, or that of a circuit file")
    options.add_via(parser)
    options.add_limits(parser, several=True)
    options.add_json(parser)
    parser.add_argument(
        "--against",
        metavar="OTHER",
        help="a program, a file, FILE.py:builder, or a transformer: MODEL.json or its name",
    )
    parser.add_argument(
        "--states", action="store_true", help="with a transformer: compare every intermediate value as well"
    )
    parser.add_argument("--spec", metavar="FILE.py:NAME", help="a Python function on integers as the specification")
    options.add_samples(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    if chosen.against is not None:
        from uniform.transformers.opening import names_model

        if names_model(chosen.against):
            return _check_against_model(chosen)
    if chosen.states:
        hint = "--against MODEL.json, or the name of a shipped transformer"
        raise UniformError(Diagnostic("U701", "--states only applies to a comparison with a transformer", help=hint))
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
    print_report(report, as_json=chosen.json)
    good = report.proved if chosen.prove else bool(report)
    return 0 if good else 1


def _check_against_model(chosen: argparse.Namespace) -> int:
    from uniform.family.opening import open_family
    from uniform.transformers.check import check_family
    from uniform.transformers.opening import open_model

    if chosen.spec is not None:
        problem = f"--spec does not apply to a comparison with the transformer `{chosen.against}`"
        raise UniformError(Diagnostic("U701", problem, help="check the specification by itself, without --against"))
    model = open_model(chosen.against).model
    family = open_family(chosen.program, options.settings(chosen))
    with progress("circuits") as show:
        report = check_family(
            family,
            model,
            None if chosen.n is None else read_ns(chosen.n),
            states=chosen.states,
            via=chosen.via,
            limits=options.limits(chosen),
            **options.samples(chosen),
            progress=show,
        )
    print_report(report, as_json=chosen.json)
    return 0 if (report.proved if chosen.prove else report) else 1
