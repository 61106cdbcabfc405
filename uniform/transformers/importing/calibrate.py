"""Formats for a model of another library: wide enough for what it computes on random words.

Nobody chose formats for such a model, so they are measured. The model first computes with so many bits that hardly
anything is rounded; the formats then get the integer bits of the largest numbers seen, and one more. What a longer or
an unusual word needs beyond that is clamped, as in any model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uniform.transformers.files.quantize import Change
from uniform.transformers.files.read import Loaded, make_model
from uniform.transformers.formats import Fixed, LogBits, Precision
from uniform.transformers.importing.foreign import Foreign
from uniform.transformers.model import Transformer
from uniform.transformers.names import groups
from uniform.transformers.reference import run

LENGTHS = (1, 2, 5, 12)
WORDS = 32
"""Random words for each of the lengths."""

PARAMETER_FRACTION = 8
_MOST_INTEGER_BITS = 40


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How a model of another library was converted."""

    notes: tuple[str, ...]  # where the model differs from the original
    rounded: int  # parameters
    largest_change: Change | None  # of a parameter
    words: int  # random words, on which ...
    agreement: float  # ... this part of the outputs equals that of the same model with many more bits

    def __str__(self) -> str:
        equal = f"on {self.agreement:.1%} of {self.words} random words, many more bits would give the same output"
        return "\n".join((*self.notes, f"formats were chosen for what occurs on random words; {equal}"))


def with_formats(foreign: Foreign) -> tuple[Transformer, ImportReport]:
    """The model with formats measured on seeded random words. Raises UniformError (U906, U907) for numbers that are not
    finite, or too large for any format."""
    parameter = Fixed(LogBits(0, PARAMETER_FRACTION), _parameter_bits(foreign))
    wide = Precision(
        state=Fixed(LogBits(0, 14), 18),
        key=Fixed(LogBits(0, 10), 16),
        score=Fixed(LogBits(0, 4), 24),
        weight=LogBits(0, 16),
        parameter=parameter,
    )
    rng = np.random.default_rng(0)
    samples = [rng.integers(len(foreign.alphabet), size=(WORDS, n)) for n in LENGTHS]
    exact = _made(foreign, wide).model
    largest = {"state": 0, "key": 0, "score": 0}
    expected = []
    for words in samples:
        passed = run(exact, words, keep=True)
        expected.append(passed.outputs)
        for group in groups(exact):
            code = "state" if group.code == "hidden" else group.code
            if code in largest:
                largest[code] = max(largest[code], int(np.abs(passed.groups[group.name]).max(initial=0)))
    chosen = Precision(
        state=Fixed(LogBits(1, 4), _integer_bits(largest["state"], 14)),
        key=Fixed(LogBits(0, 6), _integer_bits(largest["key"], 10)),
        score=Fixed(LogBits(0, 4), _integer_bits(largest["score"], 4)),
        weight=LogBits(1, 4),
        parameter=parameter,
    )
    loaded = _made(foreign, chosen)
    model = loaded.model
    equal = sum(
        _equal_words(run(model, words).outputs, outputs) for words, outputs in zip(samples, expected, strict=True)
    )
    count = WORDS * len(LENGTHS)
    return model, ImportReport(foreign.notes, loaded.rounded, loaded.largest_change, count, equal / count)


def _made(foreign: Foreign, precision: Precision) -> Loaded:
    return make_model(foreign.outline(precision), foreign.arrays, foreign.name, foreign.name)


def _equal_words(outputs: NDArray[np.int64], expected: NDArray[np.int64]) -> int:
    return int(np.all((outputs == expected).reshape(len(outputs), -1), axis=1).sum())


def _integer_bits(largest: int, fraction: int) -> int:
    """Bits before the point, the sign and one spare bit included."""
    return max(1, largest.bit_length() - fraction) + 2


def _parameter_bits(foreign: Foreign) -> int:
    """Bits before the point of the largest parameter, the sign included; what needs more is refused as it is read."""
    finite = [np.abs(array[np.isfinite(array)]).max(initial=0.0) for array in foreign.arrays.values()]
    return min(_MOST_INTEGER_BITS, max(1, int(max(finite)).bit_length()) + 2)
