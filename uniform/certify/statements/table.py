"""The one table of statements: the field of the JSON, and the function that derives the statement from a program.

A certificate shows them in this order, as text and as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from uniform.certify.statements.space import sum_tapes
from uniform.certify.statements.statement import Statement
from uniform.certify.statements.total import try_smallest
from uniform.certify.statements.unknown import nothing_known
from uniform.certify.statements.well_formed import list_obligations
from uniform.language.pipeline import Generator

STATEMENTS: Mapping[str, Callable[[Generator], Statement]] = {
    "space": sum_tapes,
    "input_length": nothing_known,
    "steps": nothing_known,
    "size": nothing_known,
    "depth": nothing_known,
    "class": nothing_known,
    "total": try_smallest,
    "well_formed": list_obligations,
}
"""The statements, in order. Each may raise Refusal when the program needs more than O(log n) cells."""
