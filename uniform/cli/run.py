"""``uniform run``: run a Turing machine, or a program as one, and count its work cells."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace

from uniform.cli import files, options
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.programs import open_source, read_text


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    word = parser.add_mutually_exclusive_group()
    word.add_argument("-n", metavar="N", help="run on 1^N")
    word.add_argument("--input", metavar="WORD", help="run on this word")
    word.add_argument("--input-file", metavar="FILE", help="run on the word in a file, or - for standard input")
    parser.add_argument("--steps", metavar="K", help="stop after K steps")
    parser.add_argument("--layout", action="store_true", help="stop when all tapes are laid out (compiled machines)")
    parser.add_argument("--trace", nargs="?", const="text", choices=("text", "json"), help="show every configuration")
    parser.add_argument("--every", metavar="K", default="1", help="of a trace, show every K-th configuration")
    parser.add_argument("--from", dest="first", metavar="K", default="0", help="begin a trace at step K")
    parser.add_argument("--until-output", action="store_true", help="end a trace when something is printed")
    parser.add_argument("-o", dest="output", metavar="FILE", help="write what the machine prints to a file")
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.turing.run import RunLimits
    from uniform.turing.run import run as run_machine

    machine, code = _machine(chosen)
    word = _word(chosen, generated=code is not None)
    limits = RunLimits()
    if chosen.steps is not None:
        limits = replace(limits, steps=options.read_number(chosen.steps, "--steps"))
    if chosen.trace:
        return _trace(chosen, machine, word, limits.steps)
    output = None if chosen.output == "-" else chosen.output
    with files.progress("steps") as show:
        if output is None:
            outcome = run_machine(machine, word, limits=limits, stop_at_layout=chosen.layout, progress=show)
        else:
            try:
                with files.whole_file(output) as file:
                    outcome = run_machine(
                        machine, word, limits=limits, stop_at_layout=chosen.layout, sink=file.write, progress=show
                    )
                    if outcome.halted not in ("accept", "reject"):
                        raise _CutShort
            except _CutShort:
                files.note(f"note: the output is not complete; `{output}` was not written")
    if chosen.json:
        print(json.dumps(outcome.to_json(), indent=2))
    else:
        if outcome.output and output is None:
            print(outcome.output, end="" if outcome.output.endswith("\n") else "\n")
        print(outcome, file=sys.stderr if outcome.output and output is None else sys.stdout)
        if outcome.halted == "trap" and code is not None:
            _explain_trap(outcome, code)
    return 0 if outcome else 1


class _CutShort(Exception):
    """The machine has not finished what it prints."""


def _machine(chosen: argparse.Namespace):  # type: ignore[no-untyped-def]
    """The machine, and the register code when it is compiled from a program."""
    opened = open_source(chosen.program)
    match opened.kind:
        case "tm":
            from uniform.turing.check import warnings
            from uniform.turing.parse import parse, parse_machine

            machine = parse_machine(opened.source)
            for warning in warnings(parse(opened.source)):
                files.note(str(warning))
            return machine, None
        case "gen":
            from uniform.language.pipeline import load

            generator = load(opened.source, options.settings(chosen))
            return generator.machine(), generator.code
    raise UniformError(Diagnostic("U708", f"`{chosen.program}` is neither a machine nor a program"))


def _word(chosen: argparse.Namespace, *, generated: bool) -> str | int:
    if chosen.input is not None:
        return str(chosen.input)
    if chosen.input_file is not None:
        return read_text(chosen.input_file).text.rstrip("\r\n")
    if chosen.n is None:
        raise UniformError(Diagnostic("U703", "which input?", help="-n N for 1^N, --input WORD, or --input-file FILE"))
    return options.read_n(chosen, least=1 if generated else 0)


def _trace(chosen: argparse.Namespace, machine, word: str | int, most: int) -> int:  # type: ignore[no-untyped-def]
    from uniform.turing.simulate import configurations
    from uniform.turing.trace import show, to_json

    every, first = options.read_number(chosen.every, "--every"), options.read_number(chosen.first, "--from")
    last = None
    for last in _until(configurations(machine, word), most, stop_at_output=chosen.until_output):
        wanted = last.step >= first and (last.step - first) % max(1, every) == 0
        if wanted or last.ended:
            print(json.dumps(to_json(machine, last)) if chosen.trace == "json" else show(machine, last))
    return 0 if last is not None and last.ended == "accept" else 1


def _until(configurations: Iterator, most: int, *, stop_at_output: bool) -> Iterator:  # type: ignore[type-arg]
    for configuration in configurations:
        yield configuration
        if configuration.step >= most:
            files.note(f"stopped after {most} steps")
            return
        if stop_at_output and configuration.output:
            return


def _explain_trap(outcome, code) -> None:  # type: ignore[no-untyped-def]
    from uniform.counters.printed import trap_of

    site = next((site for site in code.sites if site.static_text == outcome.reason), None)
    if site is not None:
        files.note(str(trap_of(outcome, code, site, outcome.length)))
