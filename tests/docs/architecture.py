"""The generated part of ``docs/explanation/architecture.md``: the rooms of the package and their files.

    python -m tests.docs.architecture             # is the page up to date?
    python -m tests.docs.architecture --update    # write it anew

Everything is read off the sources: the layers are those of ``tests/test_structure.py``, what a room is for is the
first sentence of its docstring, what is elsewhere and where to begin are paragraphs of the same docstring. What is
above the line ``MARK`` of the page is written by hand and stays.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.test_structure import MAY_IMPORT, ROOT, tree

PAGE = ROOT.parent / "docs" / "explanation" / "architecture.md"
MARK = "<!-- From here on written by `python -m tests.docs.architecture --update`. -->\n"
LINK = "../../uniform"  # from the folder of the page
LAYERS = """\
Imports go one way: the files of a room import from their own room, from those that it rests on, and from what these
rest on in turn. `tests/test_structure.py` has the exact table and reads every import.

"""
OUTSIDE = ("", "__main__")  # of the table of layers: what `import uniform` and `python -m uniform` name


def generated() -> str:
    """The part of the page below the mark, with the mark."""
    rooms = [room for room in MAY_IMPORT if room not in OUTSIDE]
    parts = [MARK, "## Layers\n", _layers(), "## Rooms\n", *(part for room in rooms for part in _room(room))]
    return "\n".join(parts)


def needs(table: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Of each room the rooms that it rests on: those that it may import, less those that they may import in turn."""
    found = {}
    for room, may in table.items():
        others = [other for other in may if other != room]
        found[room] = [each for each in others if not any(each in table[other] for other in others if other != each)]
    return found


def packages(room: str) -> list[Path]:
    """The folders of a room that hold Python files, itself first; none where the room is a file."""
    folder = ROOT / room
    return sorted(path.parent for path in folder.rglob("__init__.py")) if folder.is_dir() else []


def docstring(path: Path) -> str:
    """The docstring of a file; of a folder, that of its ``__init__.py``."""
    file = path / "__init__.py" if path.is_dir() else path
    return ast.get_docstring(tree(file)) or ""


def paragraph(text: str, begin: str) -> str:
    """The paragraph of a docstring that begins with these words, on one line; empty without one."""
    return next((" ".join(each.split()) for each in text.split("\n\n") if each.startswith(begin)), "")


def _layers() -> str:
    table = needs(MAY_IMPORT)
    rows = ["| floor | room | rests on |", "|---|---|---|"]
    for room in sorted((room for room in MAY_IMPORT if room not in OUTSIDE), key=lambda room: _floor(table, room)):
        below = ", ".join(f"`{each}`" for each in table[room]) or "nothing"
        rows.append(f"| {_floor(table, room)} | {_link(_path(room))} | {below} |")
    return LAYERS + "\n".join(rows) + "\n"


def _floor(table: Mapping[str, list[str]], room: str) -> int:
    return 1 + max((_floor(table, each) for each in table[room]), default=-1)


def _path(room: str) -> Path:
    return ROOT / room if (ROOT / room).is_dir() else ROOT / f"{room}.py"


def _room(room: str) -> Iterator[str]:
    folders = packages(room)
    if not folders:
        yield f"### {room}.py\n"
        yield f"{_first_sentence(_path(room))}\n"
    for folder in folders:
        level = "###" if folder == folders[0] else "####"
        yield f"{level} {_name(folder)}\n"
        text = docstring(folder)
        words = [_first_sentence(folder), paragraph(text, "Not here:"), paragraph(text, "Begin with ")]
        yield "\n\n".join(_markdown(each) for each in words if each) + "\n"
        files = [file for file in sorted(folder.glob("*.py")) if file.name != "__init__.py"]
        if files:
            yield "\n".join(f"- {_link(file)}: {_first_sentence(file)}" for file in files) + "\n"


def _name(path: Path) -> str:
    return f"{path.relative_to(ROOT)}{'/' if path.is_dir() else ''}"


def _link(path: Path) -> str:
    return f"[{path.name}]({LINK}/{path.relative_to(ROOT)})"


def _first_sentence(path: Path) -> str:
    first = " ".join(docstring(path).split("\n\n")[0].split())
    return _markdown(re.split(r"(?<=[.?!])\s", first)[0])


def _markdown(text: str) -> str:
    return text.replace("``", "`")


def main() -> int:
    """Compare the page, or write it."""
    text = PAGE.read_text(encoding="utf-8")
    wanted = text.partition(MARK)[0] + generated()
    if "--update" in sys.argv[1:]:
        PAGE.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        print("architecture.md is out of date: python -m tests.docs.architecture --update")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
