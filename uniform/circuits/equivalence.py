"""Are two circuits the same, or do they compute the same function? Five honest verdicts.

    identical                          the same circuit, address by address
    equivalent (proved on all inputs)  the same function: all 2^i inputs were tried
    equivalent (proved by SAT)         the same function, by a solver (not made here yet)
    not refuted in k samples           no difference on k seeded input vectors
    different                          with an input on which an output differs

Circuits are compared by position: input by input, output by output. A counterexample found by the fast evaluator
is evaluated again, gate by gate, by the slow one before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.circuit import Circuit
from uniform.circuits.evaluate import evaluate, evaluate_slowly, evaluate_words
from uniform.diagnostics import Diagnostic
from uniform.errors import InternalError, UniformError

IDENTICAL = "identical"
PROVED = "equivalent (proved on all inputs)"
PROVED_BY_SAT = "equivalent (proved by SAT)"
DIFFERENT = "different"

ALL_INPUTS = 24  # up to this many inputs, circuits are compared on all of them
ALL_INPUTS_SPECIFIED = 16  # and specifications, which are Python functions, up to this many

Bits = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """An input on which two circuits, or a circuit and its specification, differ."""

    inputs: tuple[str, ...]  # addresses
    bits: Bits  # of the inputs, in order
    output: str  # address of the first output that differs
    found: bool  # what the first circuit gives there
    expected: bool  # what the other one gives

    @property
    def word(self) -> str:
        """The input as `uniform eval` takes it."""
        return "".join("1" if bit else "0" for bit in self.bits)

    def __str__(self) -> str:
        return f"on input {self.word or '(none)'}, {self.output} is {int(self.found)}, not {int(self.expected)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict; true unless it is *different*."""

    verdict: str
    proved: bool  # whether it holds for all inputs
    samples: int | None = None  # how many input vectors were tried, when not all
    counterexample: Counterexample | None = None
    notes: tuple[str, ...] = ()  # such as differing names

    def __bool__(self) -> bool:
        return self.verdict != DIFFERENT

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON."""
        found = self.counterexample
        return {
            "verdict": self.verdict,
            "ok": bool(self),
            "proved": self.proved,
            "samples": self.samples,
            "counterexample": None
            if found is None
            else {"input": found.word, "output": found.output, "found": found.found, "expected": found.expected},
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        parts = [self.verdict]
        if self.counterexample is not None:
            parts.append(str(self.counterexample))
        return "\n".join([": ".join(parts), *(f"note: {note}" for note in self.notes)])


def identical(a: Circuit, b: Circuit) -> bool:
    """The same inputs and outputs in order, and under each address the same kind, numbers and ordered wires.

    The order of lines and the names of the families do not matter. Cost: one address of each gate is made.
    """
    return _first_difference(a, b) is None


def compare(a: Circuit, b: Circuit, *, samples: int = 1024, seed: int = 0, all_inputs: int = ALL_INPUTS) -> Comparison:
    """Compare two circuits by position. Raises UniformError when their numbers of inputs or outputs differ."""
    _same_shape(a, b)
    difference = _first_difference(a, b)
    if difference is None:
        return Comparison(IDENTICAL, True)
    notes = (difference,)
    if a.inputs <= all_inputs:
        for words in _all_words(a.inputs):
            found = _differing_column(evaluate_words(a, words), evaluate_words(b, words), a.inputs)
            if found is not None:
                return _refuted(a, b, _column(words, found), notes)
        return Comparison(PROVED, True, notes=notes)
    vectors = sample_vectors(a.inputs, samples, seed)
    wrong = (evaluate(a, vectors) != evaluate(b, vectors)).any(axis=1)
    if wrong.any():
        return _refuted(a, b, vectors[int(wrong.argmax())], notes)
    return Comparison(f"not refuted in {len(vectors)} samples", False, len(vectors), notes=notes)


def compare_with_specification(
    circuit: Circuit,
    specification: Callable[..., Any],
    *,
    samples: int = 1024,
    seed: int = 0,
    all_inputs: int = ALL_INPUTS_SPECIFIED,
) -> Comparison:
    """Compare a circuit with a Python function of integers.

    The function takes one integer for each input array, its first element the low bit, and returns an integer, or
    a sequence of one for each output array. Raises UniformError when it does not fit the circuit or fails.
    """
    ins, outs = groups(circuit, range(circuit.inputs)), groups(circuit, circuit.outputs.tolist())
    exhaustive = circuit.inputs <= all_inputs
    vectors = _all_vectors(circuit.inputs) if exhaustive else sample_vectors(circuit.inputs, samples, seed)
    results = evaluate(circuit, vectors)
    for vector, result in zip(vectors, results, strict=True):
        expected = _specified(specification, vector, ins, outs)
        if (result != expected).any():
            slow = evaluate_slowly(circuit, vector[np.newaxis])[0]
            return Comparison(DIFFERENT, True, counterexample=_counterexample(circuit, vector, slow, expected))
    if exhaustive:
        return Comparison(f"holds on all {len(vectors)} inputs", True)
    return Comparison(f"not refuted in {len(vectors)} samples", False, len(vectors))


def groups(circuit: Circuit, identifiers: Sequence[int]) -> list[int]:
    """The lengths of the arrays in a list of ids: consecutive addresses with the same name before their indices.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("sum", 2)
    >>> _ = b.inputs("a", range(3)), b.inputs("b", range(2)), b.input("c")
    >>> groups(b.build([]), range(6))
    [3, 2, 1]
    """
    lengths: list[int] = []
    last = None
    for identifier in identifiers:
        name = re.sub(r"\[[^\]]*\]$", "", circuit.addresses[identifier])
        if name == last:
            lengths[-1] += 1
        else:
            lengths.append(1)
        last = name
    return lengths


def sample_vectors(inputs: int, samples: int, seed: int) -> NDArray[np.bool_]:
    """At least ``samples`` vectors: all 0, all 1, single ones, single zeros, prefixes, then seeded random ones.

    The random ones come in several densities, so that gates with high or low thresholds change, too.
    """
    steps = range(0, inputs, max(1, inputs // 32))
    fixed = np.zeros((2 + 3 * len(steps), inputs), dtype=np.bool_)
    fixed[1] = True
    for row, place in enumerate(steps):
        fixed[2 + 3 * row, place] = True
        fixed[3 + 3 * row] = True
        fixed[3 + 3 * row, place] = False
        fixed[4 + 3 * row, :place] = True
    random = np.random.Generator(np.random.PCG64(seed))
    count = max(0, samples - len(fixed))
    densities = random.choice([0.5, 0.5, 0.1, 0.9], size=(count, 1))
    return np.concatenate([fixed, random.random((count, inputs)) < densities])


def _all_vectors(inputs: int) -> NDArray[np.bool_]:
    numbers = np.arange(1 << inputs, dtype=np.uint32)
    return (numbers[:, np.newaxis] >> np.arange(inputs, dtype=np.uint32) & 1).astype(np.bool_)


def _all_words(inputs: int) -> Iterator[NDArray[np.uint64]]:
    """All 2^inputs vectors in packed blocks: input i of vector v is digit i of v."""
    patterns = [sum(1 << v for v in range(64) if v >> i & 1) for i in range(6)]
    total = max(1, 1 << inputs >> 6)
    size = min(total, 1 << 12)
    for start in range(0, total, size):
        numbers = np.arange(start, start + size, dtype=np.uint64)
        words = np.zeros((inputs, size), dtype=np.uint64)
        for i in range(inputs):
            words[i] = patterns[i] if i < 6 else -(numbers >> np.uint64(i - 6) & np.uint64(1)).astype(np.int64)
        yield words


def _differing_column(a: NDArray[np.uint64], b: NDArray[np.uint64], inputs: int) -> int | None:
    """The first vector in which packed outputs differ."""
    lanes = np.uint64((1 << min(64, 1 << min(inputs, 6))) - 1)
    differing = np.bitwise_or.reduce(a ^ b, axis=0) & lanes if len(a) else np.zeros(0, dtype=np.uint64)
    nonzero = np.flatnonzero(differing)
    if len(nonzero) == 0:
        return None
    word = int(differing[nonzero[0]])
    return 64 * int(nonzero[0]) + (word & -word).bit_length() - 1


def _column(words: NDArray[np.uint64], place: int) -> NDArray[np.bool_]:
    return (words[:, place // 64] >> np.uint64(place % 64) & np.uint64(1)).astype(np.bool_)


def _refuted(a: Circuit, b: Circuit, vector: NDArray[np.bool_], notes: tuple[str, ...]) -> Comparison:
    found, expected = (evaluate_slowly(circuit, vector[np.newaxis])[0] for circuit in (a, b))
    return Comparison(DIFFERENT, True, counterexample=_counterexample(a, vector, found, expected), notes=notes)


def _counterexample(
    circuit: Circuit, vector: NDArray[np.bool_], found: NDArray[np.bool_], expected: NDArray[np.bool_]
) -> Counterexample:
    differing = np.flatnonzero(found != expected)
    if len(differing) == 0:
        raise InternalError("the fast and the slow evaluation disagree")
    first = int(differing[0])
    return Counterexample(
        tuple(circuit.addresses[identifier] for identifier in range(circuit.inputs)),
        tuple(bool(bit) for bit in vector),
        circuit.addresses[int(circuit.outputs[first])],
        bool(found[first]),
        bool(expected[first]),
    )


def _specified(
    specification: Callable[..., Any], vector: NDArray[np.bool_], ins: Sequence[int], outs: Sequence[int]
) -> NDArray[np.bool_]:
    arguments, start = [], 0
    for length in ins:
        bits = vector[start : start + length].tolist()
        arguments.append(sum(bit << place for place, bit in enumerate(bits)))
        start += length
    try:
        returned = specification(*arguments)
    except Exception as error:
        shown = ", ".join(map(str, arguments))
        raise _unfit(f"the specification fails on ({shown}): {type(error).__name__}: {error}") from error
    results = [returned] if isinstance(returned, (int, np.integer)) else list(returned)
    if len(results) != len(outs):
        raise _unfit(f"the specification returns {len(results)} numbers; the circuit has {len(outs)} output arrays")
    bits = []
    for result, length in zip(results, outs, strict=True):
        if not 0 <= int(result) < 1 << length:
            raise _unfit(f"the specification returns {result}, which does not fit {length} output bits")
        bits += [bool(int(result) >> place & 1) for place in range(length)]
    return np.array(bits, dtype=np.bool_)


def _same_shape(a: Circuit, b: Circuit) -> None:
    for what, left, right in (("inputs", a.inputs, b.inputs), ("outputs", len(a.outputs), len(b.outputs))):
        if left != right:
            message = f"`{a.name}` has {left} {what} at n = {a.n}, `{b.name}` has {right} at n = {b.n}"
            raise UniformError(Diagnostic("U510", message, help="comparison goes by position"))


def _first_difference(a: Circuit, b: Circuit) -> str | None:
    """What keeps two circuits from being identical, in words; None when nothing does."""
    if _same_arrays(a, b):
        return None
    if (a.inputs, a.gates, len(a.outputs)) != (b.inputs, b.gates, len(b.outputs)):
        return f"{a.gates} gates against {b.gates}" if a.gates != b.gates else "other inputs or outputs"
    for identifier in range(a.inputs):
        left, right = a.addresses[identifier], b.addresses[identifier]
        if left != right:
            return f"the inputs have other names: `{left}` against `{right}`"
    to_b = np.zeros(a.inputs + a.gates, dtype=np.int64)
    to_b[: a.inputs] = np.arange(a.inputs)
    for gate in range(a.gates):
        address = a.addresses[a.inputs + gate]
        there = b.inputs + gate
        if b.addresses[there] != address:
            found = b.addresses.find(address)
            if found is None or found < b.inputs:
                return f"`{address}` is in the first circuit only"
            there = found
        to_b[a.inputs + gate] = there
    for gate in range(a.gates):
        other = int(to_b[a.inputs + gate]) - b.inputs
        if a.kind[gate] != b.kind[other] or a.parameters(gate) != b.parameters(other):
            return f"`{a.addresses[a.inputs + gate]}` is another gate"
        if [(int(to_b[child]), weight) for child, weight in a.wires(gate)] != list(b.wires(other)):
            return f"`{a.addresses[a.inputs + gate]}` has other wires"
    if (to_b[a.outputs] != b.outputs).any():
        return "other gates are outputs"
    return None


def _same_arrays(a: Circuit, b: Circuit) -> bool:
    """Whether line by line nothing differs: the usual case, without a walk over the gates."""
    if a.inputs != b.inputs or any((x is None) != (y is None) for x, y in _optional(a, b)):
        return False
    pairs = [(a.kind, b.kind), (a.threshold, b.threshold), (a.offsets, b.offsets), (a.children, b.children)]
    pairs += [(a.outputs, b.outputs), *((x, y) for x, y in _optional(a, b) if x is not None)]
    return all(np.array_equal(x, y) for x, y in pairs) and all(
        a.addresses[identifier] == b.addresses[identifier] for identifier in range(a.inputs + a.gates)
    )


def _optional(a: Circuit, b: Circuit) -> list[tuple[Any, Any]]:
    return [(a.residue, b.residue), (a.multiplicity, b.multiplicity)]


def _unfit(message: str) -> UniformError:
    return UniformError(Diagnostic("U511", message, help="see `uniform explain U511`"))
