"""``--smt``: the questions behind a certificate, which ``certify`` asks, and ``audit`` asks again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from uniform.cli import files
from uniform.cli.standard_error import note
from uniform.messages.counts import count_of

if TYPE_CHECKING:
    from uniform.certify.subject import Subject


def add_smt(parser: argparse.ArgumentParser) -> None:
    """``--smt``."""
    parser.add_argument("--smt", metavar="DIR", help="write each question that was shown to a file of SMT-LIB")


def write_questions(subject: Subject, folder: str) -> None:
    """Write the questions that were shown to a new folder, and tell their number on standard error."""
    from uniform.certify.questions import question_files

    count = files.write_folder(((name, text.encode()) for name, text in question_files(subject)), folder)
    note(f"note: {count_of(count, 'question')} in {folder}, each expected to be unsat")
