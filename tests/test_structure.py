"""Imports go one way, and the direct builders share nothing with the language: else their check would be worthless."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "uniform"
MAY_IMPORT = {
    "circuits": {"circuits"},
    "families": {"circuits", "families"},
    "turing": {"turing"},
    "counters": {"circuits", "turing", "counters"},
    "language": {"circuits", "turing", "counters", "language"},
    "certify": {"circuits", "turing", "counters", "language", "certify"},
}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_go_one_way(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        for name in _imported(path):
            parts = name.split(".")
            if parts[0] == "uniform" and len(parts) > 1 and (ROOT / parts[1]).is_dir() and parts[1] != "codes":
                assert parts[1] in MAY_IMPORT[package], f"{path.relative_to(ROOT)} imports {name}"
            assert parts[:2] not in (["uniform", "research"], ["uniform", "cli"], ["uniform", "programs"]), path


def _imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names
