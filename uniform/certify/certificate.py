"""Certificates: what holds for every n, and how each statement is known.

A certificate identifies its program and makes the statements of ``statements.table``. A statement is *proved*,
*checked*, *refuted*, *measured*, *declared* or *unknown*; one field never mixes two of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from uniform.certify.notes.table import find_notes
from uniform.certify.proofs.solvers import versions
from uniform.certify.statements.space import Space
from uniform.certify.statements.statement import Statement, message_to_json
from uniform.certify.statements.table import STATEMENTS
from uniform.certify.subject import Subject
from uniform.counters.widths import Width
from uniform.language.pipeline import Generator
from uniform.library.table import find
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.notebook import Shown, html_table, html_text
from uniform.messages.spans import Source

FORMAT = 2


@dataclass(frozen=True, slots=True, repr=False)
class Certificate(Shown):
    """What is known about a program, for one value of each constant. False if a run traps: then it has no family."""

    program: str  # the name of the family
    file: str  # the file of the program, as the caller named it, or the name of a shipped program
    digest: str  # sha256 of its source text and those of imported files, hexadecimal
    imports: tuple[tuple[str, str], ...]  # the imported files, each with the sha256 of its text
    constants: tuple[tuple[str, int], ...]
    statements: tuple[tuple[str, Statement], ...]  # by the field of the JSON, as in ``STATEMENTS``
    provers: tuple[tuple[str, str | None], ...]  # their versions; None: not installed
    notes: tuple[Diagnostic, ...] = ()  # what prevents a proof or a better class

    @property
    def space(self) -> Width:
        """The work cells of the compiled machine, on all tapes, including scratch tapes."""
        statement = dict(self.statements)["space"]
        assert isinstance(statement, Space)
        return statement.cells

    def __bool__(self) -> bool:
        return not any(True for _, statement in self.statements for _ in statement.refutations())

    def to_json(self) -> dict[str, Any]:
        """The certificate as JSON."""
        return {
            "format": FORMAT,
            "program": self.program,
            "file": self.file,
            "sha256": self.digest,
            **({"imports": dict(self.imports)} if self.imports else {}),
            "constants": dict(self.constants),
            **{field: statement.to_json() for field, statement in self.statements},
            "provers": dict(self.provers),
            **({"notes": list(map(_note_to_json, self.notes))} if self.notes else {}),
        }

    def __repr__(self) -> str:
        return f"Certificate({self.program!r}, work cells = {self.space})"

    def _repr_html_(self) -> str:
        """A table of the statements, and the notes below it, for notebooks."""
        head = (str(self).splitlines()[0], "what holds", "how it is known")
        body = [
            (field.replace("_", " "), row, statement.to_json()["status"])
            for field, statement in self.statements
            for row in statement.rows()
        ]
        notes = "\n\n".join(map(str, self.notes))
        return html_table(head, body) + (html_text(notes) if notes else "")

    def __str__(self) -> str:
        values = "".join(f" {name}={value}" for name, value in self.constants)
        rows = [row for _, statement in self.statements for row in statement.rows()]
        return "\n".join([f"{self.program}{values}", *rows])


def certify(generator: Generator) -> Certificate:
    """Derive the certificate of a program. Raises Refusal if it needs more than O(log n) cells.

    A program that traps at a small n also gets a certificate, which is then false. Cost: that of compiling the program,
    of laying out the tapes of the machine at n = 1000, of the circuits for n = 1..16 and of a larger one (up to a
    million steps each, ten million at n = 1), and of the questions to the provers, mostly a millisecond each.
    """
    return certify_subject(Subject(generator))


def certify_subject(subject: Subject) -> Certificate:
    """The certificate of a program, derived from what ``subject`` knows of it."""
    generator = subject.generator
    return Certificate(
        generator.name,
        _program_reference(generator),
        digest_of(generator),
        tuple([(each.last_name, _digest((), each)) for each in generator.imported]),
        tuple(generator.code.constants),
        tuple((field, derive(subject)) for field, derive in STATEMENTS.items()),
        tuple(versions().items()),
        find_notes(subject),
    )


def _note_to_json(note: Diagnostic) -> dict[str, Any]:
    help_ = {} if note.help is None else {"help": note.help}
    return {"severity": note.severity, **message_to_json(note.code, note.message, note.span), **help_}


def digest_of(generator: Generator) -> str:
    """The sha256 of the program's text and those of imported files, hexadecimal."""
    return _digest(generator.imported, generator.source)


def _digest(imported: tuple[Source, ...], source: Source) -> str:
    """The sha256 of these texts in this order, with a NUL between two."""
    return sha256("\0".join(each.text for each in (*imported, source)).encode()).hexdigest()


def _program_reference(generator: Generator) -> str:
    """Where an audit finds the program again: the name of a shipped program, or the file as the caller named it."""
    entry = find(generator.name)
    shipped = entry is not None and generator.source.name == str(entry.file)
    return generator.name if shipped else generator.source.name
