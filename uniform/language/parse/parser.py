"""From source text to syntax tree: lexing, lines, parsing with recovery, building.

    text -> tokens -> logical lines -> parser's tree -> syntax tree
            (lark)    (indentation)    (here)           (tree)

The grammar is ``grammars/generator.lark``; lark makes an LALR(1) parser of it, which this file feeds line by
line. A line that does not parse is reported (``slips.lines`` has the messages) and replaced by a harmless one, so
that one pass finds mistakes in many lines. Each line gets at most one message: what follows a mistake on the same
line is rarely another mistake.

Invariant: ``parse`` returns a tree only if nothing was reported.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from uniform.collector import paused
from uniform.language.parse.indentation import MAX_DEPTH, Line, logical_lines
from uniform.language.parse.slips import characters, structure
from uniform.language.parse.tree import build
from uniform.language.syntax.program import Program
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic, sort_by_place
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source, Span
from uniform.resources import grammar

_MAX_TREE_DEPTH = 200  # nodes from the root to a leaf; later stages recurse
_MAX_DIGITS = 1000  # digits
MAX_TOKENS = 100_000  # of a file: names, numbers and signs; compiling takes some 40 microseconds for each

RESERVED_FOR_LATER = frozenset(("virtual", "invariant", "require"))
"""Words that cannot be names, though the grammar does not use them yet."""

_OPENERS = frozenset(("FAMILY", "DEF", "BLOCK", "FOR", "WHILE", "IF", "ELIF", "ELSE"))


def parse(source: Source) -> Program:
    """The syntax tree of a program or library file.

    Raises UniformError with all mistakes, in the order of the text (at most ``MAX_MESSAGES``).
    Cost: linear in the text, about 50 ms for 100 full lines once the parser is made."""
    if source.text.startswith("\ufeff"):  # a byte order mark
        source = Source(source.name, source.text[1:])
    return read(source)[0]


@paused()
def read(source: Source) -> tuple[Program, list[Token], list[Line]]:
    """Like ``parse``, but also returns the tokens and the lines of the text."""
    tokens, diagnostics = tokenize(source)
    bad_rows = frozenset(diagnostic.span.line for diagnostic in diagnostics if diagnostic.span)
    lines, more = logical_lines(source, tokens, bad_rows)
    diagnostics += more
    if not tokens and not diagnostics:
        diagnostics.append(structure.empty_file(source))
    tree = _Reader(source, diagnostics).read(lines) if len(diagnostics) < MAX_MESSAGES else None
    if not diagnostics and tree is not None:
        diagnostics += _too_deep(source, tree)
    if diagnostics or tree is None:
        raise UniformError(_without_repeats(sort_by_place(diagnostics))[:MAX_MESSAGES])
    return build(source, tree), tokens, lines


def _without_repeats(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """All but messages at a reserved word that an earlier line declares as a name: another name mends them."""
    kept: list[Diagnostic] = []
    declared: set[str] = set()
    for diagnostic in diagnostics:
        word = "" if diagnostic.span is None else diagnostic.span.text
        if word not in declared:
            kept.append(diagnostic)
            if diagnostic.message.endswith("is a reserved word") and diagnostic.label == "a name is expected":
                declared.add(word)
    return kept


@cache
def parser() -> Lark:
    """The parser for the grammar, made once.

    Making its tables takes 0.2 s, so lark caches them, under the hash of the grammar, in the folder where Python and
    numba cache what they compile of this package. If that folder is not writable, the tables are made each time."""
    folder = Path(__file__).parent / "__pycache__"
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    kept = folder / f"generator.{sys.implementation.cache_tag}.lark"
    return Lark(
        grammar("generator"),
        parser="lalr",
        lexer="basic",
        propagate_positions=True,
        cache=str(kept),
    )


def tokenize(source: Source) -> tuple[list[Token], list[Diagnostic]]:
    """The tokens of a text, and a message for each place that is not a token.

    Characters that do not begin a token are reported and read as spaces, so positions do not change. A text with too
    many tokens is refused as soon as the limit is exceeded."""
    text, diagnostics = characters.replace_tabs(source, source.text)
    if diagnostics:
        raise UniformError(diagnostics)
    tokens: list[Token] = []
    begin, row, column = 0, 0, 0  # where lexing continues: its offset, and what to add to lines and columns
    while True:
        try:
            for token in _tokens(text[begin:]):
                tokens.append(_move(token, begin, row, column) if begin else token)
                if len(tokens) > MAX_TOKENS:
                    diagnostics.append(characters.too_many_tokens(source, token, MAX_TOKENS))
                    raise UniformError(sort_by_place(diagnostics)[:MAX_MESSAGES])
            break
        except UnexpectedCharacters as error:
            found, end = characters.bad_characters(source, begin + (error.pos_in_stream or 0))
            diagnostics.append(found)
            if len(diagnostics) >= MAX_MESSAGES:
                raise UniformError(sort_by_place(diagnostics)[:MAX_MESSAGES]) from None
            place = Span(source, end, end)
            begin, row, column = end, place.line - 1, place.column - 1
    reserved: set[str] = set()  # reported already: one message for each name
    for token in tokens:
        if token.type == "NUMBER" and len(token) > _MAX_DIGITS:
            diagnostics.append(characters.too_many_digits(source, token, _MAX_DIGITS))
        elif token in RESERVED_FOR_LATER and token not in reserved:
            reserved.add(token)
            diagnostics.append(characters.reserved_for_later(source, token))
    return tokens, diagnostics


def _tokens(text: str) -> Iterator[Token]:
    """The tokens, from the lexer that the parser keeps; ``parser().lex`` would make a new lexer each time."""
    thread: Any = parser().parse_interactive(text).lexer_thread
    tokens: Iterator[Token] = thread.lex(None)
    return tokens


def _move(token: Token, begin: int, row: int, column: int) -> Token:
    """A token of the text from offset ``begin`` on, with its place in the whole text."""
    first, last = token.line == 1, token.end_line == 1
    token.start_pos = (token.start_pos or 0) + begin
    token.end_pos = (token.end_pos or 0) + begin
    token.line = (token.line or 0) + row
    token.end_line = (token.end_line or 0) + row
    token.column = (token.column or 0) + first * column
    token.end_column = (token.end_column or 0) + last * column
    return token


_Below = Literal["block", "nothing", "stray", "skipped"]


class _Reader:
    """One pass over the lines of a file, with the state of the parser."""

    def __init__(self, source: Source, diagnostics: list[Diagnostic]) -> None:
        self.source = source
        self.diagnostics = diagnostics
        self.machine: InteractiveParser = parser().parse_interactive()
        self.last = Token("_NEWLINE", "", 0, 1, 1, 1, 1, 0)

    def read(self, lines: Sequence[Line]) -> Tree[Token] | None:
        """Feed every line; the tree, or None after a message."""
        if structure.lacks_header(lines):
            self.diagnostics.append(structure.missing_header(self.source, lines[0]))
            self.put("FAMILY NAME LEFT_PARENTHESIS N RIGHT_PARENTHESIS")
            self.feed("_INDENT")
            lines = [replace(line, level=line.level + 1) for line in lines]
        ignored: list[int] = []  # levels that were indented without need
        place = 0
        while place < len(lines):
            line = lines[place]
            following = lines[place + 1] if place + 1 < len(lines) else None
            deeper = following is not None and following.level > line.level
            block = self.header_or_simple(line, following, deeper)
            if (block is None and line.level == 0) or len(self.diagnostics) >= MAX_MESSAGES:
                return None
            place += 1
            if block == "skipped":
                while place < len(lines) and lines[place].level > line.level:
                    place += 1
            elif block == "stray":
                ignored.append(line.level + 1)
            level = lines[place].level if place < len(lines) else 0
            for closed in range(line.level, level, -1):
                if ignored and ignored[-1] == closed:
                    ignored.pop()
                else:
                    self.feed("_DEDENT")
        if self.diagnostics:
            return None
        tree: Tree[Token] = self.machine.feed_token(Token.new_borrow_pos("$END", "", self.last))
        return tree

    def header_or_simple(self, line: Line, following: Line | None, deeper: bool) -> _Below | None:
        """Feed a line and enter the block below it. Returns what is below: a "block", "nothing", a "stray" block
        without a header, or a block to be "skipped"; None after a message that a block is missing."""
        opens = line.tokens[0].type in _OPENERS
        if not self.line(line):
            goes_on = (
                deeper and line.tokens[-1].type == "COMMA"
            )  # the indented lines were meant to be part of this line
            if not self.replace_line(line, deeper and not goes_on) or goes_on:
                return "skipped"
            opens = deeper
        if opens and deeper:
            self.feed("_INDENT")
            return "block"
        if opens:
            self.diagnostics.append(structure.missing_block(self.source, line, following))
            self.feed("_INDENT")
            self.put("LET NAME EQUAL NUMBER")
            self.feed("_DEDENT")
            return None
        if following is not None and deeper:
            self.diagnostics.append(structure.unexpected_indent(self.source, line, following))
            return "stray"
        return "nothing"

    def line(self, line: Line) -> bool:
        """Feed a line. On a mistake: report it, restore the parser's state before the line, and return False."""
        state = self.machine.parser_state
        states, values = list(state.state_stack), list(state.value_stack)
        if not line.reported:
            place = 0
            try:
                for place, token in enumerate(line.tokens):  # noqa: B007
                    self.last = token
                    state.feed_token(token)
                place = len(line.tokens)
                self.feed("_NEWLINE")
                return True
            except UnexpectedToken:
                accepts: Callable[[], set[str]] = self.machine.accepts
                expected = frozenset(accepts())
                from uniform.language.parse.slips.lines import explain  # tables of messages, needed for mistakes only

                self.diagnostics.append(explain(self.source, line, place, expected))
        state.state_stack[:] = states
        state.value_stack[:] = values
        return False

    def replace_line(self, line: Line, deeper: bool) -> bool:
        """Feed a harmless line in place of one that did not parse. Returns False when the grammar allows none here."""
        try:
            if not deeper:
                self.put("LET NAME EQUAL NUMBER")
            elif line.level == 0 and line.tokens[0].type in ("DEF", "BLOCK"):
                self.put("BLOCK NAME LEFT_PARENTHESIS RIGHT_PARENTHESIS")
            elif line.level == 0:
                self.put("FAMILY NAME LEFT_PARENTHESIS N RIGHT_PARENTHESIS")
            else:
                self.put("IF NUMBER EQUAL NUMBER")
        except UnexpectedToken:
            return False
        return True

    def put(self, types: str) -> None:
        """Feed a line of tokens of these types."""
        for kind in [*types.split(), "_NEWLINE"]:
            self.feed(kind)

    def feed(self, kind: str) -> None:
        self.machine.feed_token(Token.new_borrow_pos(kind, "", self.last))


def _too_deep(source: Source, tree: Tree[Token]) -> list[Diagnostic]:
    """A message if a path of the tree is longer than later stages can follow."""
    stack: list[tuple[Any, int]] = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > _MAX_TREE_DEPTH:
            return [structure.too_deep_expression(_span_of(source, node))]
        if node.data in structure.NESTED and len(node.children) > MAX_DEPTH:
            return [structure.too_many_parts(_span_of(source, node), node.data, MAX_DEPTH)]
        stack.extend((child, depth + 1) for child in node.children if isinstance(child, Tree))
    return []


def _span_of(source: Source, node: Tree[Token]) -> Span:
    return Span(source, node.meta.start_pos, node.meta.end_pos)
