"""Direct builder: multiplication in logarithmic depth.

C. S. Wallace, A suggestion for a fast multiplier, 1964: a full adder for each column turns three numbers into two with
the same sum, so n numbers are two after about log n / log 1.5 steps. The carries of the last addition are prefixes of
an associative operation: P. M. Kogge and H. S. Stone, A parallel algorithm for the efficient solution of a general
class of recurrence equations, 1973.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit

Word = list[int]  # the digits of a number, the low one first


def add_many_to_two(builder: CircuitBuilder, part: str, numbers: Sequence[Word]) -> tuple[Word, Word]:
    """Two numbers with the sum of at least three numbers of the same length, without the last carries."""
    queue = deque(numbers)
    cell = 0
    while len(queue) > 2:
        three = [queue.popleft() for _ in range(3)]
        two = f"{part}.cell[{cell}].two"
        columns = list(zip(*three, strict=True))
        queue.append([builder.xor(f"{two}[0,{i}]", column) for i, column in enumerate(columns)])
        carries = [builder.majority(f"{two}[1,{i}]", column) for i, column in enumerate(columns[:-1], 1)]
        queue.append([builder.false(f"{two}[1,0]"), *carries])
        cell += 1
    first, second = queue
    return first, second


def add_kogge_stone(builder: CircuitBuilder, part: str, a: Word, b: Word, c: int) -> Word:
    """The sum of a, b and the bit c, as many digits as a has. All carries, step by step, from spans of 2^t digits."""
    width = len(a)
    made = [builder.majority(f"{part}.made[0,0]", [a[0], b[0], c])]
    made += [builder.and_(f"{part}.made[0,{i}]", [a[i], b[i]]) for i in range(1, width)]
    half = {i: builder.xor(f"{part}.kept[0,{i}]", [a[i], b[i]]) for i in range(1, width)}
    kept = dict(half)  # for the digits whose span does not begin at 0
    step, span = 1, 1
    while span < width:
        passed = {i: builder.and_(f"{part}.pass[{step},{i}]", [kept[i], made[i - span]]) for i in kept}
        joined = {i: builder.or_(f"{part}.made[{step},{i}]", [made[i], passed[i]]) for i in kept}
        kept = {i: builder.and_(f"{part}.kept[{step},{i}]", [kept[i], kept[i - span]]) for i in range(2 * span, width)}
        made = [joined.get(i, wire) for i, wire in enumerate(made)]
        step, span = step + 1, 2 * span
    low = builder.xor(f"{part}.s[0]", [a[0], b[0], c])
    return [low, *(builder.xor(f"{part}.s[{i}]", [half[i], made[i - 1]]) for i in range(1, width))]


def build_wallace_multiplier(n: int) -> Circuit:
    """Build the rows of long multiplication, all of length 2n, and add them.

    >>> build_wallace_multiplier(3)
    Circuit('wallace_multiplier', n=3, inputs=6, gates=82, outputs=6)
    """
    builder = CircuitBuilder("wallace_multiplier", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    rows = []
    for i in range(max(n, 3)):
        shifted: list[int | None] = [*[None] * i, *a, *[None] * (n - i)] if i < n else [None] * (2 * n)
        places = [(f"row[{i},{k}]", digit) for k, digit in enumerate(shifted)]
        rows.append(
            [builder.false(place) if digit is None else builder.and_(place, [digit, b[i]]) for place, digit in places]
        )
    first, second = add_many_to_two(builder, "tree", rows)
    digits = add_kogge_stone(builder, "sum", first, second, builder.false("zero"))
    return builder.build([builder.copy(f"y[{k}]", digit) for k, digit in enumerate(digits)])
