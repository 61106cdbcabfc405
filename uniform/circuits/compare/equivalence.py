"""Decide whether two circuits, or a circuit and a Python function, compute the same function.

    identical                           the same circuit, address by address (``identity``)
    equivalent (proved on all inputs)   no difference on any of the 2^i input vectors
    equivalent (proved by SAT)          proved by a solver: reserved, not used here yet
    not refuted in k samples            no difference on k vectors (``samples``): a test, not a proof
    different                           an input vector on which an output differs is shown

Circuits are compared by position: the i-th input with the i-th input, outputs likewise; names may differ, which
is noted. A counterexample found by the fast evaluator is evaluated again by definition (``reference``) before it is
shown; if that does not confirm it, InternalError is raised.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.numbers import number_text
from uniform.circuits.circuit import Circuit
from uniform.circuits.compare.identity import first_difference, first_other_name
from uniform.circuits.compare.samples import Block, all_blocks, arrays, sample_blocks
from uniform.circuits.values.evaluate import evaluate_words, unpack
from uniform.circuits.values.reference import outputs_on
from uniform.messages.counts import count_of
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import InternalError, UniformError
from uniform.messages.notebook import Shown

IDENTICAL = "identical"
PROVED = "equivalent (proved on all inputs)"
DIFFERENT = "different"

ALL_INPUTS = 24  # circuits with up to this many inputs are compared on all input vectors
ALL_INPUTS_SPECIFIED = 16  # the same for circuits and Python functions
_SHOWN_BITS = 64
_PACKAGE = Path(__file__).parents[2]

Specification = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """An input vector on which two circuits, or a circuit and its specification, differ."""

    inputs: tuple[str, ...]  # addresses
    bits: tuple[bool, ...]  # of the inputs, in order
    output: str  # address, in the first circuit, of the first output that differs
    found: bool  # the value in the first circuit
    expected: bool  # the value in the other circuit or the specification
    numbers: tuple[tuple[str, int], ...] = ()  # the input arrays as numbers, first element = low bit

    @property
    def word(self) -> str:
        """The vector as ``uniform eval`` takes it: a character for each input."""
        return "".join("1" if bit else "0" for bit in self.bits)

    def __str__(self) -> str:
        word = cut(self.word, _SHOWN_BITS)
        arrays = ", ".join(f"{name} = {value}" for name, value in self.numbers if value.bit_length() <= _SHOWN_BITS)
        where = f"on input {word}" if word else "without inputs"
        return (
            f"{where}{f' ({arrays})' if arrays else ''}, {self.output} is {int(self.found)}, not {int(self.expected)}"
        )

    def to_json(self) -> dict[str, Any]:
        """The counterexample as JSON."""
        return {
            "input": self.word,
            "arrays": dict(self.numbers),
            "output": self.output,
            "found": self.found,
            "expected": self.expected,
        }


@dataclass(frozen=True, slots=True)
class Comparison(Shown):
    """A verdict; false if it is *different*."""

    verdict: str
    proved: bool  # by trying all inputs, or by a counterexample
    samples: int | None = None  # how many input vectors were tried, if not all
    counterexample: Counterexample | None = None
    notes: tuple[str, ...] = ()  # differing names; why the circuits are not identical
    omitted: int | None = None  # the number of inputs, if trying all 2^inputs vectors was too much work

    def __bool__(self) -> bool:
        return self.verdict != DIFFERENT

    @property
    def remark(self) -> str:
        """What to add to the verdict if only samples were tried because all inputs are too much work."""
        return "" if self.omitted is None else f" (`--prove` tries all 2^{self.omitted} inputs)"

    def __str__(self) -> str:
        shown = (
            f"{self.verdict}{self.remark}" if self.counterexample is None else f"{self.verdict}: {self.counterexample}"
        )
        return "\n".join([shown, *(f"note: {note}" for note in self.notes)])

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON."""
        return {
            "verdict": self.verdict,
            "ok": bool(self),
            "proved": self.proved,
            "samples": self.samples,
            "counterexample": None if self.counterexample is None else self.counterexample.to_json(),
            "notes": list(self.notes),
            **({} if self.omitted is None else {"omitted": f"2^{self.omitted} inputs"}),
        }


