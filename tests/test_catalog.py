"""The table of shipped programs: complete, and light to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from uniform.circuits.circuit import to_text
from uniform.family.opening import open_generator
from uniform.library.programs import ShippedProgram, entries, find
from uniform.resources import machines

REQUIRED = [
    "parity_chain",
    "parity_tree",
    "parity_tc0",
    "parity_tc0_depth2",
    "majority",
    "threshold_k",
    "exactly_k",
    "ripple_adder",
    "lookahead_adder",
    "increment",
    "equality",
    "comparator",
    "multiplexer",
    "storage_access",
    "heavy_sum",
    "batcher_sort",
    "array_multiplier",
    "reachability",
    "dyck1",
]


def test_every_program_of_the_library_is_in_the_table() -> None:
    names = [entry.name for entry in entries()]
    assert len(set(names)) == len(names)
    assert set(names) == set(REQUIRED)
    assert {path.stem for path in machines().glob("*/*.gen")} == set(names)


def test_find() -> None:
    found = find("dyck1")
    assert found is not None
    assert found.path == "dyck1/dyck1.gen"
    assert find("dyck") is None


def test_summaries_fit_a_line() -> None:
    for entry in entries():
        assert 5 < len(entry.summary) <= 70
        assert not entry.summary.endswith(".")


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_builders_share_name_and_constants_with_programs(entry: ShippedProgram) -> None:
    """The header, the inputs and the outputs are the same text; so the defaults of constants agree, too."""
    generator = open_generator(entry.name)
    for n in (1, 2, 3, 8):
        direct, printed = (to_text(circuit).splitlines() for circuit in (entry.build(n), generator.circuit(n)))
        assert (direct[0], direct[1], direct[-1]) == (printed[0], printed[1], printed[-1])


def test_formulas_are_whole_numbers_for_every_n() -> None:
    for entry in entries():
        for n in [*range(1, 70), 10**6]:
            size, depth, wires = entry.expected_size(n), entry.expected_depth(n), entry.expected_wires(n)
            assert size >= 1
            assert 1 <= depth <= size
            assert wires >= 0


def test_listing_the_table_imports_nothing_heavy() -> None:
    script = (
        "import sys; from uniform.library.programs import entries; entries();"
        "sys.exit(bool({'numpy', 'lark', 'numba'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
