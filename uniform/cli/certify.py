"""``uniform certify``: certify what holds for every n."""

from __future__ import annotations

import argparse
import json
from typing import Any

from uniform.cli import files, options
from uniform.cli.output_formats import ending_for
from uniform.cli.standard_error import note
from uniform.family.opening import open_generator
from uniform.messages.errors import Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    options.add_json(parser)
    parser.add_argument("-o", dest="output", metavar="FILE", help="write the certificate (JSON) to a file")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.certify.certificate import certify

    if chosen.output is not None:
        ending_for("certify", chosen.output, default=".certificate")
    generator = open_generator(chosen.program, options.settings(chosen))
    try:
        certificate = certify(generator)
    except Refusal as refusal:
        if chosen.json:
            print(json.dumps({"program": generator.name, "space": _refusal_json(refusal)}, indent=2))
        note(str(refusal))
        return 1
    text = json.dumps(certificate.to_json(), indent=2) + "\n"
    if chosen.output is not None:
        files.write([text.encode()], chosen.output)
    elif chosen.json:
        print(text, end="")
    if not chosen.json and chosen.output != "-":
        print(certificate)
    return 0 if certificate else 1


def _refusal_json(refusal: Refusal) -> dict[str, Any]:
    """Why the program gets no certificate, as JSON."""
    from uniform.certify.statements.statement import message_to_json

    because = [
        message_to_json(found.code, found.message, found.span)
        for found in refusal.diagnostics
        if found.span is not None
    ]
    return {"status": "refused", "because": because}
