"""Each rule behind a bound, a size or a class is needed: broken, it leads to a claim that a circuit of an adversary
refutes, or to a better class than the adversary deserves."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import chain

import pytest

from tests.certify.proofs.broken import Broken, applied, source_of
from tests.certify.proofs.claims import ADVERSARIES
from tests.certify.proofs.measured import circuits_at, false_claims
from tests.quick import one_in
from uniform.certify.proofs.classes import from_name
from uniform.certify.proofs.dependence import Component
from uniform.certify.proofs.measures import Expression
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.whole import Proofs
from uniform.certify.trial import _Measures
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator
from uniform.messages.errors import Trap

RULES = [
    ("fan_in._few", "count = found.terms.multiply(count, read.times)", "pass", "threshold_double"),
    ("fan_in._few", "count = found.terms.multiply(count, whole)", "count = whole", "threshold_list_for"),
    ("fan_in._few", "total += count", "total = count", "threshold_block"),
    ("fan_in._wires", 'return None, f"multiplicity {read.times}"', "most = 1", "fan_weight"),
    ("fan_in.fan_in", "modulus.constant if modulus.is_constant else None", "2", "mod_counter"),
    ("input_length._Ranges.grows", "count + 1, ", "count, ", "input_max"),
    ("input_length._Ranges.grows", 'and self._never(count, _ZERO, f"inputs: {count} >= 0")', "", "input_late"),
    ("input_length.input_length", "not looked_at.never_falls(high)", "False", "input_cancel"),
    ("input_length.input_length", "not low.is_constant", "False", "input_low"),
    ("input_length._Ranges.size", 'not self._never(count, _ZERO, f"inputs: {count} >= 0")', "False", "not_filtered"),
    ("input_length._Ranges.grows", 'self._never(other, _ONE, f"inputs: {other} >= 1")', "True", "input_columns"),
    ("input_length.input_length", "all(is_evaluable(each, found.n) for each in whole.variables)", "True",
     "input_entry"),
    ("counting.count_gates", "not is_evaluable(variable, found.n)", "False", "size_unknown"),
    ("counting.count_gates", "not is_evaluable(variable, found.n)", "False", "size_entry"),
    ("counting._Counter.choice", "not about_n or", "", "size_condition"),
    ("counting._alternatives", "[row for part in parts for row in _alternatives(part)]", "[[]]", "size_either"),
    ("counting._Counter.one", "if others:", "if False:", "size_loop"),
    ("counting._Counter.passes", 'raise NotExact("a filter chooses wires that have a NOT gate")', "continue",
     "not_filtered"),
    ("counting._Counter._ends", "len(atoms) == 1 and", "", "size_two_guards"),
    ("counting.sum_over", "low + ONE.times(Fraction(-1))", "low", "size_while"),
    ("counting._Counter.repeat", 'raise NotExact(f"not shown that {high} is at least {low} - 1")', "pass", "not_rows"),
    ("counting._Counter._ends", "return constant(0), self.found.terms.quotient(loop", "return constant(1), "
     "self.found.terms.quotient(loop", "good_interleave"),
    ("dependence.depths", "start.greatest(weight[array] + 1)", "start", "not_nested"),
    ("dependence.depths", "found[edge.child] + weight[edge.parent] + (edge.cost - 1)", "found[edge.child] + "
     "weight[edge.parent]", "not_between"),
    ("dependence.number_of_values", "high.greatest(higher)", "high.least(higher)", "two_lengths"),
    ("dependence.number_of_values", "total += ", "total = ", "level_two"),
    ("polynomials.Polynomial.divided", "-(-factor // divisor)", "factor // divisor", "size_loop"),
    ("ends.Ends._high", "if self._is_natural(left) and self._is_natural(right):", "if True:", "end_product"),
    ("ends.Ends._low", "if self._is_natural(left) and self._is_natural(right):", "if True:", "end_factor"),
    ("ends.Ends._low", "self.high(linear(variable)) * -1", "_ZERO", "end_factor"),
    ("ends.Ends._low", "self.absolute(arguments[0]) * -1", "_ZERO", "end_quotient"),
    ("ends.Ends.absolute", ".greatest(self.low(number).absolute)", "", "end_product"),
    ("dependence.longest", "values.natural * Polynomial.constant(step)", "values", "two_thirds"),
    ("rows.rows_of", "_copy(edge, found)", "edge", "table_step"),
    ("rows._least", "less(number, constant(value))", "less(number, constant(value - 99))", "two_thirds_mostly"),
    ("decide.strongest_shown", "return next(filter(is_shown, constants[1:-1]), constants[-1])", "return constants[0]",
     "two_thirds_rarely"),
    ("rows.WireRelation.between", "constant(c)", "constant(c + 1)", "stalls_at_the_end"),
    ("rows.is_falling_in_rows", "relations[edge.parent][relation, edge.child] = None",
     "relations[edge.parent] = {(relation, edge.child): None}", "stalls_on_one_wire"),
    ("rows.is_falling_in_rows", "at_most(upper, lower)", "less(upper, lower)", "stalls_at_two"),
    ("rows.is_falling_in_rows", "return False\n        relations[edge.parent]",
     "continue\n        relations[edge.parent]", "half_of_old"),
    ("measures._stays", "at_most(parent, child)", "less(parent, child)", "stalls_at_two"),
    ("measures._stays", "at_most(parent, child)", "less(parent, child)", "stalls_at_the_end"),
    ("ends.Ends._high", "first = first.greatest(end)", "pass", "max_end"),
    ("measures._falls", "less(parent, child)", "FALSE", "level_rises"),
    ("levels._fault", "if is_falling([edge], measure, found, prover):", "if True:", "level_half"),
    ("classes.strongest", "MOD, lcm(*moduli)", "MOD, moduli[0]", "mod_mixed"),
    ("whole.Proofs.derived", "weights |= {each.site.array: BITS for each in unbounded}", "pass", "hidden_or"),
    ("whole.Proofs.derived", "each.is_threshold and each.few is None", "False", "threshold_bits"),
    ("whole.power_of", "depth.degree[0] > 0", "depth.degree[0] > 1", "short_looking"),
]  # fmt: skip
"""The function, a piece of its text, what it becomes, and the adversary that notices."""


def levels_that_stay(family: Generator, proofs: Proofs) -> Iterator[str]:
    """Wires along which a declared level does not fall, although no fault is told; in programs without parts."""
    if proofs.level_faults:
        return
    for group in proofs.graph.groups():
        leveled = {symbol: len(proofs.found.arrays[symbol].levels) for symbol in group}
        measure = {
            symbol: tuple([Expression("level", (place,)) for place in range(1, count + 1)])
            for symbol, count in leveled.items()
            if count
        }
        proofs.components = (Component(tuple(measure), (), "R5", measure, Polynomial.constant(1)),)
        for n in (1, 2, 5):
            with contextlib.suppress(Trap):
                yield from _Measures(proofs).along(family.circuit(n))[1]


def wrong_claim(name: str) -> str | None:
    """A claim about an adversary that one of its circuits refutes, or a class better than it deserves."""
    (file,) = [file for file in ADVERSARIES if file.stem == name]
    family = open_generator(str(file))
    proofs = Proofs(family.program)
    for circuit in circuits_at(family, (*range(1, 13), 20)):
        for false in false_claims(proofs, circuit):
            return false
    deserved = file.read_text().removeprefix("# deserves ").partition(":")[0]
    if deserved == "none":
        return None if proofs.input_length.why else "the number of inputs grows"
    found = [proofs.printed.found, proofs.derived.found]
    too_good = (str(each) for each in found if not from_name(deserved).is_in(each))
    return next(chain(too_good, levels_that_stay(family, proofs)), None)


def test_each_bound_is_in_the_code() -> None:
    """Also of those that the quick run does not break."""
    for where, old, new, _ in RULES:
        source_of(Broken(where, old, new, ""))


@pytest.mark.parametrize(
    ("where", "old", "new", "name"), one_in(6, RULES), ids=[f"{where}: {name}" for where, _, _, name in RULES]
)
def test_a_broken_bound_is_noticed(where: str, old: str, new: str, name: str) -> None:
    assert wrong_claim(name) is None
    with applied(Broken(where, old, new, "")):
        assert wrong_claim(name) is not None
