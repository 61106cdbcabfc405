"""Imports go one way, file by file, and the direct builders share nothing with the language: else their check would be
worthless."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "uniform"
GROUND = ("collector", "kernels", "records", "resources", "messages")
CIRCUITS = (*GROUND, "arguments", "circuits")
LANGUAGE = (*CIRCUITS, "turing", "counters", "language")
LIBRARY = (*CIRCUITS, "library")
MAY_IMPORT = {
    "collector": (),
    "kernels": (),
    "records": (),
    "resources": (),
    "messages": ("records", "resources", "messages"),
    "arguments": ("messages", "arguments"),
    "circuits": CIRCUITS,
    "library": LIBRARY,
    "turing": (*GROUND, "arguments", "turing"),
    "counters": (*CIRCUITS, "turing", "counters"),
    "language": LANGUAGE,
    "certify": (*LANGUAGE, "library", "certify"),
    "family": (*LANGUAGE, "library", "certify", "family"),
    "research": (*LANGUAGE, "library", "certify", "family", "research"),
    "transformers": (*LANGUAGE, "library", "certify", "family", "research", "transformers"),
    "editor": (*LANGUAGE, "editor"),
    "cli": (*LANGUAGE, "library", "certify", "family", "research", "transformers", "editor", "cli"),
    "__main__": ("cli",),
    "": (*LANGUAGE, "library", "certify", "family", "research", "transformers"),  # what `import uniform` offers
}
"""The rooms, from the ground up, and what a file in each may import."""


def test_every_room_is_in_the_table() -> None:
    assert {_room(module) for module in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_go_one_way(room: str) -> None:
    for module in MODULES:
        if _room(module) == room:
            wrong = [name for name in imports()[module] if _room(name) not in MAY_IMPORT[room]]
            assert not wrong, f"{module} imports {wrong}"


def test_no_import_circle() -> None:
    """Not even through an import inside a function, or one that only a type checker sees."""
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_direct_builders_know_circuits_only() -> None:
    """And each other; specifications know nothing at all."""
    for module in MODULES:
        if module.startswith("uniform.library.builders"):
            assert not [
                name for name in imports()[module] if not name.startswith(("uniform.circuits", "uniform.library.b"))
            ]
        if module.startswith("uniform.library.specifications"):
            assert not list(imports()[module])


def test_circuits_of_transformers_are_made_twice() -> None:
    """The direct builder and the writer of programs share what a model is, and no way to compute it."""
    shared = {f"uniform.transformers.{name}" for name in ("arithmetic", "features", "formats", "model", "names")}
    others = {"direct": "program", "program": "direct", "reference": "direct", "sizes": "direct"}
    for module in MODULES:
        for room, other in others.items():
            if module.startswith(f"uniform.transformers.{room}"):
                assert not [name for name in imports()[module] if name.startswith(f"uniform.transformers.{other}")]
        if module.startswith("uniform.transformers.direct"):
            own = ("uniform.transformers.direct", "uniform.circuits")
            assert not [name for name in imports()[module] if not name.startswith(own) and name not in shared]


def test_files_are_short() -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES.values()}
    assert {path: length for path, length in lengths.items() if length > 400} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 150


def test_functions_are_short() -> None:
    for path in MODULES.values():
        if path.name.endswith("_kernel.py"):
            continue
        for node in statements(path):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno < 80, f"{path}:{node.lineno} {node.name}"


def _room(module: str) -> str:
    return (module + ".").split(".")[1]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def statements(path: Path) -> list[ast.AST]:
    """All statements of a file, with those inside of others."""
    found: list[ast.AST] = [tree(path)]
    for node in found:
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            found.extend(getattr(node, field, ()))
    return found


@cache
def imports() -> dict[str, set[str]]:
    """The modules that each module imports."""
    return {module: set(_imported(path)) - {module} for module, path in MODULES.items()}


def _modules() -> dict[str, Path]:
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _imported(path: Path) -> Iterator[str]:
    """The modules of the package that a file names in an import, wherever the import is."""
    for node in statements(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{path} has a relative import"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if name in MODULES or node.module in MODULES:
                    yield name if name in MODULES else node.module


MODULES = _modules()
