"""Reports on a model: what it is, what it computes, how large its circuits are. Each prints as text and has JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uniform.arguments.numbers import Ns, several_ns
from uniform.messages.counts import count_of
from uniform.messages.cuts import cut
from uniform.messages.notebook import Shown, html_table
from uniform.messages.spans import escape_unprintable
from uniform.research.report_lines import table
from uniform.transformers.files.outline import outline_json
from uniform.transformers.files.read import Loaded
from uniform.transformers.files.write import arrays_of
from uniform.transformers.formats import DEFAULT_ROUNDS, Fixed, LogBits
from uniform.transformers.limits import require_predictable
from uniform.transformers.model import Layer, Transformer
from uniform.transformers.reference import run
from uniform.transformers.sizes import Size, size_at
from uniform.transformers.words import read_word, text_of

SHOWN_NS = (8, 64, 1024)
_SHOWN_SYMBOLS = 16
_WIDEST_SYMBOL = 40  # characters


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Description(Shown):
    """What a model is: layers, formats as bits at some n, parameters."""

    loaded: Loaded

    @property
    def model(self) -> Transformer:
        """The model."""
        return self.loaded.model

    def to_json(self) -> dict[str, Any]:
        """The description as JSON: the fields of the file, and what they mean at some n."""
        change = self.loaded.largest_change
        return {
            "name": self.model.name,
            **{key: value for key, value in outline_json(self.model, "").items() if key != "arrays"},
            "bits": {
                name: {
                    "formula": str(bits),
                    "fraction": None if fraction is None else str(fraction),
                    **{str(n): bits.at(n) for n in SHOWN_NS},
                }
                for name, bits, fraction in self._formats()
            },
            "parameters": self._parameters(),
            "rounded": self.loaded.rounded,
            "largest_change": None
            if change is None
            else {"place": change.place, "before": change.before, "after": change.after},
        }

    def __str__(self) -> str:
        return "\n".join(self._rows())

    def __repr__(self) -> str:
        return f"Description({next(self._rows())!r})"

    def _rows(self) -> Iterator[str]:
        model = self.model
        yield f"{model.name}: {count_of(len(model.layers), 'layer')} of width {model.width}"
        symbols = " ".join(
            escape_unprintable(cut(symbol, _WIDEST_SYMBOL)) for symbol in model.alphabet[:_SHOWN_SYMBOLS]
        )
        more = "" if len(model.alphabet) <= _SHOWN_SYMBOLS else f" and {len(model.alphabet) - _SHOWN_SYMBOLS} more"
        yield f"alphabet    {symbols}{more}, {count_of(model.token_bits, 'bit')} each"
        yield f"features    {', '.join(feature.kind for feature in model.features) or 'none'}"
        for number, layer in enumerate(model.layers, 1):
            yield f"layer {number:<5} {_layer_text(layer)}"
        where = f", at the {model.output.position} position" if model.output.position else ", at each position"
        yield f"output      {model.output.kind}{where}"
        yield f"parameters  {self._parameters()}"
        yield ""
        head = ("numbers", "bits", "behind the point", *(f"n = {n}" for n in SHOWN_NS))
        rows = [
            (
                name,
                str(bits),
                "" if fraction is None else str(fraction),
                *(
                    f"{bits.at(n)}" if fraction is None else f"{bits.at(n) - fraction.at(n)}+{fraction.at(n)}"
                    for n in SHOWN_NS
                ),
            )
            for name, bits, fraction in self._formats()
        ]
        yield from _text_table(head, rows)
        if self.loaded.rounded:
            change = self.loaded.largest_change
            what = "none changed" if change is None else f"the largest change: {change}"
            yield ""
            yield f"{count_of(self.loaded.rounded, 'float')} rounded; {what}"

    def _formats(self) -> Iterator[tuple[str, LogBits, LogBits | None]]:
        precision = self.model.precision
        formats: tuple[tuple[str, Fixed], ...] = (
            ("states", precision.state),
            ("keys, queries", precision.key),
            ("scores", precision.score),
        )
        for name, format_ in formats:
            yield name, format_.bits, format_.fraction
        yield "attention weights", precision.weight, None
        yield "parameters", precision.parameter.bits, precision.parameter.fraction

    def _parameters(self) -> int:
        values = sum(len(feature.values) for feature in self.model.features)
        return values + sum(array.size for array in arrays_of(self.model).values())


def _layer_text(layer: Layer) -> str:
    kinds: dict[str, list[int]] = {}
    for head in layer.heads:
        kinds.setdefault(f"{head.attention}, {head.mask} mask", []).append(head.width)
    parts = []
    for kind, widths in kinds.items():
        shown = str(widths[0]) if len(set(widths)) == 1 else ", ".join(map(str, widths))
        parts.append(f"{count_of(len(widths), 'head')} ({kind}, width {shown})")
    if layer.norm is not None:
        parts.append("layer norm")
    if layer.feed_forward is not None:
        parts.append(f"{layer.feed_forward.activation}, {count_of(len(layer.feed_forward.up.bias), 'hidden unit')}")
    return "; ".join(parts)


def describe(model: Transformer) -> Description:
    """What a model is, as `uniform transformer MODEL` prints it.

    >>> from uniform.transformers.opening import load_transformer
    >>> print(str(describe(load_transformer("majority"))).partition("\\n")[0])
    majority: 1 layer of width 3
    """
    return Description(Loaded(model, 0, None))


def _text_table(head: Sequence[str], body: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (head, *body)) for column in range(len(head))]
    for row in (head, *body):
        left = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
        yield "  ".join([*left, *right]).rstrip()


_HEAD = ("n", "rounds", "size", "depth, at most", "stored wires", "wires")


@dataclass(frozen=True, slots=True, repr=False)
class SizeTable(Shown):
    """Predicted sizes: exact, but for the depth, which is an upper bound."""

    model: str
    rows: tuple[tuple[int, int, Size], ...]  # n, rounds

    def to_json(self) -> dict[str, Any]:
        """The table as JSON."""
        return {
            "model": self.model,
            "rows": [
                {
                    "n": n,
                    "rounds": rounds,
                    "size": size.gates,
                    "depth_at_most": size.depth,
                    "stored_wires": size.wires,
                    "wires": size.unit_wires,
                }
                for n, rounds, size in self.rows
            ],
        }

    def __str__(self) -> str:
        return "\n".join(table(_HEAD, self._body()))

    def __repr__(self) -> str:
        rows = count_of(len(self.rows), "row")
        return f"SizeTable({f'{self.model}: {rows}'!r})"

    def _repr_html_(self) -> str:
        return html_table(_HEAD, self._body())

    def _body(self) -> list[tuple[int, ...]]:
        return [(n, rounds, size.gates, size.depth, size.wires, size.unit_wires) for n, rounds, size in self.rows]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Answers(Shown):
    """What a model computes on some words: 0 or 1, or a word of the same length."""

    model: str
    rows: tuple[tuple[str, int | str], ...]  # words with outputs

    def to_json(self) -> list[dict[str, Any]]:
        """The words with their outputs as JSON."""
        return [{"word": word, "output": output} for word, output in self.rows]

    def __str__(self) -> str:
        width = max(len(word) for word, _ in self.rows)
        return "\n".join(f"{word:<{width}}  {output}" for word, output in self.rows)

    def __repr__(self) -> str:
        words = count_of(len(self.rows), "word")
        return f"Answers({f'{self.model}: {words}'!r})"

    def _repr_html_(self) -> str:
        return html_table(("word", "output"), self.rows)


def answer(model: Transformer, words: Sequence[str]) -> Answers:
    """The outputs of a model on one or more words, written as in its alphabet: side by side if each symbol is one
    character, else with spaces between. Raises UniformError (U709) for what is not a word. Cost: that of
    ``reference.run``, once for each word.

    >>> from uniform.transformers.opening import open_model
    >>> print(answer(open_model("majority").model, ["0110", "1"]))
    0110  0
    1     1
    """
    rows = []
    for text in words:
        word = np.array([read_word(model, text)], dtype=np.int64)
        (output,) = run(model, word).outputs
        shown = text_of(model, output) if model.output.kind == "next-token" else int(output)
        rows.append((text_of(model, word[0]), shown))
    return Answers(model.name, tuple(rows))


def predict_sizes(model: Transformer, ns: Ns, rounds: Sequence[int] = (DEFAULT_ROUNDS,)) -> SizeTable:
    """The sizes of a model's circuits at each n, for each number of rounds, without building them.

    Raises LimitReached for n > 10^5, and for GELU of states with more than 20 bits. Cost: some milliseconds a row for
    n up to 100, and linear in n.
    """
    numbers = several_ns(ns)
    require_predictable(model, max(numbers))
    return SizeTable(model.name, tuple((n, each, size_at(model, n, each)) for n in numbers for each in rounds))
