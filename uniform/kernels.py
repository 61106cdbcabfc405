"""Compiled loops: the one place that imports numba.

A kernel is compiled for the types it declares when its module is first imported, and kept in a folder beside it, in
the user's cache folder when that one is read-only, or in ``NUMBA_CACHE_DIR``. Compiling takes seconds, loading takes
milliseconds, so the former is said aloud: to the logger ``uniform``, which the command line shows as a note.
"""

# mypy: ignore-errors

from __future__ import annotations

import logging

import numba as nb
from numba.core import event

__all__ = ["nb", "njit"]

_log = logging.getLogger(__name__)


def njit(signature):
    """Compile a function for one signature, or load it from the cache; where nothing can be kept, compile it."""

    def compiled(function):
        try:
            return nb.njit(signature, cache=True)(function)
        except RuntimeError:  # no folder to keep it in
            return nb.njit(signature)(function)

    return compiled


class _Announcer(event.Listener):
    """Says, once for each module, that its kernels are being compiled."""

    def __init__(self) -> None:
        self.said = set()

    def on_start(self, event) -> None:
        """A function is not in the cache and is compiled now."""
        module = event.data["dispatcher"].py_func.__module__
        if module.startswith("uniform.") and module not in self.said:
            self.said.add(module)
            _log.info("compiling %s: a few seconds, the first time only", module)

    def on_end(self, event) -> None:
        """The function is compiled."""


event.register("numba:compile", _Announcer())