def compare(a: Circuit, b: Circuit, *, samples: int = 1024, seed: int = 0, all_inputs: int = ALL_INPUTS) -> Comparison:
    """Compare two circuits by position.

    They are tried on all input vectors if there are at most ``all_inputs`` inputs, else on at least ``samples``
    structured and seeded random ones. Raises UniformError (U510) if their numbers of inputs or outputs differ. Cost:
    two evaluations of 2^inputs or ``samples`` vectors.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("nor", 2)
    >>> first = b.build([b.nor("y", b.inputs("x", (1, 2)))])
    >>> b = CircuitBuilder("nand", 2)
    >>> second = b.build([b.nand("y", b.inputs("x", (1, 2)))])
    >>> print(compare(first, second))
    different: on input 10 (x = 1), y is 0, not 1
    note: `y` is `NOR x[1] x[2]` in the first circuit, `NAND x[1] x[2]` in the second
    """
    _same_shape(a, b)
    difference = first_difference(a, b)
    if difference is None:
        return Comparison(IDENTICAL, True)
    notes = tuple(dict.fromkeys([*_other_names(a, b), difference]))
    exhaustive = a.inputs <= all_inputs
    tried = 0
    for words, count in _blocks(a, exhaustive, samples, seed):
        lane = _differing_lane(evaluate_words(a, words), evaluate_words(b, words), count)
        if lane is not None:
            bits = _lane(words, lane)
            found = _counterexample(a, bits, outputs_on(a, bits), outputs_on(b, bits))
            return Comparison(DIFFERENT, True, counterexample=found, notes=notes)
        tried += count
    return _undecided(exhaustive, tried, notes)


def compare_with_specification(
    circuit: Circuit,
    specification: Specification,
    *,
    input_lengths: Sequence[int] | None = None,
    output_lengths: Sequence[int] | None = None,
    samples: int = 1024,
    seed: int = 0,
    all_inputs: int = ALL_INPUTS_SPECIFIED,
) -> Comparison:
    """Compare a circuit with a Python function of natural numbers.

    The function takes one number for each input array, whose first element is the low bit, and returns one for each
    output array, or a single number if there is one. Arrays are found by their addresses (``samples.arrays``),
    unless their lengths are passed. Raises UniformError (U511) if the function does not fit the circuit, or fails.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("half_adder", 1)
    >>> x, y = b.input("a"), b.input("b")
    >>> circuit = b.build([b.xor("s[0]", (x, y)), b.and_("s[1]", (x, y))])
    >>> print(compare_with_specification(circuit, lambda a, b: a + b))
    equivalent (proved on all inputs)
    """
    ins = arrays(circuit, range(circuit.inputs)) if input_lengths is None else _unnamed(input_lengths)
    outs = arrays(circuit, circuit.outputs.tolist()) if output_lengths is None else _unnamed(output_lengths)
    _fits(specification, ins)
    exhaustive = circuit.inputs <= all_inputs
    lengths = [length for _, length in ins]
    starts = [0, *accumulate(lengths)]
    tried = 0
    for words, count in _blocks(circuit, exhaustive, samples, seed):
        vectors, results = _as_numbers(words, count), _as_numbers(evaluate_words(circuit, words), count)
        for lane, (vector, result) in enumerate(zip(vectors, results, strict=True)):
            arguments = [vector >> start & (1 << length) - 1 for start, length in zip(starts, lengths, strict=False)]
            expected = _expected_outputs(specification, arguments, outs)
            if result != expected:
                bits = _lane(words, lane)
                wanted = tuple(bool(expected >> place & 1) for place in range(len(circuit.outputs)))
                found = _counterexample(circuit, bits, outputs_on(circuit, bits), wanted)
                return Comparison(DIFFERENT, True, counterexample=found)
        tried += count
    return _undecided(exhaustive, tried, ())


# ---------------------------------------------------------------- vectors


def _blocks(circuit: Circuit, exhaustive: bool, samples: int, seed: int) -> Iterator[Block]:
    if exhaustive:
        return all_blocks(circuit.inputs)
    lengths = [length for _, length in arrays(circuit, range(circuit.inputs))]
    return sample_blocks(lengths, samples, seed)


def _differing_lane(a: NDArray[np.uint64], b: NDArray[np.uint64], count: int) -> int | None:
    """The first of ``count`` vectors in which packed outputs (outputs, w) differ."""
    differing = np.bitwise_or.reduce(a ^ b, axis=0)
    for place in np.flatnonzero(differing).tolist():
        word = int(differing[place])
        lane = 64 * place + (word & -word).bit_length() - 1
        return lane if lane < count else None
    return None


