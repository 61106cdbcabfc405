"""The number of inputs I(n): it grows strictly with n, so that n is at most I(n) + 1.

*Then a polynomial in n is a polynomial in I(n), log n is O(log I(n)), and n is found from 1^I(n) in logarithmic space.*
Shown are: each range has a constant low end, and a high end that does not fall from n to n + 1; and in one array, one
range grows, is natural without being cut off at 0, and the others are not empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.certify.formula_text import MAX_LENGTH
from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.formulas import Linear, at_most, constant, less, linear, total, variables_inside
from uniform.certify.proofs.records import Array, Walked
from uniform.certify.proofs.terms import GREATEST, is_evaluable
from uniform.messages.spans import Span

_ZERO, _ONE = constant(0), constant(1)


@dataclass(frozen=True, slots=True)
class InputLength:
    """The number of inputs."""

    formula: Linear | None  # in n; None if a range depends on an index, calls a function, reads a table, or is long
    why: str  # if it is not shown to grow strictly; "" if it is
    span: Span | None = None  # the input that is to blame


def input_length(found: Walked, prover: Prover) -> InputLength:
    """The number of inputs, and whether it grows strictly."""
    inputs = [array for array in found.arrays.values() if array.declaration.role == "input"]
    if any(_depends_on_index(array) for array in inputs):
        blamed = next(array for array in inputs if _depends_on_index(array))
        return InputLength(None, "an input has a range that depends on an index", blamed.declaration.span)
    looked_at = _Ranges(found, prover)
    whole = total(map(looked_at.size, inputs))
    is_formula = all(is_evaluable(each, found.n) for each in whole.variables) and len(str(whole)) <= MAX_LENGTH
    formula = whole if is_formula else None
    for array in inputs:
        span = array.declaration.span
        for low, high in array.ends:
            if not low.is_constant:
                return InputLength(formula, f"the low end {low} of `{array.declaration.name}` is not constant", span)
            if looked_at.calls(high):
                return InputLength(None, f"a function in {high} may have other values at the next n", span)
            if not looked_at.never_falls(high):
                return InputLength(formula, f"{high} is not shown to stay or to grow with every n", span)
    if any(map(looked_at.grows, inputs)):
        return InputLength(formula, "")
    first = inputs[0].declaration.span if inputs else None
    return InputLength(formula, f"I(n) = {whole} is not shown to grow with every n", first)


def _depends_on_index(array: Array) -> bool:
    own = set(array.variables)
    ends = [end for pair in array.ends for end in pair]
    return any(variable in own or own & variable.free for end in ends for variable in end.variables)


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Questions about ranges whose ends are numbers in n."""

    found: Walked
    prover: Prover

    def _never(self, left: Linear, right: Linear, name: str) -> bool:
        """Whether ``left < right`` is shown to hold for no n."""
        return self.prover.never([at_most(_ONE, linear(self.found.n)), less(left, right)], name)

    def calls(self, number: Linear) -> bool:
        """Whether the value of a function is in a number: it may depend on n also if the arguments do not."""
        return any(each.operation in self.found.functions for each in variables_inside([number]))

    def _next(self, number: Linear) -> Linear:
        """The number at n + 1, if no function is in it."""
        return self.found.terms.substitute(number, {self.found.n: linear(self.found.n) + 1})

    def never_falls(self, number: Linear) -> bool:
        """Whether a number does not fall from n to n + 1."""
        return self._never(self._next(number), number, f"inputs: {number} never falls")

    def grows(self, array: Array) -> bool:
        """Whether the number of elements of an array, whose ranges never fall, grows with every n."""
        counts = [high - low + 1 for low, high in array.ends]
        return any(
            self._never(self._next(count), count + 1, f"inputs: {count} grows")
            and self._never(count, _ZERO, f"inputs: {count} >= 0")
            and all(
                self._never(other, _ONE, f"inputs: {other} >= 1")
                for place, other in enumerate(counts)
                if place != which
            )
            for which, count in enumerate(counts)
        )

    def size(self, array: Array) -> Linear:
        """The number of elements, without a cut at 0 where it is shown to be natural."""
        product = _ONE
        for low, high in array.ends:
            count = high - low + 1
            if not self._never(count, _ZERO, f"inputs: {count} >= 0"):
                count = self.found.terms.extreme(GREATEST, (count, _ZERO))
            product = self.found.terms.multiply(product, count)
        return product
