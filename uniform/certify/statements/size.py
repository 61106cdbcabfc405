"""*Size*: the number of gates, inputs not counted.

It is always polynomial: a machine with O(log n) cells that halts repeats no configuration, so it runs polynomially many
steps, and prints at most one line a step. The statement has an upper bound, and the exact number where the numbers of
passes allow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.statement import Statement
from uniform.certify.subject import Subject


@dataclass(frozen=True, slots=True)
class Size(Statement):
    """The number of gates."""

    exact: str | None
    why: str | None  # there is no exact number
    bound: str | None
    degree: tuple[int, int] | None  # of the bound, in n and in bits(n)
    measured: tuple[int, int] | None  # an n, and the number of gates there

    @property
    def status(self) -> str:
        """*proved*, if there is a formula."""
        return "unknown" if self.bound is None and self.exact is None else "proved"

    def rows(self) -> Iterator[str]:
        """The exact number, or the bound."""
        measured = f", {self.measured[1]} at n = {self.measured[0]}" if self.measured else ""
        if self.exact is not None:
            yield f"size = {self.exact} (proved){measured}"
        elif self.bound is not None:
            yield f"size <= {self.bound} (proved){measured}"

    def to_json(self) -> dict[str, Any]:
        """The status and the formulas."""
        return {
            "status": self.status,
            **({"exact": self.exact} if self.exact is not None else {}),
            **({"why_not_exact": self.why} if self.why is not None else {}),
            **({"bound": self.bound} if self.bound is not None else {}),
            **({"degree": list(self.degree)} if self.degree is not None else {}),
            **({"measured": {"n": self.measured[0], "size": self.measured[1]}} if self.measured else {}),
        }


def count_size(subject: Subject) -> Size:
    """Count the gates of the program's text."""
    measured = subject.measured
    shown = None if measured is None else (measured.n, measured.gates)
    if subject.too_large:
        return Size(None, subject.too_large, None, None, shown)
    bound, exact = subject.proofs.size_bound, subject.proofs.size
    known = isinstance(exact, str)
    return Size(
        None if known else str(exact),
        exact if isinstance(exact, str) else None,
        None if bound is None else str(bound),
        None if bound is None else bound.degree,
        shown,
    )
