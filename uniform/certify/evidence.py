"""What a certificate gives as evidence: measures for the depth, rankings for loops, and the provers that were used.

The file may contain anything. What is not evidence is left out here: it then differs from what is derived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from uniform.certify.proofs.given import Given, GivenCycle
from uniform.certify.proofs.solvers import versions
from uniform.certify.statements.statement import Outcome
from uniform.messages.counts import count_of
from uniform.messages.cuts import cut
from uniform.messages.spans import escape_unprintable


def read_evidence(certificate: Mapping[str, Any]) -> Given:
    """The measures and rankings of a certificate, as they are written."""
    return Given(dict(_cycles(certificate)), dict(_rankings(certificate)))


def _cycles(certificate: Mapping[str, Any]) -> Iterator[tuple[frozenset[str], GivenCycle]]:
    for cycle in _objects(certificate, "depth", "components"):
        arrays, rule, measure = cycle.get("arrays"), cycle.get("rule"), cycle.get("measure", {})
        if not _is_texts(arrays) or type(rule) is not str or type(measure) is not dict:
            continue
        step = cycle.get("step", 1)
        if all(map(_is_texts, measure.values())) and type(step) is int:
            yield frozenset(arrays), GivenCycle(rule, measure, step)


def _rankings(certificate: Mapping[str, Any]) -> Iterator[tuple[int, list[str]]]:
    for place, loop in enumerate(_objects(certificate, "total", "whiles")):
        if loop.get("rule") == "ranking" and _is_texts(loop.get("ranking")):
            yield place, loop["ranking"]


def _objects(certificate: Mapping[str, Any], field: str, inner: str) -> list[dict[str, Any]]:
    """A list of objects in a statement; whatever is not an object counts as an empty one."""
    statement = certificate.get(field)
    found = statement.get(inner) if type(statement) is dict else None
    return [each if type(each) is dict else {} for each in found] if type(found) is list else []


def _is_texts(value: Any) -> TypeGuard[list[str]]:
    return type(value) is list and all(type(each) is str for each in value)


@dataclass(frozen=True, slots=True)
class Checked(Outcome):
    """What the certificate gives and is shown to fall."""

    measures: int = 0
    wires: int = 0  # of the program's text
    rankings: int = 0

    @staticmethod
    def of(given: Given) -> Checked:
        """What has been checked so far."""
        return Checked(
            tuple(map(escape_unprintable, given.faults)),
            (),
            given.measures_checked,
            given.wires_checked,
            given.rankings_checked,
        )

    def rows(self) -> Iterator[str]:
        """The measures and rankings."""
        if self.measures:
            wires = count_of(self.wires, "wire")
            yield f"{count_of(self.measures, 'measure')} of the certificate shown to fall along {wires} of the program"
        if self.rankings:
            yield f"{count_of(self.rankings, 'ranking')} of the certificate shown to fall in each pass"


# ---------------------------------------------------------------- provers


def other_provers(certificate: Mapping[str, Any]) -> str | None:
    """That a certificate was made with other provers than those installed here; None if it was not."""
    stated, here = certificate.get("provers"), versions()
    if stated == here or not are_provers(stated):
        return None
    return f"made with {_list(stated)}; here {_list(here)}"


def are_provers(value: Any) -> TypeGuard[dict[str, str | None]]:
    """Whether a value may be the field ``provers``: the version of each, or null."""
    return (
        type(value) is dict
        and list(value) == list(versions())
        and all(each is None or type(each) is str for each in value.values())
    )


def _list(provers: Mapping[str, str | None]) -> str:
    names = [
        f"{name} {escape_unprintable(cut(version, 20))}" for name, version in provers.items() if version is not None
    ]
    return " and ".join(names) or "no prover"
