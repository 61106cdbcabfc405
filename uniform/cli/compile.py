"""``uniform compile``: compile a program to a Turing machine or to register code."""

from __future__ import annotations

import argparse

from uniform.arguments.endings import listed, written_endings
from uniform.cli import files, options
from uniform.cli.output_formats import ending_for
from uniform.cli.standard_error import note
from uniform.family.opening import open_generator
from uniform.messages.counts import count_of

_TO = {"machine": ".tm", "counters": ".counters"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    parser.add_argument("--to", choices=tuple(_TO), help="the form to compile to (default machine)")
    shown = listed(written_endings("compile"), "or")
    parser.add_argument("-o", dest="output", metavar="FILE", help=f"output file, {shown} (default: standard output)")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    ending = ending_for("compile", chosen.output, _TO.get(chosen.to), default=".tm")
    generator = open_generator(chosen.program, options.settings(chosen))
    if ending == ".counters":
        from uniform.counters.show import show

        files.write([show(generator.code).encode()], chosen.output)
        return 0
    from uniform.turing.machine import to_text

    machine = generator.machine()
    files.write([to_text(machine).encode()], chosen.output)
    if chosen.output not in (None, "-"):
        rules = sum(len(state.rules) for state in machine.states)
        note(
            f"{chosen.output}: {count_of(len(machine.work), 'work tape')}, {count_of(len(machine.states), 'state')}, "
            f"{count_of(rules, 'rule')}, work cells = {machine.space}"
        )
    return 0
