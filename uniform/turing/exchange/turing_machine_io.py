"""Machines of turingmachine.io (turing-machine-viz), ``.yaml``: one tape, a table by state and symbol.

    input: '1011'
    blank: ' '
    start state: right
    synonyms:
      stop: {N: done}
    table:
      right:
        [1,0]: R                     a move: L, R, or N for none; the state stays
        ' ': {L: carry}              a move and the next state
      carry:
        1: {write: 0, L}
        [0,' ']: {write: 1, L: done}
      done:                          without rules: the run ends

A document that was saved there has all this as a string under ``source code``. The tool does not know acceptance. Here,
a run that ends in a state without rules accepts, unless the state has a name like ``reject``, and a run rejects if no
rule applies.

PyYAML reads the text as nodes. Only their characters are used, so ``no`` and ``1`` are names like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Source, Span
from uniform.turing.exchange.table import (
    MAX_TRANSITIONS,
    Problems,
    Table,
    Transition,
    check_determinism,
    quote,
)
from uniform.turing.machine import Halt

_MOVES = {"L": -1, "N": 0, "R": 1}
_REJECTS = {"reject", "rejected", "rejects", "fail", "failed", "failure", "error", "no", "false"}
_NULLS = ("", "~", "null", "Null", "NULL")
_MAX_CHARACTERS = 2**18  # characters; the reader is slow, but such files are written by hand
_SHAPE = "an instruction is L, R, N, a synonym, or like {write: 1, L: done}"


def read(source: Source) -> Table:
    """The table in a text. Raises UniformError if the text has mistakes, or if PyYAML is missing."""
    return _Reader(source).read()


@dataclass(frozen=True, slots=True)
class _Instruction:
    write: str | None
    move: int
    target: str | None


class _Reader:
    """The state of reading one file."""

    def __init__(self, source: Source) -> None:
        try:
            import yaml
        except ImportError as error:
            hint = "pip install 'uniform-circuits[yaml]'"
            raise UniformError(Diagnostic("U618", "reading a .yaml machine needs PyYAML", help=hint)) from error
        self.yaml = yaml
        self.source = source
        self.problems = Problems(source)
        self.lines_above = 0  # lines of the file above the text that PyYAML reads
        self.synonyms: dict[str, _Instruction] = {}
        self.states: dict[str, Any] = {}

    def read(self) -> Table:
        if len(self.source.text) > _MAX_CHARACTERS:
            self._stop(f"the file has more than {_MAX_CHARACTERS >> 10} thousand characters")
        top = self._read_mapping(self._parse_yaml(self.source.text), "the file")
        name = PurePath(self.source.name).stem
        if "name" in top and self._is_text(top["name"]):
            name = top["name"].value
        if "table" not in top and "source code" in top and self._is_text(top["source code"]):
            node = top["source code"]
            self.lines_above = node.start_mark.line + (1 if node.style in ("|", ">") else 0)
            top = self._read_mapping(self._parse_yaml(node.value), "the source code")
        for key in ("blank", "start state", "table"):
            if key not in top:
                self.problems.report(f"`{key}` is missing", help="a machine has `blank`, `start state` and `table`")
        self.problems.raise_found()
        blank = self._read_symbol(top["blank"], "a blank is one character, for example ' '")
        start = self._read_name(top["start state"], "the start state")
        self.states = self._read_mapping(top["table"], "the table")
        if start not in self.states and not self.problems.found:
            self._report(f"the start state {quote(start)} is not in the table", top["start state"])
        if "synonyms" in top and not self._is_null(top["synonyms"]):
            for word, node in self._read_mapping(top["synonyms"], "`synonyms`").items():
                instruction = self._read_instruction(node)
                if instruction is not None:
                    self.synonyms[word] = instruction
        found = check_determinism(self._read_transitions(), self.problems)
        if not found and not self.problems.found:
            self._report("no state of the table has a rule", top["table"])
        self.problems.raise_found()
        ends = {state: _choose_end(state) for state, node in self.states.items() if self._is_halting(node)}
        return Table(name, 1, start, ends, found, blank, notes=_make_notes(ends))

    def _parse_yaml(self, text: str) -> Any:
        found: Any = None
        try:
            found = self.yaml.compose(text, self.yaml.SafeLoader)
        except RecursionError:
            self._stop("the file is nested too deeply for a machine")
        except self.yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = None if mark is None else self._rest_of_line(mark.line, mark.column)
            self.problems.report(f"this is not YAML: {error.problem or error.context}", place)
        except self.yaml.YAMLError as error:
            at = getattr(error, "position", 0)
            self.problems.report("this is not YAML: a character that is not allowed", Span(self.source, at, at))
        self.problems.raise_found()
        return found

    def _read_transitions(self) -> Iterator[Transition]:
        count = 0
        for state, node in self.states.items():
            if self._is_halting(node):
                continue
            if not self._is_map(node):
                self._report(f"state {quote(state)} does not map symbols to instructions", node)
                continue
            for key, value in node.value:
                if _is_merge(key):
                    self._report("`<<` is not supported; write the rules out", key)
                    continue
                instruction = self._read_instruction(value)
                for symbol in self._read_symbols(key):
                    count += 1
                    if count > MAX_TRANSITIONS or len(self.problems.found) >= MAX_MESSAGES:
                        if count > MAX_TRANSITIONS:
                            self.problems.report(f"more than {MAX_TRANSITIONS} rules", code="U618")
                        return
                    if instruction is not None:
                        write = symbol if instruction.write is None else instruction.write
                        target = state if instruction.target is None else instruction.target
                        moves = (instruction.move,)
                        yield Transition(state, (symbol,), target, (write,), moves, self._span_of(key))

    def _read_instruction(self, node: Any) -> _Instruction | None:
        """The meaning of an instruction; None after a problem."""
        if self._is_text(node):
            if node.value in _MOVES:
                return _Instruction(None, _MOVES[node.value], None)
            synonym = self.synonyms.get(node.value)
            if synonym is None:
                self._report(f"{quote(node.value)} is not an instruction or a synonym", node, _SHAPE)
            return synonym
        if not self._is_map(node):
            self._report(
                "an instruction is missing" if self._is_null(node) else "this is not an instruction", node, _SHAPE
            )
            return None
        parts = self._read_mapping(node, "an instruction")
        moves = [key for key in parts if key in _MOVES]
        other = next((key for key in parts if key not in _MOVES and key != "write"), None)
        if len(moves) != 1 or other is not None:
            wrong = "needs one of the moves L, R and N" if other is None else f"has a key {quote(other)}"
            self._report(f"this instruction {wrong}", node, _SHAPE)
            return None
        write = self._read_symbol(parts["write"]) if "write" in parts else None
        target = None
        if not self._is_null(parts[moves[0]]):
            target = self._read_name(parts[moves[0]], "a state")
            if target not in self.states:
                near = find_nearest(target, self.states)
                hint = f"did you mean `{near}`?" if near else "the table also lists states without rules: `done:`"
                self._report(f"the table has no state {quote(target)}", parts[moves[0]], hint)
                return None
        return _Instruction(write, _MOVES[moves[0]], target)

    # ---------------------------------------------------------------- nodes

    def _read_mapping(self, node: Any, what: str) -> dict[str, Any]:
        """A mapping whose keys are strings. Raises UniformError if the node is not a mapping."""
        if not self._is_map(node):
            self._report(f"{what} is not a mapping", node)
            self.problems.raise_found()
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, self.yaml.ScalarNode):
                self._report(f"a key of {what} is not a string", key)
            elif _is_merge(key):
                self._report("`<<` is not supported; write the rules out", key)
            elif key.value in found:
                self._report(f"{quote(key.value)} appears twice in {what}", key)
            else:
                found[key.value] = value
        if len(self.problems.found) >= MAX_MESSAGES:
            self.problems.raise_found()
        return found

    def _read_name(self, node: Any, what: str) -> str:
        if isinstance(node, self.yaml.ScalarNode):
            return str(node.value)
        self._report(f"{what} is not a name", node)
        return ""

    def _read_symbols(self, key: Any) -> list[str]:
        """The symbols of a key: one symbol, a list, or a list as the tool saves it, `'0,1'`, with `,,` for a comma."""
        if isinstance(key, self.yaml.SequenceNode):
            return [self._read_symbol(each) for each in key.value]
        if isinstance(key, self.yaml.ScalarNode) and re.fullmatch(r"(,,|[^,])(,(,,|[^,]))+", key.value):
            return [part[0] for part in re.findall(r"(,,|[^,])(?:,|$)", key.value)]
        return [self._read_symbol(key)]

    def _read_symbol(self, node: Any, hint: str = "write several symbols as a list, [0, 1]") -> str:
        if isinstance(node, self.yaml.ScalarNode) and len(node.value) == 1:
            return str(node.value)
        name = quote(node.value) if isinstance(node, self.yaml.ScalarNode) else "this"
        self._report(f"{name} is not a symbol of one character", node, hint)
        return "?"

    def _is_map(self, node: Any) -> bool:
        return isinstance(node, self.yaml.MappingNode)

    def _is_null(self, node: Any) -> bool:
        return isinstance(node, self.yaml.ScalarNode) and node.style is None and node.value in _NULLS

    def _is_text(self, node: Any) -> bool:
        return isinstance(node, self.yaml.ScalarNode) and not self._is_null(node)

    def _is_halting(self, node: Any) -> bool:
        return self._is_null(node) or (self._is_map(node) and not node.value)

    def _report(self, message: str, node: Any, help: str | None = None) -> None:
        if len(self.problems.found) < MAX_MESSAGES:
            self.problems.report(message, None if node is None else self._span_of(node), help)

    def _stop(self, message: str) -> None:
        self.problems.report(message)
        self.problems.raise_found()

    def _span_of(self, node: Any) -> Span:
        return self._rest_of_line(node.start_mark.line, node.start_mark.column)

    def _rest_of_line(self, line: int, column: int) -> Span:
        """The span in the file from a place in the text (line and column from 0) to the end of its line."""
        starts = self.source.line_starts
        line = min(line + self.lines_above, len(starts) - 1)
        last = starts[line] + len(self.source.line(line + 1).rstrip())
        if self.lines_above:
            return Span(self.source, starts[line], last)
        return Span(self.source, min(starts[line] + column, last), last)


def _is_merge(key: Any) -> bool:
    return bool(key.value == "<<" and key.style is None)


def _choose_end(state: str) -> Halt:
    return Halt.REJECT if state.lower() in _REJECTS else Halt.ACCEPT


def _make_notes(ends: dict[str, Halt]) -> tuple[str, ...]:
    accepting = [quote(state) for state, end in ends.items() if end is Halt.ACCEPT]
    if not accepting:
        return ()
    return (f"a run that ends in {' or '.join(accepting[:8])}{', ...' if len(accepting) > 8 else ''} accepts",)
