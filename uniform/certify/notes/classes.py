"""Notes on the class: why there is none, and where a range instead of a filter would give a smaller one."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.certify.proofs.classes import strongest
from uniform.certify.proofs.fan_in import FanIn, at_most_constant, passes_of
from uniform.certify.proofs.formulas import linear
from uniform.certify.proofs.records import Loop, Read
from uniform.certify.proofs.whole import power_of
from uniform.certify.subject import Subject
from uniform.messages.diagnostics import Diagnostic

NO_CLASS, FILTER = "U825", "U826"


def input_length(subject: Subject) -> Iterator[Diagnostic]:
    """The number of inputs is not shown to grow with every n."""
    found = subject.proofs.input_length
    if found.why:
        yield Diagnostic(
            NO_CLASS,
            f"no class: {found.why}",
            found.span,
            "a class is about the length of the input",
            help="declare inputs whose number grows with every n, such as `input x[1..n]`",
            severity="note",
        )


def filtered_wires(subject: Subject) -> Iterator[Diagnostic]:
    """Statements whose fan-in counts as unbounded because a filter, not a range, keeps the wires few; if the class
    would be a smaller one without that."""
    proofs = subject.proofs
    unbounded = [each for each in proofs.fan_ins if each.bound is None]
    found = [list(_filtered(each, subject)) for each in unbounded]
    left = [each for each, notes in zip(unbounded, found, strict=True) if not notes]
    moduli = [each.modulus for each in left if each.modulus is not None]
    thresholds, power = any(each.is_threshold for each in left), power_of(proofs.depth)
    if strongest(moduli, has_threshold=thresholds, is_unbounded=bool(left), power=power) != proofs.printed.found:
        for notes in found:
            yield from notes


def _filtered(fan_in: FanIn, subject: Subject) -> Iterator[Diagnostic]:
    """A note for each list of many wires of a statement, if a filter keeps few of each; else none."""
    many = [read for read in fan_in.site.reads if _is_many(read, subject)]
    kept = [_kept(read, subject) for read in many]
    for read, few in zip(many, kept, strict=True):
        if None in kept:
            return
        clauses = " ".join(clause.span.one_line for clause in read.wire.clauses)
        yield Diagnostic(
            FILTER,
            f"the fan-in of `{fan_in.site.span.one_line}` counts as unbounded, so the class is"
            f" {subject.proofs.printed.found}: `for {clauses}` has {fan_in.why}",
            read.wire.span,
            f"the filter keeps at most {few}, but filters are not counted",
            help="write the numbers that the filter keeps as a range, as in `for j in 1..min(n, 3)`",
            severity="note",
        )


def _is_many(read: Read, subject: Subject) -> bool:
    """Whether a written wire stands for a number of wires for which no constant is known."""
    proofs = subject.proofs
    facts = read.place.formulas
    passes = [passes_of(clause, proofs.found) for clause in read.clauses if isinstance(clause, Loop)]
    numbers = passes if read.times is None else [*passes, read.times]
    where = read.wire.address.span.line_of()
    return any(at_most_constant(number, facts, proofs.prover, where) is None for number in numbers)


def _kept(read: Read, subject: Subject) -> int | None:
    """At most so many passes of the one loop of a wire get through its filters, if a constant is shown: in two of them,
    the variable of the loop differs by less. None if there is no filter, or more than one loop."""
    loops = [clause for clause in read.clauses if isinstance(clause, Loop)]
    if read.times is not None or len(loops) != 1 or len(read.clauses) == 1 or not loops[0].is_plain:
        return None
    if read.clauses[0] is not loops[0]:
        return None
    proofs = subject.proofs
    facts = read.place.formulas
    other = proofs.found.second_pass(loops[0])
    second = [other.fact(fact) for fact in read.place.facts]
    variable = linear(loops[0].passes)
    where = read.wire.address.span.line_of()
    most = at_most_constant(other.number(variable) - variable, [*facts, *second], proofs.prover, where)
    return None if most is None else most + 1
