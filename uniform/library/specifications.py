"""What the shipped families compute, as Python functions.

A specification takes one integer for each input array (its first element is the low bit) and returns one for each
output array. It may also ask for ``n`` and for the family's constants by name.
"""

from __future__ import annotations


def parity(x: int) -> int:
    """Is the number of ones odd?"""
    return x.bit_count() % 2


def majority(x: int, n: int) -> int:
    """Are more than half of the bits 1?"""
    return int(2 * x.bit_count() > n)


def threshold_k(x: int, k: int = 2) -> int:
    """Are at least k bits 1?"""
    return int(x.bit_count() >= k)


def exactly_k(x: int, k: int = 2) -> int:
    """Are exactly k bits 1?"""
    return int(x.bit_count() == k)


def addition(a: int, b: int) -> int:
    """a + b."""
    return a + b


def multiplication(a: int, b: int) -> int:
    """a * b."""
    return a * b


def increment(x: int) -> int:
    """x + 1."""
    return x + 1


def equality(a: int, b: int) -> int:
    """Is a = b?"""
    return int(a == b)


def comparison(a: int, b: int) -> tuple[int, int, int]:
    """Is a less than b, equal to b, greater than b?"""
    return int(a < b), int(a == b), int(a > b)


def selection(a: int, b: int, s: int) -> int:
    """s ? b : a."""
    return b if s else a


def storage_access(address: int, x: int) -> int:
    """x[address], 0 beyond the end."""
    return x >> address & 1


def heavy_sum(x: int, n: int) -> int:
    """Do the ones, bit i (from 1) weighing i, weigh more than half of everything?"""
    weight = sum(i for i in range(1, n + 1) if x >> (i - 1) & 1)
    return int(2 * weight > n * (n + 1) // 2)


def sorting(x: int, n: int) -> int:
    """All zeros first."""
    ones = x.bit_count()
    return ((1 << ones) - 1) << (n - ones)


def reachability(a: int, n: int) -> int:
    """The reflexive-transitive closure, by a search from each vertex; entry (i, j) is bit i*n + j."""
    closure = 0
    for start in range(n):
        seen, waiting = {start}, [start]
        while waiting:
            row = waiting.pop() * n
            found = {j for j in range(n) if a >> (row + j) & 1} - seen
            seen |= found
            waiting += found
        closure |= sum(1 << (start * n + j) for j in seen)
    return closure


def dyck1(x: int, n: int) -> int:
    """Is the word balanced, bit 0 first, 1 an opening bracket?"""
    depth = 0
    for i in range(n):
        depth += 1 if x >> i & 1 else -1
        if depth < 0:
            return 0
    return int(depth == 0)
