"""Locate the grammars, the shipped machines and the pages on error codes.

In a checkout or an editable install they are beside the package, at the top level; a wheel contains copies of them
inside the package. All other files of the project use this one to find them.
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
    """The folder of the shipped library; it has a folder for each topic."""
    return _root() / "machines"


def shipped_file(topic: str, name: str, ending: str) -> Path:
    """The program (``.gen``) or machine (``.tm``) of a library entry; its page is in the same folder."""
    return machines() / topic / name / f"{name}{ending}"


def error_pages() -> Path:
    """The folder of the pages on error codes, ``U404.md`` and so on."""
    return _root() / "docs" / "errors"
