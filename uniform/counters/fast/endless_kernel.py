"""How the compiled loop of the fast tier finds out that a run never ends; ``slots`` explains it."""

# mypy: ignore-errors

from __future__ import annotations

from uniform.counters.fast import slots as s
from uniform.kernels import nb, njit

_I = nb.int64[::1]


@njit(nb.boolean(nb.int64, nb.int64, nb.int64, nb.int64, _I, _I))
def after_pass(at, depth, alive, gates, r, watch):
    """Whether the state after a pass without a print equals the kept state. If not, it may become the kept state."""
    if gates != watch[s.KEPT_GATES]:  # the first pass after a print, or the first one of the run
        watch[s.KEPT_AT] = -1
        watch[s.KEPT_GATES] = gates
        watch[s.PASSES] = 0
        watch[s.KEEP_NEXT] = 1
    if at == watch[s.KEPT_AT]:
        watch[s.PERIOD] += 1
        same = True
        i = 0
        while same and i < alive:
            same = r[i] == watch[s.KEPT + i]
            i += 1
        if same:
            return True
    watch[s.PASSES] += 1
    due = watch[s.PASSES] == watch[s.KEEP_NEXT]
    if due or (watch[s.KEPT_AT] >= 0 and depth < watch[s.KEPT_DEPTH]):
        if due:
            watch[s.KEEP_NEXT] *= 2
        watch[s.KEPT_AT] = at
        watch[s.KEPT_DEPTH] = depth
        watch[s.PERIOD] = 0
        for i in range(alive):
            watch[s.KEPT + i] = r[i]
    return False
