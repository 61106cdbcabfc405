"""``uniform convert``: write a program, a circuit or a machine in another format, chosen by the output's ending."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from uniform.arguments.endings import Holds, listed, read_endings, written_endings
from uniform.cli import files, options
from uniform.cli.output_formats import ending_for, unwritten
from uniform.cli.standard_error import note
from uniform.family.opening import OpenSource, open_source, refuse_settings
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

if TYPE_CHECKING:
    from uniform.turing.exchange import Words
    from uniform.turing.machine import Machine

_ONE_RUN = (".jff", ".json", ".txt")  # formats that can hold just the transitions of one run
_EVERY = "without `-n` and `--input`, the whole machine is written"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser, "source")
    endings = written_endings("convert")
    shown = listed(endings, "or")
    parser.add_argument("-o", dest="output", metavar="OUT", help=f"output file; its ending chooses the format: {shown}")
    parser.add_argument(
        "--to", choices=[ending[1:] for ending in endings], help="the output format, if OUT has no ending"
    )
    kinds = [ending[1:] for ending in read_endings("convert")]
    parser.add_argument("--from", dest="called", choices=kinds, help="the input format, whatever the ending of SOURCE")
    parser.add_argument("--plain", action="store_true", help="for a machine: print at most one symbol per step (.tm)")
    word = parser.add_mutually_exclusive_group()
    word.add_argument("-n", metavar="N", help="the circuit for N; for a machine, only the transitions it takes on 1^N")
    word.add_argument("--input", metavar="WORD", help="for a machine: only the transitions it takes on WORD")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    ending = ending_for("convert", chosen.output, f".{chosen.to}" if chosen.to else None)
    files.write(_convert(chosen, ending), chosen.output)
    return 0


def _convert(chosen: argparse.Namespace, ending: str) -> Iterable[bytes]:
    called = f".{chosen.called}" if chosen.called else None
    opened = open_source(chosen.source, read_endings("convert"), called)
    _require_written(chosen, ending, opened.holds)
    if opened.holds != "program":
        refuse_settings(chosen.source, chosen.settings)
    if opened.holds == "circuit":
        return _circuit(opened.source, ending, chosen)
    if _names_a_circuit(ending, chosen):
        return _nth_circuit(opened, ending, chosen)
    return _machine(_read_machine(opened, chosen), ending, chosen)


def _names_a_circuit(ending: str, chosen: argparse.Namespace) -> bool:
    """Whether a program or a machine is written as a circuit: the ending is one of circuits alone, or ``-n`` is set."""
    if ending not in written_endings("convert", "circuit"):
        return False
    return chosen.n is not None or ending not in written_endings("convert", "machine")


def _require_written(chosen: argparse.Namespace, ending: str, holds: Holds) -> None:
    """A program or a machine is written as a machine or, for one n, as a circuit; a circuit as a circuit."""
    kinds: tuple[Holds, ...] = ("circuit",) if holds == "circuit" else ("machine", "circuit")
    if not any(ending in written_endings("convert", kind) for kind in kinds):
        raise unwritten(f"`{chosen.source}` cannot be written as {ending}", ending, "convert", kinds[0])


def _read_machine(opened: OpenSource, chosen: argparse.Namespace) -> Machine:
    """Read a machine from a program, a ``.tm`` file or another simulator's file; print a note on each change."""
    if opened.holds == "program":
        from uniform.language.pipeline import compile_program

        return compile_program(opened.source, options.settings(chosen))
    if opened.ending == ".tm":
        from uniform.turing.text.read import parse_machine

        return parse_machine(opened.source)
    from uniform.turing.exchange import read_foreign

    imported = read_foreign(opened.source, opened.ending)
    for each in imported.notes:
        note(f"note: {each}")
    return imported.machine


def _circuit(source: Source, ending: str, chosen: argparse.Namespace) -> Iterator[bytes]:
    from uniform.circuits.formats.ckt import read_ckt
    from uniform.circuits.formats.writers import circuit_writer

    if chosen.n is not None or chosen.input is not None or chosen.plain:
        raise UniformError(
            Diagnostic("U710", "a circuit can only be converted as a whole", help="omit `-n`, `--input` and `--plain`")
        )
    return circuit_writer(ending)(read_ckt(source))


def _nth_circuit(opened: OpenSource, ending: str, chosen: argparse.Namespace) -> Iterator[bytes]:
    """The circuit for one n, of a program or of a machine that prints circuits."""
    from uniform.circuits.formats.writers import circuit_writer
    from uniform.family.machine import MachineFamily
    from uniform.language.pipeline import load

    if chosen.input is not None or chosen.plain:
        raise UniformError(Diagnostic("U710", "a family has a circuit for each n", help="choose one with -n"))
    n = options.read_n(chosen)
    try:
        if opened.holds != "program":
            yield from circuit_writer(ending)(MachineFamily(_read_machine(opened, chosen)).circuit(n))
            return
        generator = load(opened.source, options.settings(chosen))
        yield from generator.stream(n) if ending == ".ckt" else circuit_writer(ending)(generator.circuit(n))
    except UniformError as error:
        first = error.diagnostics[0]
        if first.help is None or not first.help.startswith("`--max-"):
            raise
        hint = f"use `uniform generate {chosen.source} -n {n} -o FILE`, where {first.help}"
        raise UniformError(replace(first, help=hint)) from error


def _machine(machine: Machine, ending: str, chosen: argparse.Namespace) -> Iterator[bytes]:
    from uniform.turing.emulator.simulate import expand
    from uniform.turing.exchange import WRITERS
    from uniform.turing.machine import to_text

    if chosen.plain:
        _require(ending, (".tm",), "`--plain` only applies to machines written as .tm")
        machine = expand(machine)
    words: Words = None
    if chosen.input is not None or chosen.n is not None:
        _require(ending, _ONE_RUN, "the transitions of one run are only written in other formats", _EVERY)
        words = [chosen.input if chosen.input is not None else options.read_n(chosen, minimum=0)]
    writer: Callable[[Machine, Words], str] = WRITERS.get(ending, lambda machine, words: to_text(machine))
    yield writer(machine, words).encode("utf-8")


def _require(ending: str, endings: tuple[str, ...], message: str, more: str | None = None) -> None:
    if ending not in endings:
        hint = f"the endings are {listed(endings)}" + (f"; {more}" if more else "")
        raise UniformError(Diagnostic("U710", f"{message}, not {ending}", help=hint))
