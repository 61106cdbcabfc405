"""The table of file formats: for each ending, what the file holds, which verbs read it, and which write it.

The command line, its help pages, the reference and tests read this table. Upper and lower
case are the same. A file with any other ending is neither read nor written. A file without an ending is identified by
how it begins when it is read, and gets the default format of the verb when it is written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

Holds = Literal["program", "circuit", "machine", "code", "certificate", "model"]


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table: an ending together with one kind of content."""

    ending: str  # in lower case, with the dot
    holds: Holds
    what: str
    read_by: tuple[str, ...]  # verbs
    written_by: tuple[str, ...]  # verbs


_FAMILIES = ("generate", "check", "eval", "measure", "compare", "convert")
_MODELS = ("transformer", "train")

FORMATS: tuple[Format, ...] = (
    Format(
        ".gen",
        "program",
        "a generator program",
        (*_FAMILIES, "certify", "run", "compile", "format"),
        ("format", "transformer"),
    ),
    Format(".ckt", "circuit", "a circuit", _FAMILIES, ("generate", "convert")),
    Format(".tm", "machine", "a Turing machine", (*_FAMILIES, "run"), ("compile", "convert")),
    Format(".dot", "circuit", "a drawing of the gates, for Graphviz", (), ("generate", "convert")),
    Format(".dot", "machine", "a drawing of the states, for Graphviz", (), ("convert",)),
    Format(".jff", "machine", "a machine of JFLAP 7", ("convert",), ("convert",)),
    Format(".json", "machine", "a machine of automata-lib", ("convert",), ("convert",)),
    Format(".txt", "machine", "a machine of turingmachinesimulator.com", ("convert",), ("convert",)),
    Format(".yaml", "machine", "a machine of turingmachine.io", ("convert",), ()),
    Format(".yml", "machine", "a machine of turingmachine.io", ("convert",), ()),
    Format(".certificate", "certificate", "a certificate", ("audit",), ("certify",)),
    Format(".json", "certificate", "a certificate", ("audit",), ("certify",)),
    Format(".json", "model", "a transformer", ("transformer",), _MODELS),
    Format(".counters", "code", "register code, for people to read", (), ("compile",)),
)
"""The table."""


def ending_of(path: str | os.PathLike[str]) -> str:
    """The ending of a file name, in lower case and with the dot; empty if there is none.

    >>> ending_of("a.b/C.CKT"), ending_of("count"), ending_of(".tm"), ending_of("-")
    ('.ckt', '', '', '')
    """
    return PurePath(path).suffix.lower()


def holds_of(ending: str) -> Holds:
    """What a file with this ending holds, the first match in the table if several do; some verb must read it.

    >>> holds_of(".tm"), holds_of(".json")
    ('machine', 'machine')
    """
    return next(row.holds for row in FORMATS if row.ending == ending and row.read_by)


def read_endings(verb: str | None = None, holds: Holds | None = None) -> tuple[str, ...]:
    """The endings that a verb (or any verb) reads, restricted to files that hold ``holds`` if it is given.

    >>> read_endings("certify"), read_endings("run", "machine")
    (('.gen',), ('.tm',))
    """
    return _endings(row for row in FORMATS if _has(row, row.read_by, verb, holds))


def written_endings(verb: str | None = None, holds: Holds | None = None) -> tuple[str, ...]:
    """The endings that a verb writes, in the same way.

    >>> written_endings("certify")
    ('.certificate', '.json')
    """
    return _endings(row for row in FORMATS if _has(row, row.written_by, verb, holds))


def listed(words: Iterable[str], conjunction: str = "and") -> str:
    """Words as a list in a sentence.

    >>> listed([".ckt"]), listed([".ckt", ".dot", ".tm"])
    ('.ckt', '.ckt, .dot and .tm')
    """
    *first, last = words
    return f"{', '.join(first)} {conjunction} {last}" if first else last


_BEGINNINGS = (
    (".ckt", re.compile(r"circuit\s")),
    (".tm", re.compile(r"machine\s")),
    (".jff", re.compile(r"<")),
    (".certificate", re.compile(r"""\{\s*("format"\s*:\s*[0-9]+\s*,\s*)?"program"\s*:""")),
    (".json", re.compile(r"\{")),
    (
        ".yaml",
        re.compile(r"(name:.*\n+)?(input|blank|start state|synonyms|table|source code) *:"),
    ),
    (".txt", re.compile(r"//|(name|init|accept)\s*:", re.IGNORECASE)),
    (
        ".gen",  # not a Python function, which has a colon
        re.compile(
            r"family\s|import *\"|(const|let)\s+\w+ *=|table\s+\w+ *\[|(def|block)\s+\w+ *\([^:\n]*$", re.MULTILINE
        ),
    ),
)
_COMMENTS = re.compile(r"(?:\s+|#.*)*")


def ending_of_text(text: str, otherwise: str = ".gen") -> str:
    """The ending that fits the beginning of a text; ``otherwise`` if none fits.

    >>> ending_of_text("# mine\\nmachine m\\n"), ending_of_text("<structure>"), ending_of_text("famly p(n)")
    ('.tm', '.jff', '.gen')
    """
    start = _COMMENTS.match(text)
    at = start.end() if start else 0
    return next((ending for ending, begins in _BEGINNINGS if begins.match(text, at)), otherwise)


def json_holds(text: str) -> Holds | None:
    """What a JSON file that begins like this holds, if that is clear.

    >>> json_holds('{"format": "uniform-transformer/1", "alphabet": ["0", "1"]'), json_holds('{"states": []}')
    ('model', None)
    """
    if re.match(r'\s*\{\s*"format"\s*:\s*"uniform-transformer/', text):
        return "model"
    return "certificate" if ending_of_text(text) == ".certificate" else None


def _has(row: Format, verbs: tuple[str, ...], verb: str | None, holds: Holds | None) -> bool:
    return bool(verbs if verb is None else verb in verbs) and holds in (None, row.holds)


def _endings(rows: Iterable[Format]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.ending for row in rows))
