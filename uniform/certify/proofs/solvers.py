"""islpy and z3: is there a point at which formulas about integers hold?

Each is loaded when it is first needed. Limits are counts of operations, and each question of a proof has a context of
its own, so an answer depends neither on the machine nor on the questions before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from uniform.certify.proofs.formulas import All, Atom, Formula, Some, Variable, Zero, all_of, smt_text

PROVERS = {"islpy": "islpy", "z3": "z3-solver"}
"""Modules, and the distributions that they come from."""

_DEFINITION = re.compile(r"\(define-fun (\w+) \(\) Int\s+(?:(\d+)|\(- (\d+)\))\)")  # in the text of a model
_MACHINE_WORD = 2**31  # numbers that fit into a C integer everywhere
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
    """A set of islpy. It is made from constraints: texts take several times as long."""

    def __init__(self, variables: Sequence[Variable], operations: int) -> None:
        self.isl = _module("islpy")
        self.variables = variables
        self.places = {variable: place for place, variable in enumerate(variables)}
        self.context = self.isl.Context()
        space = self.isl.Space.set_alloc(self.context, 0, len(variables))
        self.local = self.isl.LocalSpace.from_space(space)
        self.everything = self.isl.BasicSet.universe(space)
        self.set = self.everything.to_set()
        self.context.set_max_operations(operations)

    def add(self, formulas: Iterable[Formula]) -> None:
        """Cut the set."""
        try:
            self.set = self.set.intersect(self._set(all_of(formulas)))
        except (self.isl.Error, AttributeError):  # the limit shows as an error, or as a value that is missing
            raise LimitReached from None

    def _set(self, formula: Formula) -> Any:
        """Where a formula holds."""
        if isinstance(formula, Some):
            found = self.isl.Set.empty(self.everything.get_space())
            for part in formula.parts:
                found = found.union(self._set(part))
            return found
        parts = formula.parts if isinstance(formula, All) else (formula,)
        simple = self.everything
        for part in parts:
            if isinstance(part, Atom):
                simple = simple.add_constraint(self._constraint(part))
        found = simple.to_set()
        for part in parts:
            if isinstance(part, All | Some):
                found = found.intersect(self._set(part))
        return found

    def _constraint(self, atom: Atom) -> Any:
        make = self.isl.Constraint
        new = make.alloc_equality(self.local) if isinstance(atom, Zero) else make.alloc_inequality(self.local)
        for variable, factor in atom.number.terms:
            new = new.set_coefficient_val(self.isl.dim_type.set, self.places[variable], self._value(factor))
        return new.set_constant_val(self._value(atom.number.constant))

    def _value(self, number: int) -> Any:
        if -_MACHINE_WORD < number < _MACHINE_WORD:
            return self.isl.Val.int_from_si(self.context, number)
        return self.isl.Val.read_from_str(self.context, str(number))

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
        self.solver = _z3_solver(_module("z3").Context())
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
        known = {
            name: -int(below) if below else int(value)
            for name, value, below in _DEFINITION.findall(self.solver.model().sexpr())
        }
        return {variable: known.get(name, 0) for variable, name in self.names.items()}


def answers_of_z3(texts: Iterable[str]) -> Iterator[str]:
    """The answers of z3, which must be installed, to formulas in SMT-LIB: "unsat", "sat", or "unknown" if it takes too
    many operations. One context is for all: making one takes longer than most answers."""
    context = _module("z3").Context()
    for text in texts:
        solver = _z3_solver(context)
        solver.from_string(text)
        yield str(solver.check())


def _z3_solver(context: Any) -> Any:
    solver = _module("z3").SimpleSolver(context)
    solver.set("rlimit", _Z3_OPERATIONS)
    return solver
