"""Pausing Python's garbage collector while something large is built.

A syntax tree, register code or a machine consists of many small objects, all of which stay alive. As their number
grows, the collector walks over all of them again and again, looking for unreachable cycles. With a hundred thousand
objects this costs little; with millions it takes as long as the work itself. They contain no cycles, and
everything else that is no longer needed is freed by reference counting.

A pause is for the whole process: cycles that another thread makes in the meantime are collected afterwards.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """A context, or a decorator, in which the collector does not run. Afterwards it runs again, if it did before.

    >>> with paused():
    ...     gc.isenabled()
    False
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
