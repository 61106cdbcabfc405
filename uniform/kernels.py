"""Compiled loops: the one place that imports numba.

A kernel is compiled for the types it declares when its module is first imported, and kept in a folder beside it, in
the user's cache folder when that one is read-only, or in ``NUMBA_CACHE_DIR``. Compiling takes seconds, loading takes
milliseconds, so the former is said aloud: to the logger ``uniform``, which the command line shows as a note.

A kernel checks no index: it writes where the room has been seen to, and its docstring says by whom. With
``NUMBA_BOUNDSCHECK=1`` in the environment every index is checked, and one outside its array is an IndexError; numba
does not tell the two apart in its cache, so that such a run needs a ``NUMBA_CACHE_DIR`` of its own. `make bounds`
runs the tests of the kernels so.
"""

# mypy: ignore-errors

from __future__ import annotations

import logging

import numba as nb
from llvmlite import ir
from numba.core import event
from numba.extending import intrinsic

__all__ = ["copy16", "nb", "njit"]

_log = logging.getLogger(__name__)


def njit(signature):
    """Compile a function for one signature, or load it from the cache; where nothing can be kept, compile it."""

    def compiled(function):
        try:
            return nb.njit(signature, cache=True)(function)
        except RuntimeError:  # no folder to keep it in
            return nb.njit(signature)(function)

    return compiled


@intrinsic
def _copy16(typing, target, place, source, start):
    """``target[place : place + 16] = source[start : start + 16]`` for arrays of bytes, in two machine instructions.

    Nothing is checked, unless indices are: both arrays must reach so far."""
    del typing

    def emit(context, builder, signature, arguments):
        types = signature.args
        vector = ir.VectorType(ir.IntType(8), 16).as_pointer()
        pointers = []
        for array, index in ((0, 1), (2, 3)):
            data = context.make_array(types[array])(context, builder, arguments[array]).data
            pointers.append(builder.bitcast(builder.gep(data, [arguments[index]]), vector))
        builder.store(builder.load(pointers[1], align=1), pointers[0], align=1)
        return context.get_dummy_value()

    return nb.void(target, place, source, start), emit


@nb.njit(inline="always")
def _copy16_checked(target, place, source, start):
    for i in range(16):
        target[place + i] = source[start + i]


copy16 = _copy16_checked if nb.config.BOUNDSCHECK else _copy16


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
