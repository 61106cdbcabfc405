"""The text of ``uniform certify --explain``: one section for each statement, in the order of the proof."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from uniform.certify.explanation.classes import explain_class, explain_fan_in
from uniform.certify.explanation.depth import explain_depth
from uniform.certify.explanation.runs import explain_inputs, explain_open, explain_runs, explain_size, explain_space
from uniform.certify.subject import Subject

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text. Paragraphs are wrapped; one that begins with spaces is shown as it is."""

    title: str
    paragraphs: tuple[str, ...]

    def __str__(self) -> str:
        lines = [self.title]
        for paragraph in self.paragraphs:
            if paragraph.startswith("  "):
                lines.append(f"  {paragraph}".rstrip())
            else:
                lines += textwrap.wrap(
                    paragraph,
                    _WIDTH,
                    initial_indent="  ",
                    subsequent_indent="  ",
                    break_long_words=False,
                    break_on_hyphens=False,
                )
        return "\n".join(lines)


SECTIONS: tuple[tuple[str, Callable[[Subject], Iterator[str]]], ...] = (
    ("Space", explain_space),
    ("Inputs", explain_inputs),
    ("Every run ends with a well-formed circuit", explain_runs),
    ("Size", explain_size),
    ("Depth", explain_depth),
    ("Fan-in", explain_fan_in),
    ("Class", explain_class),
    ("Open", explain_open),
)


def explain(subject: Subject) -> tuple[Section, ...]:
    """The proof of a certificate. Raises Refusal if the program needs more than O(log n) cells.

    Cost: that of the certificate, if it has not been derived yet."""
    if subject.too_large:
        why = f"The program has {subject.too_large}, so nothing is proved about it but the cells."
        return (Section("Space", tuple(explain_space(subject))), Section("Open", (why,)))
    return tuple(Section(title, tuple(write(subject))) for title, write in SECTIONS)


def explanation(subject: Subject) -> str:
    """The whole text, under a line with the name of the family and the values of its constants."""
    values = "".join(f", {name} = {value}" for name, value in subject.generator.code.constants)
    head = f"{subject.generator.name}, for every n >= 1{values}"
    return "\n\n".join([head, *map(str, explain(subject))])
