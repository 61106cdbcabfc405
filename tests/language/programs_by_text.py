"""Programs written inside tests: from text to lines, with the values of their constants."""

from __future__ import annotations

from functools import lru_cache
from textwrap import dedent

from uniform.arguments.limits import Limits
from uniform.language.constants import constant_values
from uniform.language.meaning.interpret import lines
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.syntax.program import Program
from uniform.messages.spans import Source


@lru_cache(maxsize=8)
def program(text: str, name: str = "test.gen") -> Program:
    tree = parse(Source(name, dedent(text).lstrip("\n")))
    resolve(tree)
    return tree


def constants(tree: Program, settings: dict[str, int] | None = None) -> dict[str, int]:
    return constant_values(tree, settings)


def text(source: str, n: int, settings: dict[str, int] | None = None, limits: Limits | None = None) -> str:
    tree = program(source)
    return "".join(lines(tree, constants(tree, settings), n, limits or Limits()))


def gate_lines(source: str, n: int, settings: dict[str, int] | None = None) -> list[str]:
    """The lines between the input line and the output line."""
    return text(source, n, settings).splitlines()[2:-1]
