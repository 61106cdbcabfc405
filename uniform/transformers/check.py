"""Compare circuits with the reference: on all words if there are few, else on structured and seeded random ones.

The outputs are compared position by position; with ``states``, every intermediate value in the order of computation,
so that a mistake is named where it begins. A circuit may be the direct one or a program's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from uniform.arguments.limits import MAX_WORK, SAMPLES, Limits
from uniform.arguments.numbers import Ns, natural, several_ns
from uniform.circuits.circuit import Circuit
from uniform.circuits.values.evaluate import evaluate_words, pack
from uniform.family.printed import PrintedFamily
from uniform.language.pipeline import load
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import Trap, UniformError
from uniform.messages.notebook import Shown
from uniform.messages.spans import Source
from uniform.research.report_lines import by_verdict, details, runs_of
from uniform.research.reports import Failure
from uniform.transformers.direct.circuit import build_circuit
from uniform.transformers.fit import require_fit
from uniform.transformers.formats import DEFAULT_ROUNDS
from uniform.transformers.limits import require_limits
from uniform.transformers.model import Transformer
from uniform.transformers.names import Group
from uniform.transformers.program.write import program_of
from uniform.transformers.reference import run
from uniform.transformers.states import Deviation, Located, first_deviation, locate
from uniform.transformers.words import Vectors, all_vectors, sampled_vectors, text_of, words_of

if TYPE_CHECKING:
    from uniform.family.opening import AnyFamily

ALL_INPUTS = 16  # circuits with up to this many inputs are compared on all words
_BLOCK_BYTES = 1 << 26  # of values of gates and of intermediate values at a time


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of a circuit that differs from the reference."""

    name: str  # of the value: ``layer[1].head[2].score[3,2]``, ``y``, ``next[3]``
    gate: str  # the first bit of it that differs
    word: str  # as symbols
    bits: str  # the word as `uniform eval` takes it
    found: int
    expected: int
    fraction: int | None  # bits behind the point of both numbers, if they have any

    def __str__(self) -> str:
        where = f"on word {self.word}, {self.name} is {self.found}, not {self.expected}"
        return f"{where} (in units of 1/{1 << self.fraction})" if self.fraction else where

    def to_json(self) -> dict[str, Any]:
        """The difference as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Agreement(Shown):
    """The verdict on one circuit; false if a difference was found, or if its program traps."""

    n: int
    states: bool  # whether intermediate values were compared
    proved: bool  # on all words
    words: int  # how many were tried
    difference: Difference | None = None
    failure: Failure | None = None  # the trap of the program at this n

    def __bool__(self) -> bool:
        return self.difference is None and self.failure is None

    def __str__(self) -> str:
        if self.failure is not None:
            return str(self.failure.trap)
        return self.verdict if self.difference is None else f"{self.verdict}: {self.difference}"

    @property
    def verdict(self) -> str:
        """One line without n."""
        if self.failure is not None:
            return self.failure.words
        if self.difference is not None:
            return "different"
        what = "equal in every intermediate value" if self.states else "equal"
        return f"{what} on {'all inputs' if self.proved else f'{self.words} words'}"

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON."""
        difference = None if self.difference is None else self.difference.to_json()
        return {
            "n": self.n,
            "ok": bool(self),
            "states": self.states,
            "proved": self.proved,
            "words": self.words,
            "difference": difference,
            "failure": None if self.failure is None else self.failure.to_json(),
        }


def check_circuit(
    model: Transformer,
    circuit: Circuit,
    *,
    states: bool = False,
    samples: int | None = None,
    seed: int = 0,
    prove: bool = False,
) -> Agreement:
    """Compare a circuit with the model at its n: on all inputs if there are at most 16 and that is not too much work,
    else on ``samples`` (1024) words, or always on samples if their number is passed. With ``prove``, on all inputs if
    there are at most 16, however much work that is.

    Raises UniformError (U910) if the inputs or outputs are not those of the model, or, with ``states``, if a gate of an
    intermediate value is missing; U702 for 0 samples.
    """
    require_fit(model, circuit)
    count = SAMPLES if samples is None else _sample_count(samples)
    located = locate(model, circuit) if states else [_outputs(model, circuit)]
    watched = replace(circuit, outputs=np.concatenate([group.ids for group in located]))
    tried, proved = 0, circuit.inputs <= ALL_INPUTS and (prove or (samples is None and _is_quick(circuit)))
    for vectors in _blocks(model, circuit, proved, count, seed, len(watched.outputs)):
        words = words_of(model, vectors)
        kept = run(model, words, keep=True).groups
        found = first_deviation(
            circuit, located, evaluate_words(watched, pack(vectors), len(vectors)), kept, len(vectors)
        )
        if found is not None:
            return Agreement(circuit.n, states, proved, tried + len(vectors), _difference(model, vectors, found))
        tried += len(vectors)
    return Agreement(circuit.n, states, proved, tried)


def _sample_count(samples: int) -> int:
    if (number := natural(samples, "samples")) == 0:
        raise UniformError(Diagnostic("U702", "samples: 0 words try nothing", help="at least 1, or omit it"))
    return number


def _difference(model: Transformer, vectors: Vectors, found: Deviation) -> Difference:
    vector = vectors[found.lane : found.lane + 1]
    word = text_of(model, words_of(model, vector)[0])
    bits = "".join("1" if bit else "0" for bit in vector[0].tolist())
    return Difference(found.name, found.gate, word, bits, found.found, found.expected, found.fraction)


