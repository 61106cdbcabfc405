"""``uniform certify``: what holds for every n."""

from __future__ import annotations

import argparse
import json

from uniform.cli import files, options
from uniform.programs import open_generator


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    options.add_json(parser)
    parser.add_argument("-o", dest="output", metavar="FILE", help="write the certificate (JSON) to a file")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.certify.certificate import certify

    certificate = certify(open_generator(chosen.program, options.settings(chosen)))
    text = json.dumps(certificate.to_json(), indent=2) + "\n"
    if chosen.output is not None:
        files.write([text.encode()], chosen.output)
    elif chosen.json:
        print(text, end="")
    if not chosen.json and chosen.output != "-":
        print(certificate)
    return 0
