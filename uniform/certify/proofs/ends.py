"""How large and how small a number can be: polynomials in n and bits(n), over the integers.

Ends are read off declarations: an index is in its declared range, a counter below its bound, a function below the bound
of its result. Nothing is assumed about the sign of a difference: where a product or a quotient has a factor that may be
negative, absolute values are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from uniform.certify.proofs.formulas import Linear, Variable, linear
from uniform.certify.proofs.polynomials import BITS, N, Polynomial, bits_of
from uniform.certify.proofs.records import Array, Walked
from uniform.certify.proofs.terms import Terms

_MAX_LITERAL = 1000  # factors in a power
_ZERO, _ONE = Polynomial.constant(0), Polynomial.constant(1)


class NoEnd(Exception):
    """A number with no polynomial as an end, such as a power whose exponent is not linear in bits(n)."""


@dataclass(slots=True, eq=False)
class Ends:
    """The ends of numbers over n and some variables whose ranges are known."""

    terms: Terms
    n: Variable
    ranges: Mapping[Variable, tuple[Linear, Linear]] = field(default_factory=dict)  # each in earlier variables and n
    # ends that were found, since a number may be used many times
    highs: dict[Variable, Polynomial] = field(default_factory=dict, init=False)
    lows: dict[Variable, Polynomial] = field(default_factory=dict, init=False)

    @staticmethod
    def of_array(array: Array, found: Walked) -> Ends:
        """For numbers over the indices of an array."""
        return Ends(found.terms, found.n, dict(zip(array.variables, array.ends, strict=True)))

    def high(self, number: Linear) -> Polynomial:
        """At least as large as the number, for every n >= 1 and all values in their ranges. Raises NoEnd."""
        total = Polynomial.constant(number.constant)
        for variable, factor in number.terms:
            known, find = (self.highs, self._high) if factor > 0 else (self.lows, self._low)
            if variable not in known:
                known[variable] = find(variable)
            total += known[variable] * factor
        return total

    def low(self, number: Linear) -> Polynomial:
        """At most as large as the number."""
        return self.high(number.times(-1)) * -1

    def absolute(self, number: Linear) -> Polynomial:
        """At least as large as the absolute value."""
        return self.high(number).absolute.greatest(self.low(number).absolute)

    # ---------------------------------------------------------------- variables

    def _is_natural(self, number: Linear) -> bool:
        return self.low(number).is_natural

    def _high(self, variable: Variable) -> Polynomial:
        if variable is self.n:
            return N
        if variable in self.ranges:
            return self.high(self.ranges[variable][1])
        arguments = variable.arguments
        match variable.operation:
            case "":
                raise NoEnd(variable.name)
            case "product":
                left, right = arguments
                if self._is_natural(left) and self._is_natural(right):
                    return self.high(left) * self.high(right)
                return self.absolute(left) * self.absolute(right)
            case "quotient":
                number, divisor = arguments
                return self.high(number).divided(divisor.constant) if divisor.is_constant else self.absolute(number)
            case "min":
                return min(map(self.high, arguments), key=lambda end: (end.degree, end.terms))
            case "max":
                first, *others = map(self.high, arguments)
                for end in others:
                    first = first.greatest(end)
                return first
            case "bits":
                return bits_of(self.high(arguments[0]))
            case "power":
                return self._power(*arguments)
            case "bit":
                return _ONE
            case operation if operation in self.terms.tables:
                return Polynomial.constant(max(self.terms.tables[operation].entries))
            case operation if operation in self.terms.functions:
                return self.high(self.terms.functions[operation](arguments)).absolute
        raise NoEnd(variable.name)

    def _low(self, variable: Variable) -> Polynomial:
        if variable is self.n:
            return N
        if variable in self.ranges:
            low = self.low(self.ranges[variable][0])
            return low if low.is_natural else _ZERO  # indices are natural
        arguments = variable.arguments
        match variable.operation:
            case "product":
                left, right = arguments
                if self._is_natural(left) and self._is_natural(right):
                    return self.low(left) * self.low(right)
                return self.high(linear(variable)) * -1
            case "quotient":
                return _ZERO if self._is_natural(arguments[0]) else self.absolute(arguments[0]) * -1
            case "min":
                first, *others = map(self.low, arguments)
                for end in others:
                    first = first.least(end)
                return first
            case "max":
                return max(map(self.low, arguments), key=lambda end: (end.is_natural, end.degree, end.terms))
            case "bits":
                number = self.low(arguments[0])
                return BITS if number.terms and (number - N).is_natural else _ONE
            case operation if operation in self.terms.tables:
                return Polynomial.constant(min(self.terms.tables[operation].entries))
        return _ZERO

    def _power(self, base: Linear, exponent: Linear) -> Polynomial:
        """c^(a*B + b) for c <= 2^k is at most 2^(k*b) * (2*n)^(k*a), since 2^B <= 2*n."""
        high = self.high(exponent)
        terms = dict(high.terms)
        per_bit, constant = terms.pop((0, 1), 0), terms.pop((0, 0), 0)
        if terms or not base.is_constant:
            literal = high.literal
            if literal is None or literal > _MAX_LITERAL or not self._is_natural(base):
                raise NoEnd(f"{base}^({exponent})")
            found = _ONE
            for _ in range(literal):
                found = found * self.high(base).greatest(_ONE)
            return found
        digits = (base.constant - 1).bit_length()
        if max(per_bit, constant) * digits > _MAX_LITERAL:
            raise NoEnd(f"{base}^({exponent})")
        found = Polynomial.constant(2 ** (digits * max(constant, 0)))
        for _ in range(digits * per_bit):
            found = found * (N * 2)
        return found
