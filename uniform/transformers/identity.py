"""What a model is, as a hash: the same for equal models, whatever files they come from.

The hash is over the model in canonical JSON: the fields of its description, but instead of the name of a file, the
arrays themselves as lists of integers, a row in each list; keys in order, no white space, ASCII. Anybody can compute it
from the files of a model whose numbers are integers; floats are rounded first.
"""

from __future__ import annotations

import hashlib
import json

from uniform.transformers.files.outline import outline_json
from uniform.transformers.files.write import arrays_of
from uniform.transformers.model import Transformer


def content_hash(model: Transformer) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of ``canonical_json``."""
    return hashlib.sha256(canonical_json(model).encode("ascii")).hexdigest()[:16]


def canonical_json(model: Transformer) -> str:
    """All that a model computes with, in one line of JSON; not its name.

    Cost: linear in the number of parameters.
    """
    arrays = {name: array.tolist() for name, array in arrays_of(model).items()}
    content = outline_json(model, "") | {"arrays": arrays}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
