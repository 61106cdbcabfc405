"""Upper bounds on the size of the circuits and on the steps of a program, as polynomials in n and bits(n)."""

from __future__ import annotations

from collections.abc import Sequence

from uniform.certify.proofs.dependence import addresses, tuples
from uniform.certify.proofs.ends import Ends
from uniform.certify.proofs.fan_in import passes_of
from uniform.certify.proofs.formulas import Linear
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.records import Choice, Loop, Outline, Read, Repeat, Site, Walked

ZERO, ONE = Polynomial.constant(0), Polynomial.constant(1)


def size_bound(found: Walked) -> Polynomial:
    """At least as many as a circuit has gates: the declared addresses of gates and outputs, and for each written NOT
    the addresses of its statement times its passes. Raises NoEnd."""
    known = Ends(found.terms, found.n, found.ranges)
    printed = {site.array for site in found.sites if site.prints_gate}
    total = addresses([symbol for symbol in found.arrays if symbol in printed], found)
    for site in found.sites:
        for read in site.reads:
            if read.negated and read.wire.part is None:
                total += addresses([site.array], found) * _passes(read, found, known)
    return total


def steps_bound(found: Walked) -> Polynomial:
    """At least as many as a run executes statements and wires, without factors for arithmetic: only the degree counts.

    Ranges that name indices to their left are computed for all values of these. A ``while`` that is not counted has at
    most as many passes as the counters that it assigns have values together, since its heads repeat no state. Each
    statement, and each range, may call functions. Raises NoEnd."""
    known = Ends(found.terms, found.n, found.ranges)
    total = _body(found.outline, found, known)
    for array in [each for each in found.arrays.values() if each.before]:
        total += tuples(array, array.before, found)
    for outline in found.function_outlines:
        total = total * (_body(outline, found, known) + 1)
    declared = [symbol for symbol, array in found.arrays.items() if array.declaration.role in ("input", "output")]
    return total + addresses(declared, found)


def _body(outline: Sequence[Outline], found: Walked, known: Ends) -> Polynomial:
    total = ONE
    for each in outline:
        match each:
            case Site(reads=reads):
                total += 1
                for read in reads:
                    total += _passes(read, found, known)
            case Repeat(loop, body, _, assigned):
                total += _most(loop, assigned, found, known) * _body(body, found, known)
            case Choice(branches):
                for _, body in branches:
                    total += _body(body, found, known)
    return total


def _most(loop: Loop, assigned: Sequence[Linear], found: Walked, known: Ends) -> Polynomial:
    if loop.kind == "while":
        product = ONE
        for bound in assigned:
            product = product * (known.high(bound) + 1).absolute
        return product
    if loop.kind == "counted":
        return (known.high(found.ranges[loop.passes][1]) + 1).absolute
    return known.high(passes_of(loop, found)).absolute


def _passes(read: Read, found: Walked, known: Ends) -> Polynomial:
    total = ONE
    for clause in read.clauses:
        if isinstance(clause, Loop):
            total = total * known.high(passes_of(clause, found)).absolute
    return total
