"""Reading machines: parse the text, then check it."""

from __future__ import annotations

from os import PathLike, fspath

from uniform.arguments.texts import LARGEST_TEXT, read_source
from uniform.collector import paused
from uniform.messages.spans import Source
from uniform.turing.machine import Machine
from uniform.turing.text.check import errors
from uniform.turing.text.mistakes.complaints import Complaints
from uniform.turing.text.parse import Parsed, parse


def read_machine(path: str | PathLike[str]) -> Machine:
    """The machine in a file. Raises UniformError, with every mistake at once. Cost: linear in the file.

    >>> from uniform.resources import shipped_file
    >>> read_machine(shipped_file("arithmetic", "count_ones", ".tm"))
    Machine('count_ones', work tapes=1, states=3, rules=8)
    """
    return parse_machine(read_source(fspath(path), LARGEST_TEXT))


def parse_machine(source: Source) -> Machine:
    """The machine in a text, checked. Raises UniformError with every error; warnings are not raised.

    >>> text = "machine odd\\ninput in: 1\\nstart go\\ngo:\\n  in=^ -> in>\\n  else -> accept\\n"
    >>> parse_machine(Source("odd.tm", text)).name
    'odd'
    """
    return parse_checked(source).machine


@paused()
def parse_checked(source: Source) -> Parsed:
    """The machine in a text, checked, with the places of its states and rules. Raises like ``parse_machine``."""
    parsed = parse(source)
    complaints = Complaints(source)
    complaints.found += errors(parsed)
    complaints.raise_found()
    return parsed
