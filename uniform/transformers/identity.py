"""What a model is, as a hash: the same for equal models, whatever file they come from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass

import numpy as np

from uniform.transformers.model import Transformer


def content_hash(model: Transformer) -> str:
    """The first 16 hexadecimal digits of a SHA-256 over all that the model computes with, its name excepted."""
    text = json.dumps(_content(model), separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def _content(value: object) -> object:
    """Dataclasses as lists of their fields, arrays as nested lists of integers."""
    if isinstance(value, np.ndarray):
        return [list(value.shape), value.tolist()]
    if is_dataclass(value):
        skipped = "name" if isinstance(value, Transformer) else ""
        return [_content(getattr(value, field.name)) for field in fields(value) if field.name != skipped]
    if isinstance(value, tuple):
        return [_content(each) for each in value]
    return value
