"""Direct builders: the number of ones, by full adders, and by threshold gates.

The adders form a tree in which each vertex has a bit of its own: the count of its subtree is the sum of the counts
below and this bit, which is the carry into the adder. D. E. Muller and F. P. Preparata, Bounds to complexities of
networks for sorting and for switching, 1975.

The threshold circuit is the usual one for symmetric functions: a gate for each t says whether there are t ones, and
digit k of their number is 1 if the largest multiple of 2^k that is reached is an odd one.
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_popcount(n: int) -> Circuit:
    """Count subtree by subtree, from the leaves.

    >>> build_popcount(7)
    Circuit('popcount', n=7, inputs=7, gates=15, outputs=3)
    """
    builder = CircuitBuilder("popcount", n)
    x = builder.inputs("x", range(1, n + 1))
    zero = builder.false("all.zero")

    def count(vertex: int) -> list[int]:
        """The count of the subtree below a vertex of the heap, its lowest digit first."""
        if 2 * vertex > n:
            return [x[vertex - 1]] if vertex <= n else []
        digits, right = count(2 * vertex), count(2 * vertex + 1)
        carry, total = x[vertex - 1], []
        for i, digit in enumerate(digits):
            wires = [digit, right[i] if i < len(right) else zero, carry]
            total.append(builder.xor(f"all.node[{vertex}].cell[{i}].s", wires))
            carry = builder.majority(f"all.node[{vertex}].cell[{i}].carry", wires)
        return [*total, carry]

    digits = [builder.copy(f"all.s[{k}]", digit) for k, digit in enumerate(count(1))]
    return builder.build([builder.copy(f"y[{k}]", digit) for k, digit in enumerate(digits)])


def build_popcount_tc0(n: int) -> Circuit:
    """All comparisons, then each digit: as many odd as even multiples are reached, or one more.

    The gate counts the odd multiples of 2^k that are reached and the even ones that are not. Of e even multiples and as
    many odd ones, or one more, that makes e if the digit is 0, and e + 1 if it is 1.

    >>> build_popcount_tc0(7)
    Circuit('popcount_tc0', n=7, inputs=7, gates=16, outputs=3)
    """
    builder = CircuitBuilder("popcount_tc0", n)
    x = builder.inputs("x", range(1, n + 1))
    reached = {t: builder.threshold(f"all.all.atleast[{t}]", t, x) for t in range(1, n + 1)}
    missed = {t: builder.atmost(f"all.all.below[{t // 2}]", t - 1, x) for t in range(2, n + 1, 2)}
    outputs = []
    for k in range(n.bit_length()):
        multiples = range(2**k, n + 1, 2**k)
        odd, even = [reached[t] for t in multiples[0::2]], [missed[t] for t in multiples[1::2]]
        digit = builder.threshold(f"all.all.y[{k}]", len(even) + 1, odd + even)
        outputs.append(builder.copy(f"y[{k}]", digit))
    return builder.build(outputs)
