"""Fan-in: which statements print gates with a bounded number of wires, and what kinds the others are.

The number of wires of a gate is bounded if each comprehension has constantly many passes and each multiplicity a
constant bound. Filters only lower the number, and are not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.certify.proofs.decide import FEW, Prover
from uniform.certify.proofs.formulas import Formula, Linear, constant, less
from uniform.certify.proofs.records import Loop, Read, Site, Walked
from uniform.certify.proofs.terms import GREATEST
from uniform.circuits.gates import Kind

_MOST = 64  # passes or multiplicity that count as constant if they are shown to be at most this


@dataclass(frozen=True, slots=True)
class FanIn:
    """The wires of the gates that a statement prints."""

    site: Site
    bound: int | None  # at most so many, with multiplicity; None: no constant is known
    why: str = ""  # if there is none: what may be many
    modulus: int | None = None  # of MOD, XOR and XNOR, if it is constant
    is_threshold: bool = False  # MAJ, and others that count
    few: int | None = None
    """A threshold that is decided by at most so many wires: it is at most this, or the number of wires is at most so
    much larger; None if that is not shown."""


def fan_in(site: Site, found: Walked, prover: Prover) -> FanIn:
    """The fan-in of the gates of one statement, which prints gates."""
    assert site.gate is not None
    total, why = 0, ""
    for read in site.reads:
        most, reason = _wires(read, found, prover)
        if most is None:
            why = why or reason
        else:
            total += most
    if not why:
        return FanIn(site, total)
    kind = site.gate.kind
    if kind in (Kind.XOR, Kind.XNOR):
        return FanIn(site, None, why, modulus=2)
    if kind is Kind.MOD:
        modulus = site.parameters[0]
        known = modulus.constant if modulus.is_constant else None
        return FanIn(site, None, why, modulus=known, is_threshold=known is None)
    if kind in (Kind.THRESHOLD, Kind.ATMOST, Kind.MAJ):
        few = None if kind is Kind.MAJ else _few(site, found, prover)
        return FanIn(site, None, why, is_threshold=True, few=few)
    return FanIn(site, None, why)


def _wires(read: Read, found: Walked, prover: Prover) -> tuple[int | None, str]:
    """The most wires that one written wire stands for, or why there is no constant."""
    facts, where = read.place.formulas, read.wire.address.span.line_of()
    total = 1
    for clause in read.clauses:
        if isinstance(clause, Loop):
            passes = passes_of(clause, found)
            most = at_most_constant(passes, facts, prover, where)
            if most is None:
                return None, f"{passes} passes"
            total *= most
    if read.times is not None:
        most = at_most_constant(read.times, facts, prover, where)
        if most is None:
            return None, f"multiplicity {read.times}"
        total *= most
    return total, ""


def passes_of(loop: Loop, found: Walked) -> Linear:
    """At least as many as the passes of a ``for``, unless there are none: then this may be below 0."""
    assert loop.low is not None
    assert loop.high is not None
    assert loop.step is not None
    apart = loop.high - loop.low
    if loop.step.is_constant and loop.step.constant > 1:
        return found.terms.quotient(apart, loop.step) + 1
    return apart + 1


def at_most_constant(number: Linear, facts: list[Formula], prover: Prover, where: str) -> int | None:
    """The least constant up to 64 that is shown to be at least a number; None if there is none. ``where`` begins the
    names of the questions."""
    if number.is_constant:
        return max(number.constant, 0)

    def shown(most: int) -> bool:
        return prover.never([*facts, less(constant(most), number)], f"{where}: {number} <= {most}", FEW)

    low, high = 0, _MOST
    for value in prover.values_known(number, facts):
        if value > _MOST:
            return None
        low = max(low, value)
    if shown(low):
        return low
    if low == high or not shown(high):
        return None
    low += 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if shown(middle) else (middle + 1, high)
    return high


def _few(site: Site, found: Walked, prover: Prover) -> int | None:
    """A constant that the parameter of a threshold, or the number of wires minus it, does not exceed."""
    facts, where = site.place.formulas, site.span.line_of()
    small = at_most_constant(site.parameters[0], facts, prover, where)
    if small is not None:
        return small
    total = constant(0)
    for read in site.reads:
        count = constant(1)
        for clause in read.clauses:
            if isinstance(clause, Loop):
                whole = found.terms.extreme(GREATEST, (passes_of(clause, found), constant(0)))
                count = found.terms.multiply(count, whole)
        if read.times is not None:
            count = found.terms.multiply(count, read.times)
        if any(
            isinstance(clause, Loop) and (clause.made(each) or any(map(clause.made, each.free)))
            for clause in read.clauses
            for each in count.variables
        ):
            return None  # the number of inner passes, or the multiplicity, differs from pass to pass
        total += count
    return at_most_constant(total - site.parameters[0], facts, prover, where)
