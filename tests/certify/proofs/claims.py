"""What is claimed about a program, and what a run says about it.

A run *refutes* a claim that is shown: a check that fails, a gate that is used before it is printed, two statements that
print one address, an output that stays unprinted, a ``while`` that runs forever. Runs here go on after a trap about
printing, since numbers do not depend on it; so one run tells about all statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from uniform.arguments.limits import Limits
from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.formulas import linear
from uniform.certify.proofs.printing import is_printed_once, pairs_of
from uniform.certify.proofs.rankings import find_ranking
from uniform.certify.proofs.records import Place, Read, Site, Walked
from uniform.certify.proofs.whole import Proofs
from uniform.certify.proofs.witnesses import Use, is_printed_before, use_of
from uniform.circuits.addresses import Array
from uniform.language.meaning import interpret, printing
from uniform.language.meaning.declared import declare
from uniform.language.meaning.evaluate import Scope
from uniform.language.meaning.run import PrintedGate, Run
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.gates import Wire
from uniform.language.syntax.program import Enter, For, If, Negate, Print, ScopedStatement, While
from uniform.language.syntax.program import Scope as ScopeStatement
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import LimitReached, Trap, TrapText

AFTER_PRINTING = ("U405", "U406", "U407")
"""The traps after which a run goes on: used before it is printed, printed twice, never printed."""

ADVERSARIES = sorted((Path(__file__).parents[1] / "adversaries").glob("*.gen"))
"""Programs written against the proofs. The first line of each says which class it deserves."""

LIMITS = Limits(max_gates=20_000, max_wires=100_000, max_steps=60_000)


@dataclass(eq=False)
class Claims:
    """Everything that is to be shown about a program, and whether it is."""

    program: CheckedProgram
    found: Walked
    prover: Prover
    checks: dict[TrapText, list[bool]] = field(default_factory=dict)
    uses: dict[tuple[int, int], bool] = field(default_factory=dict)  # by statement and wire
    pairs: dict[tuple[int, int], bool] = field(default_factory=dict)  # by statements, in the order of the text
    outputs: dict[Symbol, bool] = field(default_factory=dict)
    whiles: dict[TrapText, list[bool]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The number of claims."""
        return len(list(self._all))

    @property
    def shown(self) -> int:
        """The number of those that are shown."""
        return sum(self._all)

    @property
    def _all(self) -> Iterator[bool]:
        for claims in (*self.checks.values(), *self.whiles.values()):
            yield from claims
        for row in (self.uses, self.pairs, self.outputs):
            yield from row.values()


def claims_of(proofs: Proofs) -> Claims:
    """Ask all questions about a program, of the prover of ``proofs``; it remembers what it was asked."""
    found, prover = proofs.found, proofs.prover
    claims = Claims(proofs.program, found, prover)
    for each in found.obligations:
        shown = prover.shows(each.goal, [fact.formula for fact in each.place.facts], "check")
        claims.checks.setdefault(each.check.trap, []).append(shown)
    statements = dict(zip(found.sites, printing_statements(proofs.program.body), strict=True))
    for pair in pairs_of(found):
        key = id(statements[pair.first]), id(statements[pair.second])
        claims.pairs[key] = is_printed_once(pair, found, prover)
    for site, statement in statements.items():
        for read in site.reads:
            if reads_a_gate(read, found):
                claims.uses[id(statement), id(read.wire)] = is_printed_before(use_of(read), found, prover)
    for symbol, array in found.arrays.items():
        if array.declaration.role == "output":
            place = Place((), (*found.end.facts, *array.facts), found.end.path)
            use = Use(symbol, tuple(map(linear, array.variables)), place, array.declaration.span)
            claims.outputs[symbol] = is_printed_before(use, found, prover)
    for loop in found.whiles:
        ends = loop.loop.kind == "counted" or find_ranking(loop, prover) is not None
        claims.whiles.setdefault(loop.check.trap, []).append(ends)
    return claims


def reads_a_gate(read: Read, found: Walked) -> bool:
    """Whether a run traps if what a wire comes from has not been printed."""
    return read.is_checked and found.arrays[read.array].declaration.role != "input"


def printing_statements(body: tuple[ScopedStatement, ...]) -> Iterator[Print | Enter | Negate]:
    """The statements that print, in the order of the text: those of the sites of a walk."""
    for statement in body:
        match statement:
            case Print() | Enter() | Negate():
                yield statement
            case For(body=inner) | While(body=inner) | ScopeStatement(body=inner):
                yield from printing_statements(inner)
            case If(branches, otherwise):
                for branch in branches:
                    yield from printing_statements(branch.body)
                yield from printing_statements(otherwise or ())


