"""``uniform list``: list the shipped programs and hand-written machines by topic, one line each."""

from __future__ import annotations

import argparse

from uniform.cli import options
from uniform.library.entry import ShippedProgram
from uniform.library.table import name_of, topics


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    rows = [
        {
            "name": name_of(entry),
            "kind": "program" if isinstance(entry, ShippedProgram) else "machine",
            "topic": topic.name,
            "class": entry.printed_class if isinstance(entry, ShippedProgram) else None,
            "summary": entry.summary,
        }
        for topic in topics()
        for entry in topic.entries
    ]
    if chosen.json:
        import json

        print(json.dumps(rows, indent=2))
        return 0
    width = max(len(str(row["name"])) for row in rows)
    for topic in topics():
        print(topic.name)
        for row in rows:
            if row["topic"] == topic.name:
                print(f"  {row['name']:<{width}}  {row['class'] or row['kind']:<7}  {row['summary']}")
        print()
    print("programs, with the class of the circuits they print: uniform check NAME -n 1..12")
    print("machines, written by hand: uniform run NAME --input WORD")
    return 0
