"""Load, check, compare and measure families: the functions for scripts and behind the command line.

Everything that the command line reports is a function here that returns a frozen record with a good repr, a
truth value where there is a verdict, and ``to_json()``. A program can be passed as on the command line (the name of
a shipped one, or a file), or as a family already loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from uniform.arguments.limits import MAX_SAMPLES, MAX_WORK, Limits
from uniform.arguments.numbers import Ns, natural, several_ns
from uniform.family.direct import DirectFamily
from uniform.family.machine import MachineFamily
from uniform.family.opening import open_family
from uniform.family.printed import PrintedFamily
from uniform.family.protocol import Family
from uniform.family.refusals import require_no_tiers
from uniform.language.pipeline import Generator
from uniform.library.table import find
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import Trap, UniformError
from uniform.research.reports import CheckLine, CheckReport, CompareLine, CompareReport, Failure, MeasureTable
from uniform.research.specification import specification_of

if TYPE_CHECKING:
    from uniform.circuits.circuit import Circuit
    from uniform.circuits.measure import Measures
    from uniform.family.opening import AnyFamily
    from uniform.library.entry import ShippedProgram

ProgramLike: TypeAlias = "str | PathLike[str] | Family | Circuit | Callable[[int], Circuit]"
"""Ways to pass a program: as on the command line, or as a family, one circuit, or a direct builder."""

Progress = Callable[[int], None]

_FEW = range(1, 13)  # the n to try by default
_DOUBLED = (1, 2, 4, 8, 16, 32, 64)  # the n to measure by default


def load(program: str | PathLike[str], **constants: int) -> AnyFamily:
    """The family that ``program`` names: a shipped program, a ``.gen``, ``.ckt`` or ``.tm`` file, or
    ``FILE.py:builder``.

    ``constants`` are the values of a generator program's constants. Every family has ``.name``, ``.circuit(n)`` and
    ``.stream(n)``, the text in chunks of bytes. Generator programs also have ``.machine()`` and ``.certificate()``,
    ``.tm`` files only ``.machine()``; other families raise UniformError there.
    Raises UniformError with everything that is wrong with the text. Cost: reading it; no circuit is built.

    >>> load("threshold_k", k=3)
    GeneratedFamily('threshold_k', k=3)
    >>> load("threshold_k", k=3).circuit(5).gates
    1
    >>> print(load("parity_tree").certificate().space)
    6*bits(n) + 16
    """
    return open_family(program, constants)


def check(
    program: ProgramLike,
    ns: Ns | None = None,
    *,
    against: ProgramLike | None = None,
    specification: str | Callable[..., Any] | None = None,
    settings: Mapping[str, int] | None = None,
    via: str = "fast",
    limits: Limits | None = None,
    samples: int | None = None,
    seed: int = 0,
    prove: bool = False,
    progress: Progress | None = None,
) -> CheckReport:
    """Compare the circuits of a program with directly built ones and with a specification, for each n.

    ``ns`` is one n or several (default: 1..12, or the n of a circuit file). A shipped program has its own ``against``
    and ``specification``. A specification is a function that takes one natural number for each input array (its first
    element is the low bit) and returns one for each output array; parameters called ``n``, or like a constant, get its
    value instead. ``settings`` are
    the constants, ``via`` is the tier: fast, machine or reference.

    Circuit against circuit: identical, or equivalent on all inputs (up to 24), or not refuted in ``samples`` (1024,
    at most 10^9) seeded samples. Circuit against specification: all inputs up to 16, samples beyond. A program that
    traps at some n gets a negative line. Raises UniformError if there is nothing to compare with, or the numbers of
    inputs or outputs differ. Raises LimitReached; without ``limits.max_steps``, all n share the limit on steps, and a
    gate of a direct builder counts as a step. Without ``samples``, 1024 are tried at each n and 2*10^6 at all n.

    Cost: dominated by 2^inputs evaluations, 64 at a time, or by as many calls of the specification. If trying all
    inputs for all n would take more than about ten seconds, samples are tried, and the report says so; with ``prove``,
    all inputs are tried all the same.

    >>> def parity(x):
    ...     return x.bit_count() % 2
    >>> print(check("parity_chain", (3, 4), against="parity_tree", specification=parity))
    n = 3, 4  equivalent (proved on all inputs) to parity_tree; specification: equivalent (proved on all inputs)
    <BLANKLINE>
    parity_chain: right for n = 3, 4, on all inputs
    """
    from uniform.circuits.compare.allowance import Allowance

    family = _family(program, settings or {})
    entry = _entry(program, family)
    settings = family.constants if isinstance(family, Generator) else {}
    samples = None if samples is None else natural(samples, "samples", MAX_SAMPLES)
    seed = natural(seed, "seed")
    other = _other(against, entry, settings)
    function = specification_of(specification, entry, settings)
    if other is None and function is None:
        message = f"there is nothing to compare `{family.name}` with"
        hint = "--against OTHER (a program, or FILE.py:builder), or --spec FILE.py:function"
        raise UniformError(Diagnostic("U701", message, help=hint))
    limits, allowance = (limits or Limits()).for_all(), Allowance(None if prove else MAX_WORK, samples, seed)
    lines: list[CheckLine] = []
    for n in _ns(ns, _FEW, family, other):
        if progress is not None:
            progress(len(lines))
        try:
            circuit = _circuit(family, n, via, limits)
            built = None if other is None else _beside(family, circuit, other, n, limits)
        except Trap as trap:
            lines.append(CheckLine(n, None, None, Failure(_trapped(trap, family, other), trap)))
            continue
        left = right = None
        if built is not None:
            left = allowance.compare(circuit, built)
        if function is not None:
            right = allowance.compare_with_specification(circuit, function(n))
        lines.append(CheckLine(n, left, right, other_n=None if built is None else _other_n(circuit, built)))
    return CheckReport(family.name, other.name if other else None, function is not None, via, tuple(lines))


def compare(
    left: ProgramLike,
    right: ProgramLike,
    ns: Ns | None = None,
    *,
    limits: Limits | None = None,
    samples: int | None = None,
    seed: int = 0,
    prove: bool = False,
    progress: Progress | None = None,
) -> CompareReport:
    """Compare two families by position of inputs and outputs, for each n.

    ``ns`` is one n or several (1..12, or the n of a circuit file); two single circuits are compared even if
    their n differ, and the line has both. The verdict of each n is one of: identical,
    equivalent on all inputs (up to 24), not refuted in ``samples`` (1024, at most 10^9) seeded samples, different with
    a counterexample. A program that traps at some n gets a negative line. Raises UniformError if numbers of inputs or
    outputs differ, and LimitReached as ``check`` does. Cost and ``prove`` are as for ``check``.

    >>> print(compare("parity_chain", "majority", range(1, 4)))
    n = 1     equivalent (proved on all inputs)
    n = 2, 3  different
    <BLANKLINE>
    different: on input 10 (x = 1), y is 1, not 0
    note: the first circuit has 3 gates, the second has 1
    """
    from uniform.circuits.compare.allowance import Allowance

    first, second = _family(left, {}), _family(right, {})
    samples = None if samples is None else natural(samples, "samples", MAX_SAMPLES)
    seed = natural(seed, "seed")
    limits, allowance = (limits or Limits()).for_all(), Allowance(None if prove else MAX_WORK, samples, seed)
    lines: list[CompareLine] = []
    for n in _ns(ns, _FEW, first, second):
        if progress is not None:
            progress(len(lines))
        try:
            circuit = _circuit(first, n, "fast", limits)
            built = _beside(first, circuit, second, n, limits)
        except Trap as trap:
            lines.append(CompareLine(n, None, Failure(_trapped(trap, first, second), trap)))
            continue
        lines.append(CompareLine(n, allowance.compare(circuit, built), other_n=_other_n(circuit, built)))
    return CompareReport(first.name, second.name, tuple(lines))


def measure(
    program: ProgramLike,
    ns: Ns | None = None,
    *,
    settings: Mapping[str, int] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> MeasureTable:
    """Size, depth, wires and fan-in for each n (one or several; default: 1, 2, 4, ..., 64, or the n of a circuit file).

    A row is a pair (n, ``Measures``); an n at which the program traps is in ``failures`` instead. Raises UniformError
    as ``circuit`` does, and LimitReached as ``check`` does. Cost: building the circuits, and two passes over the wires
    of each.

    >>> print(measure("parity_tree", (8, 1024)))
       n  inputs  size  depth  wires  fan-in  cone size  cone depth
       8       8    16      5     23       2         16           5
    1024    1024  2048     12   3071       2       2048          12
    """
    from uniform.circuits.measure import measure as measure_circuit

    family, limits = _family(program, settings or {}), (limits or Limits()).for_all()
    rows: list[tuple[int, Measures]] = []
    failures: list[Failure] = []
    for n in _ns(ns, _DOUBLED, family):
        if progress is not None:
            progress(len(rows) + len(failures))
        try:
            rows.append((n, measure_circuit(_circuit(family, n, "fast", limits))))
        except Trap as trap:
            failures.append(Failure(family.name, trap))
    return MeasureTable(family.name, tuple(rows), tuple(failures))


def _beside(first: Family, circuit: Circuit, second: Family, n: int, limits: Limits) -> Circuit:
    """The circuit of ``second`` to compare with the n-th circuit of ``first``. Two single circuits are compared even if
    their n differ. A direct builder is expected to make about as many gates, so a slow one is refused before it runs.
    """
    if isinstance(first, PrintedFamily) and isinstance(second, PrintedFamily):
        return second.member
    if isinstance(second, DirectFamily):
        second.require_steps(n, circuit.gates, limits)
    return _circuit(second, n, "fast", limits)


def _other_n(first: Circuit, second: Circuit) -> int | None:
    """The n of the second circuit, if it differs from the first."""
    return None if first.n == second.n else second.n


def _trapped(trap: Trap, first: Family, second: Family | None) -> str:
    """The name of the family whose program traps: the second only if the trap is in its files, not in the first's."""
    span = trap.diagnostics[0].span
    if isinstance(second, Generator) and span is not None:
        own = any(span.source is each for each in (second.source, *second.imported))
        return second.name if own else first.name
    return first.name


