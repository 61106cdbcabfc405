"""The compiled loop of ``evaluate``: one block of words through a whole circuit.

Arrays are those of ``Circuit``; ``values[id, v]`` is word v of an input or gate, ``planes[p, v]`` digit p of the
64 counters of word v. Counters have as many digits as the number of wires of the gate needs.
"""

# mypy: ignore-errors

from __future__ import annotations

import numba as nb
import numpy as np

from uniform.circuits.gates import Kind

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ZERO = np.uint64(0)

_FALSE, _TRUE, _COPY, _NOT = int(Kind.FALSE), int(Kind.TRUE), int(Kind.COPY), int(Kind.NOT)
_AND, _OR, _XOR = int(Kind.AND), int(Kind.OR), int(Kind.XOR)
_NAND, _NOR, _XNOR = int(Kind.NAND), int(Kind.NOR), int(Kind.XNOR)
_MAJ, _THRESHOLD, _ATMOST, _MOD = int(Kind.MAJ), int(Kind.THRESHOLD), int(Kind.ATMOST), int(Kind.MOD)


@nb.njit(nb.void(nb.uint64[:, ::1], nb.int64, nb.int64, nb.uint64[:], nb.int64), cache=True)
def _add(planes, digits, weight, word, size):
    """Add ``weight`` to the counters whose bit in ``word`` is 1; no sum reaches 2^digits."""
    for p in range(digits):
        if (weight >> p) & 1:
            for v in range(size):
                ripple = word[v]
                q = p
                while ripple != _ZERO and q < digits:
                    kept = planes[q, v]
                    planes[q, v] = kept ^ ripple
                    ripple = kept & ripple
                    q += 1


@nb.njit(nb.void(nb.uint64[:, ::1], nb.int64, nb.int64, nb.uint64[:], nb.int64), cache=True)
def _at_least(planes, digits, least, out, size):
    """``out`` <- the counters that hold at least ``least``, which is below 2^digits."""
    for v in range(size):
        below = _ZERO
        for p in range(digits):
            if (least >> p) & 1:
                below = below | ~planes[p, v]
            else:
                below = below & ~planes[p, v]
        out[v] = ~below


@nb.njit(nb.void(nb.uint64[:, ::1], nb.int64, nb.int64, nb.uint64[:], nb.int64), cache=True)
def _reduce(planes, digits, modulus, reached, size):
    """Take ``modulus`` from the counters that have reached it; ``reached`` is scratch."""
    _at_least(planes, digits, modulus, reached, size)
    for v in range(size):
        borrow = _ZERO
        for p in range(digits):
            taken = reached[v] if (modulus >> p) & 1 else _ZERO
            kept = planes[p, v]
            planes[p, v] = kept ^ taken ^ borrow
            borrow = (~kept & (taken | borrow)) | (taken & borrow)


@nb.njit(
    nb.void(
        nb.uint8[::1], nb.int64[::1], nb.int64[::1], nb.int64[::1], nb.int64[::1], nb.int64[::1],
        nb.int64, nb.int64, nb.uint64[:, ::1], nb.uint64[:, ::1],
    ),
    cache=True,
)  # fmt: skip
def run_block(kind, threshold, residue, offsets, children, weights, inputs, size, values, planes):
    """Fill ``values[inputs:, :size]``, gate by gate."""
    weighted = len(weights) > 0
    for gate in range(len(kind)):
        code = kind[gate]
        start, end = offsets[gate], offsets[gate + 1]
        out = values[inputs + gate]
        if code <= _TRUE:
            word = _ALL if code == _TRUE else _ZERO
            for v in range(size):
                out[v] = word
        elif code <= _XNOR:
            if code == _AND or code == _NAND:
                if end - start == 2:
                    left, right = values[children[start]], values[children[start + 1]]
                    for v in range(size):
                        out[v] = left[v] & right[v]
                else:
                    for v in range(size):
                        out[v] = _ALL
                    for e in range(start, end):
                        wire = values[children[e]]
                        for v in range(size):
                            out[v] &= wire[v]
            elif code == _XOR or code == _XNOR:
                if end - start == 2 and not weighted:
                    left, right = values[children[start]], values[children[start + 1]]
                    for v in range(size):
                        out[v] = left[v] ^ right[v]
                else:
                    for v in range(size):
                        out[v] = _ZERO
                    for e in range(start, end):
                        if not weighted or weights[e] & 1:
                            wire = values[children[e]]
                            for v in range(size):
                                out[v] ^= wire[v]
            elif end - start == 2:
                left, right = values[children[start]], values[children[start + 1]]
                for v in range(size):
                    out[v] = left[v] | right[v]
            else:
                for v in range(size):
                    out[v] = _ZERO
                for e in range(start, end):
                    wire = values[children[e]]
                    for v in range(size):
                        out[v] |= wire[v]
            if code == _NOT or code == _NAND or code == _NOR or code == _XNOR:
                for v in range(size):
                    out[v] = ~out[v]
        else:
            total = np.int64(0)
            for e in range(start, end):
                total += weights[e] if weighted else 1
            modulus = threshold[gate] if code == _MOD else 0
            counted = total
            if code == _MOD and total >= modulus:
                counted = min(total, 2 * modulus)
            digits = 1
            while digits < 63 and (counted >> digits) > 0:
                digits += 1
            for p in range(digits):
                for v in range(size):
                    planes[p, v] = _ZERO
            for e in range(start, end):
                weight = weights[e] if weighted else 1
                if code == _MOD:
                    weight %= modulus
                _add(planes, digits, weight, values[children[e]], size)
                if code == _MOD and total >= modulus:
                    _reduce(planes, digits, modulus, out, size)
            if code == _MOD:
                r = residue[gate]
                for v in range(size):
                    word = _ALL
                    for p in range(digits):
                        plane = planes[p, v]
                        word &= plane if (r >> p) & 1 else ~plane
                    out[v] = word if (r >> digits) == 0 else _ZERO
            else:
                if code == _MAJ:
                    least = total // 2 + 1
                elif code == _THRESHOLD:
                    least = threshold[gate]
                else:
                    least = threshold[gate] + 1
                if least > total:
                    for v in range(size):
                        out[v] = _ZERO
                else:
                    _at_least(planes, digits, least, out, size)
                if code == _ATMOST:
                    for v in range(size):
                        out[v] = ~out[v]
