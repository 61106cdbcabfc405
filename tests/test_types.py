"""What a type checker sees of the Python interface. ``make lint`` checks this file; pytest runs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_type

import uniform as u
from uniform.certify.certificate import Certificate
from uniform.research.reports import CheckReport, CompareReport, MeasureTable
from uniform.turing import Machine


def test_what_is_loaded() -> None:
    family = u.load("threshold_k", k=3)
    assert_type(family.name, str)
    assert_type(family.certificate(), Certificate)
    assert_type(family.machine(), Machine)
    assert_type(family.circuit(3), u.Circuit)
    assert_type(family.circuit(3, via="machine", limits=u.Limits(max_gates=10)), u.Circuit)
    assert_type(family.stream(3, via="reference"), Iterator[bytes])
    assert u.load("parity_tree").certificate().space.at(8) == 40
    assert isinstance(family, u.GeneratedFamily)
    assert_type(family.constants["k"], int)


def test_what_is_reported() -> None:
    family: u.Family = u.load("parity_tree")
    assert_type(u.check(family, 3), CheckReport)
    assert_type(u.compare("parity_tree", family, range(1, 3)), CompareReport)
    assert_type(u.measure(family, (1, 2)), MeasureTable)
    assert_type(u.evaluate(family.circuit(2), "10"), list[str])


def test_a_builder_is_a_program() -> None:
    def build(n: int) -> u.Circuit:
        b = u.CircuitBuilder("parity_tree", n)
        return b.build([b.xor("y", b.inputs("x", range(1, n + 1)))])

    assert u.check("parity_tree", 3, against=build)
    assert u.check("parity_tree", 3, against=u.DirectFamily("build", build))
