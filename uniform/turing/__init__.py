"""Turing machines with a read-only input, metered work tapes and a write-only output. Can be used by itself.

    machine      machines in memory - tapes, states, rules - and their canonical text, `.tm`
    text/        reading that text, with messages for text that is not a machine
    emulator/    the definition of a step, the fast run with every cell counted, and traces
    space        claims of work cells: `space 2*bits(n) + 6`
    exchange/    the formats of other simulators, both ways

Not here: machines that are compiled from programs (``counters.machine``), and circuits.

Begin with ``machine``, then ``emulator`` and ``text``.

The functions that a course on space complexity needs can be imported from here:

>>> from uniform.resources import shipped_file
>>> from uniform.turing import configurations, read_machine, run_machine
>>> machine = read_machine(shipped_file("arithmetic", "count_ones", ".tm"))
>>> outcome = run_machine(machine, "0110")
>>> outcome.halted, outcome.steps, outcome.visited
('accept', 14, 3)
>>> [configuration.state for configuration in configurations(machine, "1")]
['next', 'next', 'up', 'up', 'home', 'next', 'next']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uniform.turing.emulator.outcome import Run
    from uniform.turing.emulator.run import RunLimits
    from uniform.turing.emulator.run import run as run_machine
    from uniform.turing.emulator.simulate import Configuration, History, configurations
    from uniform.turing.machine import Machine, to_text
    from uniform.turing.text.read import read_machine

_HOMES = {
    "Configuration": ("emulator.simulate", "Configuration"),
    "History": ("emulator.simulate", "History"),
    "Machine": ("machine", "Machine"),
    "Run": ("emulator.outcome", "Run"),
    "RunLimits": ("emulator.run", "RunLimits"),
    "configurations": ("emulator.simulate", "configurations"),
    "read_machine": ("text.read", "read_machine"),
    "run_machine": ("emulator.run", "run"),
    "to_text": ("machine", "to_text"),
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
