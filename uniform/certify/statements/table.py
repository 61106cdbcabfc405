"""The table of statements: the field of the JSON, and the function that derives the statement from a program.

A certificate lists the statements in this order, both as text and as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from uniform.certify.statements.space import sum_tapes
from uniform.certify.statements.statement import Statement
from uniform.certify.statements.total import try_smallest
from uniform.certify.statements.unknown import claim_nothing
from uniform.certify.statements.well_formed import list_obligations
from uniform.language.pipeline import Generator

STATEMENTS: Mapping[str, Callable[[Generator], Statement]] = {
    "space": sum_tapes,
    "input_length": claim_nothing,
    "steps": claim_nothing,
    "size": claim_nothing,
    "depth": claim_nothing,
    "class": claim_nothing,
    "total": try_smallest,
    "well_formed": list_obligations,
}
"""The statements, in order. Each function may raise Refusal if the program needs more than O(log n) cells."""
