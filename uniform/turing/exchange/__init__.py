"""Machines in the formats of other simulators, both ways.

    table            a machine of theirs in memory; at most one transition for each state and symbols
    plain            a machine of ours as such a table: input, work tapes and output are ordinary tapes
    returned         and back again, unchanged
    foreign          a table from another simulator as a machine of ours; ``merge_rules`` merges rules
    two_sided        tapes without a left end
    names            conversion of names of states and symbols, in both directions
    simulator, automata_lib, jflap, turing_machine_io, dot      the formats; ``xml_tree`` reads XML

``WRITERS`` and ``READERS`` are the formats by the ending of the file.

Not here: our own form ``.tm`` (``turing.text``), and circuits in other formats (``circuits.formats``).

Begin with ``plain``, then ``foreign``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.exchange import automata_lib, dot, jflap, simulator, turing_machine_io
from uniform.turing.exchange.foreign import foreign
from uniform.turing.exchange.plain import Words, plain
from uniform.turing.exchange.read_back import is_written_by_convert, read_back
from uniform.turing.exchange.table import Table
from uniform.turing.machine import Machine

__all__ = ["READERS", "WRITERS", "Imported", "Words", "read_foreign", "to_dot", "to_jflap", "to_json", "to_simulator"]

_MAX_TAPES = 50


@dataclass(frozen=True, slots=True)
class Imported:
    """A machine that was read, and notes on what differs from the file."""

    machine: Machine
    notes: tuple[str, ...]


READERS: dict[str, Callable[[Source], Table]] = {
    ".jff": jflap.read,
    ".json": automata_lib.read,
    ".txt": simulator.read,
    ".yaml": turing_machine_io.read,
    ".yml": turing_machine_io.read,
}
"""The readers, by the ending of the file."""


def read_foreign(source: Source, ending: str) -> Imported:
    """The machine in a file of another simulator; ``ending`` is a key of ``READERS``.

    Raises UniformError, with positions, for what is malformed (U617) or has no counterpart here (U618). Cost: linear in
    the table after `~` and the ends of tapes are written out; its length is limited.

    >>> text = "init: even\\naccept: end\\n\\neven,1\\nodd,1,>\\n\\nodd,1\\neven,1,>\\n\\nodd,_\\nend,_,-\\n"
    >>> read_foreign(Source("odd.txt", text), ".txt").machine
    Machine('machine', work tapes=0, states=3, rules=6)
    """
    table = READERS[ending](source)
    if table.tapes > _MAX_TAPES:
        raise UniformError(Diagnostic("U618", f"the machine has {table.tapes} tapes; at most {_MAX_TAPES} are allowed"))
    if is_written_by_convert(table):
        return Imported(read_back(table), ())
    machine, notes = foreign(table)
    return Imported(machine, tuple(notes))


def to_json(machine: Machine, words: Words = None) -> str:
    """The plain machine as JSON, in the form of automata-lib's MNTM."""
    return automata_lib.write(plain(machine, words))


def to_simulator(machine: Machine, words: Words = None) -> str:
    """The plain machine in the two-line rules of turingmachinesimulator.com."""
    return simulator.write(plain(machine, words))


def to_jflap(machine: Machine, words: Words = None) -> str:
    """The plain machine as a multi-tape Turing machine of JFLAP 7."""
    return jflap.write(plain(machine, words))


def to_dot(machine: Machine, words: Words = None) -> str:
    """The states and rules as Graphviz text; all of them, whatever the words."""
    del words
    return dot.write(machine)


WRITERS: dict[str, Callable[[Machine, Words], str]] = {
    ".jff": to_jflap,
    ".json": to_json,
    ".dot": to_dot,
    ".txt": to_simulator,
}
"""The writers, by the ending of the file."""
