"""``uniform list``: list the shipped programs, machines, models and parts by topic, one line each."""

from __future__ import annotations

import argparse

from uniform.cli import options
from uniform.cli.standard_error import progress
from uniform.library.entry import ShippedProgram
from uniform.library.parts import parts
from uniform.library.table import name_of, programs, topics
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.catalog import models


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_json(parser)
    parser.add_argument("--classes", action="store_true", help="certify each shipped program, and show its class")
    parser.add_argument("--markdown", action="store_true", help="with --classes: a wide table in Markdown")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    if chosen.markdown and not chosen.classes:
        raise UniformError(Diagnostic("U701", "`--markdown` only applies to `--classes`"))
    if chosen.markdown and chosen.json:
        raise UniformError(Diagnostic("U701", "`--markdown` and `--json` exclude each other"))
    if chosen.classes:
        return _show_classes(chosen)
    rows = [
        *(
            _row(name_of(entry), "program", topic.name, entry.summary, entry.printed_class)
            if isinstance(entry, ShippedProgram)
            else _row(name_of(entry), "machine", topic.name, entry.summary)
            for topic in topics()
            for entry in topic.entries
        ),
        *(_row(model.name, "model", "transformers", model.summary) for model in models()),
        *(_row(part.name, "part", f"lib:{part.file}", part.summary) for part in parts()),
    ]
    if chosen.json:
        import json

        print(json.dumps(rows, indent=2))
        return 0
    headers = {part.name: part.header for part in parts()}
    shown = [(headers[str(row["name"])] if row["kind"] == "part" else str(row["name"]), row) for row in rows]
    width = max(len(name) for name, _ in shown)
    for topic in dict.fromkeys(row["topic"] for row in rows):
        print(topic)
        for name, row in shown:
            if row["topic"] == topic:
                print(f"  {name:<{width}}  {row['class'] or row['kind']:<7}  {row['summary']}")
        print()
    print("programs, with the class of the circuits they print: uniform check NAME -n 1..12")
    print("machines, written by hand: uniform run NAME --input WORD")
    print("models: uniform transformer NAME")
    print('parts, which programs import: import "lib:adders", then part add = ripple(n)')
    return 0


def _show_classes(chosen: argparse.Namespace) -> int:
    """The table of classes."""
    import json

    from uniform.research.classes import classes

    with progress("programs", len(programs())) as show:
        table = classes(progress=show)
    print(json.dumps(table.to_json(), indent=2) if chosen.json else table.markdown() if chosen.markdown else table)
    return 0


def _row(name: str, kind: str, topic: str, summary: str, printed_class: str | None = None) -> dict[str, str | None]:
    return {"name": name, "kind": kind, "topic": topic, "class": printed_class, "summary": summary}