# ---------------------------------------------------------------- runs


@dataclass(eq=False)
class Seen:
    """What a run at one n tells."""

    n: int
    early: set[tuple[int, int]] = field(default_factory=set)  # statements and wires whose gate was not printed
    twice: set[tuple[int, int]] = field(default_factory=set)  # statements that print one address
    missing: set[Symbol] = field(default_factory=set)  # outputs
    trap: TrapText | None = None
    is_cut: bool = False  # by a limit
    statement: ScopedStatement | None = None  # the last one
    printed_by: dict[str, int] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether the program prints a circuit at this n, as far as is known."""
        return not (self.early or self.twice or self.missing or self.trap)


def run(program: CheckedProgram, n: int, limits: Limits = LIMITS) -> Seen:
    """Run a program at n, on and on after traps about printing."""
    seen = Seen(n)
    real_statement, real_operand, real_record = interpret._statement, printing._operand, printing.record
    real_enter = printing.enter_part

    def statement(each: ScopedStatement, state: Run) -> Iterator[PrintedGate]:
        seen.statement = each
        yield from real_statement(each, state)

    def operand(wire: Wire, state: Run) -> str:
        name = real_operand(wire, state)
        symbol = wire.address.steps[0].symbol
        if state.declared.arrays[symbol].role != "input" and name not in state.printed:
            seen.early.add((id(seen.statement), id(wire)))
        return name

    def printed(address: str) -> None:
        if address in seen.printed_by:
            seen.twice.add((seen.printed_by[address], id(seen.statement)))
        seen.printed_by.setdefault(address, id(seen.statement))

    def record(gate: PrintedGate, state: Run) -> PrintedGate:
        if ".NOT[" not in gate.address:
            printed(gate.address)
        return real_record(gate, state)

    def enter(each: Enter, state: Run) -> None:
        printed(printing._address(each.part, state))
        real_enter(each, state)

    def outputs(symbol: Symbol, array: Array, state: Run) -> None:
        names = (array.address(array.indices(flat)) for flat in range(array.base, array.base + array.count))
        if any(name not in state.printed for name in names):
            seen.missing.add(symbol)

    real_stop = Scope.stop

    def stop(scope: Scope, trap: TrapText, *notes: str) -> None:
        if trap.code not in AFTER_PRINTING:
            seen.trap = trap
            real_stop(scope, trap, *notes)

    with (
        patch.object(interpret, "_statement", statement),
        patch.object(interpret, "enter_part", enter),
        patch.object(interpret, "_check_outputs", outputs),
        patch.object(printing, "_operand", operand),
        patch.object(printing, "record", record),
        patch.object(Scope, "stop", stop),
    ):
        try:
            for _ in interpret._gates(program, declare(program, n, limits), limits):
                pass
        except LimitReached:
            seen.is_cut, seen.trap = True, None
        except Trap:
            assert seen.trap is not None
    return seen


def refuted(claims: Claims, n: int, limits: Limits = LIMITS) -> list[str]:
    """The claims that are shown, or not even asked, and that a run at n refutes."""
    seen = run(claims.program, n, limits)
    found = [f"U405: `{_wire(claims, use)}`" for use in seen.early if claims.uses.get(use, True)]
    for first, second in seen.twice:
        if claims.pairs.get((first, second), True) and claims.pairs.get((second, first), True):
            found.append(f"U406: `{_target(claims, first)}` and `{_target(claims, second)}`")
    found += [f"U407: `{symbol.name}`" for symbol in seen.missing if claims.outputs.get(symbol, True)]
    if seen.trap is not None and all({**claims.checks, **claims.whiles}.get(seen.trap, [])):
        found.append(seen.trap.static_text)
    return [f"at n = {n}, {each}" for each in sorted(found)]


def _site(claims: Claims, statement: int) -> Site:
    sites = zip(claims.found.sites, printing_statements(claims.program.body), strict=True)
    return next(site for site, each in sites if id(each) == statement)


def _target(claims: Claims, statement: int) -> str:
    return _site(claims, statement).span.text


def _wire(claims: Claims, use: tuple[int, int]) -> str:
    read = next(read for read in _site(claims, use[0]).reads if id(read.wire) == use[1])
    return f"{read.wire.span.text} of {_target(claims, use[0])}"
