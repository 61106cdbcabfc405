"""Circuit texts read by ``grammars/circuit.lark``, with what no grammar says written out. An oracle for the reader."""

from __future__ import annotations

from functools import cache

from lark import Lark, Token, Tree
from lark.exceptions import LarkError

from uniform.circuits.builder import CircuitBuilder, WireLike
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.messages.errors import UniformError
from uniform.resources import grammar


class Refused(Exception):
    """The text is not a circuit."""


@cache
def parser() -> Lark:
    return Lark(grammar("circuit"), parser="lalr", strict=True)


def read_by_grammar(text: str) -> Circuit:
    """The circuit in a text, or ``Refused``."""
    try:
        header, inputs, *gates, outputs = parser().parse(text).children
        _, family, n, *constants = header.children
        pairs = [(words(name), number(value)) for name, _, value in (constant.children for constant in constants)]
        b = CircuitBuilder(words(family), number(n), pairs)
        ids = {words(address): b.input(words(address)) for address in inputs.children[1:]}
        for line in gates:
            address, kind, *rest = line.children
            parameters = [number(token) for token in rest if isinstance(token, Token)]
            tail = rest[len(parameters) :]
            if any(isinstance(item, Token) for item in tail):
                raise Refused("a number after a wire")
            pairs_of_wires: list[WireLike] = []
            for wire in tail:
                name, *star = wire.children
                weight = number(star[1]) if star else 1
                if star and (weight < 2 or words(kind) in ("COPY", "NOT")):
                    raise Refused("a multiplicity that is not written")
                pairs_of_wires.append((ids[words(name)], weight))
            ids[words(address)] = b.gate(Kind[words(kind)], words(address), pairs_of_wires, parameters)
        return b.build([ids[words(address)] for address in outputs.children[1:]])
    except (LarkError, UniformError, KeyError) as error:
        raise Refused(str(error)) from error


def number(token: Token) -> int:
    if len(token) > 4000:
        raise Refused("too long")
    return int(token)


def words(tree: Tree[Token]) -> str:
    return "".join(str(token) for token in tree.scan_values(lambda _: True))
