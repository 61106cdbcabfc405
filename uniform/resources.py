"""Where the grammars, the shipped machines and the pages of error codes live.

In a checkout (and an editable install) they are beside the package, at the top level; a wheel carries
copies of them inside the package. Nothing else in the project looks for files of its own.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    inside = _PACKAGE / "_data"
    return inside if inside.is_dir() else _PACKAGE.parent


def grammar(name: str) -> str:
    """The text of ``grammars/<name>.lark``."""
    return (_root() / "grammars" / f"{name}.lark").read_text(encoding="utf-8")


def machines() -> Path:
    """The folder of the shipped library, one folder a topic."""
    return _root() / "machines"


def shipped_file(topic: str, name: str, ending: str) -> Path:
    """Where the program (``.gen``) or the machine (``.tm``) of an entry of the library is: a folder with its page."""
    return machines() / topic / name / f"{name}{ending}"


def error_pages() -> Path:
    """The folder of the pages of error codes, ``U404.md`` and so on."""
    return _root() / "docs" / "errors"
