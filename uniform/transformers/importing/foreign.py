"""A model of another library in the terms of ours, its numbers still floats; and the list of what does not fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.messages.cuts import cut
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.files.arrays import MAX_NUMBERS, Stored
from uniform.transformers.files.outline import FeatureOutline, HeadOutline, LayerOutline, Outline
from uniform.transformers.files.quantize import NOT_FINITE
from uniform.transformers.formats import Precision
from uniform.transformers.model import OutputKind

UNSUPPORTED = "U922"

_SHOWN = 60  # characters of a value in a message

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Foreign:
    """Everything of a model but its formats. ``arrays`` has the names of a description, and exactly those."""

    name: str
    alphabet: tuple[str, ...]
    width: int
    features: tuple[FeatureOutline, ...]
    layers: tuple[LayerOutline, ...]
    output: OutputKind  # a class is read at the last position
    arrays: dict[str, Floats]
    notes: tuple[str, ...]  # where the model will differ from the original

    def outline(self, precision: Precision) -> Outline:
        """The description, with formats."""
        return Outline(
            self.alphabet,
            self.width,
            precision,
            self.features,
            self.layers,
            self.output,
            "last" if self.output == "class" else None,
            self.name,
        )


@dataclass(slots=True)
class Misfits:
    """What of a model does not fit, in the order in which it was found; the same reason is given once."""

    file: str
    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, what: str, problem: str, remedy: str) -> None:
        """``what``, a part of the model, does not fit: ``problem``; ``remedy`` says what would."""
        self.found.setdefault((problem, remedy), []).append(what)

    def raise_if_any(self) -> None:
        """Raise UniformError (U922) with all of them."""
        diagnostics = []
        for (problem, remedy), parts in self.found.items():
            shown = ", ".join(f"`{part}`" for part in parts[:3])
            more = f" and {len(parts) - 3} more" if len(parts) > 3 else ""
            diagnostics.append(Diagnostic(UNSUPPORTED, f"{self.file}: {shown}{more}: {problem}", help=remedy))
        if diagnostics:
            raise UniformError(diagnostics[:MAX_MESSAGES])


@dataclass(slots=True)
class Tensors:
    """The arrays of a file, each taken at most once."""

    stored: Mapping[str, Stored]
    misfits: Misfits
    taken: set[str] = field(default_factory=set)

    def __contains__(self, name: str) -> bool:
        return name in self.stored

    def take(self, name: str, shape: Sequence[int]) -> Floats:
        """An array of floats; zeros, and a misfit, if it is missing or has another shape. Raises UniformError (U906)
        for a number that is not finite."""
        self.taken.add(name)
        stored = self.stored.get(name)
        wanted = tuple(shape)
        if stored is None:
            self.misfits.add(name, "this array is missing", f"the configuration asks for one of shape {wanted}")
        elif stored.kind not in "iuf":
            self.misfits.add(name, f"has numbers of type {stored.type}", "store floats of 16, 32 or 64 bits")
        elif stored.shape != wanted:
            self.misfits.add(name, f"has shape {stored.shape}", f"the configuration asks for {wanted}")
        else:
            return self._finite(name, np.asarray(stored.read(), dtype=np.float64))
        if math.prod(wanted) > MAX_NUMBERS:
            self.misfits.raise_if_any()
        return np.zeros(wanted)

    def _finite(self, name: str, array: Floats) -> Floats:
        """The array, which has neither NaN nor infinity: comparisons and differences below would miss them."""
        wrong = np.argwhere(~np.isfinite(array))
        if len(wrong):
            place = tuple(wrong[0].tolist())
            problem = f"{self.misfits.file}: `{name}[{','.join(map(str, place))}]` is {array[place]}"
            raise UniformError(Diagnostic(NOT_FINITE, problem))
        return array

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of an array that is there."""
        return self.stored[name].shape

    def drop(self, name: str) -> None:
        """Leave out an array that a model does not need."""
        self.taken.add(name)

    def refuse_others(self) -> None:
        """A misfit for each array that nobody took."""
        for name in self.stored:
            if name not in self.taken:
                self.misfits.add(
                    name,
                    "this array belongs to nothing that is supported",
                    "`docs/how-to/train-a-transformer.md` lists what fits",
                )


def put_linear(arrays: dict[str, Floats], name: str, weights: Floats, bias: Floats | None = None) -> None:
    """A linear map, rows are outputs; without a bias, it is 0."""
    arrays[name] = weights
    arrays[f"{name}.bias"] = np.zeros(len(weights)) if bias is None else bias


def put_norm_alone(arrays: dict[str, Floats], number: int, scale: Floats, shift: Floats) -> LayerOutline:
    """A layer that is only a norm: its one head adds 0."""
    width = len(scale)
    for what in ("query", "key", "value"):
        put_linear(arrays, f"layer{number}.head1.{what}", np.zeros((1, width)))
    put_linear(arrays, f"layer{number}.output", np.zeros((width, 1)))
    put_norm(arrays, number, scale, shift)
    return LayerOutline((HeadOutline("leftmost-hard", "causal", 1),), norm=True, activation=None, hidden=0)


def put_norm(arrays: dict[str, Floats], number: int, scale: Floats, shift: Floats) -> None:
    """The norm of a layer."""
    arrays[f"layer{number}.norm.scale"], arrays[f"layer{number}.norm.shift"] = scale, shift


def quoted(value: object) -> str:
    """A value of the configuration in a message."""
    return cut(repr(value), _SHOWN)


def whole(config: Mapping[str, Any], key: str, misfits: Misfits, default: int | None = None) -> int:
    """A number of the configuration, at least 1; 1, and a misfit, if it is something else."""
    value = config.get(key)
    if value is None and default is not None:
        return default
    if type(value) is int and 1 <= value <= MAX_NUMBERS:
        return value
    problem = "is missing" if value is None else "is not a number of things"
    misfits.add(key, f"this field {problem}", f"the configuration has a number in 1..{MAX_NUMBERS} here")
    return 1
