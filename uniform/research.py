"""Scripting: load families, check them, compare them, measure them.

Everything that the command line reports is a function here that returns a frozen record with a good repr, a
truth value where there is a verdict, and ``to_json()``. Programs are given as on the command line (the name of a
shipped one, or a file), or as families already loaded.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from uniform.catalog import find
from uniform.diagnostics import Diagnostic
from uniform.errors import Trap, UniformError
from uniform.family import DirectFamily, Family, FixedFamily
from uniform.limits import Limits
from uniform.programs import load_function, open_family
from uniform.reports import CheckLine, CheckReport, CompareLine, CompareReport, MeasureTable

if TYPE_CHECKING:
    from uniform.catalog import Entry
    from uniform.circuits.circuit import Circuit
    from uniform.programs import AnyFamily

ProgramLike = str | Family
Progress = Callable[[int], None]

_FEW = range(1, 13)  # the n's tried when none are named


def load(program: str, **constants: int) -> AnyFamily:
    """The family that ``program`` names: a shipped program, or a ``.gen``, ``.ckt`` or ``.tm`` file.

    Generator programs also have ``.certificate()`` and ``.machine()``. Raises UniformError.

    >>> load("threshold_k", k=3)
    Program('threshold_k', k=3)
    >>> load("threshold_k", k=3).circuit(5).gates
    1
    """
    return open_family(program, constants)


def check(
    program: ProgramLike,
    ns: Sequence[int] | None = None,
    *,
    against: ProgramLike | None = None,
    specification: str | Callable[..., Any] | None = None,
    settings: Mapping[str, int] | None = None,
    via: str = "fast",
    limits: Limits | None = None,
    samples: int = 1024,
    seed: int = 0,
    progress: Progress | None = None,
) -> CheckReport:
    """Compare the circuits of a program with directly built ones and with a specification, for each n.

    ``against`` and ``specification`` default to those of the catalog; ``ns`` to 1..12. Circuit against circuit:
    identical, or equivalent on all inputs (up to 24), or not refuted in ``samples`` seeded samples. Circuit
    against specification: all inputs up to 16, samples beyond. A program that traps at some n gets a negative
    line. Raises UniformError when there is nothing to compare with.
    """
    from uniform.circuits.equivalence import compare as compare_circuits
    from uniform.circuits.equivalence import compare_with_specification

    settings = dict(settings or {})
    entry = find(program) if isinstance(program, str) else None
    family = _family(program, settings)
    other = _other(against, entry, settings)
    function = _specification(specification, entry, settings)
    if other is None and function is None:
        message = f"there is nothing to compare `{family.name}` with"
        hint = "--against OTHER (a program, or FILE.py:builder), or --spec FILE.py:function"
        raise UniformError(Diagnostic("U701", message, help=hint))
    lines: list[CheckLine] = []
    for done, n in enumerate(_FEW if ns is None else ns):
        try:
            circuit = _circuit(family, n, via, limits)
        except Trap as trap:
            lines.append(CheckLine(n, None, None, f"traps at n = {n}", str(trap)))
            continue
        left = None if other is None else compare_circuits(circuit, other.circuit(n), samples=samples, seed=seed)
        right = (
            None if function is None else compare_with_specification(circuit, function(n), samples=samples, seed=seed)
        )
        lines.append(CheckLine(n, left, right, None))
        if progress is not None:
            progress(done + 1)
    return CheckReport(family.name, other.name if other else None, function is not None, via, tuple(lines))


def compare(
    left: ProgramLike,
    right: ProgramLike,
    ns: Sequence[int] | None = None,
    *,
    limits: Limits | None = None,
    samples: int = 1024,
    seed: int = 0,
    progress: Progress | None = None,
) -> CompareReport:
    """Compare two families by position of inputs and outputs, for each n (1..12, or the n of a circuit file).

    Raises UniformError when their numbers of inputs or outputs differ.
    """
    from uniform.circuits.equivalence import compare as compare_circuits

    first, second = _family(left, {}), _family(right, {})
    if ns is None:
        fixed = next((family for family in (first, second) if isinstance(family, FixedFamily)), None)
        ns = _FEW if fixed is None else [fixed.member.n]
    lines: list[CompareLine] = []
    for done, n in enumerate(ns):
        pair = (_circuit(family, n, "fast", limits) for family in (first, second))
        lines.append(CompareLine(n, compare_circuits(*pair, samples=samples, seed=seed)))
        if progress is not None:
            progress(done + 1)
    return CompareReport(first.name, second.name, tuple(lines))


def measure(
    program: ProgramLike,
    ns: Sequence[int] | None = None,
    *,
    settings: Mapping[str, int] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> MeasureTable:
    """Size, depth, wires and fan-in for each n (1, 2, 4, ..., 64, or the n of a circuit file)."""
    from uniform.circuits.measure import measure as measure_circuit

    family = _family(program, settings or {})
    if ns is None:
        ns = [family.member.n] if isinstance(family, FixedFamily) else [1, 2, 4, 8, 16, 32, 64]
    rows = []
    for done, n in enumerate(ns):
        rows.append((n, measure_circuit(_circuit(family, n, "fast", limits))))
        if progress is not None:
            progress(done + 1)
    return MeasureTable(family.name, tuple(rows))


def evaluate(circuit: Circuit, words: Sequence[str]) -> list[str]:
    """The outputs of a circuit on words of 0s and 1s; first character = first input, first output.

    Raises UniformError for a word of the wrong length or with another character.
    """
    import numpy as np

    from uniform.circuits.evaluate import evaluate as evaluate_vectors

    for word in words:
        wrong = next((place for place, bit in enumerate(word) if bit not in "01"), None)
        if wrong is not None:
            message = f"`{word}`: character {wrong + 1} is neither 0 nor 1"
            raise UniformError(Diagnostic("U709", message))
        if len(word) != circuit.inputs:
            names = ", ".join(circuit.addresses[identifier] for identifier in range(min(4, circuit.inputs)))
            names += ", ..." if circuit.inputs > 4 else ""
            message = f"`{word}` has {len(word)} bits; the circuit has {circuit.inputs} inputs"
            raise UniformError(Diagnostic("U709", message, help=f"the inputs are {names}" if names else None))
    vectors = np.array([[bit == "1" for bit in word] for word in words], dtype=np.bool_)
    outputs = evaluate_vectors(circuit, vectors.reshape(len(words), circuit.inputs))
    return ["".join("1" if bit else "0" for bit in row) for row in outputs]


def circuit_for(
    program: ProgramLike,
    n: int | None,
    inputs: int,
    *,
    settings: Mapping[str, int] | None = None,
    limits: Limits | None = None,
) -> Circuit:
    """The circuit of one n; without n, the first circuit of the family with as many ``inputs``."""
    family = _family(program, settings or {})
    if n is not None:
        return _circuit(family, n, "fast", limits)
    if isinstance(family, FixedFamily):
        return family.member
    for candidate in range(1, max(inputs, 1) + 1):  # input lengths grow with n
        found = _inputs(family, candidate, limits)
        if found == inputs:
            return _circuit(family, candidate, "fast", limits)
        if found > inputs:
            break
    message = f"no circuit of `{family.name}` has {inputs} inputs"
    raise UniformError(Diagnostic("U709", message, help="say which circuit you mean with -n"))


def _family(program: ProgramLike, settings: Mapping[str, int]) -> Family:
    return open_family(program, settings) if isinstance(program, str) else program


def _inputs(family: Family, n: int, limits: Limits | None) -> int:
    from uniform.language.pipeline import Generator

    if isinstance(family, Generator):
        return sum(array.count for array in family.layout(n).of_role("input"))
    return _circuit(family, n, "fast", limits).inputs


def _circuit(family: Family, n: int, via: str, limits: Limits | None) -> Circuit:
    from uniform.language.pipeline import Generator

    if isinstance(family, Generator):
        return family.circuit(n, via=via, limits=limits or Limits())
    return family.circuit(n)


def _other(against: ProgramLike | None, entry: Entry | None, settings: Mapping[str, int]) -> Family | None:
    if against is None and entry is not None:
        return DirectFamily(f"{entry.name} (built directly)", lambda n: entry.build(n, **settings))
    return None if against is None else _family(against, {})


@dataclass(frozen=True, slots=True)
class _Specified:
    """A specification that may ask, by the names of its parameters, for n and for constants."""

    function: Callable[..., Any]
    given: Mapping[str, int]

    def __call__(self, n: int) -> Callable[..., Any]:
        wanted = inspect.signature(self.function).parameters
        known = {**self.given, "n": n}
        chosen = {name: value for name, value in known.items() if name in wanted}

        def specified(*numbers: int) -> Any:
            return self.function(*numbers, **chosen)

        return specified


def _specification(
    given: str | Callable[..., Any] | None, entry: Entry | None, settings: Mapping[str, int]
) -> _Specified | None:
    if given is None and entry is not None:
        return _Specified(entry.specify, settings)
    if given is None:
        return None
    return _Specified(load_function(given) if isinstance(given, str) else given, settings)
