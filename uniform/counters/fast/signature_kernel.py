"""The types of the arguments of the compiled loop: the arrays of ``slots``, one by one, then four numbers.

Bounds, and what ensures them: all numbers fit in 62 bits, including layouts and literals (``pipeline``, which otherwise
uses the reference); indices are compared with their ranges in the loop (OUTSIDE); arrays, and half of each hash table,
have room for the next entries, or the loop returns (FULL, MORE_HASH, MORE_LISTED); ids fit in 32 bits (``runner``,
``LARGEST_IDS``); the text buffer has room behind ``full`` for the longest print and the 32 bytes that are copied at a
time (``PackedCode.longest``); places in the program are made by ``pack``.
"""

# mypy: ignore-errors

from __future__ import annotations

from uniform.kernels import nb

_I = nb.int64[::1]
_B = nb.uint8[::1]
_IDS = nb.int32[::1]
SIGNATURE = nb.int64(
    nb.int64[:, ::1], _I, _B, _I, _I, _I,  # ProgramArrays
    *[_I] * 7,  # DeclaredArrays
    _B, _B, _I, _B,  # TextArrays
    _B, _I, _I, _I, _IDS, _I, _I, _I, _IDS, _I, _I,  # GateArrays
    *[_I] * 6,  # StateArrays
    *[nb.int64] * 4,
)  # fmt: skip
