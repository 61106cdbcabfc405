"""The section about depth: the graph of arrays, what falls along each cycle, and how the bounds add up."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.certify.explanation.rules import named
from uniform.certify.proofs.dependence import ONE, Component, depths
from uniform.certify.proofs.measures import Expression, one_line
from uniform.certify.subject import Subject
from uniform.language.syntax.symbols import Symbol
from uniform.messages.counts import count_of

_MAX_ROWS = 16  # of the picture
_MAX_NAMES = 5  # in one row
_MAX_CYCLES = 3
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
        yield f"Line {fault.span.line if fault.span else 1}: {fault.message}."
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
        own = _names([array.name for array in group])
        inner = any(edge.parent in group and edge.child in group for edge in graph.edges)
        sites = [site for array in group for site in graph.sites[array]]
        below = dict.fromkeys(read.array for site in sites for read in site.reads if read.array not in group)
        ordered = [symbol.name for symbol in proofs.found.arrays if symbol in below]
        bound = f"depth <= {bounds[group[0]]}" if bounds else ""
        rows.append((f"[{own}]" if inner else own, _names(ordered) or "constants", bound))
    left = min(max((len(row[0]) for row in rows), default=0), _WIDEST)
    middle = min(max((len(row[1]) for row in rows), default=0), _WIDEST)
    for own, read, bound in rows[:_MAX_ROWS]:
        yield f"  {own:<{left}}  <--  {read:<{middle}}  {bound}".rstrip()
    if len(rows) > _MAX_ROWS:
        yield f"  and {count_of(len(rows) - _MAX_ROWS, 'more row')}"


def _rule(component: Component) -> str:
    return "the number of addresses" if component.rule == "size" else component.rule


def _names(names: list[str]) -> str:
    left = len(names) - _MAX_NAMES
    return ", ".join(names[:_MAX_NAMES]) + (f" and {left} more" if left > 0 else "")


def _cycle(component: Component, subject: Subject) -> Iterator[str]:
    own = f"[{_names([array.name for array in component.arrays])}]"
    edges = {f"`{one_line(edge.target)}` reads `{one_line(edge.wire)}`": edge.line for edge in component.edges}
    text, line = next(iter(edges.items()))
    more = f" and {count_of(len(edges) - 1, 'more wire')}" if len(edges) > 1 else ""
    example = f"on line {line}, {text}{more}"
    cost = max(edge.cost for edge in component.edges)
    levels = "each adds one level" if cost == 1 else "each adds at most two levels, one of them for a NOT"
    if component.rule == "size":
        yield (
            f"{own}: {example}. Nothing is shown to fall along every wire of this cycle, so all that is known is that a"
            f" path visits each address once: at most {component.values} gates, and {levels}."
        )
        return
    if component.rule == "R2":
        yield (
            f"{own}: {example}. No path has more than {component.values} gates of these arrays, since so many wires in"
            f" a row never fit together (R2); {levels}."
        )
        return
    yield f"{own}: {example}. Along every such wire {_falling(component, subject)}."
    yield (
        f"That takes at most {component.values} values, so a path has at most so many gates of these arrays, and"
        f" {levels} ({named([component.rule])})."
    )


def _falling(component: Component, subject: Subject) -> str:
    """The measure in words: what falls from the gate that is printed to the one that is read."""
    measures = component.measure
    parts = []
    for place in range(len(next(iter(measures.values())))):
        column = {array: own[place] for array, own in measures.items()}
        distinct = dict.fromkeys(_words(each, array, subject) for array, each in column.items())
        if len(distinct) == 1:
            parts.append(next(iter(distinct)))
        elif all(each.form == "number" for each in column.values()):
            order = sorted(column.items(), key=lambda pair: -pair[1].offset)
            parts.append(f"the place in the order {', '.join(array.name for array, _ in order)}")
        else:
            each_own = "; ".join(f"for `{array.name}` {_words(own, array, subject)}" for array, own in column.items())
            parts.append(f"a number ({each_own})")
    kept = [part for part in parts if part != "0"]
    if len(kept) == 1 and kept[0].startswith("minus "):
        return f"this rises: {kept[0].removeprefix('minus ')}"
    if len(kept) == 1:
        return f"this falls: {kept[0]}"
    return f"the first of these that changes falls: {', then '.join(kept)}"


def _words(expression: Expression, array: Symbol, subject: Subject) -> str:
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
        case "level":
            words = f"the level `{one_line(subject.proofs.found.arrays[array].declaration.level[places[0] - 1].span)}`"
        case _:
            return str(expression.offset)
    offset = expression.offset
    if expression.sign < 0:
        words = f"minus {words}" if expression.form in ("index", "bits", "level") else f"minus ({words})"
    return f"{words} {'-' if offset < 0 else '+'} {abs(offset)}" if offset else words
