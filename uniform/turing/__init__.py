"""Turing machines with a read-only input, metered work tapes and a write-only output. Can be used by itself.

    machine      machines in memory: tapes, states, rules
    words, rules, parse, check, doubts, slips, complaints, write      the text form `.tm`
    simulate     the definition of a step: every configuration, forwards and backwards (``endings``, ``inputs``)
    pack, run    the fast run, with every cell counted; ``outcome`` is what it came to
    space        claims of cells: `space 2*bits(n) + 6`
    trace        a configuration as a terminal shows it
    exchange     the formats of other simulators, both ways

What a course on space complexity needs is here under one name:

>>> from uniform.resources import machines
>>> from uniform.turing import configurations, read_machine, run_machine
>>> machine = read_machine(machines() / "count_ones" / "count_ones.tm")
>>> outcome = run_machine(machine, "0110")
>>> outcome.halted, outcome.steps, outcome.visited
('accept', 14, 3)
>>> [configuration.state for configuration in configurations(machine, "1")]
['next', 'next', 'up', 'up', 'home', 'next', 'next']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uniform.turing.machine import Machine
    from uniform.turing.outcome import Run
    from uniform.turing.parse import read_machine
    from uniform.turing.run import RunLimits
    from uniform.turing.run import run as run_machine
    from uniform.turing.simulate import Configuration, History, configurations
    from uniform.turing.write import to_text

_HOMES = {
    "Configuration": ("simulate", "Configuration"),
    "History": ("simulate", "History"),
    "Machine": ("machine", "Machine"),
    "Run": ("outcome", "Run"),
    "RunLimits": ("run", "RunLimits"),
    "configurations": ("simulate", "configurations"),
    "read_machine": ("parse", "read_machine"),
    "run_machine": ("run", "run"),
    "to_text": ("write", "to_text"),
}

__all__ = [
    "Configuration",
    "History",
    "Machine",
    "Run",
    "RunLimits",
    "configurations",
    "read_machine",
    "run_machine",
    "to_text",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'uniform.turing' has no attribute {name!r}")
    from importlib import import_module

    module, found = _HOMES[name]
    return getattr(import_module(f"uniform.turing.{module}"), found)
