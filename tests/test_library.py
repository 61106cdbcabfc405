"""The table of the library: complete, in agreement with the files and their pages, and light to import."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest

from tests.cases import MACHINES, NAMES, PROGRAMS, generator
from tests.quick import one_in
from uniform.circuits.circuit import to_text
from uniform.family.opening import open_source
from uniform.language.imports import library_file, library_names
from uniform.library.entry import Entry, ShippedProgram
from uniform.library.table import entries, find, find_machine, name_of, topics
from uniform.messages.spans import LIBRARY
from uniform.resources import machines
from uniform.transformers.catalog import models

ENTRIES = entries()


def test_the_table_lists_the_files_of_the_library() -> None:
    """No file without an entry, no entry without a file, a folder without a page, or a topic without a folder."""
    files = {path for path in machines().rglob("*") if path.is_file()}
    listed = {entry.file for entry in ENTRIES} | {model.file for model in models()}
    arrays = {model.file.with_suffix(".npz") for model in models()}
    parts = {library_file(name.removeprefix(LIBRARY)) for name in library_names()}
    pages = {file.with_name("README.md") for file in listed | parts}
    assert files == listed | arrays | parts | pages
    assert {path.name for path in machines().iterdir()} == {topic.name for topic in topics()} | {"transformers", "lib"}


def test_every_name_opens_its_entry() -> None:
    assert len({name_of(entry) for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        assert open_source(name_of(entry)).source.name == str(entry.file)


def test_find() -> None:
    for entry in PROGRAMS:
        assert find(entry.name) is entry
    for machine in MACHINES:
        assert find_machine(machine.name) is find_machine(f"{machine.name}.tm") is machine
    assert find("dyck") is find_machine("dyck1") is None


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda entry: pickle.loads(pickle.dumps(entry))])
def test_entries_can_be_copied_and_pickled(again: object) -> None:
    assert callable(again)
    assert all(again(entry) is entry for entry in ENTRIES)


def test_summaries_fit_a_line() -> None:
    for entry in ENTRIES:
        assert 5 < len(entry.summary) <= 70
        assert not entry.summary.endswith(".")


@pytest.mark.parametrize("entry", one_in(4, PROGRAMS), ids=NAMES)
def test_builders_share_name_and_constants_with_programs(entry: ShippedProgram) -> None:
    """The header, the inputs and the outputs are the same text; so the defaults of constants agree, too."""
    for n in (1, 2, 3, 8):
        direct, printed = (to_text(circuit).splitlines() for circuit in (entry.build(n), generator(entry).circuit(n)))
        assert (direct[0], direct[1], direct[-1]) == (printed[0], printed[1], printed[-1])


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_specifications_show_examples(entry: Entry) -> None:
    """Doctests run them: a second word on what is meant, beside the code."""
    assert ">>> " in (entry.specify.__doc__ or "")


@pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)
def test_settings_are_of_all_constants(entry: ShippedProgram) -> None:
    constants = generator(entry).constants
    assert bool(entry.settings) == bool(constants)
    for setting in entry.settings:
        assert setting.keys() == constants.keys()


def test_formulas_are_whole_numbers_for_every_n() -> None:
    for entry in PROGRAMS:
        for n in [*range(1, 70), 10**6, 10**100]:
            figures = entry.size(n), entry.depth(n), entry.wires(n)
            assert all(type(figure) is int for figure in figures)
            assert figures[0] >= figures[1] >= 1
            assert figures[2] >= 0


def test_listing_the_table_imports_nothing_heavy() -> None:
    script = (
        "import sys; from uniform.library.table import programs; programs();"
        "sys.exit(bool({'numpy', 'lark', 'numba', 'random', 'pathlib', 'uniform.circuits'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
