"""``uniform list``: the shipped programs, one line each."""

from __future__ import annotations

import argparse
import json

from uniform.catalog import entries
from uniform.cli import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    rows = [(entry.name, entry.summary) for entry in entries()]
    if chosen.json:
        print(json.dumps([{"name": name, "summary": summary} for name, summary in rows], indent=2))
        return 0
    width = max(len(name) for name, _ in rows)
    for name, summary in rows:
        print(f"{name:<{width}}  {summary}")
    return 0
