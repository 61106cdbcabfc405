"""The table of shipped programs and hand-written machines. Code, documentation and tests read it.

Each topic is a file in ``topics`` that lists its entries (``entry``). To add a family, add one entry there; families
are not listed anywhere else. Importing the table is fast.
"""

from __future__ import annotations

from uniform.library.entry import Entry, ShippedMachine, ShippedProgram, Topic
from uniform.library.topics import arithmetic, comparison, graphs, languages, parity, selection, sorting, threshold


def topics() -> tuple[Topic, ...]:
    """Every topic, in teaching order."""
    return _TOPICS


def programs() -> tuple[ShippedProgram, ...]:
    """Every shipped program, topic by topic."""
    return _PROGRAMS


def machines() -> tuple[ShippedMachine, ...]:
    """Every hand-written machine, topic by topic."""
    return _MACHINES


def entries() -> tuple[Entry, ...]:
    """Every program and machine, topic by topic."""
    return tuple(entry for topic in _TOPICS for entry in topic.entries)


def find(name: str) -> ShippedProgram | None:
    """The shipped program with this name, if there is one.

    >>> find("ripple_adder").topic
    'arithmetic'
    """
    return next((entry for entry in _PROGRAMS if entry.name == name), None)


def find_machine(name: str) -> ShippedMachine | None:
    """The hand-written machine with this name, with or without ``.tm`` at the end, if there is one.

    >>> find_machine("count_ones") is find_machine("count_ones.tm")
    True
    """
    return next((entry for entry in _MACHINES if name in (entry.name, f"{entry.name}.tm")), None)


def name_of(entry: Entry) -> str:
    """The name that opens an entry in every verb. A machine with the name of a program gets ``.tm`` at the end."""
    return f"{entry.name}.tm" if isinstance(entry, ShippedMachine) and find(entry.name) else entry.name


_TOPICS = (
    parity.TOPIC,
    threshold.TOPIC,
    arithmetic.TOPIC,
    comparison.TOPIC,
    selection.TOPIC,
    sorting.TOPIC,
    graphs.TOPIC,
    languages.TOPIC,
)
_PROGRAMS = tuple(entry for topic in _TOPICS for entry in topic.programs)
_MACHINES = tuple(entry for topic in _TOPICS for entry in topic.machines)
