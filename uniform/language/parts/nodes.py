"""The part declarations of a program as a tree, and an array for each gate in them.

An array inside parts has the indices of the parts around it, then its own. Its ranges are those of all declarations on
the way, in terms of the named indices of the parts: numbers of headers and lets of blocks become ``bindings`` where
they are more than a name or a literal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from uniform.language.expressions import symbols_in
from uniform.language.parts.frames import Frame, Node, bind, fresh, named
from uniform.language.parts.inner import hand_over
from uniform.language.syntax.checked import CheckedDeclaration, CheckedProgram
from uniform.language.syntax.declarations import (
    ArrayDeclaration,
    Let,
    NamedWires,
    Parameter,
    PartDeclaration,
    TableDeclaration,
)
from uniform.language.syntax.expressions import Expression
from uniform.language.syntax.gates import Bind, Range
from uniform.language.syntax.program import Block
from uniform.language.syntax.symbols import Sort, Symbol

_NOWHERE = Node((), None, None, {})


@dataclass(slots=True)
class _Around:
    """The parts around some declarations, as the arrays inside them see them."""

    path: tuple[tuple[str, int], ...] = ()
    ranges: tuple[Range, ...] = ()
    bindings: list[Bind] = field(default_factory=list)
    frame: Frame = field(default_factory=lambda: Frame(_NOWHERE))  # the numbers and functions of the innermost block
    level: tuple[Expression, ...] = ()  # of the parts, outermost first: it stands before the level of a gate


def declare_nodes(program: CheckedProgram) -> tuple[Node, tuple[CheckedDeclaration, ...]]:
    """The tree of part declarations, and the declarations of the program with arrays in the place of parts."""
    blocks = {block.symbol: block for block in program.blocks}
    root = Node((), None, None, named(program.declarations))
    flat: list[CheckedDeclaration] = [
        found for block in program.blocks for found in block.declarations if isinstance(found, TableDeclaration)
    ]
    for declared in program.declarations:
        match declared:
            case PartDeclaration():
                flat += _declare_part(declared, root, _Around(), blocks)
            case NamedWires():
                pass
            case _:
                flat.append(declared)
    return root, tuple(flat)


def _declare_part(
    part: PartDeclaration, parent: Node, around: _Around, blocks: dict[Symbol, Block]
) -> Iterator[ArrayDeclaration]:  # fmt: skip
    block = blocks[part.block_symbol]
    inside = _step_into(part, block, around)
    symbol = Symbol(_dotted(inside.path), Sort.PART, part.name_span, len(inside.ranges))
    node = Node(inside.path, symbol, block, named(block.declarations))
    parent.parts[part.symbol] = node
    array = ArrayDeclaration("part", part.name, inside.ranges, part.name_span, part.span, symbol=symbol)
    bindings = _needed(inside.bindings, inside.ranges)
    yield replace(
        array, path=inside.path, bindings=bindings, level=inside.level,
        level_bindings=_further(inside.bindings, bindings, inside.level),
    )  # fmt: skip
    frame = inside.frame
    for declared in block.declarations:
        match declared:
            case Let(value=value):
                frame.numbers[declared.symbol] = bind(frame.number(value), inside.bindings.append, declared.name)
            case ArrayDeclaration(role=role) if role != "input":
                found = _declare_array(declared, inside)
                node.arrays[declared.symbol] = found.symbol
                yield found
            case PartDeclaration():
                yield from _declare_part(declared, node, inside, blocks)


def _step_into(part: PartDeclaration, block: Block, around: _Around) -> _Around:
    outer = around.frame.inside()
    ranges = outer.own_ranges(part.ranges, fresh)
    inside = _Around((*around.path, (part.name, len(ranges))), (*around.ranges, *ranges), list(around.bindings))
    inside.level = (*around.level, *[outer.number(each) for each in part.level])
    for parameter, argument in zip(block.parameters, part.arguments, strict=True):
        hand_over(outer, inside.frame, parameter, argument)
        if isinstance(parameter, Parameter):
            value = bind(outer.number(argument), inside.bindings.append, parameter.name)
            inside.frame.numbers[parameter.symbol] = value
    return inside


def _declare_array(declared: ArrayDeclaration, inside: _Around) -> ArrayDeclaration:
    frame = inside.frame.inside()
    ranges = (*inside.ranges, *frame.own_ranges(declared.ranges, fresh))
    level = (*inside.level, *[frame.number(each) for each in declared.level])
    bindings = _needed(inside.bindings, ranges)
    further = _further(inside.bindings, bindings, level)
    path = (*inside.path, (declared.name, len(declared.ranges)))
    symbol = Symbol(_dotted(path), Sort.GATE, declared.name_span, len(ranges))
    return ArrayDeclaration(
        "gate", declared.name, ranges, declared.name_span, declared.span, symbol=symbol, path=path,
        bindings=bindings, level=level, level_bindings=further, keyword=declared.role,
    )  # fmt: skip


def _needed(
    bindings: Sequence[Bind], ranges: Sequence[Range], level: Sequence[Expression] = ()
) -> tuple[Bind, ...]:  # fmt: skip
    """The bindings that some ranges and a level use, directly or through others; in order."""
    ends = [end for each in ranges for end in (each.low, each.high)]
    used: set[Symbol] = set().union(*map(symbols_in, (*ends, *level)))
    needed: list[Bind] = []
    for each in reversed(bindings):
        if each.symbol in used:
            assert not isinstance(each.value, Range)
            used |= symbols_in(each.value)
            needed.append(each)
    return tuple(reversed(needed))


def _further(bindings: Sequence[Bind], known: Sequence[Bind], level: Sequence[Expression]) -> tuple[Bind, ...]:
    """The bindings that a level uses, without those known already."""
    symbols = {each.symbol for each in known}
    return tuple([each for each in _needed(bindings, (), level) if each.symbol not in symbols])


def _dotted(path: Sequence[tuple[str, int]]) -> str:
    return ".".join(name for name, _ in path)
