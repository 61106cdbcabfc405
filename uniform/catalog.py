"""The one table of shipped programs. Code, documentation and tests read it.

Each program names its file below ``machines/``, its direct builder and its specification (``module:function``, imported
when first used), its size and depth as formulas in n - of the program as written, exact for every n >= 1 - and the
n's that tests try. The table itself imports nothing heavy: ``uniform list`` and error messages read it.

Formulas are Python expressions in n, with ``clog2(n)`` = ceil(log2 n) and ``bits``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uniform.circuits.circuit import Circuit


@dataclass(frozen=True, slots=True)
class Entry:
    """One shipped program."""

    name: str
    summary: str
    builder: str  # module:function, n and the constants -> Circuit
    specification: str  # module:function
    size: str  # formula in n
    depth: str  # formula in n
    ns: tuple[int, ...] = tuple(range(1, 13))  # to try in tests
    large: int = 100  # one larger n for byte comparisons of the tiers

    @property
    def path(self) -> str:
        """The file, below the folder of the shipped library."""
        return f"{self.name}/{self.name}.gen"

    def build(self, n: int, **constants: int) -> Circuit:
        """The n-th circuit, built directly."""
        circuit: Circuit = _function(self.builder)(n, **constants)
        return circuit

    @property
    def specify(self) -> Callable[..., Any]:
        """The specification; it may ask for n and for constants by name."""
        return _function(self.specification)

    def expected_size(self, n: int) -> int:
        """The value of the size formula."""
        return _value(self.size, n)

    def expected_depth(self, n: int) -> int:
        """The value of the depth formula."""
        return _value(self.depth, n)


def entries() -> tuple[Entry, ...]:
    """Every shipped program, in teaching order."""
    return _ENTRIES


def find(name: str) -> Entry | None:
    """The shipped program of this name."""
    return next((entry for entry in _ENTRIES if entry.name == name), None)


@cache
def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"uniform.families.{module}"), name)
    return found


def _value(formula: str, n: int) -> int:
    names = {"n": n, "clog2": lambda m: (m - 1).bit_length(), "bits": lambda m: max(1, m.bit_length())}
    return int(eval(formula, {"__builtins__": {}}, names))  # formulas are those of this file


_ENTRIES = (
    Entry(
        "parity_chain",
        "parity, an XOR at a time: linear depth",
        "parity:build_parity_chain",
        "specifications:parity",
        "n + 1",
        "n + 1",
    ),
    Entry(
        "parity_tree",
        "parity as a balanced tree, by a counter that walks down a heap",
        "parity:build_parity_tree",
        "specifications:parity",
        "2*n",
        "clog2(n) + 2",
    ),
    Entry(
        "parity_tc0",
        "parity in constant depth: for some odd k, at least k ones and not k+1",
        "parity:build_parity_tc0",
        "specifications:parity",
        "n + 2 + 2*((n + 1)//2)",
        "4",
    ),
    Entry(
        "parity_tc0_depth2",
        "parity with n + 1 threshold gates in depth 2",
        "parity:build_parity_tc0_depth2",
        "specifications:parity",
        "n + 1",
        "2",
    ),
    Entry(
        "majority",
        "more than half of the bits, one gate",
        "threshold:build_majority",
        "specifications:majority",
        "1",
        "1",
    ),
    Entry(
        "threshold_k",
        "at least k of the bits (const k = 2), one gate",
        "threshold:build_threshold_k",
        "specifications:threshold_k",
        "1",
        "1",
    ),
    Entry(
        "exactly_k",
        "exactly k of the bits (const k = 2)",
        "threshold:build_exactly_k",
        "specifications:exactly_k",
        "3",
        "2",
    ),
    Entry(
        "ripple_adder",
        "a + b, carry by carry: linear depth",
        "addition:build_ripple_adder",
        "specifications:addition",
        "5*n + 2",
        "2*n + 2",
    ),
    Entry(
        "lookahead_adder",
        "a + b in constant depth with AND, OR, NAND of unbounded fan-in",
        "addition:build_lookahead_adder",
        "specifications:addition",
        "8*n - 3 + n*(n + 1)//2",
        "3 if n == 1 else 5",
        large=60,
    ),
    Entry(
        "increment",
        "x + 1",
        "addition:build_increment",
        "specifications:increment",
        "2*n + 2",
        "n + 2",
    ),
    Entry(
        "equality",
        "is a = b?",
        "comparison:build_equality",
        "specifications:equality",
        "n + 1",
        "2",
    ),
    Entry(
        "comparator",
        "is a less than, equal to, greater than b? constant depth",
        "comparison:build_comparator",
        "specifications:comparison",
        "5*n + 3",
        "3",
    ),
    Entry(
        "multiplexer",
        "s ? b : a, bit by bit",
        "selection:build_multiplexer",
        "specifications:selection",
        "3*n + 1",
        "3",
    ),
    Entry(
        "storage_access",
        "x[address], depth 3, unbounded fan-in",
        "selection:build_storage_access",
        "specifications:storage_access",
        "bits(n - 1) + n + 1",
        "3",
    ),
    Entry(
        "heavy_sum",
        "bit i weighs i: one threshold gate with wires of multiplicity",
        "threshold:build_heavy_sum",
        "specifications:heavy_sum",
        "1",
        "1",
    ),
    Entry(
        "batcher_sort",
        "sorting network of odd-even merges, for any n",
        "sorting:build_batcher_sort",
        "specifications:sorting",
        "n*(clog2(n)*(clog2(n) + 1)//2 + 2)",
        "clog2(n)*(clog2(n) + 1)//2 + 2",
        large=50,
    ),
    Entry(
        "array_multiplier",
        "a * b by rows of full adders",
        "multiplication:build_array_multiplier",
        "specifications:multiplication",
        "n*n + n + 1 + (n - 1)*(5*n + 2) + 2*n",
        "6*n - 3",
        large=20,
    ),
    Entry(
        "reachability",
        "reflexive-transitive closure by repeated squaring",
        "graphs:build_reachability",
        "specifications:reachability",
        "2*n*n + clog2(n)*(n*n*n + n*n)",
        "2*clog2(n) + 2",
        large=13,
    ),
    Entry(
        "dyck1",
        "balanced words, one threshold for each odd prefix, depth 2",
        "threshold:build_dyck1",
        "specifications:dyck1",
        "1 if n % 2 else n//2 + 3",
        "1 if n % 2 else 2",
    ),
)
