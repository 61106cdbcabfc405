"""``uniform list``: list the shipped programs, machines and transformers by topic, one line each."""

from __future__ import annotations

import argparse

from uniform.cli import options
from uniform.library.entry import ShippedProgram
from uniform.library.table import name_of, topics
from uniform.transformers.catalog import models


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
    ] + [
        {"name": model.name, "kind": "model", "topic": "transformers", "class": None, "summary": model.summary}
        for model in models()
    ]
    if chosen.json:
        import json

        print(json.dumps(rows, indent=2))
        return 0
    width = max(len(str(row["name"])) for row in rows)
    for topic in dict.fromkeys(row["topic"] for row in rows):
        print(topic)
        for row in rows:
            if row["topic"] == topic:
                print(f"  {row['name']:<{width}}  {row['class'] or row['kind']:<7}  {row['summary']}")
        print()
    print("programs, with the class of the circuits they print: uniform check NAME -n 1..12")
    print("machines, written by hand: uniform run NAME --input WORD")
    print("models: uniform transformer NAME")
    return 0
