"""``uniform compile``: a program as a Turing machine, or as register code."""

from __future__ import annotations

import argparse

from uniform.cli import files, options
from uniform.programs import open_generator


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    parser.add_argument("--to", choices=("machine", "counters"), default="machine", help="what to (default machine)")
    parser.add_argument("-o", dest="output", metavar="FILE", help="where to (default: standard output)")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    generator = open_generator(chosen.program, options.settings(chosen))
    if chosen.to == "counters":
        from uniform.counters.show import show

        files.write([show(generator.code).encode()], chosen.output)
        return 0
    from uniform.turing.write import to_text

    machine = generator.machine()
    files.write([to_text(machine).encode()], chosen.output)
    if chosen.output not in (None, "-"):
        rules = sum(len(state.rules) for state in machine.states)
        files.note(
            f"{chosen.output}: {len(machine.work)} work tapes, {len(machine.states)} states, {rules} rules, "
            f"work cells = {machine.space}"
        )
    return 0
