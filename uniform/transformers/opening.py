"""Open the model that the argument MODEL names.

majority               a shipped model, in ``machines/transformers``; also ``majority.json``, if there is no such file
my.json                a description; its arrays are in the file that it names
my-gpt/                a folder with a model of another library
random:layers=2        a model with random parameters, by its shape
"""

from __future__ import annotations

import logging
from os import PathLike, fspath
from pathlib import Path

from uniform.arguments.endings import ending_of
from uniform.arguments.texts import may_be_read
from uniform.library.table import find as find_program
from uniform.library.table import find_machine
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.transformers.catalog import find, models
from uniform.transformers.files.outline import ENDINGS
from uniform.transformers.files.read import Loaded, load_model
from uniform.transformers.importing.read import import_model
from uniform.transformers.model import Transformer
from uniform.transformers.random_models import PREFIX, parse_layout, random_model

_LOG = logging.getLogger(__name__)


def open_model(text: str | PathLike[str]) -> Loaded:
    """The model that ``text`` names, and what rounding changed. Raises UniformError: U704 if there is no such model,
    U705 and U901 to U909 if it cannot be read, U922 and U923 for
    a model of another library."""
    name = fspath(text)
    if name.startswith(PREFIX):
        return Loaded(random_model(parse_layout(name.removeprefix(PREFIX))), 0, None)
    entry = find(name)
    if entry is not None and (name == entry.name or not may_be_read(name)):
        return load_model(entry.file)
    if name == "-":
        hint = "save it to a file, beside the file of its arrays"
        raise UniformError(Diagnostic("U704", "standard input cannot be a model, which is two files", help=hint))
    if Path(name).is_dir():
        return _imported(name)
    if ending_of(name) in ENDINGS:
        hint = "name the description, a .json file; its field `arrays` names this file"
        raise UniformError(Diagnostic("U901", f"`{name}` is not a model: it is the arrays of one", help=hint))
    if may_be_read(name) or Path(name).suffix or "/" in name:
        return load_model(name)
    if find_program(name) is not None:
        hint = f"`uniform check {name}` is for programs; `uniform list` shows programs and models"
        raise UniformError(Diagnostic("U704", f"there is no model `{name}`: it is a program", help=hint))
    near = find_nearest(name, [each.name for each in models()])
    hint = f"did you mean `{near}`?" if near else f"a file, {', '.join(each.name for each in models())}, or {PREFIX}..."
    raise UniformError(Diagnostic("U704", f"there is no model `{name}`", help=hint))


def names_model(text: str) -> bool:
    """Whether an argument that may name a family or a model names a model. The name of a shipped program is that of the
    program; the model of that name ends in ``.json``.

    >>> names_model("first_token"), names_model("majority"), names_model("majority.json"), names_model("my.gen")
    (True, False, True, False)
    """
    if text.startswith(PREFIX) or ending_of(text) in (".json", *ENDINGS):
        return True
    is_other = find_program(text) is not None or find_machine(text) is not None
    return not is_other and (find(text) is not None or Path(text).is_dir())


def _imported(folder: str) -> Loaded:
    model, report = import_model(folder)
    for line in str(report).splitlines():
        _LOG.info(line)
    return Loaded(model, report.rounded, report.largest_change)


def load_transformer(path: str | PathLike[str]) -> Transformer:
    """The model in a file, one of another library in a folder, a shipped model by its name, or a random one by its
    shape.

    Raises UniformError if there is none, or if something is wrong with it.

    >>> load_transformer("majority").alphabet
    ('0', '1')
    """
    return open_model(path).model
