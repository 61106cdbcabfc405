"""Circuits against a certificate: what is proved for every n is compared with the circuits at small n.

Nothing in the proofs is trusted here, neither the walk over the program nor the provers. At n = 1..64 the formulas are
evaluated as they are written and compared with the circuit; at n = 1..16 and 64, the measures are evaluated along every
wire. Where a run reaches a limit (``subject``), the trial ends, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from uniform.certify.formula_text import value_at
from uniform.certify.proofs.dependence import Component
from uniform.certify.proofs.formulas import Linear, Variable
from uniform.certify.proofs.measures import Expression
from uniform.certify.proofs.records import Array
from uniform.certify.proofs.terms import FUNCTION, evaluate
from uniform.certify.proofs.whole import Proofs
from uniform.certify.statements.statement import Outcome
from uniform.certify.statements.total import Stop
from uniform.certify.subject import LAST_SMALL, Subject, Traps
from uniform.circuits.address_tables import all_addresses
from uniform.circuits.circuit import Circuit
from uniform.circuits.measure import Measures, measure
from uniform.messages.counts import count_of
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import escape_unprintable

_LAST = 64  # the last n at which formulas are compared
_MAX_WIRES = 200_000  # of a circuit along whose wires measures are evaluated
_MAX_FOUND = 20  # findings of a trial
_MAX_TRAPS = 5  # traps told one by one where the certificate claims nothing

_COMPARED = (("input_length", "formula", "inputs"), ("size", "exact", "size"))
_BOUNDED = (("size", "bound", "size"), ("depth", "bound", "depth"))
"""Statement, its formula, and the figure of a circuit that it equals, or bounds."""


@dataclass(frozen=True, slots=True)
class Trial(Outcome):
    """What the circuits show."""

    last: int = 0  # the circuits for n = 1..last were compared
    wires: int = 0  # along which measures were evaluated
    wires_at: tuple[int, ...] = ()  # the n of these circuits
    traps: tuple[Stop, ...] = ()  # beyond the smallest runs

    def rows(self) -> Iterator[str]:
        """How far the circuits went."""
        if self.last:
            ns = f"1..{self.last}" if self.last > 1 else "1"
            but = ", but those that trap" if self.traps else ""
            yield f"circuits for n = {ns}{but}: inputs, size, depth and fan-in are as stated"
        if self.wires:
            small = f"1..{min(self.last, LAST_SMALL)}{f' and {_LAST}' if _LAST in self.wires_at else ''}"
            yield f"measures fall along {count_of(self.wires, 'wire')} of the circuits for n = {small}"

    def to_json(self) -> dict[str, Any]:
        """How far the circuits went."""
        traps = {"traps": [each.to_json() for each in self.traps]} if self.traps else {}
        return {"circuits": {"last": self.last, "wires": self.wires, "wires_at": list(self.wires_at), **traps}}


def try_circuits(subject: Subject, stated: Mapping[str, Any]) -> Trial:
    """Compare a certificate with circuits. Cost: that of ``Subject.circuit`` at up to 64 n."""
    found = _Findings(stated)
    measures = None if subject.too_large else _Measures(subject.proofs)
    last, wires, wires_at = 0, 0, []
    untried: list[str] = []
    traps = Traps()
    for n in range(1, _LAST + 1):
        try:
            circuit = subject.circuit(n)
        except Trap as trap:
            last = n
            if n > LAST_SMALL:  # the others are part of the certificate
                traps.add(n, trap)
            continue
        except LimitReached as limit:
            untried.append(
                f"circuits were not compared beyond n = {n - 1}: {escape_unprintable(limit.diagnostics[0].message)}"
            )
            break
        last = n
        found.compare(n, measure(circuit))
        if measures is not None and (n <= LAST_SMALL or n == _LAST) and len(circuit.children) <= _MAX_WIRES:
            count, wrong = measures.along(circuit)
            found.add(wrong)
            wires += count
            wires_at.append(n)
    if measures is not None and measures.is_partial:
        untried.append("measures with functions were not evaluated")
    stops = tuple([Stop.of(*each, f"{LAST_SMALL + 1}..{last}") for each in traps.by_place()])
    told = list(found.traps(stops))
    return Trial(tuple(found.list[:_MAX_FOUND]), (*untried, *told), last, wires, tuple(wires_at), stops)


@dataclass(slots=True)
class _Findings:
    """Formulas that a circuit refutes, each with the first such n."""

    stated: Mapping[str, Any]
    list: list[str] = field(default_factory=list)
    refuted: set[tuple[str, str]] = field(default_factory=set)

    def add(self, found: Sequence[str]) -> None:
        """Add findings."""
        self.list += found

    def traps(self, stops: Sequence[Stop]) -> Iterator[str]:
        """Traps beyond the smallest runs refute that all runs end without one. Where nothing is stated for such n, they
        are told all the same, a line each."""
        if self._part("total", "status") == "proved":
            self.list += [f"`total` is said to be proved, but the program {stop.sentence}" for stop in stops]
            return
        if not stops or self._part("total", "status") == "refuted":
            return
        yield f"the certificate claims nothing about n > {LAST_SMALL}, and there the program has no family:"
        yield from (escape_unprintable(stop.sentence) for stop in stops[:_MAX_TRAPS])
        if stops[_MAX_TRAPS:]:
            yield f"traps at {count_of(len(stops) - _MAX_TRAPS, 'more place')}"

    def compare(self, n: int, measured: Measures) -> None:
        """Compare each formula with the circuit."""
        for statement, name, figure in _COMPARED:
            self._formula(statement, name, figure, n, measured, is_bound=False)
        for statement, name, figure in _BOUNDED:
            self._formula(statement, name, figure, n, measured, is_bound=True)
        bound = self._part("fan_in", "bound")
        if type(bound) is int and measured.fan_in > bound:
            self._once("fan_in", "bound", f"at n = {n} the fan-in is {measured.fan_in}, more than {bound}")

    def _formula(self, statement: str, name: str, figure: str, n: int, measured: Measures, *, is_bound: bool) -> None:
        text = self._part(statement, name)
        if type(text) is not str:
            return
        try:
            value = value_at(text, n)
        except ValueError as error:
            self._once(statement, name, f"`{statement}.{name}` is not a formula: {error}")
            return
        seen = getattr(measured, figure)
        if seen > value if is_bound else seen != value:
            said = "at most " if is_bound else ""
            self._once(statement, name, f"at n = {n}: {figure} {seen}, not {said}{value} (`{statement}.{name}`)")

    def _part(self, statement: str, name: str) -> Any:
        whole = self.stated.get(statement)
        return whole.get(name) if type(whole) is dict else None

    def _once(self, statement: str, name: str, finding: str) -> None:
        if (statement, name) not in self.refuted:
            self.refuted.add((statement, name))
            self.list.append(finding)


# ---------------------------------------------------------------- measures as numbers


class _Measures:
    """The measures of a program, evaluated at addresses."""

    def __init__(self, proofs: Proofs) -> None:
        self.proofs = proofs
        self.is_partial = False
        self.by_array: dict[str, tuple[Component, tuple[Expression, ...], Array]] = {}
        for component in proofs.components or ():
            for symbol, own in component.measure.items():
                self.by_array[symbol.name] = (component, own, proofs.found.arrays[symbol])

    def along(self, circuit: Circuit) -> tuple[int, list[str]]:
        """The number of wires along which a measure was evaluated, and those along which it does not fall."""
        if not self.by_array:
            return 0, []
        names = all_addresses(circuit.addresses)
        values = [self._at(names[each], circuit.n) for each in range(circuit.inputs + circuit.gates)]
        behind = list(range(len(values)))  # of a NOT gate of a wire, what it negates
        highest: list[list[tuple[tuple[int, ...], int]]] = [[] for _ in values]
        """Of the gates 0, 1, ... wires below a gate in its component, the one with the greatest measure."""
        count, wrong = 0, []
        for gate, (_, _, children, _) in enumerate(circuit.rows(), circuit.inputs):
            if ".NOT[" in names[gate] and len(children) == 1:
                behind[gate] = behind[children[0]]
                continue
            upper = values[gate]
            if upper is None:
                continue
            component, measure = upper
            found = [(measure, gate)]
            for child in (behind[each] for each in children):
                lower = values[child]
                if lower is None or lower[0] is not component:
                    continue
                count += 1
                for wires, seen in enumerate(highest[child], 1):
                    found[wires:] = [max([seen, *found[wires : wires + 1]]), *found[wires + 1 :]]
            highest[gate] = found[: component.step]
            if found[component.step :] and not found[component.step][0] < measure:
                below, last = found[component.step]
                wire = f"`{names[gate]}` {_tuple(measure)} to `{names[last]}` {_tuple(below)}"
                wrong.append(f"at n = {circuit.n} the measure does not fall from {wire}")
        return count, wrong[:1]

    def _at(self, address: str, n: int) -> tuple[Component, tuple[int, ...]] | None:
        name, indices = _address(address)
        if name not in self.by_array:
            return None
        component, own, array = self.by_array[name]
        forms = {each.form for each in own}
        try:
            at = {self.proofs.found.n: n, **dict(zip(array.variables, indices, strict=True))}
            levels = [self._value(each, at) for each in array.levels if "level" in forms]
            ends = [self._value(high, at) for _, high in array.ends if "bits to end" in forms]
        except _NotEvaluated:
            self.is_partial = True
            return None
        return component, tuple([each.value(indices, levels, ends) for each in own])

    def _value(self, number: Linear, at: dict[Variable, int]) -> int:
        return number.constant + sum(factor * self._of(variable, at) for variable, factor in number.terms)

    def _of(self, variable: Variable, at: dict[Variable, int]) -> int:
        if variable not in at:
            if not variable.operation or variable.operation.startswith(FUNCTION):
                raise _NotEvaluated
            arguments = tuple(self._value(each, at) for each in variable.arguments)
            at[variable] = evaluate(
                variable.operation, arguments, self.proofs.found.terms.tables.get(variable.operation)
            )
        return at[variable]


class _NotEvaluated(Exception):
    """A number depends on a function of the program."""


def _address(address: str) -> tuple[str, tuple[int, ...]]:
    """The name of the array of an address, and its indices from left to right."""
    return re.sub(r"\[[^]]*\]", "", address), tuple(map(int, re.findall(r"[\[,](\d+)", address)))


def _tuple(values: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, values))})"
