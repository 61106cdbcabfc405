"""The text form of circuits, ``.ckt``: a canonical writer and a fast, strict reader.

    circuit parity 3
    input x[1] x[2] x[3]
    p[1] = COPY x[1]
    p[2] = XOR p[1] x[2]
    p[3] = XOR p[2] x[3]
    output p[3]

A gate a line, children first. The header is ``circuit NAME N`` and ``k=v`` for each constant; then one
``input`` line; gates; one ``output`` line. Numbers of THRESHOLD, ATMOST and MOD follow the kind; a wire of
multiplicity w > 1 is written ``address*w``. ASCII, single spaces, none at the end of a line, a line feed at the
end of each. A line is a gate if its second token is ``=``. There is one text for each circuit: reading and
writing gives the same bytes.

``grammars/circuit.lark`` states the same form; the tests hold the two together. This reader splits lines itself, at
about a million lines in a few seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import GATES, Kind
from uniform.circuits.numbers import numbers
from uniform.circuits.tables import ListAddresses
from uniform.circuits.words import is_address, is_name, is_natural
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.nearest import nearest
from uniform.spans import Source, Span

_KINDS = {kind.name: kind for kind in Kind}
_ONE_SPACE = "words are separated by one space"
_FORBIDDEN = tuple(
    (re.compile(pattern, re.MULTILINE), what, hint)
    for pattern, what, hint in (
        (r"\r", "a carriage return is not part of the form", "lines end with a line feed alone"),
        (r"\t", "a tab is not part of the form", _ONE_SPACE),
        (r"[^\n -~]", "a control character is not part of the form", None),
        (r" $", "a space at the end of the line", _ONE_SPACE),
        (r"  ", "two spaces", _ONE_SPACE),
        (r"^ ", "a space at the beginning of the line", _ONE_SPACE),
        (r"^$\n", "an empty line", None),
    )
)
_CHUNK = 1 << 16  # characters, about


def to_text(circuit: Circuit) -> str:
    """The whole text."""
    return b"".join(write_ckt(circuit)).decode("ascii")


def write_ckt(circuit: Circuit) -> Iterator[bytes]:
    """The text in chunks of whole lines. Cost: linear in the text; addresses are made once each."""
    names = [circuit.addresses[identifier] for identifier in range(circuit.inputs + circuit.gates)]
    header = [f"circuit {circuit.name} {circuit.n}", *(f"{key}={value}" for key, value in circuit.constants)]
    yield (" ".join(header) + "\n").encode("ascii")
    yield from _listing("input", names[: circuit.inputs])
    kinds = [f"= {kind.name}" for kind in Kind]
    codes, offsets = circuit.kind.tolist(), circuit.offsets.tolist()
    children = circuit.children.tolist()
    weights = None if circuit.multiplicity is None else circuit.multiplicity.tolist()
    lines: list[str] = []
    size = 0
    for gate, code in enumerate(codes):
        words = [names[circuit.inputs + gate], kinds[code]]
        if GATES[Kind(code)].parameters:
            words += map(str, circuit.parameters(gate))
        start, end = offsets[gate], offsets[gate + 1]
        if weights is None:
            words += [names[child] for child in children[start:end]]
        else:
            words += [
                names[child] if weight == 1 else f"{names[child]}*{weight}"
                for child, weight in zip(children[start:end], weights[start:end], strict=True)
            ]
        line = " ".join(words)
        lines.append(line)
        size += len(line)
        if size > _CHUNK:
            yield ("\n".join(lines) + "\n").encode("ascii")
            lines, size = [], 0
    if lines:
        yield ("\n".join(lines) + "\n").encode("ascii")
    yield from _listing("output", [names[output] for output in circuit.outputs.tolist()])


def _is_listing(line: str, word: str) -> bool:
    """Whether a line is the ``input`` or ``output`` line; a gate may have such an address, too."""
    words = line.split(" ", 2)
    return words[0] == word and words[1:2] != ["="]


def _listing(word: str, names: list[str]) -> Iterator[bytes]:
    yield (" ".join([word, *names]) + "\n").encode("ascii")


def read_ckt(source: Source) -> Circuit:
    """The circuit in a text. Raises UniformError with up to 20 diagnostics, each at its place."""
    reader = _Reader(source)
    circuit = reader.read()
    if reader.errors or circuit is None:
        raise UniformError(reader.errors)
    return circuit


@dataclass(slots=True)
class _Reader:
    """The state of one reading: arrays so far, ids by address, complaints."""

    source: Source
    ids: dict[str, int] = field(default_factory=dict)
    inputs: int = 0
    kinds: list[int] = field(default_factory=list)
    thresholds: list[int] = field(default_factory=list)
    residues: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=lambda: [0])
    children: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    outputs: list[int] = field(default_factory=list)
    errors: list[Diagnostic] = field(default_factory=list)

    def read(self) -> Circuit | None:
        """Read all lines; None when the form is broken beyond repair."""
        text = self.source.text
        if not self._characters(text):
            return None
        lines = text.split("\n")
        lines.pop()
        header = self._header(lines[0]) if lines else None
        if header is None:
            if not self.errors:
                self._say("U502", 0, 0, "", "the text is empty", "a circuit begins with `circuit NAME N`")
            return None
        if len(lines) < 2 or not _is_listing(lines[1], "input"):
            second = lines[1] if len(lines) > 1 else ""
            hint = "the second line lists the inputs: `input x[1] x[2]`, or a bare `input`"
            self._say("U503", len(lines[0]) + 1, 0, second, "the `input` line is missing", hint)
            return None
        offset = len(lines[0]) + 1
        self._inputs(lines[1], offset)
        offset += len(lines[1]) + 1
        ended = False
        for line in lines[2:]:
            if ended:
                self._say("U503", offset, 0, line, "a line after the `output` line", "`output` is the last line")
                break
            if line.startswith("output") and _is_listing(line, "output"):
                self._outputs(line, offset)
                ended = True
            else:
                self._gate(line, offset)
            if len(self.errors) >= 20:
                return None
            offset += len(line) + 1
        if not ended and not self.errors:
            hint = "the last line lists the outputs; has the file been cut short?"
            self._say("U503", len(text), 0, "", "the `output` line is missing", hint)
        return None if self.errors else self._circuit(header)

    def _characters(self, text: str) -> bool:
        if not text.isascii():
            place = next(place for place, character in enumerate(text) if not character.isascii())
            self._at("U504", place, 1, f"`{text[place]}` is not ASCII")
            return False
        if text and not text.endswith("\n"):
            self._at("U504", len(text), 0, "the last line has no line feed", "has the file been cut short?")
            return False
        for pattern, what, hint in _FORBIDDEN:
            match = pattern.search(text)
            if match:
                self._at("U504", match.start(), match.end() - match.start(), what, hint)
                return False
        return True

    def _header(self, line: str) -> tuple[str, int, tuple[tuple[str, int], ...]] | None:
        words = line.split(" ")
        if words[0] != "circuit" or len(words) < 3 or not is_name(words[1]):
            self._say(
                "U502", 0, 0, line, "a circuit begins with `circuit NAME N`", "for example `circuit parity 3`"
            )
            return None
        if not is_natural(words[2]):
            self._say("U502", 0, 2, line, f"`{words[2]}` is not a natural number", "the header is `circuit NAME N`")
            return None
        constants = []
        for place, word in enumerate(words[3:], 3):
            key, equals, number = word.partition("=")
            if not equals or not is_name(key) or not is_natural(number):
                self._say("U502", 0, place, line, f"`{word}` is not of the form k=v")
                return None
            constants.append((key, int(number)))
        return words[1], int(words[2]), tuple(constants)

    def _inputs(self, line: str, offset: int) -> None:
        for place, word in enumerate(line.split(" ")[1:], 1):
            if not is_address(word):
                self._say("U505", offset, place, line, f"`{word}` is not an address", "for example y or m[2,3]")
            elif word in self.ids:
                self._say("U506", offset, place, line, f"the input `{word}` is listed twice")
            else:
                self.ids[word] = len(self.ids)
        self.inputs = len(self.ids)

    def _outputs(self, line: str, offset: int) -> None:
        for place, word in enumerate(line.split(" ")[1:], 1):
            identifier = self.ids.get(word)
            if identifier is None:
                self._unknown(line, offset, place, word)
            else:
                self.outputs.append(identifier)

    def _gate(self, line: str, offset: int) -> None:
        words = line.split(" ")
        before = len(self.errors)
        self._gate_of(words, line, offset)
        if len(self.errors) > before and len(words) > 1:
            self.ids.setdefault(words[0], len(self.ids))  # a bad line is one complaint, not one for each use

    def _gate_of(self, words: list[str], line: str, offset: int) -> None:
        if len(words) < 3 or words[1] != "=":
            self._say("U505", offset, 0, line, "this line is no gate", "a gate is `ADDRESS = KIND ...`")
            return
        kind = _KINDS.get(words[2])
        if kind is None:
            near = nearest(words[2], _KINDS)
            self._say(
                "U507",
                offset,
                2,
                line,
                f"`{words[2]}` is no kind of gate",
                f"did you mean {near}?" if near else None,
            )
            return
        address = words[0]
        if address in self.ids:
            self._say("U506", offset, 0, line, f"`{address}` is printed twice")
            return
        if not is_address(address):
            self._say("U505", offset, 0, line, f"`{address}` is not an address", "for example y or m[2,3]")
            return
        row = GATES[kind]
        count = len(row.parameters)
        parameters = words[3 : 3 + count]
        for place, name in enumerate(row.parameters):
            if place >= len(parameters) or not is_natural(parameters[place]):
                example = f"`{address} = {kind.name} {' '.join(row.parameters)} ...`"
                self._say("U508", offset, min(3 + place, len(words) - 1), line,
                          f"{kind.name} needs the number {name} here", f"the form is {example}")  # fmt: skip
                return
        values = [int(parameter) for parameter in parameters]
        if kind is Kind.MOD and values[1] >= values[0]:
            self._say("U508", offset, 4, line, f"the residue {values[1]} is not below the modulus {values[0]}")
            return
        wires = words[3 + count :]
        if (row.wires == "none" and wires) or (row.wires == "one" and len(wires) != 1):
            few = "no wires" if row.wires == "none" else "one wire"
            self._say("U508", offset, 2, line, f"{kind.name} takes {few}, not {len(wires)}")
            return
        get = self.ids.get
        for place, word in enumerate(wires, 3 + count):
            child = get(word)
            weight = 1
            if child is None:
                name, star, number = word.partition("*")
                child = get(name) if star else None
                if child is None:
                    self._unknown(line, offset, place, name)
                    return
                if not is_natural(number) or int(number) < 2 or row.wires == "one":
                    self._say("U508", offset, place, line, f"`*{number}` is no multiplicity here",
                              "1 is written without `*`, 0 is no wire, COPY and NOT take one wire")  # fmt: skip
                    return
                weight = int(number)
            self.children.append(child)
            self.weights.append(weight)
        self.ids[address] = len(self.ids)
        self.kinds.append(kind)
        self.thresholds.append(values[0] if values else 0)
        self.residues.append(values[1] if count > 1 else 0)
        self.offsets.append(len(self.children))

    def _unknown(self, line: str, offset: int, place: int, word: str) -> None:
        if not is_address(word):
            self._say("U505", offset, place, line, f"`{word}` is not an address", "for example y or m[2,3]")
            return
        near = nearest(word, self.ids) if len(self.ids) < 10_000 else None
        hint = f"did you mean `{near}`?" if near else "a gate stands above the lines that use it"
        self._say("U509", offset, place, line, f"`{word}` is no input and no gate above this line", hint)

    def _circuit(self, header: tuple[str, int, tuple[tuple[str, int], ...]]) -> Circuit:
        name, n, constants = header
        weighted = any(weight != 1 for weight in self.weights)
        return Circuit(
            name,
            n,
            constants,
            self.inputs,
            np.array(self.kinds, dtype=np.uint8),
            numbers(self.thresholds),
            numbers(self.residues) if Kind.MOD in self.kinds else None,
            np.array(self.offsets, dtype=np.int64),
            np.array(self.children, dtype=np.int32),
            numbers(self.weights) if weighted else None,
            np.array(self.outputs, dtype=np.int64),
            ListAddresses(list(self.ids)),
        )

    def _say(self, code: str, offset: int, place: int, line: str, message: str, hint: str | None = None) -> None:
        """Complain of word ``place`` of the line at ``offset``."""
        words = line.split(" ")
        start = offset + sum(len(word) + 1 for word in words[:place])
        self._at(code, start, len(words[place]) if place < len(words) else 0, message, hint)

    def _at(self, code: str, start: int, length: int, message: str, hint: str | None = None) -> None:
        end = min(start + length, len(self.source.text))
        self.errors.append(Diagnostic(code, message, Span(self.source, min(start, end), end), help=hint))
