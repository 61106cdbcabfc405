"""``uniform audit``: check a certificate, by deriving it again and measuring on the machine."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from uniform.arguments.endings import FORMATS, ending_of
from uniform.arguments.texts import may_be_read
from uniform.cli import options
from uniform.cli.written_numbers import read_ns
from uniform.family.opening import open_generator, read_text, wrong_kind
from uniform.library.table import find, find_machine
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

if TYPE_CHECKING:
    from uniform.language.pipeline import Generator


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("certificate", metavar="FILE", help="a certificate, or - for standard input")
    parser.add_argument("--program", metavar="PROGRAM", help="the program, if it has moved")
    parser.add_argument("-n", metavar="N", help="the n to measure at: 8, 1..16 or 1,2,5..7")
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.certify.audit import SAMPLES, audit, read_certificate

    _require_certificate(chosen.certificate)
    certificate = read_certificate(read_text(chosen.certificate).text)
    generator = _program(chosen.program, certificate)
    ns = SAMPLES if chosen.n is None else read_ns(chosen.n)
    outcome = audit(certificate, generator, ns)
    print(json.dumps(outcome.to_json(), indent=2) if chosen.json else outcome)
    return 0 if outcome else 1


def _require_certificate(text: str) -> None:
    """Raise UniformError if the argument is a program, a circuit or a machine instead of a certificate."""
    ending = ending_of(text)
    if not may_be_read(text):
        ending = ".gen" if find(text) is not None else ".tm" if find_machine(text) is not None else ""
    hint = "only programs have certificates: uniform certify PROGRAM -o FILE"
    if ending == ".gen":
        file = shlex.quote(f"{Path(text).stem}.certificate")
        hint = f"uniform certify {shlex.quote(text)} -o {file}, then uniform audit {file}"
    for row in FORMATS:
        if row.ending == ending and "measure" in row.read_by:
            raise wrong_kind(text, row.what, ["certificate"], hint, "U801")


def _program(path: str | None, certificate: dict[str, Any]) -> Generator:
    """The certified program, from the path of the caller or else from the path in the certificate."""
    named = certificate["file"] if path is None else path
    try:
        if path is None and named == "-":  # a certificate must not read standard input
            raise UniformError(Diagnostic("U704", "there is no program `-`"))
        return open_generator(named, certificate["constants"])
    except UniformError as error:
        if path is not None or error.diagnostics[0].code not in ("U704", "U705"):
            raise
        message = f"the program `{cut(named, 40)}` cannot be found"
        raise UniformError(Diagnostic("U802", message, help="pass its path with --program")) from error
