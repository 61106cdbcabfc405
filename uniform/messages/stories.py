"""The stories behind error codes, one Markdown page for each: ``docs/errors/U404.md``.

A page is a line ``# U404: an index outside its range``, then paragraphs and fenced examples. The first digit of a code
is its group (1 syntax, 2 names, ...), as listed in ``docs/errors/README.md``.
"""

from __future__ import annotations

import re

from uniform.resources import error_pages


def titles() -> dict[str, str]:
    """The title of each code, in the order of the codes. Cost: reads every page, about a hundred small files."""
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(error_pages().glob("U*.md"))}
    return {code: page.partition("\n")[0].removeprefix(f"# {code}: ") for code, page in pages.items()}


def page(code: str) -> str | None:
    """The Markdown page of a code such as ``U404``, or None if the code does not exist."""
    path = error_pages() / f"{code}.md"
    return path.read_text(encoding="utf-8") if re.fullmatch(r"U\d{3}", code) and path.is_file() else None