def _family(program: ProgramLike, settings: Mapping[str, int]) -> Family:
    from uniform.circuits.circuit import Circuit as OneCircuit

    if settings and not isinstance(program, (str, PathLike)):
        hint = 'pass them to load, as in load("threshold_k", k=3)'
        raise UniformError(Diagnostic("U708", "settings only apply to a program given by name or path", help=hint))
    if isinstance(program, OneCircuit):
        return PrintedFamily(program)
    if isinstance(program, Family):
        return program
    if callable(program):
        return DirectFamily(getattr(program, "__name__", "builder"), program)
    return open_family(program, settings)


def _ns(ns: Ns | None, default: Sequence[int], *families: Family | None) -> Sequence[int]:
    """The requested n, or the n of a circuit file, or the default."""
    if ns is not None:
        return several_ns(ns)
    fixed = next((family for family in families if isinstance(family, PrintedFamily)), None)
    return default if fixed is None else [fixed.member.n]


def _entry(program: ProgramLike, family: Family) -> ShippedProgram | None:
    """The entry of the library, if the program is a shipped one."""
    entry = find(family.name)
    if entry is None or not isinstance(family, Generator):
        return None
    return entry if program == entry.name or Path(family.source.name) == entry.file else None


def _circuit(family: Family, n: int, via: str, limits: Limits | None) -> Circuit:
    if isinstance(family, (Generator, DirectFamily, PrintedFamily, MachineFamily)):
        return family.circuit(n, via, limits)
    require_no_tiers(family.name, via)
    return family.circuit(n)  # a family defined by the caller


def _other(against: ProgramLike | None, entry: ShippedProgram | None, settings: Mapping[str, int]) -> Family | None:
    if against is None and entry is not None:
        return DirectFamily(f"{entry.name} (built directly)", lambda n: entry.build(n, **settings))
    return None if against is None else _family(against, {})
