"""``uniform list``: the shipped programs and hand-written machines, one line each."""

from __future__ import annotations

import argparse
import json

from uniform.cli import options
from uniform.library import machines as machine_catalog
from uniform.library import programs as catalog


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    programs = [(entry.name, entry.summary) for entry in catalog.entries()]
    machines = [
        (f"{entry.name}.tm" if catalog.find(entry.name) else entry.name, entry.summary)
        for entry in machine_catalog.entries()
    ]
    if chosen.json:
        rows = [{"name": name, "kind": "program", "summary": summary} for name, summary in programs]
        rows += [{"name": name, "kind": "machine", "summary": summary} for name, summary in machines]
        print(json.dumps(rows, indent=2))
        return 0
    width = max(len(name) for name, _ in (*programs, *machines))
    _section("programs, for every verb: uniform check NAME -n 1..12", programs, width)
    print()
    _section("hand-written machines: uniform run NAME --input WORD", machines, width)
    return 0


def _section(head: str, rows: list[tuple[str, str]], width: int) -> None:
    print(head)
    for name, summary in rows:
        print(f"  {name:<{width}}  {summary}")
