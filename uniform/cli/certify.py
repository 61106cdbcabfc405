"""``uniform certify``: certify what holds for every n."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from uniform.cli import files, options
from uniform.cli.output_formats import ending_for
from uniform.cli.questions import add_smt, write_questions
from uniform.cli.standard_error import note, progress
from uniform.cli.standard_output import print_result
from uniform.family.opening import open_generator
from uniform.messages.counts import count_of
from uniform.messages.errors import Refusal

if TYPE_CHECKING:
    from uniform.certify.certificate import Certificate
    from uniform.certify.subject import Subject

_MAX_NOTES = 6  # on standard error


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    options.add_program(parser)
    options.add_json(parser)
    parser.add_argument("--explain", action="store_true", help="show the proof as a text instead")
    parser.add_argument("--fit", action="store_true", help="also measure formulas for the size and the depth")
    add_smt(parser)
    parser.add_argument("-o", dest="output", metavar="FILE", help="write the certificate (JSON) to a file")


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.certify.certificate import certify_subject
    from uniform.certify.subject import Subject

    if chosen.output is not None:
        ending_for("certify", chosen.output, default=".certificate")
    if chosen.smt is not None:
        files.require_new_folder(chosen.smt)
    generator = open_generator(chosen.program, options.settings(chosen))
    with progress("questions") as show:
        subject = Subject(generator, progress=show)
        try:
            certificate = certify_subject(subject)
        except Refusal as refusal:
            if chosen.json:
                print_result(json.dumps({"program": generator.name, "space": _refusal_json(refusal)}, indent=2))
            note(str(refusal))
            return 1
        more = _further(chosen, subject)
    if chosen.output is not None:
        text = json.dumps(certificate.to_json(), indent=2) + "\n"
        files.write([text.encode()], chosen.output)
    elif chosen.json:
        print_result(
            json.dumps({**certificate.to_json(), **{name: shown for name, (shown, _) in more.items()}}, indent=2)
        )
    if chosen.smt is not None:
        write_questions(subject, chosen.smt)
    if not chosen.json and chosen.output != "-":
        if not chosen.explain:
            print_result(certificate)
        for _, text in more.values():
            print_result(text)
    _show_notes(certificate)
    return 0 if certificate else 1


def _further(chosen: argparse.Namespace, subject: Subject) -> dict[str, tuple[Any, str]]:
    """What the options add, as JSON and as text. It is not part of the certificate, and no audit reads it."""
    found: dict[str, tuple[Any, str]] = {}
    if chosen.explain:
        from uniform.certify.explanation.explain import explain, explanation

        sections = [{"title": each.title, "paragraphs": list(each.paragraphs)} for each in explain(subject)]
        found["explanation"] = (sections, explanation(subject))
    if chosen.fit:
        from uniform.research.fits import fits

        fitted = fits(subject)
        lines = [f"{what}: {fit}" if isinstance(fit, str) else str(fit) for what, fit in fitted.items()]
        shown = {
            what: {"status": "unknown", "why": fit} if isinstance(fit, str) else fit.to_json()
            for what, fit in fitted.items()
        }
        found["fits"] = (shown, "\n".join(lines))
    return found


def _show_notes(certificate: Certificate) -> None:
    """What stands in the way, on standard error."""
    for each in certificate.notes[:_MAX_NOTES]:
        note(str(each))
    if len(certificate.notes) > _MAX_NOTES:
        note(f"note: {count_of(len(certificate.notes) - _MAX_NOTES, 'more note')}, which `--json` lists")


def _refusal_json(refusal: Refusal) -> dict[str, Any]:
    """Why the program gets no certificate, as JSON."""
    from uniform.certify.statements.statement import message_to_json

    because = [
        message_to_json(found.code, found.message, found.span)
        for found in refusal.diagnostics
        if found.span is not None
    ]
    return {"status": "refused", "because": because}
