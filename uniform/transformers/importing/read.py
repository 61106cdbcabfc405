"""Read a folder with a model of another library: ``config.json`` and one file of arrays.

model type     arrays                the model
gpt2           model.safetensors     Hugging Face, without the norms before attention and net
openai-gpt     model.safetensors     Hugging Face, post-norm
tracr          params.npz            compiled by Tracr
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from uniform.arguments.texts import read_source
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.files.arrays import MAX_NUMBERS, Stored, opened_arrays
from uniform.transformers.files.nodes import is_text, read_node
from uniform.transformers.files.read import model_name
from uniform.transformers.importing.calibrate import ImportReport, with_formats
from uniform.transformers.importing.foreign import UNSUPPORTED, Foreign, Misfits, Tensors, quoted
from uniform.transformers.importing.gpt import NAMES, read_gpt
from uniform.transformers.importing.tracr import read_tracr
from uniform.transformers.model import Transformer

CONFIG = "config.json"
ARRAYS = ("model.safetensors", "model.npz", "params.npz")
NOT_FOREIGN = "U923"


def import_model(path: str | PathLike[str]) -> tuple[Transformer, ImportReport]:
    """The model in a folder, with formats measured on random words.

    Raises UniformError: U923 if the folder is not such a model, U922 with everything that does not fit, U906 or U907
    for numbers that are not finite or too large, U909 for arrays that cannot be read.
    """
    folder = Path(path)
    config = _config(folder)
    file = _arrays(folder)
    misfits = Misfits(folder.name)
    name = model_name(folder.resolve().name)
    with np.errstate(over="ignore"):  # what becomes infinite is refused later
        foreign = _read(name, config, folder, Tensors(_all_arrays(file), misfits), misfits)
    return with_formats(foreign)


def _read(name: str, config: Mapping[str, Any], folder: Path, tensors: Tensors, misfits: Misfits) -> Foreign:
    kind = config.get("model_type")
    if kind == "tracr":
        return read_tracr(name, config, tensors, misfits)
    if isinstance(kind, str) and kind in NAMES:
        return read_gpt(name, config, _vocabulary(folder), tensors, misfits)
    known = f"the model types are {', '.join(NAMES)} and tracr"
    raise UniformError(
        Diagnostic(UNSUPPORTED, f"{folder.name}: the model type {quoted(kind)} is not supported", help=known)
    )


def _config(folder: Path) -> dict[str, Any]:
    if not (folder / CONFIG).is_file():
        hint = f"a folder with {CONFIG} and one of {', '.join(ARRAYS)}"
        raise UniformError(Diagnostic(NOT_FOREIGN, f"`{folder}` has no {CONFIG}", help=hint))
    value = read_node(read_source(folder / CONFIG).text, CONFIG).value
    if not isinstance(value, dict):
        raise UniformError(Diagnostic(NOT_FOREIGN, f"`{folder / CONFIG}` is not a JSON object"))
    return value


def _arrays(folder: Path) -> Path:
    for name in ARRAYS:
        if (folder / name).is_file():
            return folder / name
    if (folder / "pytorch_model.bin").is_file():
        hint = "save it with `save_pretrained(folder, safe_serialization=True)`"
        raise UniformError(Diagnostic(NOT_FOREIGN, f"`{folder / 'pytorch_model.bin'}` is pickled", help=hint))
    raise UniformError(Diagnostic(NOT_FOREIGN, f"`{folder}` has no arrays", help=f"one of {', '.join(ARRAYS)}"))


def _all_arrays(file: Path) -> dict[str, Stored]:
    """The arrays of a file in memory, if they are not too many numbers for a model."""
    with opened_arrays(file) as stored:
        numbers = sum(math.prod(each.shape) for each in stored.values())
        if numbers > MAX_NUMBERS:
            problem = f"{file.name} has {numbers} numbers, but a model has at most {MAX_NUMBERS}"
            raise UniformError(Diagnostic(UNSUPPORTED, problem, help="import a smaller model"))
        return {name: _in_memory(each) for name, each in stored.items()}


def _in_memory(stored: Stored) -> Stored:
    if stored.kind not in "iuf":  # refused later, without a look at it
        return stored
    array = stored.read()
    return replace(stored, read=lambda: array)


def _vocabulary(folder: Path) -> tuple[str, ...] | None:
    """The symbols by number, from ``vocab.json``; None if it is missing or does not number them from 0."""
    try:
        file = folder / "vocab.json"
        if not file.is_file():  # or a pipe, or a device, which may have no end
            return None
        found = json.loads(read_source(file).text)
        symbols = {number: symbol for symbol, number in found.items()}
        ordered = tuple(symbols[number] for number in range(len(found)))
    except (UniformError, OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return None
    return ordered if all(isinstance(symbol, str) and is_text(symbol) for symbol in ordered) else None
