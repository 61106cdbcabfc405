"""Rich display in notebooks: records as the text that a terminal shows, and tables as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


class Shown:
    """Base class of records that notebooks show as text."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return html_text(str(self))


def html_text(text: str) -> str:
    """The HTML of preformatted text; special characters are escaped."""
    return f"<pre>{escape(text)}</pre>"


def html_table(head: Sequence[str], body: Iterable[Sequence[object]]) -> str:
    """The HTML of a table; cells are escaped."""
    rows = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in body)
    return f"<table><tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>{rows}</table>"
