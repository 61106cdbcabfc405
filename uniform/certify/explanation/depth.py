"""The section about depth: the graph of arrays, what falls along each cycle, and how the bounds add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from uniform.certify.explanation.rules import named
from uniform.certify.proofs.dependence import ONE, Component, depths
from uniform.certify.proofs.measures import Edge, Expression
from uniform.certify.subject import Subject
from uniform.language.syntax.symbols import Symbol
from uniform.messages.counts import count_of
from uniform.messages.errors import InternalError
from uniform.messages.spans import Span

_MAX_ROWS = 16  # of the picture
_MAX_NAMES = 5  # in one row
_MAX_CYCLES = 3
_WORDS = ("", "one", "two", "three", "four")  # up to ``MAX_STEP``
_WIDEST = 32  # a longer name pushes the rest of its row to the right


def explain_depth(subject: Subject) -> Iterator[str]:
    """The picture, then each cycle, then the sum."""
    proofs = subject.proofs
    yield (
        "The arrays, each below those that its wires come from (after `<--`). Brackets mark a cycle: there, gates may"
        " depend on other gates of the same arrays."
    )
    yield from _picture(subject)
    cycles = proofs.components or ()
    for component in cycles[:_MAX_CYCLES]:
        yield from _cycle(component, subject)
    if len(cycles) > _MAX_CYCLES:
        rules = ", ".join(dict.fromkeys(_rule(each) for each in cycles[_MAX_CYCLES:]))
        yield f"{count_of(len(cycles) - _MAX_CYCLES, 'more cycle')}, by {rules}, are in the JSON of the certificate."
    for fault in proofs.level_faults:
        yield f"{fault.span.line_of('Line') if fault.span else 'Line 1'}: {fault.message}."
    if proofs.depth is None:
        yield "No bound on the depth is known, since a range is not a polynomial."
        return
    if not proofs.components:
        yield f"There is no cycle, so no path is longer than the chain of arrays ({named(['R1'])})."
    measured = subject.measured
    real = (
        f" At n = {measured.n} the depth is {measured.depth}, the bound {proofs.depth(measured.n)}." if measured else ""
    )
    yield f"A path goes down through the arrays in this order, so the bounds add up: depth <= {proofs.depth}.{real}"


def _picture(subject: Subject) -> Iterator[str]:
    proofs = subject.proofs
    graph = proofs.graph
    bounds = {} if proofs.components is None else depths(graph, proofs.components, dict.fromkeys(graph.arrays, ONE))
    rows = []
    for group in graph.groups():
        own = _names([array.name for array in group], _WIDEST)
        inner = any(edge.parent in group and edge.child in group for edge in graph.edges)
        sites = [site for array in group for site in graph.sites[array]]
        below = dict.fromkeys(read.array for site in sites for read in site.reads if read.array not in group)
        ordered = [symbol.name for symbol in proofs.found.arrays if symbol in below]
        bound = f"depth <= {bounds[group[0]]}" if bounds else ""
        rows.append((f"[{own}]" if inner else own, _names(ordered, _WIDEST) or "constants", bound))
    left = min(max((len(row[0]) for row in rows), default=0), _WIDEST)
    middle = min(max((len(row[1]) for row in rows), default=0), _WIDEST)
    for own, read, bound in rows[:_MAX_ROWS]:
        yield f"  {own:<{left}}  <--  {read:<{middle}}  {bound}".rstrip()
    if len(rows) > _MAX_ROWS:
        yield f"  and {count_of(len(rows) - _MAX_ROWS, 'more row')}"


def _rule(component: Component) -> str:
    return "the number of addresses" if component.rule == "size" else component.rule


def _names(names: list[str], widest: int = 100) -> str:
    """The first few names, as many as fit, and how many more there are."""
    most = next((count for count in range(_MAX_NAMES, 1, -1) if len(", ".join(names[:count])) <= widest), 1)
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left} more" if left > 0 else "")


def _cycle(component: Component, subject: Subject) -> Iterator[str]:
    own = f"[{_names([array.name for array in component.arrays])}]"
    edges: dict[str, Edge] = {}
    for edge in component.edges:
        edges.setdefault(f"{_gate(edge.target, edge.parent)} reads {_gate(edge.wire, edge.child)}", edge)
    text, first = next(iter(edges.items()))
    more = f" and {count_of(len(edges) - 1, 'more wire')}" if len(edges) > 1 else ""
    example = f"on {first.target.line_of()}, {text}{more}"
    cost = max(edge.cost for edge in component.edges)
    levels = "each adds one level" if cost == 1 else "each adds at most two levels, one of them for a NOT"
    if component.rule == "size":
        yield (
            f"{own}: {example}. Nothing is shown to fall along the wires of this cycle, so all that is known is that a"
            f" path visits each address once: at most {component.values} gates, and {levels}."
        )
        return
    if component.rule == "R2":
        yield (
            f"{own}: {example}. No path has more than {component.values} gates of these arrays, since so many wires in"
            f" a row never fit together (R2); {levels}."
        )
        return
    falling = _falling(component, subject)
    if len(falling) > 1:
        what, they = f"the first of these that changes falls: {', then '.join(falling)}", "Together they have"
    elif falling[0].startswith("minus "):
        what, they = f"this rises: {falling[0].removeprefix('minus ')}", "It has"
    else:
        what, they = f"this falls: {falling[0]}", "It has"
    if component.step == 1:
        yield f"{own}: {example}. Along every such wire, from the gate that reads to the one that is read, {what}."
        yield (
            f"{they} at most {component.values} values, so a path has at most so many gates of these arrays, and"
            f" {levels} ({named([component.rule])})."
        )
        return
    step = _WORDS[component.step]
    many = f"every {step} such wires in a row"
    yield f"{own}: {example}. Along {many}, from the gate that reads first to the one that is read last, {what}."
    yield (
        f"So along a path every {_ordinal(component.step)} gate has a value of its own. Such a path has at most"
        f" {component.values} gates of these arrays, {step} times the number of values, and {levels}"
        f" ({named([component.rule])})."
    )


def _ordinal(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")


def _gate(span: Span, array: Symbol) -> str:
    """An address as it is written; in a block, where it may not have the name of its array, also that."""
    text = span.one_line
    return f"`{text}`" if text.partition("[")[0] == array.name else f"`{text}` (of `{array.name}`)"


def _falling(component: Component, subject: Subject) -> list[str]:
    """The components of the measure in words, without those that are the same number everywhere."""
    measures = component.measure
    parts = []
    for place in range(len(next(iter(measures.values())))):
        column = {array: own[place] for array, own in measures.items()}
        by_words: dict[str, list[str]] = {}
        for array, each in column.items():
            by_words.setdefault(in_words(each, array, subject), []).append(array.name)
        if all(each.form == "number" for each in column.values()):
            if len(by_words) > 1:
                parts.append(f"the array, in the order {_order(column)}")
        elif len(by_words) == 1:
            parts += by_words
        else:
            most = max(by_words, key=lambda words: len(by_words[words]))
            own = [f"{words} for {', '.join(names)}" for words, names in by_words.items() if words != most]
            parts.append(f"a number ({'; '.join([*own, f'{most} for all others'])})")
    return parts


def _order(numbers: Mapping[Symbol, Expression]) -> str:
    """Arrays by their numbers, ``a < b = c``."""
    by_number: dict[int, list[str]] = {}
    for array, each in numbers.items():
        by_number.setdefault(each.offset, []).append(array.name)
    return " < ".join([" = ".join(by_number[number]) for number in sorted(by_number)])


def in_words(expression: Expression, array: Symbol, subject: Subject) -> str:
    """A component of a measure as a phrase, such as ``index 1 + 2``."""
    places = expression.places
    match expression.form:
        case "index":
            words = f"index {places[0]}"
        case "bits":
            words = f"the number of binary digits of index {places[0]}"
        case "difference":
            words = f"index {places[0]} - index {places[1]}"
        case "sum":
            words = f"index {places[0]} + index {places[1]}"
        case "bits to end":
            words = f"the number of binary digits of how far index {places[0]} is below the end of its range"
        case "bits and index":
            words = f"index {places[1]} - the number of binary digits of index {places[0]}"
        case "level":
            words = f"the level `{subject.proofs.found.arrays[array].declaration.level[places[0] - 1].span.one_line}`"
        case "number":
            return str(expression.offset)
        case form:
            raise InternalError(f"no words for {form}")
    offset = expression.offset
    if expression.sign < 0:
        words = f"minus {words}" if expression.form in ("index", "bits", "bits to end", "level") else f"minus ({words})"
    return f"{words} {'-' if offset < 0 else '+'} {abs(offset)}" if offset else words
