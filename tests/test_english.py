"""Messages and pages are plain English: nothing stands, what is not a gate is not called no gate, and classes are
written in one way, NC^1."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import uniform

PACKAGE = Path(uniform.__file__).parent
ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("machines/**/*.md")]
_ODD = re.compile(r"\bstands?\b|\bcannot stand\b|(?<!\b[Tt]here )\b(?:is|are) no [a-z]|\b[NAT]C\d")
_FOREIGN = (  # literal phrases: each was a message or a help text once
    "are the most",
    "beyond exhaustion",
    "a tab does not belong",
    "each n by itself",
    "holds no circuit",
    "is of a trace",
    "is to come",
    "is about every n",
    "leave away",
    "say it with",
    "say where",
    "say which",
    "says more of",
    "several n's",
    ", derived is",
    "does not go with",
    "ends otherwise",
    "names no function",
    "run to its end",
    "runs for ever",
    "takes one n",
    "defect of uniform",
    "when it has moved",
)


def texts(path: Path) -> list[tuple[int, str]]:
    """The texts of a file that are not docstrings, with their lines."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings, too
    return [
        (node.lineno, node.value)
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone
    ]


@pytest.mark.slow
def test_messages_are_plain() -> None:
    odd = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in texts(path)
        if _ODD.search(text) or any(phrase in text for phrase in _FOREIGN)
    ]
    assert odd == []


def test_pages_are_plain() -> None:
    odd = []
    for page in PAGES:
        text = " ".join(page.read_text(encoding="utf-8").split())  # a phrase may go over the end of a line
        for found in _ODD.finditer(text):
            odd.append(f"{page.relative_to(ROOT)}: {text[max(0, found.start() - 30) : found.end()]}")
    assert odd == []
