"""Programs with one slip each: the specification finds every one of them, at some n up to 8.

Each slip is the kind that an author makes - a bound off by one, a case forgotten, a wrong gate - and yields a program
that runs. If one of these passed, the checks would be worth nothing.
"""

from __future__ import annotations

import pytest

from tests.cases import NAMES, generator, program
from uniform.circuits.compare.equivalence import DIFFERENT, compare
from uniform.language.pipeline import Generator, load
from uniform.messages.spans import Source
from uniform.research.questions import check

SLIPS = [
    ("parity_chain", "XOR(", "XNOR("),
    ("parity_tree", "node[v] := XOR(", "node[v] := OR("),
    ("parity_tc0", "NOT atleast[k+1]", "atleast[k+1]"),
    ("parity_tc0_depth2", "n div 2 + 1", "(n+1) div 2"),
    ("majority", "MAJ(", "THRESHOLD((n+1) div 2; "),
    ("threshold_k", "THRESHOLD(k;", "THRESHOLD(k + 1;"),
    ("exactly_k", "ATMOST(k;", "ATMOST(k + 1;"),
    ("ripple_adder", "XOR(half[i], carry[i])", "OR(half[i], carry[i])"),
    ("lookahead_adder", "for k in j+1..i", "for k in j+2..i"),
    ("increment", "carry[0] := TRUE", "carry[0] := FALSE"),
    ("equality", "XNOR(", "OR("),
    ("comparator", "b[i], same[j] for j in i+1..n-1", "b[i], same[j] for j in i+2..n-1"),
    ("multiplexer", "AND(a[i], other)", "AND(a[i], s)"),
    ("storage_access", "if bit(i, j) = 0", "if bit(i, j) > 1"),
    ("heavy_sum", "n*(n+1) div 4 + 1", "n*(n+1) div 4"),
    ("batcher_sort", "odd <- 1", "odd <- 0"),
    ("array_multiplier", "carry[i, 0] := FALSE", "carry[i, 0] := TRUE"),
    ("reachability", "bits(2*n - 1) - 1", "bits(n) div 2"),
    ("dyck1", "(i+1) div 2", "i div 2"),
]


def slipped(name: str, right: str, wrong: str) -> Generator:
    source = generator(program(name)).source
    assert right in source.text
    return load(Source(source.name, source.text.replace(right, wrong)), {})


def test_every_program_has_a_slip() -> None:
    assert [name for name, _, _ in SLIPS] == list(NAMES)


@pytest.mark.parametrize(("name", "right", "wrong"), SLIPS, ids=NAMES)
def test_specification_finds_it(name: str, right: str, wrong: str) -> None:
    report = check(slipped(name, right, wrong), range(1, 9), specification=program(name).specify)
    assert not report
    assert any(line.specification is not None and line.specification.counterexample for line in report.lines)


@pytest.mark.parametrize(("name", "right", "wrong"), SLIPS, ids=NAMES)
def test_direct_builder_finds_it(name: str, right: str, wrong: str) -> None:
    entry, family = program(name), slipped(name, right, wrong)
    verdicts = [compare(family.circuit(n), entry.build(n)).verdict for n in range(1, 9)]
    assert DIFFERENT in verdicts
