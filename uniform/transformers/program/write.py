"""The generator program of a transformer's circuits.

The program is flat: it has the weights written out, a paragraph for each stage of a layer, and an array for each group
of intermediate values, named like the groups of the reference (``names``): ``layer[1].head[2].score[i,j]`` has the bits
``layer1_head2_score[i,j,b]``. Its circuits have as many gates and wires as those of ``direct``, which ``sizes``
predicts; only what is computed is shared, not how.
"""

from __future__ import annotations

import re

from uniform.language.parse.parser import tokenize
from uniform.language.write import write_program
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.transformers.formats import DEFAULT_ROUNDS
from uniform.transformers.identity import content_hash
from uniform.transformers.model import Transformer
from uniform.transformers.program.attention import add_head
from uniform.transformers.program.embedding import add_embedding, add_tokens
from uniform.transformers.program.feed_forward import add_feed_forward
from uniform.transformers.program.layers import add_residual
from uniform.transformers.program.length import TOO_LONG, require_length, too_long
from uniform.transformers.program.norm import add_norm
from uniform.transformers.program.read import number_of, terms, wires
from uniform.transformers.program.sheet import HERE, N, Sheet, Vector
from uniform.transformers.program.tree import Array, binary_digit, gate, loop, name, number

_ARRAYS = """\
Positions i and j count from 1, columns c from 0, bits b from 0, the lowest first. A number X has the bits X[.., b],
X_not[.., b] are their complements, and both come from X_atleast[.., s, t]: whether digit s of X, the first the highest,
is at least t; X_below is its complement. States, keys, queries, values and scores are in offset code: the number
plus half of 2^bits. Weights, their sums and ReLU's hidden units are natural numbers."""


def program_of(model: Transformer, rounds: int = DEFAULT_ROUNDS) -> str:
    """The generator program of a model, in canonical layout; ``rounds`` is the value of its constant.

    Cost: some milliseconds for each parameter. Raises UniformError (U106) if it has more than 100,000 names,
    numbers and signs, the most that a program may have: a model of some thousand parameters. If it clearly has
    more, nothing is written before.
    """
    require_length(model)
    sheet = Sheet(model, rounds)
    sheet.rounds()
    add_tokens(sheet)
    h = add_embedding(sheet)
    for layer_number, layer in enumerate(model.layers, 1):
        prefix, title = f"layer{layer_number}", f"Layer {layer_number}"
        averages = [add_head(sheet, layer_number, place, head, h) for place, head in enumerate(layer.heads, 1)]
        x = [(average, head.width) for average, head in zip(averages, layer.heads, strict=True)]
        heading = f"{title}: the averages of all heads, mixed, and a residual."
        h = add_residual(sheet, f"{prefix}_mixed", layer.output, x, h, heading, f"{title}: states after attention")
        if layer.norm is not None:
            h = add_norm(sheet, prefix, title, layer.norm, h)
        if layer.feed_forward is not None:
            h = add_feed_forward(sheet, prefix, title, layer.feed_forward, h)
    (_add_class if model.output.kind == "class" else _add_next)(sheet, h)
    heading = f"The circuits of the transformer {_printable(model.name)}, content {content_hash(model)}.\n\n{_ARRAYS}"
    doc = (f"A log-precision transformer over {_alphabet(model)}.",)
    program = sheet.program(family_name(model.name), doc, heading)
    try:
        return write_program(program, sheet.comments)
    except UniformError as error:
        if all(each.code != TOO_LONG for each in error.diagnostics):
            raise
        raise too_long(model) from error


def family_name(text: str) -> str:
    """A name of the language, close to the name of a model.

    >>> family_name("majority"), family_name("first = last"), family_name("2 x 16"), family_name("for")
    ('majority', 'first_last', 'model_2_x_16', 'model_for')
    """
    found = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_")
    tokens, mistakes = tokenize(Source("name", found))
    if mistakes or [token.type for token in tokens] != ["NAME"]:
        found = f"model_{found}".rstrip("_")
    return found


def _printable(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _alphabet(model: Transformer) -> str:
    symbols = [_printable(symbol).replace('"', "'") for symbol in model.alphabet]
    shown = [symbol.encode("ascii", "backslashreplace").decode() for symbol in symbols[:8]]
    more = f" and {len(symbols) - len(shown)} more" if len(symbols) > len(shown) else ""
    return f"{len(symbols)} {'symbol' if len(symbols) == 1 else 'symbols'}: {' '.join(shown)}{more}"


def _add_class(sheet: Sheet, h: Vector) -> None:
    """One gate: whether the logit at one position is not negative."""
    out = sheet.model.output
    columns = [(h, sheet.model.width)]
    found = terms(out.readout, 0, columns, N if out.position == "last" else number(1))
    needed = number_of(found, int(out.readout.bias[0]), sheet.one, number(0), number(0))
    sheet.declare("y", role="output", says="Whether the word is accepted")
    test = gate(Array("y").alone, "THRESHOLD", *wires(found), parameter=needed)
    sheet.paragraph(f"The output: whether the logit at the {out.position} position is at least 0.", test)


def _add_next(sheet: Sheet, h: Vector) -> None:
    """The first symbol with the largest logit, at each position: a comparison for each pair of symbols."""
    readout, symbols = sheet.model.output.readout, len(sheet.model.alphabet)
    bits, columns = sheet.model.token_bits, [(h, sheet.model.width)]
    beats, leads, output = Array("beats"), Array("leads"), Array("next")
    a, b, other = name("a"), name("b"), name("d")
    sheet.declare("next", (None, 1, N), (None, 0, bits - 1), role="output", says="The next symbol at each position")
    says = "Which symbol wins: against another, and against all"
    sheet.declare("beats", (None, 1, N), *[(None, 0, symbols - 1)] * 2, says=says)
    sheet.declare("leads", (None, 1, N), (None, 0, symbols - 1))
    tests = []
    for one in range(symbols):
        for two in range(symbols):
            if one != two:
                apart = readout.difference(one, two)
                found = terms(apart, 0, columns, HERE)
                needed = number_of(found, int(apart.bias[0]), sheet.one, number(int(two < one)), number(0))
                tests.append(gate(beats[HERE, one, two], "THRESHOLD", *wires(found), parameter=needed))
    leader = gate(leads[HERE, a], "AND", beats[HERE, a, other].for_("d", 0, symbols - 1).if_(other.is_("!=", a)))
    chosen = leads[HERE, a].for_("a", 0, symbols - 1).if_(binary_digit(a, b).is_("=", 1))
    sheet.paragraph(
        "The next symbol: the first with the largest logit.",
        loop(
            "i", 1, N, *tests,
            loop("a", 0, symbols - 1, leader),
            loop("b", 0, bits - 1, gate(output[HERE, b], "OR", chosen)),
        ),
    )  # fmt: skip
