"""Write a model: a description and, beside it, its arrays; both files completely, or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING

from uniform.arguments.endings import ending_of
from uniform.cli.files import whole_file
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

if TYPE_CHECKING:
    from uniform.transformers.model import Transformer

ENDING = ".json"


@contextmanager
def model_files(output: str) -> Iterator[Callable[[Transformer], int]]:
    """A function that writes a model to ``output``, which ends in ``.json``, and its arrays to an ``.npz`` file beside
    it, and returns the number of bytes.

    Both are opened at once, so that a long computation in the block is not in vain; they appear when the block ends
    without an exception. Raises UniformError if they cannot be written.
    """
    from uniform.transformers.files.write import model_files as files_of

    path = PurePath(output)
    if ending_of(path) != ENDING:
        hint = "its numbers go to an .npz file beside it"
        raise UniformError(Diagnostic("U710", f"a model is written as {ENDING}, not `{output}`", help=hint))
    arrays = path.with_suffix(".npz")
    with whole_file(str(path)) as description_file, whole_file(str(arrays)) as arrays_file:

        def write(model: Transformer) -> int:
            description, numbers = files_of(model, arrays.name)
            return description_file.write(description.encode()) + arrays_file.write(numbers)

        yield write
