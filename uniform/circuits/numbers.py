"""Arrays of natural numbers of any size: 64-bit integers if they fit, Python integers otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def numbers(values: Sequence[int]) -> NDArray[Any]:
    """``values`` as int64 if all are below 2^63, else as Python integers in an object array.

    >>> numbers([1, 2]).dtype, numbers([2**70]).dtype
    (dtype('int64'), dtype('O'))
    """
    small = max(values, default=0) < 2**63
    return np.array(values, dtype=np.int64 if small else object)