def _outputs(model: Transformer, circuit: Circuit) -> Located:
    """The outputs of a circuit as the last group, whatever their addresses."""
    if model.output.kind == "class":
        return Located(Group("y", "bit", "nothing"), 0, None, ((),), circuit.outputs.reshape(-1, 1), None)
    places = tuple((i,) for i in range(1, circuit.n + 1))
    bits = circuit.outputs[: circuit.n * model.token_bits].reshape(-1, model.token_bits)
    return Located(Group("next", "bit", "token"), 0, None, places, bits, None)


def _is_quick(circuit: Circuit) -> bool:
    """Whether all inputs can be tried without much work."""
    return len(circuit.children) * (((1 << circuit.inputs) + 63) // 64) <= MAX_WORK


def _blocks(
    model: Transformer, circuit: Circuit, proved: bool, samples: int, seed: int, watched: int
) -> Iterator[Vectors]:
    n = circuit.n
    numbers = sum(len(layer.heads) for layer in model.layers) * n * n * 8 + n * model.width * 8
    step = max(64, min(4096, _BLOCK_BYTES // (watched + 8 * numbers) // 64 * 64))
    if proved:
        return all_vectors(circuit.inputs, step)
    return sampled_vectors(model, n, samples, seed, step)


# ---------------------------------------------------------------- many n


def check_model(
    model: Transformer,
    ns: Ns,
    *,
    rounds: int = DEFAULT_ROUNDS,
    states: bool = False,
    samples: int | None = None,
    seed: int = 0,
    prove: bool = False,
    limits: Limits | None = None,
    circuits: tuple[str, Callable[[int], Circuit]] | None = None,
    progress: Callable[[int], None] | None = None,
) -> ModelReport:
    """Compare circuits with the model for one n or several; see ``check_circuit``.

    ``circuits`` is a name for them and a function of n; by default the direct circuits with ``rounds``. A trap of this
    function gives a negative line. Raises
    LimitReached before anything is built if the size of the largest of them, which is known, passes ``limits``.
    """
    numbers: Sequence[int] = several_ns(ns)
    for n in numbers:
        require_limits(model, n, rounds, limits or Limits())
    what, circuit = circuits or ("direct circuits", lambda n: build_circuit(model, n, rounds))
    lines: list[Agreement] = []
    for n in numbers:
        if progress is not None:
            progress(len(lines))
        try:
            built = circuit(n)
        except Trap as trap:
            lines.append(Agreement(n, states, False, 0, failure=Failure(what, trap)))
            continue
        lines.append(check_circuit(model, built, states=states, samples=samples, seed=seed, prove=prove))
    return ModelReport(model.name, what, tuple(lines))


def check_family(
    family: AnyFamily,
    model: Transformer,
    ns: Ns | None = None,
    *,
    states: bool = False,
    via: str = "fast",
    samples: int | None = None,
    seed: int = 0,
    prove: bool = False,
    limits: Limits | None = None,
    progress: Callable[[int], None] | None = None,
) -> ModelReport:
    """Compare the circuits of any family with the model for one n or several (1..8, or the n of a circuit file), on the
    same words as ``check_model``.

    With ``states``, gates are found by the names that ``program_of`` or the direct builder give them. Raises
    UniformError (U910) if the inputs or outputs do not fit the model, and LimitReached: for the family as its
    ``circuit`` does, and before that if the model's own circuit, with 3 rounds, would pass the limits.
    """
    limits = (limits or Limits()).for_all()
    if ns is None:
        ns = family.member.n if isinstance(family, PrintedFamily) else range(1, 9)
    circuits = f"circuits of {family.name}", lambda n: family.circuit(n, via, limits)
    return check_model(
        model, ns, states=states, samples=samples, seed=seed, prove=prove, limits=limits, circuits=circuits,
        progress=progress,
    )  # fmt: skip


def program_circuits(
    model: Transformer, rounds: int = DEFAULT_ROUNDS, limits: Limits | None = None
) -> tuple[str, Callable[[int], Circuit]]:
    """The circuits that the model's generator program prints, for ``check_model``."""
    generator = load(Source(f"{model.name}.gen", program_of(model, rounds)))
    return "circuits of the program", lambda n: generator.circuit(n, limits=limits)


@dataclass(frozen=True, slots=True, repr=False)
class ModelReport(Shown):
    """The outcome of ``check_model``; true if no circuit differs from the model."""

    model: str
    circuits: str  # what was compared with the model
    lines: tuple[Agreement, ...]

    def __bool__(self) -> bool:
        return all(self.lines)

    @property
    def proved(self) -> bool:
        """Whether every circuit agrees on all words."""
        return all(line and line.proved for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        lines = [line.to_json() for line in self.lines]
        return {
            "model": self.model,
            "circuits": self.circuits,
            "ok": bool(self),
            "proved": self.proved,
            "lines": lines,
        }

    def __str__(self) -> str:
        return "\n".join(self._rows())

    def __repr__(self) -> str:
        return f"ModelReport({self._summary()!r})"

    def _rows(self) -> Iterator[str]:
        yield from by_verdict([(line.n, line.verdict) for line in self.lines])
        yield from details((line.verdict, str(line)) for line in self.lines if not line)
        yield ""
        yield self._summary()

    def _summary(self) -> str:
        wrong, right = [line.n for line in self.lines if not line], [line for line in self.lines if line]
        manner = "on all inputs" if all(line.proved for line in right) else "where it was tried"
        parts = [f"wrong for {runs_of(wrong)}"] if wrong else []
        parts += [f"right for {runs_of([line.n for line in right])}, {manner}"] if right else []
        return f"{self.model}, {self.circuits}: {'; '.join(parts)}"
