"""``uniform audit``: check a certificate, by deriving it again and measuring on the machine."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from uniform.arguments.endings import FORMATS, ending_of, ending_of_text, read_endings
from uniform.arguments.texts import may_be_read
from uniform.cli import files, options
from uniform.cli.questions import add_smt, write_questions
from uniform.cli.standard_error import progress
from uniform.cli.standard_output import print_report
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
    measured = "the n to measure at: 8, 1..16 or 1,2,5..7 (default 1..4,7,8,100,1000,10^6)"
    parser.add_argument("-n", metavar="N", help=measured)
    options.add_json(parser)
    add_smt(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.certify.audit import SAMPLES, audit_subject, certified_subject, read_certificate

    if chosen.smt is not None:
        files.require_new_folder(chosen.smt)
    certificate = read_certificate(_text_of_certificate(chosen.certificate))
    generator = _program(chosen.program, certificate)
    ns = SAMPLES if chosen.n is None else read_ns(chosen.n)
    with progress("questions") as show:
        subject = certified_subject(certificate, generator, show)
        outcome = audit_subject(certificate, subject, ns)
    if chosen.smt is not None:
        write_questions(subject, chosen.smt)
    print_report(outcome, as_json=chosen.json)
    return 0 if outcome else 1


def _text_of_certificate(name: str) -> str:
    """The text of the file. Raises UniformError if its ending, or else its beginning, is that of a program, a circuit
    or a machine."""
    ending = ending_of(name)
    if name != "-" and not may_be_read(name):
        ending = ".gen" if find(name) is not None else ".tm" if find_machine(name) is not None else ""
    if ending in read_endings("measure"):
        raise _other_kind_error(name, ending)
    text = read_text(name).text
    begins_as = ending_of_text(text, otherwise="")
    if begins_as and begins_as not in read_endings("audit"):
        raise _other_kind_error(name, begins_as)
    return text


def _other_kind_error(name: str, ending: str) -> UniformError:
    """The error for a file that is not a certificate; ``ending`` is that of its content."""
    hint = "only programs have certificates: uniform certify PROGRAM -o FILE"
    if ending == ".gen" and (ending_of(name) in ("", ".gen")) and name != "-":
        file = shlex.quote(f"{Path(name).stem}.certificate")
        hint = f"uniform certify {shlex.quote(name)} -o {file}, then uniform audit {file}"
    what = next(row.what for row in FORMATS if row.ending == ending)
    return wrong_kind(name, what, ["certificate"], hint, "U801")


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
