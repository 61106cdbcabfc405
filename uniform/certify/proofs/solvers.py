"""islpy and z3: is there a point at which formulas about integers hold?

Each is loaded when it is first needed. Limits are counts of operations, and each question has a context of its own, so
an answer depends neither on the machine nor on the questions before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from uniform.certify.proofs.formulas import Formula, Variable, all_of, isl_text, smt_text

PROVERS = {"islpy": "islpy", "z3": "z3-solver"}
"""Modules, and the distributions that they come from."""

_Z3_OPERATIONS = 4_000_000  # its ``rlimit``, for one search


class LimitReached(Exception):
    """A search would take more operations than it may."""


def versions() -> dict[str, str | None]:
    """The versions of the provers; None if one is not installed."""
    return {module: _version(name) for module, name in PROVERS.items()}


@cache
def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def is_installed(name: str) -> bool:
    """Whether a prover can be imported. Loads it."""
    return _module(name) is not None


@cache
def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


# ---------------------------------------------------------------- islpy


class Islpy:
    """A set of islpy."""

    def __init__(self, variables: Sequence[Variable], operations: int) -> None:
        self.variables = variables
        self.names = {variable: f"v{place}" for place, variable in enumerate(variables)}
        self.isl = _module("islpy")
        self.context = self.isl.Context()
        self.context.set_max_operations(operations)
        self.set: Any = None

    def add(self, formulas: Iterable[Formula]) -> None:
        """Cut the set."""
        text = f"{{[{','.join(self.names.values())}]: {isl_text(all_of(formulas), self.names)}}}"
        try:
            read = self.isl.Set.read_from_str(self.context, text)
            self.set = read if self.set is None else self.set.intersect(read)
        except self.isl.Error:
            raise LimitReached from None
        if self.set is None:  # the limit shows as an error, or as a value that is missing
            raise LimitReached

    def point(self) -> Mapping[Variable, int] | None:
        """A point of the set."""
        try:
            found = self.set.sample_point()
            if found is None:
                raise LimitReached
            if found.is_void():
                return None
            return {variable: self._coordinate(found, place) for place, variable in enumerate(self.variables)}
        except self.isl.Error:
            raise LimitReached from None

    def _coordinate(self, point: Any, place: int) -> int:
        value = point.get_coordinate_val(self.isl.dim_type.set, place)
        text = None if value is None else value.to_str()
        if text is None or not text.lstrip("-").isdigit():
            raise LimitReached
        return int(text)


# ---------------------------------------------------------------- z3


class Z3:
    """A solver of z3."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.names = {variable: f"v{place}" for place, variable in enumerate(variables)}
        self.solver = _z3_solver()
        self.solver.from_string("".join([f"(declare-const {name} Int)" for name in self.names.values()]))

    def add(self, formulas: Iterable[Formula]) -> None:
        """Assert them."""
        self.solver.from_string("".join([f"(assert {smt_text(each, self.names)})" for each in formulas]))

    def point(self) -> Mapping[Variable, int] | None:
        """A model."""
        answer = str(self.solver.check())
        if answer == "unsat":
            return None
        if answer != "sat":
            raise LimitReached
        model = self.solver.model()
        known = {each.name(): model[each].as_long() for each in model.decls()}
        return {variable: known.get(name, 0) for variable, name in self.names.items()}


def ask_z3(text: str) -> str:
    """The answer of z3, which must be installed, to formulas in SMT-LIB: "unsat", "sat", or "unknown" if it takes too
    many operations."""
    solver = _z3_solver()
    solver.from_string(text)
    return str(solver.check())


def _z3_solver() -> Any:
    z3 = _module("z3")
    solver = z3.SolverFor("QF_LIA", ctx=z3.Context())
    solver.set("rlimit", _Z3_OPERATIONS)
    return solver
