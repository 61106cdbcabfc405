"""Find what is wrong with the text of a circuit: every mistake with its position and, if possible, a remedy.

The reader in ``ckt`` only finds out *that* something is wrong. This file reads the text again, line by line and word by
word, builds nothing, and collects up to 20 messages. A line with a mistake still counts as printing its address, so one
slip gives one message and not one for each use.

Characters come first: as long as the text has tabs, carriage returns or two spaces in a row, words are not what they
seem, and nothing else is reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from uniform.arguments.limits import LONGEST_NUMBER
from uniform.circuits.formats.words import ADDRESS_EXAMPLES, NAME, is_address, is_name, is_natural, read_natural
from uniform.circuits.gates import GATES, Gate, Kind
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic, Label, sort_by_place
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Source, Span

_MAX_NAMES = 2000  # with more, looking for the nearest name takes too long
_KINDS = {kind.name: kind for kind in Kind}

_CHARACTERS = tuple(
    (re.compile(pattern, re.MULTILINE), message, hint)
    for pattern, message, hint in (
        (r"[^\x00-\x7f]", "this character is not ASCII", None),
        (
            r"\r",
            "unexpected carriage return",
            "lines end with just a line feed; was this file made on Windows?",
        ),
        (r"\t", "unexpected tab", "words are separated by one space"),
        (r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "unexpected control character", None),
        (r"(?<=[^ \n])  +(?=[^ \n])", "words are separated by one space", None),
        (r"^ +(?=[^ \n])", "a line must not begin with a space", None),
        (r"(?<=[^ \n]) +$", "a line must not end with a space", None),
        (r"^ *\n", "unexpected empty line", "a circuit has no empty lines and no comments"),
    )
)


def mistakes(source: Source) -> tuple[Diagnostic, ...]:
    """What is wrong with a text, in order of position; empty if and only if it is a circuit.

    >>> for found in mistakes(Source("and.ckt", "circuit and2 2\\ninput x1 x2\\ny = AND x1 X2\\noutput y\\n")):
    ...     print(found)
    error[U509]: `X2` is neither an input nor a gate
     --> and.ckt:3:12
      |
    3 | y = AND x1 X2
      |            ^^
      = help: did you mean `x2`?
    """
    found = _another_thing(source) or _characters(source) or _Text(source).mistakes()
    return tuple(sort_by_place(found))


def _another_thing(source: Source) -> list[Diagnostic]:
    """A text that does not even begin like a circuit gets one message."""
    beginning = source.text.lstrip("\ufeff \t\r\n")
    if beginning.startswith("circuit") or not beginning:
        return []
    start = len(source.text) - len(beginning)
    hint = _HEADER
    if re.match(r"(family|import|block|def|const) ", beginning):
        hint = "this looks like a generator program; its file is called `NAME.gen`"
    elif re.match(r"machine ", beginning):
        hint = "this looks like a machine; its file is called `NAME.tm`"
    return [
        Diagnostic("U502", "this text is not a circuit", Span(source, start, _end_of_line(source, start)), help=hint)
    ]


def _end_of_line(source: Source, start: int) -> int:
    end = source.text.find("\n", start)
    return len(source.text) if end < 0 else end


def _characters(source: Source) -> list[Diagnostic]:
    found = []
    for pattern, message, hint in _CHARACTERS:
        matches = pattern.finditer(source.text)
        if (first := next(matches, None)) is None:
            continue
        more = sum(1 for _ in matches)
        notes = (f"and in {more} more places",) if more > 1 else ("and in one more place",) if more else ()
        span = Span(source, first.start(), max(first.end(), first.start() + 1))
        found.append(Diagnostic("U504", message, span, notes=notes, help=hint))
    return found


@dataclass(slots=True)
class _Line:
    """One line of the text, as words."""

    source: Source
    start: int  # offset of its first character
    text: str
    words: list[str] = field(init=False)
    ends: list[int] = field(default_factory=list)  # of each word, from the start of the line, plus 1; when asked for

    def __post_init__(self) -> None:
        self.words = self.text.split(" ")

    @property
    def is_gate(self) -> bool:
        return self.words[1:2] == ["="]

    def span(self, place: int, end: int | None = None) -> Span:
        """Word ``place``; up to the end of word ``end``; beyond the last word, the end of the line."""
        if place >= len(self.words):
            return Span(self.source, self.start + len(self.text), self.start + len(self.text))
        if not self.ends:
            self.ends.extend(accumulate(len(word) + 1 for word in self.words))
        last = min(place if end is None else end, len(self.words) - 1)
        first = self.ends[place] - len(self.words[place]) - 1
        return Span(self.source, self.start + first, self.start + self.ends[last] - 1)

    def whole(self) -> Span:
        return Span(self.source, self.start, self.start + len(self.text))


@dataclass(slots=True)
class _Text:
    """One reading: where each address was printed, and the mistakes found so far."""

    source: Source
    printed: dict[str, int] = field(default_factory=dict)  # the offset where an address was printed first
    later: dict[str, int] = field(
        default_factory=dict
    )  # the same for all gates, to recognize wires that come too early
    found: list[Diagnostic] = field(default_factory=list)

    def mistakes(self) -> list[Diagnostic]:
        lines = self._lines()
        if not lines:
            self._report("U502", "the text is empty", Span(self.source, 0, 0), _HEADER)
            return self.found
        self._header(lines[0])
        rest = lines[1:]
        if rest and rest[0].words[0] == "input" and not rest[0].is_gate:
            self._inputs(rest.pop(0))
        else:
            hint = "the second line lists the inputs: `input x[1] x[2]`, or `input` alone"
            span = rest[0].whole() if rest else self._end()
            self._report("U503", "the `input` line is missing", span, hint)
        for line in rest:
            if line.is_gate:
                self.later.setdefault(line.words[0], line.start)
        self._body(rest)
        return self.found

    def _lines(self) -> list[_Line]:
        lines, start = [], 0
        for text in self.source.text.split("\n"):
            lines.append(_Line(self.source, start, text))
            start += len(text) + 1
        last = lines.pop()
        if last.text:
            if last.words[0] == "output" and not last.is_gate:
                message, hint = "the last line has no line feed", "every line ends with one, including the last"
                lines.append(last)
            else:
                message, hint = "the text breaks off inside a line", "it has been cut short; generate it again"
            self._report("U504", message, self._end(), hint)
        return lines

    def _body(self, lines: Sequence[_Line]) -> None:
        ended = None
        for line in lines:
            if self._is_full():
                return
            first = line.words[0]
            if ended is not None:
                what = "a second `output` line" if first == "output" and not line.is_gate else "a line"
                self._report("U503", f"{what} comes after the `output` line", line.whole(), "`output` is the last line",
                          others=(Label(ended, "the `output` line"),))  # fmt: skip
                return
            if line.is_gate:
                self._gate(line)
            elif first == "output":
                ended = line.span(0)
                self._outputs(line)
            elif first in ("input", "circuit"):
                self._report("U503", f"a second `{first}` line", line.whole(), f"there is one `{first}` line, above")
            else:
                self._no_gate(line)
        if ended is None and not any(diagnostic.code == "U504" for diagnostic in self.found):
            hint = "the last line lists the outputs; has the text been cut short?"
            self._report("U503", "the `output` line is missing", self._end(), hint)

    # ---------------------------------------------------------------- the three lines that are not gates

    def _header(self, line: _Line) -> None:
        words = line.words
        if words[0] != "circuit":
            self._report("U502", "this text is not a circuit", line.whole(), _HEADER)
            return
        if len(words) < 3:
            what = "name of the family" if len(words) < 2 else "n"
            self._report("U502", f"the header has no {what}", line.span(len(words)), _HEADER)
        if len(words) > 1 and not is_name(words[1]):
            hint = "a name has letters, digits and `_`, and does not start with a digit"
            self._report("U502", f"`{words[1]}` is not a name", line.span(1), hint)
        if len(words) > 2:
            self._number(line, 2, words[2], "U502")
        keys = set()
        for place, word in enumerate(words[3:], 3):
            if self._is_full():
                return
            key, equals, number = word.partition("=")
            if not equals or not is_name(key):
                hint = "after n come the constants of the family, as in `circuit threshold_k 5 k=2`"
                self._report("U502", f"`{word}` is not of the form `k=v`", line.span(place), hint)
            elif self._number(line, place, number, "U502") and key in keys:
                self._report("U502", f"the constant `{key}` has two values", line.span(place))
            keys.add(key)

    def _inputs(self, line: _Line) -> None:
        for place, word in enumerate(line.words[1:], 1):
            if self._is_full():
                return
            self._prints(line, place, word)

    def _outputs(self, line: _Line) -> None:
        for place, word in enumerate(line.words[1:], 1):
            if self._is_full():
                return
            name, star, _ = word.partition("*")
            if star and name in self.printed:
                self._report("U505", "an output cannot have a multiplicity", line.span(place), f"write `{name}`")
            else:
                self._known(line, place, word)

    def _prints(self, line: _Line, place: int, word: str) -> None:
        """A word that names a new input or gate."""
        if not is_address(word):
            self._report("U505", f"`{word}` is not an address", line.span(place), ADDRESS_EXAMPLES)
        elif word in self.printed:
            others = (Label(self._span_of(word, self.printed), "first here"),)
            hint = "every input and every gate has an address of its own"
            self._report("U506", f"`{word}` is printed twice", line.span(place), hint, others=others)
        self.printed.setdefault(word, line.start if place == 0 else line.span(place).start)

    # ---------------------------------------------------------------- gates

    def _no_gate(self, line: _Line) -> None:
        hint = "a gate is written `ADDRESS = KIND wires`, as in `y = AND a b`"
        if line.words[1:2] == [":="]:
            hint = "`:=` belongs to generator programs; here it is `=`"
        elif "=" in line.text:
            hint = "`=` is written between spaces, as in `y = AND a b`"
        elif line.text.startswith("#"):
            hint = "a circuit has no comments"
        self._report("U505", "this line is not a gate", line.whole(), hint)
        self.printed.setdefault(re.split("[ :=]", line.text)[0], line.start)

    def _gate(self, line: _Line) -> None:
        words = line.words
        address = words[0]
        kind = _KINDS.get(words[2]) if len(words) > 2 else None
        if kind is None:
            self._no_kind(line)
        else:
            self._arguments(line, GATES[kind])
        self._prints(line, 0, address)

    def _no_kind(self, line: _Line) -> None:
        hint: str | None
        if len(line.words) < 3:
            hint = "a gate is written `ADDRESS = KIND wires`, as in `y = AND a b`"
            self._report("U507", "the kind of gate is missing", line.span(2), hint)
            return
        word = line.words[2]
        near = find_nearest(word, _KINDS)
        if word in self.printed or word in self.later:
            hint = f"a gate that copies one wire is written `{line.words[0]} = COPY {word}`"
        elif "(" in word:
            hint = "wires follow the kind without brackets or commas, as in `y = AND a b`"
        else:
            hint = f"did you mean {near}?" if near else f"the kinds are {' '.join(_KINDS)}"
        self._report("U507", f"`{word}` is not a kind of gate", line.span(2), hint)

    def _arguments(self, line: _Line, row: Gate) -> None:
        count = len(row.parameters)
        form = f"the form is `{' '.join([line.words[0], '=', row.kind.name, *row.parameters, 'wires'])}`"
        values = []
        for place, parameter in enumerate(row.parameters, 3):
            word = line.words[place] if place < len(line.words) else ""
            if not word or is_address(word):
                self._report("U508", f"{row.kind.name} needs a number {parameter}", line.span(place), form)
                return
            if not self._number(line, place, word, "U508"):
                return
            values.append(int(word))
        if row.kind is Kind.MOD and values[1] >= values[0]:
            hint = "MOD m r is 1 if the number of ones leaves r when divided by m, so r < m"
            self._report("U508", "the residue must be less than the modulus", line.span(3, 4), hint)
        wires = line.words[3 + count :]
        if row.wires == "none" and wires:
            last = len(line.words) - 1
            self._report("U508", f"{row.kind.name} takes no wires", line.span(3, last))
        elif row.wires == "one" and len(wires) != 1:
            last = len(line.words) - 1
            message = f"{row.kind.name} takes one wire, but has {len(wires) or 'none'}"
            self._report("U508", message, line.span(3, last))
        else:
            for place, word in enumerate(wires, 3 + count):
                if self._is_full():
                    return
                self._wire(line, place, word, row)

    def _wire(self, line: _Line, place: int, word: str, row: Gate) -> None:
        name, star, number = word.partition("*")
        if is_natural(word):
            hint = f"{row.kind.name} has {len(row.parameters) or 'no'} number{'s' * (len(row.parameters) != 1)}"
            self._report("U508", f"a wire is expected, not the number {cut(word, _WIDTH)}", line.span(place), hint)
        elif self._known(line, place, name) and star:
            if row.wires == "one":
                self._report("U508", f"the wire of {row.kind.name} cannot have a multiplicity", line.span(place))
            elif not number:
                self._report("U508", "the multiplicity after `*` is missing", line.span(place), f"as in `{name}*2`")
            elif self._number(line, place, number, "U508") and int(number) < 2:
                hint = f"write `{name}`" if int(number) else "omit the wire"
                self._report("U508", f"a multiplicity must be at least 2, not {number}", line.span(place), hint)

    # ---------------------------------------------------------------- words

    def _number(self, line: _Line, place: int, word: str, code: str) -> bool:
        """Whether a word is a natural number that can be read; reports a mistake if not."""
        if read_natural(word) is not None:
            return True
        if is_natural(word):
            message, hint = "this number is too long", f"numbers have at most {LONGEST_NUMBER} digits"
        elif word.isdigit():
            number = word.lstrip("0") or "0"
            message, hint = f"`{cut(word, _WIDTH)}` has a leading zero", f"write {number}"
            if len(number) > _WIDTH:
                hint = "write it without leading zeros"
        else:
            message, hint = f"`{cut(word, _WIDTH)}` is not a natural number", "a number is 0, 1, 2, ..."
        self._report(code, message, line.span(place), hint)
        return False

    def _known(self, line: _Line, place: int, word: str) -> bool:
        """Whether a word names an input or a gate above; reports a mistake if not."""
        if word in self.printed:
            return True
        if not is_address(word):
            hint = "separate words by spaces only" if word.endswith(",") else ADDRESS_EXAMPLES
            self._report("U505", f"`{word}` is not an address", line.span(place), hint)
        elif line.is_gate and word == line.words[0]:
            self._report("U509", f"`{word}` is a wire of its own gate", line.span(place), "circuits have no cycles")
        elif word in self.later:
            others = (Label(self._span_of(word, self.later), "it is printed here"),)
            hint = "children come first: move the line that prints it up"
            self._report("U509", f"`{word}` is used before it is printed", line.span(place), hint, others=others)
        else:
            near = self._nearest(word)
            hint = f"did you mean `{near}`?" if near else "a wire names an input or a gate on a line above"
            self._report("U509", f"`{word}` is neither an input nor a gate", line.span(place), hint)
            self.printed[word] = line.span(place).start  # report it only once
        return False

    def _nearest(self, word: str) -> str | None:
        """A printed address with other letters and the same indices."""
        if len(self.printed) > _MAX_NAMES:
            return None
        shape = re.sub(NAME, "", word)
        return find_nearest(word, [other for other in self.printed if re.sub(NAME, "", other) == shape])

    def _span_of(self, word: str, offsets: dict[str, int]) -> Span:
        return Span(self.source, offsets[word], offsets[word] + len(word))

    def _end(self) -> Span:
        return Span(self.source, len(self.source.text), len(self.source.text))

    def _is_full(self) -> bool:
        """Whether there are so many messages already that reading can stop."""
        return len(self.found) >= MAX_MESSAGES

    def _report(
        self, code: str, message: str, span: Span, hint: str | None = None, others: tuple[Label, ...] = ()
    ) -> None:
        if not self._is_full():
            self.found.append(Diagnostic(code, message, span, help=hint, others=others))


_WIDTH = 30  # width of a number in a message
_HEADER = "the first line is `circuit NAME N`, as in `circuit parity 3`"