def _lane(words: NDArray[np.uint64], lane: int) -> tuple[bool, ...]:
    column = words[:, lane // 64] >> np.uint64(lane % 64) & np.uint64(1)
    return tuple(column.astype(np.bool_).tolist())


def _as_numbers(words: NDArray[np.uint64], count: int) -> list[int]:
    """Packed vectors as numbers, first bit lowest."""
    rows = np.packbits(unpack(words, count), axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in rows]


# ---------------------------------------------------------------- verdicts


def _undecided(exhaustive: bool, tried: int, notes: tuple[str, ...]) -> Comparison:
    if exhaustive:
        return Comparison(PROVED, True, notes=notes)
    return Comparison(f"not refuted in {count_of(tried, 'sample')}", False, tried, notes=notes)


def _counterexample(
    circuit: Circuit, bits: tuple[bool, ...], found: tuple[bool, ...], expected: tuple[bool, ...]
) -> Counterexample:
    """The counterexample to show, from outputs that were computed by definition."""
    if found == expected:
        raise InternalError(f"`{circuit.name}`, n = {circuit.n}: fast evaluation and definition disagree")
    first = next(place for place, (mine, other) in enumerate(zip(found, expected, strict=True)) if mine != other)
    numbers, start = [], 0
    for name, length in arrays(circuit, range(circuit.inputs)):
        numbers.append((name, sum(bit << place for place, bit in enumerate(bits[start : start + length]))))
        start += length
    return Counterexample(
        tuple(circuit.addresses[identifier] for identifier in range(circuit.inputs)),
        bits,
        circuit.addresses[int(circuit.outputs[first])],
        found[first],
        expected[first],
        tuple(numbers),
    )


def _other_names(a: Circuit, b: Circuit) -> Iterator[str]:
    """Notes on inputs and outputs with different names."""
    for what, mine, others in (
        ("input", range(a.inputs), range(b.inputs)),
        ("output", a.outputs.tolist(), b.outputs.tolist()),
    ):
        names = ([a.addresses[i] for i in mine], [b.addresses[i] for i in others])
        if (note := first_other_name(what, *names)) is not None:
            yield note


def _same_shape(a: Circuit, b: Circuit) -> None:
    found = []
    for what, left, right in (("input", a.inputs, b.inputs), ("output", len(a.outputs), len(b.outputs))):
        if left != right:
            message = f"`{a.name}` has {count_of(left, what)} at n = {a.n}, `{b.name}` has {right} at n = {b.n}"
            found.append(Diagnostic("U510", message, help="circuits are compared input by input, output by output"))
    if found:
        raise UniformError(found)


# ---------------------------------------------------------------- specifications


def _unnamed(lengths: Sequence[int]) -> tuple[tuple[str, int], ...]:
    return tuple((f"array {place}", length) for place, length in enumerate(lengths, 1))


def _fits(specification: Specification, ins: Sequence[tuple[str, int]]) -> None:
    """Raise UniformError unless the function takes as many arguments as there are input arrays."""
    try:
        signature = inspect.signature(specification)
    except (TypeError, ValueError):  # built-in functions may have none
        return
    try:
        signature.bind(*ins)
    except TypeError:
        names = ", ".join(name for name, _ in ins) or "no input arrays"
        hint = f"give it {count_of(len(ins), 'argument')}, one for each input array: {names}"
        raise _misfit(f"the specification does not take {count_of(len(ins), 'number')}", hint) from None


def _line_of_failure(error: BaseException) -> str:
    """`` in line 7 of mine.py``: the innermost line that the error passed through in the file of the function."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not Path(frame.filename).is_relative_to(_PACKAGE)]
    lines = [frame.lineno for frame in own if frame.filename == own[0].filename]
    return f" in line {lines[-1]} of {Path(own[0].filename).name}" if lines else ""


def _expected_outputs(specification: Specification, arguments: list[int], outs: Sequence[tuple[str, int]]) -> int:
    """The result of the function, as one number with all output bits."""

    def shown() -> str:
        return ", ".join(map(number_text, arguments))

    try:
        returned = specification(*arguments)
    except UniformError:
        raise
    except (Exception, SystemExit) as error:
        where = _line_of_failure(error)
        raise _misfit(f"the specification fails on ({shown()}){where}: {type(error).__name__}: {error}") from error
    results = returned if isinstance(returned, (tuple, list)) else (returned,)
    if not all(isinstance(result, (int, np.integer, np.bool_)) for result in results):
        gave = cut(repr(returned), _SHOWN_BITS)
        raise _misfit(f"on ({shown()}) the specification returns {gave}, which is not a natural number")
    if len(results) != len(outs):
        names = ", ".join(name for name, _ in outs)
        hint = f"return one number for each output array: {names}" if outs else "the circuit has no outputs"
        returns = f"{count_of(len(results), 'number')} for {count_of(len(outs), 'output array')}"
        raise _misfit(f"the specification returns {returns}", hint)
    number, start = 0, 0
    for result, (name, length) in zip(results, outs, strict=True):
        if not 0 <= int(result) < 1 << length:
            hint = f"`{name}` has {count_of(length, 'bit')}; return what it should hold"
            raise _misfit(f"on ({shown()}) the specification returns {number_text(int(result))} for `{name}`", hint)
        number |= int(result) << start
        start += length
    return number


def _misfit(message: str, hint: str | None = None) -> UniformError:
    return UniformError(Diagnostic("U511", message, help=hint))
