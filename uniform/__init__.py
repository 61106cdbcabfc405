"""Logspace-uniform circuit families as programs: write, run, meter and check them.

>>> import uniform as u
>>> family = u.load("parity_tree")
>>> family.circuit(8)
Circuit('parity_tree', n=8, inputs=8, gates=16, outputs=1)
>>> bool(u.check("parity_tree", range(1, 5)))
True

The names below are loaded on first use, so that ``import uniform`` (and ``uniform --help``) stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uniform.arguments.limits import Limits
    from uniform.circuits.builder import CircuitBuilder
    from uniform.circuits.circuit import Circuit
    from uniform.circuits.gates import Kind
    from uniform.family.direct import DirectFamily
    from uniform.family.generated import GeneratedFamily
    from uniform.family.protocol import Family
    from uniform.messages.diagnostics import Diagnostic
    from uniform.messages.errors import InternalError, LimitReached, Refusal, Trap, UniformError
    from uniform.research.evaluation import evaluate
    from uniform.research.questions import check, compare, load, measure
    from uniform.transformers.opening import load_transformer

_HOMES = {
    "Circuit": "uniform.circuits.circuit",
    "CircuitBuilder": "uniform.circuits.builder",
    "Diagnostic": "uniform.messages.diagnostics",
    "DirectFamily": "uniform.family.direct",
    "Family": "uniform.family.protocol",
    "GeneratedFamily": "uniform.family.generated",
    "InternalError": "uniform.messages.errors",
    "Kind": "uniform.circuits.gates",
    "LimitReached": "uniform.messages.errors",
    "Refusal": "uniform.messages.errors",
    "Limits": "uniform.arguments.limits",
    "Trap": "uniform.messages.errors",
    "UniformError": "uniform.messages.errors",
    "check": "uniform.research.questions",
    "compare": "uniform.research.questions",
    "evaluate": "uniform.research.evaluation",
    "load": "uniform.research.questions",
    "load_transformer": "uniform.transformers.opening",
    "measure": "uniform.research.questions",
}

__all__ = [
    "Circuit",
    "CircuitBuilder",
    "Diagnostic",
    "DirectFamily",
    "Family",
    "GeneratedFamily",
    "InternalError",
    "Kind",
    "LimitReached",
    "Limits",
    "Refusal",
    "Trap",
    "UniformError",
    "check",
    "compare",
    "evaluate",
    "load",
    "load_transformer",
    "measure",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'uniform' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(set(__all__) | set(globals()))
