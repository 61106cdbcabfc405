"""The types of the arguments of the compiled loop: the arrays of ``slots``, one by one, then four numbers."""

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
