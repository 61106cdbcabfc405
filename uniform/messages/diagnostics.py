"""Messages to the user as data, and the one function that lays them out.

A ``Diagnostic`` has a code (with a page in ``docs/errors``), a sentence, a place with a label, notes, and a help line
if there is a remedy. Library code collects diagnostics and raises them together in a ``messages.errors.UniformError``;
it never prints. ``render`` returns

    error[U404]: the index `2*v` of `node` is outside its range `1..2*n-1`
      --> parity_tree.gen:12:25
       |
    12 |     node[v] := XOR(node[2*v], node[2*v+1])
       |                         ^^^ declared as `gate node[1..2*n-1]`
       = note: n = 4, v = 4
       = help: keep `2*v` within `1..2*n-1`, as by the ends of a loop around it, or declare a wider range
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from uniform.messages.cuts import shorten_words
from uniform.messages.spans import Span, escape_unprintable

MAX_MESSAGES = 20
"""The limit on messages about one text; the first ones in the order of the text are shown."""

_WIDEST_LINE = 160  # characters; a longer source line is cut around the span


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that belongs to the message, with a text about it."""

    span: Span
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", shorten_words(self.text))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message. ``code`` has a page in ``docs/errors``; ``message`` is one line without a period at its end.

    Very long words, such as long names and numbers, are cut when the message is made, so for every verb and in JSON.
    """

    code: str
    message: str
    span: Span | None = None
    label: str = ""  # after the carets
    others: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str | None = None
    severity: Literal["error", "warning", "note"] = "error"

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", shorten_words(self.message))
        object.__setattr__(self, "label", shorten_words(self.label))
        object.__setattr__(self, "notes", tuple(map(shorten_words, self.notes)))
        if self.help is not None:
            object.__setattr__(self, "help", shorten_words(self.help))

    def __str__(self) -> str:
        return render(self)


def sort_by_place(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics in the order of the text; those without a place come first. Of several texts, the one that
    appears first comes first."""
    found = list(diagnostics)
    order: dict[int, int] = {}
    for each in found:
        if each.span is not None:
            order.setdefault(id(each.span.source), len(order))
    return sorted(found, key=lambda each: (order[id(each.span.source)], each.span.start) if each.span else (-1, 0))


def render(diagnostic: Diagnostic) -> str:
    """The message as lines of text, without a final line feed. Characters that cannot be shown are escaped."""
    lines = [f"{diagnostic.severity}[{diagnostic.code}]: {escape_unprintable(diagnostic.message)}"]
    shown = [] if diagnostic.span is None else [Label(diagnostic.span, diagnostic.label)]
    shown.extend(diagnostic.others)
    margin = max((len(str(label.span.line)) for label in shown), default=1)
    for index, label in enumerate(shown):
        arrow = "-->" if index == 0 else ":::"
        lines.append(f"{' ' * margin}{arrow} {escape_unprintable(label.span.place)}")
        lines.extend(_excerpt(label, margin, "^" if index == 0 else "-"))
    lines.extend(f"{' ' * margin} = note: {_lines(note)}" for note in diagnostic.notes)
    if diagnostic.help is not None:
        lines.append(f"{' ' * margin} = help: {_lines(diagnostic.help)}")
    return "\n".join(lines)


def _lines(text: str) -> str:
    return "\n".join(map(escape_unprintable, text.split("\n")))


def _excerpt(label: Label, margin: int, mark: str) -> list[str]:
    span = label.span
    text = span.source.line(span.line)
    column = span.column - 1
    width = max(1, min(span.end, span.start + len(text) - column) - span.start)
    if len(text) > _WIDEST_LINE:
        first = max(0, column - _WIDEST_LINE // 2)
        text = text[first : first + _WIDEST_LINE]
        column -= first
        width = max(1, min(width, len(text) - column))
    text = "".join(character if character.isprintable() else " " for character in text)
    carets = f"{' ' * column}{mark * width} {escape_unprintable(label.text)}".rstrip()
    return [f"{' ' * margin} |", f"{span.line:>{margin}} | {text}".rstrip(), f"{' ' * margin} | {carets}"]
