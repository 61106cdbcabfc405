"""Compiled loops: the one place that imports numba.

A kernel is compiled for its declared types when its module is first imported. The compiled code is cached in a folder
beside the module, in the user's cache folder if that one is read-only, or in ``NUMBA_CACHE_DIR``. Loading takes
milliseconds and compiling takes seconds, so compiling is announced on the logger ``uniform``; the command line shows
that as a note.

Kernels do not check indices. The caller provides enough room, and the docstring of a kernel says which caller. With
``NUMBA_BOUNDSCHECK=1`` in the environment every index is checked, and one outside its array raises an IndexError. The
cache does not distinguish the two modes, so such a run needs a ``NUMBA_CACHE_DIR`` of its own. `make bounds` runs the
tests of the kernels in this way.
"""

# mypy: ignore-errors

from __future__ import annotations

import logging

import numba as nb
from llvmlite import ir
from numba.core import cgutils, event
from numba.extending import intrinsic

__all__ = ["copy16", "copy_within", "nb", "njit"]

_log = logging.getLogger(__name__)


def njit(signature):
    """Compile a function for one signature, or load it from the cache. Without a cache folder, always compile it."""

    def decorate(function):
        try:
            return nb.njit(signature, cache=True)(function)
        except RuntimeError:  # no folder for the cache
            return nb.njit(signature)(function)

    return decorate


@intrinsic
def _copy16(typing, target, place, source, start):
    """``target[place : place + 16] = source[start : start + 16]`` for arrays of bytes, in two machine instructions.

    Both arrays must be long enough; this is checked only under ``NUMBA_BOUNDSCHECK=1``."""
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


@intrinsic
def _copy_within(typing, array, target, start, count):
    """``array[target : target + count] = array[start : start + count]`` where the two do not overlap.

    The array must be long enough; this is checked only under ``NUMBA_BOUNDSCHECK=1``."""
    del typing

    def emit(context, builder, signature, arguments):
        kind = signature.args[0]
        data = context.make_array(kind)(context, builder, arguments[0]).data
        size = context.get_abi_sizeof(context.get_value_type(kind.dtype))
        places = [builder.gep(data, [arguments[index]]) for index in (1, 2)]
        cgutils.raw_memcpy(builder, *places, arguments[3], size)
        return context.get_dummy_value()

    return nb.void(array, target, start, count), emit


@nb.njit(inline="always")
def _copy_within_checked(array, target, start, count):
    for i in range(count):
        array[target + i] = array[start + i]


copy_within = _copy_within_checked if nb.config.BOUNDSCHECK else _copy_within


class _Announcer(event.Listener):
    """Announces, once for each folder of the package, that its kernels are being compiled."""

    def __init__(self) -> None:
        self.announced = set()

    def on_start(self, event) -> None:
        """Handle the start of a compilation: the function is not in the cache."""
        folder = event.data["dispatcher"].py_func.__module__.rpartition(".")[0]
        if folder.startswith("uniform.") and folder not in self.announced:
            self.announced.add(folder)
            _log.info("compiling %s: a few seconds, the first time only", folder)

    def on_end(self, event) -> None:
        """Handle the end of a compilation."""


event.register("numba:compile", _Announcer())
