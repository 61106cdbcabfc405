"""Evaluate circuits on words of 0s and 1s, and find the circuit of a family that fits a word.

A word has one bit for each input of a circuit, in order, across all arrays. People often write one word for each array
all the same, so the help for words that do not fit suggests the combined word, and an n that was guessed is logged.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from uniform.arguments.limits import Limits
from uniform.language.bounds.growth import input_length_grows
from uniform.language.pipeline import Generator
from uniform.messages.counts import count_of
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from uniform.circuits.circuit import Circuit
    from uniform.family.opening import AnyFamily

_TRIED = 10**5  # how many n to try for a program of ten declarations: some seconds
_SHOWN = 80  # characters of a word in a message
_BITS = re.compile("[01]*")

_log = logging.getLogger(__name__)


def evaluate(circuit: Circuit, words: str | Iterable[str]) -> list[str]:
    """The outputs of a circuit on words of 0s and 1s; first character = first input, first output.

    A single word is a list of one. Raises UniformError for a word of the wrong length or with any other character.
    Cost: linear in the circuit for every 64 words.

    >>> from uniform import load
    >>> evaluate(load("ripple_adder").circuit(2), ["1110", "1111"])  # 3 + 1 and 3 + 3, low bits first
    ['001', '011']
    """
    from uniform.circuits.circuit import Circuit as OneCircuit
    from uniform.circuits.values.evaluate import evaluate as evaluate_vectors

    if not isinstance(circuit, OneCircuit):
        message = f"{type(circuit).__name__} is not a circuit"
        raise UniformError(Diagnostic("U709", message, help="evaluate(family.circuit(n), words)"))
    return _written(evaluate_vectors(circuit, _vectors(circuit, words)))


def evaluate_in_sections(family: Generator, n: int, words: Iterable[str], limits: Limits | None = None) -> list[str]:
    """The outputs of the n-th circuit of a program on words, in memory that does not grow with the wires.

    Raises like ``evaluate`` and ``Generator.circuit``. Cost: that of printing the circuit, twice if it is large, and of
    ``evaluate``."""
    from uniform.circuits.values.evaluate import pack, unpack
    from uniform.circuits.values.sections import evaluate_sections

    vectors = _vectors(inputs_of(family, n, limits), words)
    outputs = evaluate_sections(lambda: family.sections(n, limits), pack(vectors), len(vectors))
    return _written(unpack(outputs, len(vectors)))


def inputs_of(family: Generator, n: int, limits: Limits | None = None) -> Circuit:
    """The inputs of the n-th circuit of a program, as a circuit without gates. Raises UniformError if there is none."""
    import numpy as np

    from uniform.circuits.address_tables import LayoutAddresses
    from uniform.circuits.circuit import Circuit

    family.sections(n, limits)  # raises before anything is printed if n is too large
    layout = family.layout(n)
    flats = [np.arange(array.base, array.base + array.count) for array in layout.of_role("input")]
    nothing = np.zeros(0, dtype=np.int64)
    inputs = np.concatenate([nothing, *flats])
    return Circuit(
        family.name, n, (), len(inputs), nothing.astype(np.uint8), nothing, None, np.zeros(1, dtype=np.int64),
        nothing.astype(np.int32), None, nothing, LayoutAddresses(layout, inputs, nothing, nothing),
    )  # fmt: skip


def outputs_of(family: Generator, n: int) -> list[str]:
    """The addresses of the outputs of the n-th circuit of a program."""
    layout = family.layout(n)
    flats = (flat for array in layout.of_role("output") for flat in range(array.base, array.base + array.count))
    return [layout.address(flat) for flat in flats]


def _vectors(circuit: Circuit, words: str | Iterable[str]) -> NDArray[np.bool_]:
    """The words as (words, inputs). Raises UniformError for a word that does not fit."""
    import numpy as np

    if not isinstance(words, Iterable):
        message = f"{type(words).__name__} is not a list of words of 0s and 1s"
        raise UniformError(Diagnostic("U709", message, help='for example ["0110"]'))
    words = [words] if isinstance(words, str) else list(words)
    fitting = [word for word in words if isinstance(word, str) and len(word) == circuit.inputs]
    together = "".join(fitting)
    if len(fitting) != len(words) or not _BITS.fullmatch(together):
        for position, word in enumerate(words, 1):
            _require_fit(word, position, circuit, words)
    ones = np.frombuffer(together.encode("ascii"), dtype=np.uint8) == ord("1")
    vectors: NDArray[np.bool_] = ones.reshape(len(words), circuit.inputs)
    return vectors


def _written(outputs: NDArray[np.bool_]) -> list[str]:
    """Output words (words, outputs) as text."""
    digits = (outputs + ord("0")).astype("uint8").tobytes().decode("ascii")
    count, width = outputs.shape
    return [digits[row * width : (row + 1) * width] for row in range(count)]


def n_of_length(family: AnyFamily, words: Sequence[str], limits: Limits | None) -> int:
    """The n of the only circuit of a family that has as many inputs as the first word has bits.

    If the words could also be the input arrays of one larger circuit, a note gives n and how to write that.
    Raises UniformError if no circuit fits, or more than one."""
    inputs, total = len(words[0]), sum(map(len, words))
    lengths: list[tuple[int, int]] = []  # pairs of n and the number of inputs
    limits = (limits or Limits()).for_all()
    together = total if total <= _SHOWN else 0  # the length of the combined word, if short enough to show
    for n, found in _tries(family, inputs, total, limits):
        if found == inputs:
            _require_one_n(family, n, found, limits)
            if other := _as_one(family, n, words):
                _log.info("n = %d for each of %d words; %s", n, len(words), other)
            return n
        lengths.append((n, found))
        if found > inputs and found >= together:
            break
    near = [(n, found) for n, found in lengths if found < inputs][-1:]
    near += [(n, found) for n, found in lengths if found > inputs][:1]
    message = f"no circuit of `{family.name}` has {count_of(inputs, 'input')}"
    shown = ", ".join(f"{count_of(found, 'input')} at n = {n}" for n, found in near)
    hint = f"it has {shown}; a word has one bit for each input, in order"
    if len(lengths) == (limit := _trial_limit(family)):
        hint = f"n = 1..{limit} were tried; pass n with -n"
    if len(words) > 1 and lengths[-1][1] == together:
        hint = _joined(words, family.circuit(lengths[-1][0], limits=limits)) or hint
    raise UniformError(Diagnostic("U709", message, help=hint))


def _tries(family: AnyFamily, inputs: int, total: int, limits: Limits) -> Iterator[tuple[int, int]]:
    """Each n with its number of inputs, from 1 on. For a long word, if bisection works, only the first n with at least
    as many inputs as the word has bits, and the n before it."""
    inputs_of = cache(partial(_inputs, family, limits=limits))
    largest = 2 * total + _SHOWN
    if total > _SHOWN and isinstance(family, Generator) and input_length_grows(family.program):
        with suppress(UniformError):  # no circuit at some n: try each in turn
            first = _first(inputs_of, inputs, largest)
            return iter([(n, inputs_of(n)) for n in (first - 1, first) if n >= 1])
    return ((n, inputs_of(n)) for n in range(1, min(largest, _trial_limit(family)) + 1))


def _first(inputs_of: Callable[[int], int], inputs: int, largest: int) -> int:
    """The first n with at least ``inputs`` inputs, or ``largest``: by doubling, then by bisection."""
    beyond = 1
    while beyond < largest and inputs_of(beyond) < inputs:
        beyond = min(2 * beyond, largest)
    return bisect_left(range(beyond), inputs, lo=beyond // 2 + 1, key=inputs_of) if beyond > 1 else 1


def _trial_limit(family: AnyFamily) -> int:
    """How many n can be tried in turn within some seconds."""
    if not isinstance(family, Generator):
        return _TRIED
    declarations = len(family.program.declarations)
    return min(_TRIED, 10 * _TRIED // declarations)


def _require_one_n(family: AnyFamily, n: int, inputs: int, limits: Limits | None) -> None:
    """Raise UniformError if the circuit after the n-th has the same number of inputs."""
    try:
        following = _inputs(family, n + 1, limits)
    except UniformError:  # there is none
        return
    if following == inputs:
        message = f"more than one circuit of `{family.name}` has {count_of(inputs, 'input')}"
        hint = f"choose one with -n, for example -n {n + 1}"
        raise UniformError(Diagnostic("U709", message, help=hint))


def _as_one(family: AnyFamily, n: int, words: Sequence[str]) -> str:
    """How to write several words as one, if they fit the input arrays at another n."""
    if len(words) < 2 or not isinstance(family, Generator) or sum(map(len, words)) > _SHOWN:
        return ""
    total = sum(map(len, words))
    for other in range(n + 1, total + 1):
        arrays = [array.count for array in islice(family.layout(other).of_role("input"), len(words) + 1)]
        if arrays == [len(word) for word in words]:
            return f"for n = {other} write one word, `{''.join(words)}`"
        if sum(arrays) > total:
            break
    return ""


def _inputs(family: AnyFamily, n: int, limits: Limits | None) -> int:
    if isinstance(family, Generator):
        return family.layout(n).count_of("input")
    return family.circuit(n, limits=limits).inputs


def _require_fit(word: str, position: int, circuit: Circuit, words: Sequence[str]) -> None:
    """Raise UniformError unless a word has one bit for each input; the message names the word if there are several."""
    before, after = (f"word {position}, ", ",") if len(words) > 1 else ("", "")
    if not isinstance(word, str):
        hint = 'for example "0110"'
        raise UniformError(
            Diagnostic("U709", f"{before}{type(word).__name__}{after} is not a word of 0s and 1s", help=hint)
        )
    shown = f"{before}`{_printable(cut(word, _SHOWN))}`"
    wrong = next((index for index, bit in enumerate(word) if bit not in "01"), None)
    if wrong is not None:
        joined = len(re.sub("[^01]", "", word)) == circuit.inputs
        digits = re.sub("[ ,;_]+", "" if joined else " ", word).strip()
        remedy = f"did you mean `{digits}`?" if re.fullmatch(f"[01 ]{{1,{_SHOWN}}}", digits) else None
        raise UniformError(Diagnostic("U709", f"{shown}: character {wrong + 1} is neither 0 nor 1", help=remedy))
    if len(word) != circuit.inputs:
        bits, inputs = count_of(len(word), "bit"), count_of(circuit.inputs, "input")
        remedy = _joined(words, circuit) or _inputs_in_order(circuit)
        raise UniformError(Diagnostic("U709", f"{shown}{after} has {bits}; the circuit has {inputs}", help=remedy))


def _inputs_in_order(circuit: Circuit) -> str:
    """What a word for this circuit looks like."""
    if circuit.inputs == 0:
        return "the word is empty; `uniform eval` without a word prints the outputs"
    names = ", ".join(circuit.addresses[identifier] for identifier in range(min(8, circuit.inputs)))
    last = f", ..., {circuit.addresses[circuit.inputs - 1]}" if circuit.inputs > 8 else ""
    return f"a word has one bit for each input, in order: {names}{last}"


def _joined(words: Sequence[str], circuit: Circuit) -> str | None:
    """The help if the words together have one bit for each input: the combined word."""
    if len(words) < 2 or sum(map(len, words)) != circuit.inputs or circuit.inputs > _SHOWN:
        return None
    return f"did you mean `{''.join(words)}`? {_inputs_in_order(circuit)}"


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)
