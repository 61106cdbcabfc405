"""The one table of shipped programs. Code, documentation and tests read it.

Each program names its file below ``machines/``, its direct builder and its specification (``module:function``, imported
when first used), its size and depth as formulas in n - of the program as written, exact for every n >= 1 - and the
n's that tests try. The table itself imports nothing heavy: ``uniform list`` and error messages read it.

Formulas are Python expressions in n, with ``clog2(n)`` = ceil(log2 n), ``bits(n)`` = the number of binary digits of n,
and ``comparators(n)``. They were found by hand; tests compare them with the circuits.
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
class ShippedProgram:
    """One shipped program."""

    name: str
    summary: str
    builder: str  # module:function below uniform.library, n and the constants -> Circuit
    specification: str  # module:function below uniform.library
    size: str  # formula in n
    depth: str  # formula in n, of all gates
    wires: str  # formula in n, with multiplicity
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

    def expected_wires(self, n: int) -> int:
        """The value of the formula of wires."""
        return _value(self.wires, n)


def entries() -> tuple[ShippedProgram, ...]:
    """Every shipped program, in teaching order."""
    return _ENTRIES


def find(name: str) -> ShippedProgram | None:
    """The shipped program of this name."""
    return next((entry for entry in _ENTRIES if entry.name == name), None)


@cache
def comparators(n: int) -> int:
    """The number of comparators of Batcher's sorting network on n lines: (p^2 - p + 4) * 2^(p-2) - 1 when n = 2^p.

    Sort both halves, then merge. Knuth, The Art of Computer Programming 3, section 5.3.4.

    >>> [comparators(n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 16)]
    [0, 1, 3, 5, 9, 12, 16, 19, 63]
    """
    more, less = (n + 1) // 2, n // 2
    return 0 if n < 2 else comparators(more) + comparators(less) + _merging(more, less)


@cache
def _merging(more: int, less: int) -> int:
    """Comparators that merge two sorted lists: elements at odd places, those at even places, then neighbors."""
    if more * less <= 1:
        return more * less
    odd_places = _merging((more + 1) // 2, (less + 1) // 2)
    return odd_places + _merging(more // 2, less // 2) + (more + less - 1) // 2


@cache
def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"uniform.library.{module}"), name)
    return found


def _value(formula: str, n: int) -> int:
    names = {
        "n": n,
        "clog2": lambda m: (m - 1).bit_length(),
        "bits": lambda m: max(1, m.bit_length()),
        "comparators": comparators,
    }
    return int(eval(formula, {"__builtins__": {}}, names))  # formulas are those of this file


_ENTRIES = (
    ShippedProgram(
        "parity_chain",
        "parity, an XOR at a time: linear depth",
        "builders.parity:build_parity_chain",
        "specifications:parity",
        "n + 1",
        "n + 1",
        "2*n",
    ),
    ShippedProgram(
        "parity_tree",
        "parity as a balanced tree, by a counter that walks down a heap",
        "builders.parity:build_parity_tree",
        "specifications:parity",
        "2*n",
        "clog2(n) + 2",
        "3*n - 1",
    ),
    ShippedProgram(
        "parity_tc0",
        "parity in constant depth: for some odd k, at least k ones and not k+1",
        "builders.parity:build_parity_tc0",
        "specifications:parity",
        "n + 2 + 2*((n + 1)//2)",
        "4",
        "n*n + n + 4*((n + 1)//2)",
    ),
    ShippedProgram(
        "parity_tc0_depth2",
        "parity with n + 1 threshold gates in depth 2",
        "builders.parity:build_parity_tc0_depth2",
        "specifications:parity",
        "n + 1",
        "2",
        "n*n + n",
    ),
    ShippedProgram(
        "majority",
        "more than half of the bits, one gate",
        "builders.threshold:build_majority",
        "specifications:majority",
        "1",
        "1",
        "n",
    ),
    ShippedProgram(
        "threshold_k",
        "at least k of the bits (const k = 2), one gate",
        "builders.threshold:build_threshold_k",
        "specifications:threshold_k",
        "1",
        "1",
        "n",
    ),
    ShippedProgram(
        "exactly_k",
        "exactly k of the bits (const k = 2)",
        "builders.threshold:build_exactly_k",
        "specifications:exactly_k",
        "3",
        "2",
        "2*n + 2",
    ),
    ShippedProgram(
        "ripple_adder",
        "a + b, carry by carry: linear depth",
        "builders.addition:build_ripple_adder",
        "specifications:addition",
        "5*n + 2",
        "2*n + 2",
        "10*n + 1",
    ),
    ShippedProgram(
        "lookahead_adder",
        "a + b in constant depth with AND, OR, NAND of unbounded fan-in",
        "builders.addition:build_lookahead_adder",
        "specifications:addition",
        "8*n - 3 + n*(n - 1)//2",
        "2*n if n < 3 else 5",
        "15*n - 6 + n*(n - 1) + n*(n*n - 1)//6",
        large=60,
    ),
    ShippedProgram(
        "increment",
        "x + 1, by a chain of half adders: linear depth",
        "builders.addition:build_increment",
        "specifications:increment",
        "2*n + 2",
        "n + 2",
        "4*n + 1",
    ),
    ShippedProgram(
        "equality",
        "is a = b?",
        "builders.comparison:build_equality",
        "specifications:equality",
        "n + 1",
        "2",
        "3*n",
    ),
    ShippedProgram(
        "comparator",
        "is a less than, equal to, greater than b? constant depth",
        "builders.comparison:build_comparator",
        "specifications:comparison",
        "5*n + 3",
        "3",
        "n*n + 10*n",
    ),
    ShippedProgram(
        "multiplexer",
        "s ? b : a, bit by bit",
        "builders.selection:build_multiplexer",
        "specifications:selection",
        "3*n + 1",
        "3",
        "6*n + 1",
    ),
    ShippedProgram(
        "storage_access",
        "x[address], depth 3, unbounded fan-in",
        "builders.selection:build_storage_access",
        "specifications:storage_access",
        "bits(n - 1) + n + 1",
        "3",
        "bits(n - 1) + n*(bits(n - 1) + 2)",
    ),
    ShippedProgram(
        "heavy_sum",
        "bit i weighs i: one threshold gate with wires of multiplicity",
        "builders.threshold:build_heavy_sum",
        "specifications:heavy_sum",
        "1",
        "1",
        "n*(n + 1)//2",
    ),
    ShippedProgram(
        "batcher_sort",
        "sorting network of odd-even merges, for any n",
        "builders.sorting:build_batcher_sort",
        "specifications:sorting",
        "n*(clog2(n)*(clog2(n) + 1)//2 + 2)",
        "clog2(n)*(clog2(n) + 1)//2 + 2",
        "n*(clog2(n)*(clog2(n) + 1)//2 + 2) + 2*comparators(n)",
        large=50,
    ),
    ShippedProgram(
        "array_multiplier",
        "a * b by rows of full adders",
        "builders.multiplication:build_array_multiplier",
        "specifications:multiplication",
        "6*n*n - 1",
        "6*n - 3",
        "12*n*n - 6*n - 1",
        large=20,
    ),
    ShippedProgram(
        "reachability",
        "reflexive-transitive closure by repeated squaring",
        "builders.graphs:build_reachability",
        "specifications:reachability",
        "2*n*n + clog2(n)*(n*n*n + n*n)",
        "2*clog2(n) + 2",
        "2*n*n - n + 3*n**3*clog2(n)",
        large=13,
    ),
    ShippedProgram(
        "dyck1",
        "balanced words, one threshold for each odd prefix, depth 2",
        "builders.threshold:build_dyck1",
        "specifications:dyck1",
        "1 if n % 2 else n//2 + 3",
        "1 if n % 2 else 2",
        "0 if n % 2 else n*n//4 + 5*n//2 + 2",
    ),
)
