"""Programs written inside tests: from text to lines, with the values of their constants."""

from __future__ import annotations

from textwrap import dedent

from uniform.language.evaluate import Scope, natural
from uniform.language.interpret import lines
from uniform.language.layout import in_order
from uniform.language.parse import parse
from uniform.language.syntax import Constant, Program
from uniform.limits import Limits
from uniform.spans import Source


def program(text: str, name: str = "test.gen") -> Program:
    return parse(Source(name, dedent(text).lstrip("\n")))


def constants(tree: Program, settings: dict[str, int] | None = None) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in in_order(tree):
        if isinstance(item, Constant):
            default = natural(item.value, Scope(1, found))
            found[item.name] = (settings or {}).get(item.name, default)
    return found


def text(source: str, n: int, settings: dict[str, int] | None = None, limits: Limits | None = None) -> str:
    tree = program(source)
    return "".join(lines(tree, constants(tree, settings), n, limits or Limits()))


def gate_lines(source: str, n: int, settings: dict[str, int] | None = None) -> list[str]:
    """The lines between the input line and the output line."""
    return text(source, n, settings).splitlines()[2:-1]
