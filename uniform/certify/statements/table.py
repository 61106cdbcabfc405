"""The table of statements: the field of the JSON, and the function that derives the statement.

A certificate lists the statements in this order, both as text and as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from uniform.certify.statements.depth import bound_depth
from uniform.certify.statements.family_class import classify
from uniform.certify.statements.fan_in import bound_fan_in
from uniform.certify.statements.input_length import count_inputs
from uniform.certify.statements.size import count_size
from uniform.certify.statements.space import sum_tapes
from uniform.certify.statements.statement import Statement
from uniform.certify.statements.steps import bound_steps
from uniform.certify.statements.total import is_total
from uniform.certify.statements.well_formed import is_well_formed
from uniform.certify.subject import Subject

STATEMENTS: Mapping[str, Callable[[Subject], Statement]] = {
    "space": sum_tapes,
    "input_length": count_inputs,
    "total": is_total,
    "well_formed": is_well_formed,
    "steps": bound_steps,
    "size": count_size,
    "depth": bound_depth,
    "fan_in": bound_fan_in,
    "class": classify,
}
"""The statements, in order. Each function may raise Refusal if the program needs more than O(log n) cells."""
