"""``uniform run``: run a Turing machine, or a program as one, and count its work cells."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, TYPE_CHECKING

from uniform.arguments.endings import FORMATS, ending_of, read_endings, written_endings
from uniform.arguments.limits import STEPS, rounded
from uniform.cli import files, options
from uniform.cli.standard_error import note, progress
from uniform.cli.standard_output import print_result
from uniform.cli.written_numbers import read_number
from uniform.family.opening import open_source, read_text, refuse_settings
from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import Trap, UniformError

if TYPE_CHECKING:
    from uniform.language.pipeline import Generator
    from uniform.turing.emulator.simulate import Configuration
    from uniform.turing.machine import Machine

_TRACED = 10**6  # steps of a trace, the cost of showing included
_SHOWING = 10  # steps that take as long as showing a configuration
_CHARACTERS = 500  # characters of tapes, output and shown text that cost as much as a step


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    steps = f"{rounded(STEPS['machine'])}; {rounded(_TRACED)} for a trace"
    options.add_program(parser)
    word = parser.add_mutually_exclusive_group()
    word.add_argument("-n", metavar="N", help="run on 1^N")
    word.add_argument("--input", metavar="WORD", help="run on WORD")
    word.add_argument("--input-file", metavar="FILE", help="run on the word in FILE, or - for standard input")
    parser.add_argument("--steps", metavar="K", help=f"stop after K steps (default {steps})")
    parser.add_argument("--max-output", metavar="K", help="stop after printing K characters (default 2^30)")
    parser.add_argument("--layout", action="store_true", help="stop once all tapes are laid out (compiled machines)")
    parser.add_argument(
        "--trace",
        nargs="?",
        const="text",
        choices=("text", "json"),
        help="show every configuration; json: one per line",
    )
    parser.add_argument("--every", metavar="K", help="show only every K-th configuration of a trace")
    parser.add_argument("--from", dest="first", metavar="K", help="start a trace at step K")
    parser.add_argument("--until-output", action="store_true", help="end a trace when the machine prints something")
    parser.add_argument("-o", dest="output", metavar="FILE", help="write the output of the machine to FILE")
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.turing.emulator.run import RunLimits
    from uniform.turing.emulator.run import run as run_machine

    _require_compatible(chosen)
    _require_printed(chosen)
    machine, program = _machine(chosen)
    word = _word(chosen, generated=program is not None)
    limits = RunLimits(
        steps=None if chosen.steps is None else read_number(chosen.steps, "--steps"),
        output=None if chosen.max_output is None else read_number(chosen.max_output, "--max-output"),
    )
    if chosen.trace:
        return _trace(chosen, machine, word, program)
    if chosen.layout and machine.laid_out is None:
        hint = "machines compiled from programs have a line `layout STATE`"
        raise UniformError(Diagnostic("U701", f"`{machine.name}` marks no layout to stop at", help=hint))
    try:
        with _printer(chosen) as printer, progress("steps") as show:
            runner = partial(run_machine, machine) if program is None else program.run
            outcome = runner(word, limits=limits, stop_at_layout=chosen.layout, sink=printer.write, progress=show)
            if printer.to_file and outcome.halted not in ("accept", "reject"):
                raise _CutShort
    except _CutShort:
        note(f"note: the output is incomplete; `{chosen.output}` was not written")
    if chosen.json:
        report = outcome.to_json()
        if outcome.trap is not None:
            from uniform.research.reports import Failure

            report["trap"] = Failure(machine.name, outcome.trap).to_json()
        print_result(json.dumps(report, indent=2))
    else:
        if printer.unfinished:
            print(flush=True)
        if printer.shown:
            print(outcome, file=sys.stderr)
        else:
            print_result(outcome)
        if outcome.trap is not None:
            note(str(outcome.trap))
        if outcome.limit == "cells":
            note(f"the tapes together, the input included, can hold {limits.limit_on('cells')} cells")
        if outcome.limit in _RAISED_BY:
            note(f"`{_RAISED_BY[outcome.limit]}` raises the limit on {outcome.limit}")
    return 0 if outcome else 1


class _CutShort(Exception):
    """The machine stopped before its output was complete."""


_RAISED_BY = {"steps": "--steps", "output": "--max-output"}


@dataclass(slots=True)
class _Printer:
    """Where the output of the machine goes: to a file, to standard output, or (with --json) into the report."""

    target: IO[bytes] | None
    to_file: bool = False
    shown: bool = False  # something went to standard output
    unfinished: bool = False  # the output so far does not end with a line feed

    def write(self, chunk: bytes) -> None:
        if self.target is not None:
            self.target.write(chunk)
        if self.target is sys.stdout.buffer and chunk:
            self.shown, self.unfinished = True, not chunk.endswith(b"\n")


@contextmanager
def _printer(chosen: argparse.Namespace) -> Iterator[_Printer]:
    if chosen.output not in (None, "-"):
        with files.whole_file(chosen.output) as file:
            yield _Printer(file, to_file=True)
        return
    sys.stdout.flush()
    printer = _Printer(None if chosen.json else sys.stdout.buffer)
    yield printer
    sys.stdout.buffer.flush()


def _require_compatible(chosen: argparse.Namespace) -> None:
    """Refuse options that would have no effect."""
    of_traces = {"--every": chosen.every, "--from": chosen.first, "--until-output": chosen.until_output}
    of_runs = {"-o": chosen.output, "--json": chosen.json, "--layout": chosen.layout, "--max-output": chosen.max_output}
    for option, value in (of_runs if chosen.trace else of_traces).items():
        if value:
            message = (
                f"`{option}` cannot be used with `--trace`" if chosen.trace else f"`{option}` only applies to a trace"
            )
            hint = "`--trace json` prints configurations as JSON" if chosen.trace else f"`--trace {option}`"
            raise UniformError(Diagnostic("U701", message, help=hint))


def _require_printed(chosen: argparse.Namespace) -> None:
    """Refuse to write the output of the machine to a file whose ending means another format."""
    ending = ending_of(chosen.output or "")
    if ending in {*read_endings(), *written_endings()} - {".ckt", ".txt"}:
        hint = "use .ckt for circuits, .txt for other text, or no ending"
        if "generate" in {verb for row in FORMATS for verb in row.written_by if row.ending == ending}:
            hint += f"; `uniform generate` writes {ending}"
        message = f"the output of the machine is written unchanged, not as {ending}"
        raise UniformError(Diagnostic("U710", message, help=hint))


def _machine(chosen: argparse.Namespace) -> tuple[Machine, Generator | None]:
    """The machine, and the program if it is compiled from one."""
    opened = open_source(chosen.program, read_endings("run"))
    if opened.holds == "machine":
        from uniform.turing.text.read import parse_checked
        from uniform.turing.text.warnings import warnings

        refuse_settings(chosen.program, chosen.settings)
        parsed = parse_checked(opened.source)
        for warning in warnings(parsed):
            note(str(warning))
        return parsed.machine, None
    from uniform.language.pipeline import load

    generator = load(opened.source, options.settings(chosen))
    return generator.machine(), generator


def _word(chosen: argparse.Namespace, *, generated: bool) -> str | int:
    if chosen.input is not None:
        return str(chosen.input)
    if chosen.input_file is not None:
        text = read_text(chosen.input_file).text
        return text.removesuffix("\n").removesuffix("\r")  # the end of the line is not part of the word
    if chosen.n is None:
        raise UniformError(Diagnostic("U703", "which input?", help="-n N for 1^N, --input WORD, or --input-file FILE"))
    return options.read_n(chosen, minimum=1 if generated else 0)


def _trace(chosen: argparse.Namespace, machine: Machine, word: str | int, program: Generator | None) -> int:
    from uniform.turing.emulator.simulate import configurations
    from uniform.turing.emulator.trace import show, to_json

    every = read_number(chosen.every or "1", "--every")
    if every == 0:
        raise UniformError(Diagnostic("U702", "--every: 0 is below 1", help="`--every 1` shows all configurations"))
    first = read_number(chosen.first or "0", "--from")
    limit = _TRACED if chosen.steps is None else read_number(chosen.steps, "--steps")
    if chosen.steps is None and first >= limit:
        message = f"`--from {chosen.first}`: a trace is limited to {rounded(limit)} steps"
        raise UniformError(Diagnostic("U701", message, help=f"`--steps {first + 1000}` raises the limit"))
    left = limit if chosen.steps is None else None
    sources = () if program is None else (*program.imported, program.source)
    last = trap = None
    for each in configurations(machine, word, first=first, every=every, most=limit, until_output=chosen.until_output):
        last = each
        if program is not None and each.ended is not None:
            last, trap = _program_end(each, program, word)
        text = json.dumps(to_json(machine, last)) if chosen.trace == "json" else show(machine, last, sources)
        print(text)
        if left is not None:
            left -= _SHOWING + (len(text) + len(last.output) + sum(map(len, last.tapes))) // _CHARACTERS
            if last.ended is None and left < last.step:
                break
    assert last is not None
    if trap is not None:
        note(str(trap))
    if last.ended is None and last.step >= (limit if left is None else min(limit, left)):
        fewer = (
            ""
            if left is None
            else f": a trace is limited to {rounded(limit)}, or fewer if they show much; `--steps` raises the limit"
        )
        note(f"stopped after {count_of(last.step, 'step')}{fewer}")
    return 0 if last.ended == "accept" else 1


def _program_end(last: Configuration, program: Generator, word: str | int) -> tuple[Configuration, Trap | None]:
    """The last configuration, with the outcome of the program if it differs from the machine's."""
    from uniform.counters.machine.machine_tier import program_end

    n = word if isinstance(word, int) else len(word)
    if n == 0:
        return last, None
    halted, reason, trap = program_end(str(last.ended), last.reason, len(last.output), program.stream(n))
    return replace(last, ended=halted, reason=reason), trap
