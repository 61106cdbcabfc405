"""``uniform convert``: a circuit or a machine in another format, chosen by the ending of the output file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from uniform.cli import files
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.programs import open_source
from uniform.spans import Source


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("source", metavar="IN", help="a circuit or a machine, or - for standard input")
    parser.add_argument("-o", dest="output", metavar="OUT", required=True, help="its ending says which format")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    opened = open_source(chosen.source)
    formats = _FORMATS.get(opened.kind, {})
    ending = Path(chosen.output).suffix
    if ending not in formats:
        message = f"`{chosen.source}` cannot be written as `{ending or chosen.output}`"
        hint = f"the endings are {', '.join(formats)}" if formats else "circuits and machines can be converted"
        raise UniformError(Diagnostic("U710", message, help=hint))
    files.write(formats[ending](opened.source), chosen.output)
    return 0


def _circuit(source: Source) -> Iterator[bytes]:
    from uniform.circuits.text import read_ckt, write_ckt

    return write_ckt(read_ckt(source))


def _circuit_dot(source: Source) -> Iterator[bytes]:
    from uniform.circuits.dot import write_dot
    from uniform.circuits.text import read_ckt

    return write_dot(read_ckt(source))


def _machine(source: Source) -> Iterator[bytes]:
    from uniform.turing.parse import parse_machine
    from uniform.turing.write import to_text

    yield to_text(parse_machine(source)).encode("utf-8")


def _other(ending: str) -> Callable[[Source], Iterator[bytes]]:
    """A writer of ``turing.exchange``, which is imported when it is called."""

    def write(source: Source) -> Iterator[bytes]:
        from uniform.turing.exchange import FORMATS
        from uniform.turing.parse import parse_machine

        yield FORMATS[ending](parse_machine(source)).encode("utf-8")

    return write


_FORMATS: dict[str, dict[str, Callable[[Source], Iterator[bytes]]]] = {
    "ckt": {".ckt": _circuit, ".dot": _circuit_dot},
    "tm": {".tm": _machine, **{ending: _other(ending) for ending in (".jff", ".json", ".dot", ".txt")}},
}
