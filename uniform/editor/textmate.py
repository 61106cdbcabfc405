"""Colors for editors: a TextMate grammar, made from the terminals of ``grammars/generator.lark``.

TextMate grammars are read by Visual Studio Code, Sublime Text, and the libraries that color code on web pages. The
grammar is a list of patterns, one after the other, without states: it colors tokens, and knows nothing of lines.

    python -m uniform.editor.textmate > grammars/generator.tmLanguage.json

Invariant: on a text that the lexer accepts, the patterns find the same tokens.
"""

from __future__ import annotations

import json
import re
from typing import Any

from uniform.language.parse.parser import RESERVED_FOR_LATER, parser
from uniform.language.syntax.expressions import Builtin

SCOPES = {
    "keyword.control": "FOR IN BY DOWNTO WHILE IF ELIF ELSE",
    "keyword.control.import": "IMPORT",
    "storage.type": "FAMILY DEF BLOCK PART INPUT OUTPUT GATE WIRES LEVEL COUNTER CONST LET TABLE",
    "keyword.operator.word": "TIMES DIV_WORD MOD_WORD AND_WORD OR_WORD NOT_WORD",
    "constant.language": "FALSE TRUE",
    "support.function.gate": "COPY NOT AND OR XOR NAND NOR XNOR MAJ THRESHOLD ATMOST MOD",
    "variable.language": "N",
    "variable.other": "NAME",
    "constant.numeric": "NUMBER",
    "string.quoted.double": "STRING",
    "comment.line.number-sign": "COMMENT",
    "keyword.operator.assignment": "PRINTS STORES GIVES",
    "keyword.operator": "PLUS MINUS STAR CARET EQUAL NOT_EQUAL LESS AT_MOST GREATER AT_LEAST DOTS",
    "punctuation": "LEFT_PARENTHESIS RIGHT_PARENTHESIS LEFT_BRACKET RIGHT_BRACKET COMMA SEMICOLON DOT",
}
"""The scope of each terminal; an editor's theme has a color for it."""

_ORDER = ("COMMENT", "STRING", "NAME", "NUMBER")  # terminals that are not words or signs


def scope_of(terminal: str) -> str:
    """The scope of a terminal of the grammar, without the ending ``.uniform``."""
    return next(scope for scope, terminals in SCOPES.items() if terminal in terminals.split())


def textmate() -> dict[str, Any]:
    """The grammar, as JSON."""
    texts = {each.name: each.pattern.value for each in parser().terminals}
    words = {name: text for name, text in texts.items() if name not in _ORDER and re.fullmatch(r"[A-Za-z]+", text)}
    signs = {name: text for name, text in texts.items() if name not in _ORDER and name not in words and name[:1] != "_"}
    del signs["SPACE"]
    patterns = [_pattern(scope_of(name), texts[name]) for name in ("COMMENT", "STRING")]
    patterns += _grouped(words, r"\b(?:{})\b")
    patterns.append(_pattern("invalid.reserved", rf"\b(?:{'|'.join(sorted(RESERVED_FOR_LATER))})\b"))
    builtins = "|".join(builtin.value for builtin in Builtin)
    patterns.append(_pattern("support.function.builtin", rf"\b(?:{builtins})(?=\s*\()"))
    patterns += [_pattern(scope_of(name), texts[name]) for name in ("NAME", "NUMBER")]
    longest_first = dict(sorted(signs.items(), key=lambda each: -len(each[1])))
    patterns += [_pattern(scope_of(name), re.escape(text)) for name, text in longest_first.items()]
    return {
        "name": "Uniform generator",
        "scopeName": "source.uniform",
        "fileTypes": ["gen"],
        "patterns": patterns,
    }


def _grouped(words: dict[str, str], around: str) -> list[dict[str, str]]:
    """A pattern for all words of a scope."""
    groups: dict[str, list[str]] = {}
    for name, text in words.items():
        groups.setdefault(scope_of(name), []).append(text)
    return [_pattern(scope, around.format("|".join(sorted(found)))) for scope, found in sorted(groups.items())]


def _pattern(scope: str, match: str) -> dict[str, str]:
    return {"name": f"{scope}.uniform", "match": match}


def to_text() -> str:
    """The grammar as the text of a file."""
    return json.dumps(textmate(), indent=2) + "\n"


if __name__ == "__main__":
    print(to_text(), end="")
