"""Direct builders: a sorting network, and reachability by squaring."""

from __future__ import annotations

from itertools import product

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def merge_exchange_stages(n: int) -> list[set[tuple[int, int]]]:
    """The comparators (i, j), i < j, of Batcher's merge exchange sort on lines 0..n-1, stage by stage.

    Knuth, The Art of Computer Programming 3, Algorithm 5.2.2M. The comparators of a stage touch each line at most
    once; with n = 2^p there are (p^2 - p + 4) * 2^(p-2) - 1 of them in all, in p(p+1)/2 stages.
    """
    size = 1
    while size < n:
        size *= 2
    stages: list[set[tuple[int, int]]] = []
    step = size // 2
    while step >= 1:
        # At this step the lines that agree modulo 2*step are sorted among themselves, in residues of `step`.
        distance, reach, odd = step, size // 2, 0
        while True:
            pairs = ((i, i + distance) for i in range(n - distance) if i // step % 2 == odd)
            stages.append(set(pairs))
            if reach <= step:
                break
            distance, reach, odd = reach - step, reach // 2, 1
        step //= 2
    return stages


def build_batcher_sort(n: int) -> Circuit:
    """Stage by stage; a line that no comparator touches is copied."""
    b = CircuitBuilder("batcher_sort", n)
    x = b.inputs("x", range(1, n + 1))
    line = [b.copy(f"line[0,{i}]", x[i]) for i in range(n)]
    for stage, comparators in enumerate(merge_exchange_stages(n), 1):
        low, high = dict(comparators), {j: i for i, j in comparators}
        following = []
        for i in range(n):
            address = f"line[{stage},{i}]"
            if i in low:
                following.append(b.and_(address, [line[i], line[low[i]]]))
            elif i in high:
                following.append(b.or_(address, [line[high[i]], line[i]]))
            else:
                following.append(b.copy(address, line[i]))
        line = following
    return b.build([b.copy(f"y[{i + 1}]", line[i]) for i in range(n)])


def build_reachability(n: int) -> Circuit:
    """After t squarings, paths of at most 2^t steps."""
    b = CircuitBuilder("reachability", n)
    vertices = range(1, n + 1)
    pairs = list(product(vertices, vertices))
    a = {(i, j): b.input(f"a[{i},{j}]") for i, j in pairs}
    reach = {}
    for i, j in pairs:
        address = f"reach[0,{i},{j}]"
        reach[i, j] = b.true(address) if i == j else b.copy(address, a[i, j])
    rounds = 0
    while 2**rounds < n:
        rounds += 1
        following = {}
        for i, j in pairs:
            via = [b.and_(f"via[{rounds},{i},{j},{k}]", [reach[i, k], reach[k, j]]) for k in vertices]
            following[i, j] = b.or_(f"reach[{rounds},{i},{j}]", via)
        reach = following
    return b.build([b.copy(f"r[{i},{j}]", reach[i, j]) for i, j in pairs])
