"""Reports on standard output. A reader that leaves early, as ``head`` does, changes no verdict."""

from __future__ import annotations

import os
import sys
from typing import Any, Protocol


class Report(Protocol):
    """What a verb reports: as text, and as JSON."""

    def to_json(self) -> Any:
        """The report as JSON."""


def print_report(report: Report, as_json: bool) -> None:
    """Print a report as text or as JSON."""
    import json

    print_result(json.dumps(report.to_json(), indent=2) if as_json else report)


def print_result(text: object) -> None:
    """Print what has a verdict. If the reader of the pipe has left, the rest of the output is discarded, and the exit
    status is still that of the verdict."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        discard_output()


def discard_output() -> None:
    """Discard the rest of the buffer, so that Python does not complain again when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
