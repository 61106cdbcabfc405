"""``uniform convert``: a circuit or a machine in another format, chosen by the ending of the output file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from uniform.cli import files, options
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.programs import no_settings, open_source, read_text
from uniform.spans import Source

if TYPE_CHECKING:
    from uniform.turing.exchange import Words
    from uniform.turing.machine import Machine

_MACHINES = (".tm", ".jff", ".json", ".dot", ".txt")
_ONE_RUN = (".jff", ".json", ".txt")  # formats that can hold the transitions of one run only


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser, "source")
    parser.add_argument("-o", dest="output", metavar="OUT", required=True, help="its ending says which format")
    parser.add_argument("--plain", action="store_true", help="of a machine, print one symbol a step (.tm)")
    word = parser.add_mutually_exclusive_group()
    word.add_argument("-n", metavar="N", help="of a machine, only the transitions that it takes on 1^N")
    word.add_argument("--input", metavar="WORD", help="of a machine, only the transitions that it takes on a word")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    ending = Path(chosen.output).suffix
    if Path(chosen.source).suffix == ".txt":
        from uniform.turing.imports import from_simulator

        no_settings(chosen.source, chosen.settings)
        machine = from_simulator(read_text(chosen.source))
        chunks = _machine(machine, ending, chosen)
    else:
        opened = open_source(chosen.source)
        if opened.kind != "gen":
            no_settings(chosen.source, chosen.settings)
        match opened.kind:
            case "ckt":
                chunks = _circuit(opened.source, ending, chosen)
            case "tm":
                from uniform.turing.parse import parse_machine

                chunks = _machine(parse_machine(opened.source), ending, chosen)
            case _:
                from uniform.language.pipeline import load

                _known(chosen, ending, _MACHINES)
                chunks = _machine(load(opened.source, options.settings(chosen)).machine(), ending, chosen)
    files.write(chunks, chosen.output)
    return 0


def _circuit(source: Source, ending: str, chosen: argparse.Namespace) -> Iterator[bytes]:
    from uniform.circuits.dot import write_dot
    from uniform.circuits.text import read_ckt, write_ckt

    _known(chosen, ending, (".ckt", ".dot"))
    if chosen.n is not None or chosen.input is not None or chosen.plain:
        hint = "leave -n, --input and --plain away"
        raise UniformError(Diagnostic("U710", "a circuit is converted whole", help=hint))
    return (write_ckt if ending == ".ckt" else write_dot)(read_ckt(source))


def _machine(machine: Machine, ending: str, chosen: argparse.Namespace) -> Iterator[bytes]:
    from uniform.turing.exchange import FORMATS
    from uniform.turing.simulate import expand
    from uniform.turing.write import to_text

    _known(chosen, ending, _MACHINES)
    if chosen.plain:
        _known(chosen, ending, (".tm",), "`--plain` is for machines as .tm: `{}` cannot be written so as")
        machine = expand(machine)
    words: Words = None
    if chosen.input is not None or chosen.n is not None:
        _known(chosen, ending, _ONE_RUN, "the transitions of one run cannot be written as")
        words = [chosen.input if chosen.input is not None else options.read_n(chosen, least=0)]
    writer: Callable[[Machine, Words], str] = FORMATS.get(ending, lambda machine, words: to_text(machine))
    yield writer(machine, words).encode("utf-8")


def _known(
    chosen: argparse.Namespace, ending: str, endings: tuple[str, ...], what: str = "`{}` cannot be written as"
) -> None:
    if ending not in endings:
        message = f"{what.format(chosen.source)} `{ending or chosen.output}`"
        raise UniformError(Diagnostic("U710", message, help=f"the endings are {', '.join(endings)}"))
