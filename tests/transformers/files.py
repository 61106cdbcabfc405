"""Models in files of a test: written with other arrays, and refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

import uniform.transformers.files.arrays
import uniform.transformers.files.read
from tests.transformers.models import grid, varied
from uniform.messages.errors import UniformError
from uniform.transformers.files.read import load_model
from uniform.transformers.files.write import description_of
from uniform.transformers.model import Transformer

MODELS = grid() | varied()
SCHEMA: dict[str, Any] = json.loads(Path(uniform.transformers.files.read.__file__).with_name("schema.json").read_text())
CONFORMS = jsonschema.Draft202012Validator(SCHEMA)
ENDINGS = (".npz", ".safetensors")


def refused(path: Path, *codes: str) -> str:
    with pytest.raises(UniformError) as caught:
        load_model(path)
    assert caught.value.diagnostics[0].code in codes
    return str(caught.value)


def save_arrays(folder: Path, model: Transformer, arrays: dict[str, Any], ending: str = ".npz") -> None:
    from safetensors.numpy import save_file

    (folder / "m.json").write_text(description_of(model, f"m{ending}"))
    if ending == ".npz":
        np.savez(folder / "m.npz", **arrays)
    else:
        save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, folder / "m.safetensors")


def load_arrays(folder: Path, model: Transformer, arrays: dict[str, Any], ending: str = ".npz") -> Transformer:
    save_arrays(folder, model, arrays, ending)
    return load_model(folder / "m.json").model
