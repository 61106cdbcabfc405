"""Programs written inside tests: from text to lines, with the values of their constants."""

from __future__ import annotations

from functools import lru_cache
from textwrap import dedent

from uniform.arguments.limits import Limits
from uniform.language.constants import set_constants
from uniform.language.meaning.interpret import lines
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.parts.expand import expand
from uniform.language.syntax.checked import CheckedProgram
from uniform.messages.spans import Source


@lru_cache(maxsize=8)
def program(text: str, name: str = "test.gen") -> CheckedProgram:
    return expand(resolve(parse(Source(name, dedent(text).lstrip("\n")))))


def text(source: str, n: int, settings: dict[str, int] | None = None, limits: Limits | None = None) -> str:
    return "".join(lines(set_constants(program(source), settings), n, limits or Limits()))


def gate_lines(source: str, n: int, settings: dict[str, int] | None = None) -> list[str]:
    """The lines between the input line and the output line."""
    return text(source, n, settings).splitlines()[2:-1]
