"""The page on the architecture is what the sources say, and every room says what it is for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.docs.architecture import MARK, OUTSIDE, PAGE, docstring, generated, needs, packages, paragraph
from tests.test_structure import MAY_IMPORT, ROOT, statements, tree

FOLDERS = [folder for room in MAY_IMPORT if room not in OUTSIDE for folder in packages(room)]
IDS = [str(folder.relative_to(ROOT)) for folder in FOLDERS]
HAND_WRITTEN = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
PLACE = re.compile(r"`(\w+)` in\s\[[^\]]*\]\(\.\./\.\./(uniform/[\w/]+\.py)\)")


@pytest.mark.slow
def test_the_page_is_up_to_date() -> None:
    shown = PAGE.read_text(encoding="utf-8").removeprefix(HAND_WRITTEN)
    assert shown == generated(), "python -m tests.docs.architecture --update"


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_a_room_tells_what_is_in_it_what_is_not_and_where_to_begin(folder: Path) -> None:
    text = docstring(folder)
    assert paragraph(text, "Not here: ")
    names = re.findall(r"``(\w+)``", paragraph(text, "Begin with "))
    assert names
    assert [name for name in names if not ((folder / name).is_dir() or (folder / f"{name}.py").is_file())] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_what_a_docstring_of_a_room_names_is_there(folder: Path) -> None:
    rooms = "|".join(room for room in MAY_IMPORT if room not in OUTSIDE)
    for name in re.findall(rf"``(?:uniform\.)?((?:{rooms})(?:\.\w+)+)``", docstring(folder)):
        path = ROOT.joinpath(*name.split("."))
        assert path.is_dir() or path.with_suffix(".py").is_file(), name


def test_the_short_table_of_layers_leaves_nothing_out() -> None:
    table = needs(MAY_IMPORT)

    def below(room: str) -> set[str]:
        return {each for other in table[room] for each in (other, *below(other))}

    for room, may in MAY_IMPORT.items():
        assert set(may) - {room} <= below(room), room


@pytest.mark.slow
@pytest.mark.parametrize("page", [PAGE, PAGE.parents[1] / "reference" / "glossary.md"], ids=lambda page: page.stem)
def test_the_names_that_a_page_points_at_are_there(page: Path) -> None:
    places = PLACE.findall(page.read_text(encoding="utf-8"))
    assert len(places) > 15
    assert [f"{file} has no {name}" for name, file in places if name not in defined(ROOT.parent / file)] == []


def defined(file: Path) -> set[str]:
    """The functions and classes of a file, and the names that it assigns outside of them."""
    found = {node.name for node in statements(file) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in tree(file).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found
