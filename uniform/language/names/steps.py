"""Addresses in parts and slices: what can be named, and the indices of each step. Messages for what cannot.

What this file does not do: find the symbols of steps (``blocks``, but for outputs of parts).
"""

from __future__ import annotations

import re
from dataclasses import replace

from uniform.language.names.table import NameTable
from uniform.language.names.uses import indices_text, require_indices
from uniform.language.syntax.gates import Address, Range, Step
from uniform.language.syntax.program import Block
from uniform.language.syntax.symbols import ADDRESSES, Sort, Symbol
from uniform.messages.diagnostics import Label
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Span


def refuse_slices(names: NameTable, step: Step, address: Address) -> None:
    """Only inputs of parts and aliases take slices."""
    for index in step.indices:
        if isinstance(index, Range):
            text, start = index.span.text, index.span.start - address.span.start
            one = address.span.text[:start] + "i" + address.span.text[start + len(text) :]
            names.report(
                "U235",
                f"the slice `{text}` names many wires where one is needed",
                index.span,
                "one index",
                f"take them one by one: `{one} for i in {text}`",
            )


def report_no_part(names: NameTable, address: Address, symbol: Symbol) -> None:
    """``x.y`` where x is not a part."""
    if symbol.sort is Sort.UNKNOWN:
        return
    name = address.steps[0].name
    names.report("U236", f"`{name}` is {symbol.sort.value} and has no outputs", address.span, "only parts have outputs")


def report_steps(names: NameTable, address: Address, part: Symbol, block: Block | None) -> None:
    """A part without an output, or with an address inside it."""
    if len(address.steps) > 2:
        text, remedy = address.span.text, f"give block `{block.name}` an output for it" if block else None
        if block is not None and block.name_span.source.is_shipped:
            outputs = ", ".join(f"`{output.name}`" for output in block.outputs)
            remedy = f"read one of the outputs of block `{block.name}`: {outputs}"
        label = "only the outputs of a part can be read"
        names.report("U236", f"`{text}` is inside a part", address.span, label, remedy)
        return
    name, remedy = address.steps[0].name, None
    if block is not None and block.outputs:
        remedy = f"name one of its outputs, such as `{_shown((part, block.outputs[0].symbol), address)}`"
    names.report("U236", f"`{name}` is a part, not a gate", address.span, "a part has outputs", remedy)


def find_output(names: NameTable, step: Step, block: Block) -> Symbol:
    """The output of a block that a step names."""
    outputs = {found.name: found.symbol for found in block.outputs}
    if step.name in outputs:
        return outputs[step.name]
    inner = {getattr(found, "name", ""): found for found in block.declarations}
    near = find_nearest(step.name, outputs)
    listed = ", ".join(f"`{name}`" for name in outputs)
    every = f"its output{'s are' if len(outputs) > 1 else ' is'} {listed}" if outputs else None
    remedy = f"did you mean `{near}`?" if near else every
    label = "unknown output"
    if step.name in inner:
        label = "only outputs can be read from outside"
        remedy = every or f"declare `output {step.name}` in block `{block.name}`"
    place = Span(step.span.source, step.span.start, step.span.start + len(step.name))
    names.report("U236", f"block `{block.name}` has no output `{step.name}`", place, label, remedy)
    return Symbol(step.name, Sort.UNKNOWN, None)


# ---------------------------------------------------------------- indices


def require_steps(names: NameTable, address: Address, *, slices: bool) -> bool:
    """Each step has as many indices as its declaration has ranges; with ``slices``, or fewer. At most one message.
    Whether there was none."""
    symbols = tuple([step.symbol for step in address.steps])
    if any(symbol.sort not in ADDRESSES for symbol in symbols):
        return True
    if len(symbols) == 1 and symbols[0].sort is Sort.PART:
        return True  # reported: a part is not a gate
    given, wanted = [len(step.indices) for step in address.steps], [symbol.dimensions for symbol in symbols]
    whole = slices and symbols[0].sort is not Sort.LIST
    wrong = [few > many if whole else few != many for few, many in zip(given, wanted, strict=True)]
    if len(symbols) == 2 and any(wrong) and sum(given) == sum(wanted):
        _report_wrong_step(names, address, symbols)
    elif any(wrong):
        place = wrong.index(True)
        span, step, one = address.span, address.steps[place], _shown(symbols, address)
        if any(given):
            before, after = span.text[: step.span.start - span.start], span.text[step.span.end - span.start :]
            one = before + _shown((symbols[place],), replace(address, steps=(step,))) + after
        require_indices(names, symbols[place], step, one if len(symbols) > 1 else "")
    return not any(wrong)


def _report_wrong_step(names: NameTable, address: Address, symbols: tuple[Symbol, ...]) -> None:
    """``part[i].output`` for ``part.output[i]``, or the other way around."""
    takes = [f"`{symbol.name}` takes {indices_text(symbol.dimensions) if symbol.dimensions else 'no index'}"
             for symbol in symbols]  # fmt: skip
    names.report(
        "U209",
        f"an index of `{address.span.text}` is in the wrong place",
        address.span,
        ", ".join(takes),
        f"write `{_shown(symbols, address)}`",
        *(Label(symbol.span, "declared here") for symbol in symbols if symbol.span is not None),
    )


def _shown(symbols: tuple[Symbol, ...], address: Address) -> str:
    """An address with these names: the indices of ``address`` go to the first that takes some; then `i`, `j`, ..."""
    indices = [index.span.text for step in address.steps for index in step.indices]
    indices += [letter for letter in "ijklmpqrst" if letter not in re.findall(r"\w+", address.span.text)]
    shown = []
    for symbol in symbols:
        taken, indices = indices[: symbol.dimensions], indices[symbol.dimensions :]
        shown.append(symbol.name + (f"[{', '.join(taken)}]" if taken else ""))
    return ".".join(shown)
