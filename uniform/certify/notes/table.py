"""The notes on a certificate: one list of the functions that find them, in the order of the statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from uniform.certify.notes.checks import open_checks, open_loops, printed_twice
from uniform.certify.notes.classes import filtered_wires, input_length
from uniform.certify.notes.depth import long_cycles, loose_ranges
from uniform.certify.subject import Subject
from uniform.messages.diagnostics import Diagnostic, sort_by_place

NO_PROVER = "U828"

_FINDERS: tuple[Callable[[Subject], Iterator[Diagnostic]], ...] = (
    input_length,
    printed_twice,
    open_checks,
    open_loops,
    long_cycles,
    loose_ranges,
    filtered_wires,
)


def find_notes(subject: Subject) -> tuple[Diagnostic, ...]:
    """What stands in the way, in the order of the text, errors first. If some of the smallest runs trap, their traps
    are told as a run tells them, and nothing about what is not shown. A program that is too large to look at gets no
    other notes.

    Cost: that of some more questions about each open check and each cycle of arrays."""
    traps = tuple([trap for trap, _ in subject.runs.traps])
    if subject.too_large:
        return traps
    proofs = subject.proofs
    if not proofs.prover.is_installed:
        return (
            *traps,
            Diagnostic(
                NO_PROVER,
                "no prover is installed, so only what needs none is proved",
                help="pip install 'uniform-circuits[prove]'",
                severity="note",
            ),
        )
    faults = sort_by_place(proofs.level_faults)
    if traps:
        return (*traps, *faults)
    found = [note for find in _FINDERS for note in find(subject)]
    return (*faults, *sort_by_place(dict.fromkeys(found)))
