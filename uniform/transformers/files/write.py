"""Write a model: its description as JSON, its arrays as ``.npz`` or ``.safetensors``.

The arrays are integers of the smallest type that holds a parameter. An ``.npz`` file is compressed if that makes it
smaller. The same model gives the same bytes, with the same version of zlib if they are compressed.
"""

from __future__ import annotations

import io
import json
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.files.arrays import UNREADABLE
from uniform.transformers.files.outline import ENDINGS, outline_json, read_outline
from uniform.transformers.files.read import make_model
from uniform.transformers.model import Linear, Transformer


def write_model(model: Transformer, path: str | PathLike[str], ending: str = ".npz") -> None:
    """Write ``path``, which ends in ``.json``, and beside it the arrays, whose file has the same name and ``ending``.

    Raises UniformError like ``load_model`` for a model that could not be read again, and OSError.
    """
    file = Path(path)
    description, arrays = model_files(model, f"{file.stem}{ending}")
    file.with_name(f"{file.stem}{ending}").write_bytes(arrays)
    file.write_text(description, encoding="utf-8", newline="\n")


def model_files(model: Transformer, arrays: str) -> tuple[str, bytes]:
    """The text of the description, and the bytes of the file of arrays, whose name is ``arrays``."""
    description = description_of(model, arrays)
    numbers = arrays_of(model)
    outline = read_outline(description, "the description")
    make_model(outline, dict(numbers), model.name, "the description")
    bits = outline.precision.at(1).parameter.bits
    dtype = next(each for each in (np.int8, np.int16, np.int32, np.int64) if bits <= np.iinfo(each).bits)
    small = {name: np.ascontiguousarray(array, dtype=dtype) for name, array in numbers.items()}
    return description, _packed(small, arrays)


def description_of(model: Transformer, arrays: str) -> str:
    """The text of the description."""
    return _shown(outline_json(model, arrays)) + "\n"


def arrays_of(model: Transformer) -> dict[str, NDArray[np.int64]]:
    """The arrays by name, in the order of the model."""
    found = {"embed": model.embed, "position": model.position}

    def linear(name: str, map_: Linear) -> None:
        found[name] = map_.weights
        found[f"{name}.bias"] = map_.bias

    for number, layer in enumerate(model.layers, 1):
        for head_number, head in enumerate(layer.heads, 1):
            prefix = f"layer{number}.head{head_number}"
            linear(f"{prefix}.query", head.query)
            linear(f"{prefix}.key", head.key)
            linear(f"{prefix}.value", head.value)
        linear(f"layer{number}.output", layer.output)
        if layer.norm is not None:
            found |= {f"layer{number}.norm.scale": layer.norm.scale, f"layer{number}.norm.shift": layer.norm.shift}
        if layer.feed_forward is not None:
            linear(f"layer{number}.up", layer.feed_forward.up)
            linear(f"layer{number}.down", layer.feed_forward.down)
    linear("readout", model.output.readout)
    return found


def _packed(arrays: dict[str, Any], name: str) -> bytes:
    if not name.endswith(ENDINGS):
        raise UniformError(Diagnostic("U710", f"cannot write `{name}`: arrays are .npz or .safetensors"))
    if name.endswith(".npz"):
        plain, compressed = io.BytesIO(), io.BytesIO()
        np.savez(plain, **arrays)
        np.savez_compressed(compressed, **arrays)
        return min(plain.getvalue(), compressed.getvalue(), key=len)
    try:
        from safetensors.numpy import save
    except ImportError as error:
        hint = 'pip install "uniform-circuits[safetensors]", or write .npz'
        raise UniformError(
            Diagnostic(UNREADABLE, f"cannot write `{name}`: this needs the package safetensors", help=hint)
        ) from error
    found: bytes = save(arrays)
    return found


def _shown(value: Any, margin: str = "") -> str:
    """JSON, two spaces a level; what has no objects inside is on one line, except the whole."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if margin and not any(_has_objects(each) for each in inside):
        return json.dumps(value, ensure_ascii=False)
    inner = f"{margin}  "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {_shown(each, inner)}" for key, each in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"{inner}{_shown(each, inner)}" for each in value) + f"\n{margin}]"
    return json.dumps(value, ensure_ascii=False)


def _has_objects(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_objects, value)))
