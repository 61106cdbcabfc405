"""Machine texts read by ``grammars/machine.lark``, names and alphabets unchecked. An oracle for the reader."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lark import Lark, Token, Tree
from lark.exceptions import LarkError

from uniform.resources import grammar
from uniform.turing.machine import Action, Halt, Machine, Rule, State, Tape

Node = Tree[Token]


class Refused(Exception):
    """The text is not a machine."""


@cache
def parser() -> Lark:
    return Lark(grammar("machine"), parser="lalr", strict=True)


def tree_of(text: str) -> Node:
    """The tree of a text, or ``Refused``. A last line without a line feed counts as if it had one."""
    try:
        return parser().parse(text if text.endswith("\n") else f"{text}\n")
    except LarkError as error:
        raise Refused(str(error)) from error


def machine_of(tree: Node) -> Machine:
    """The machine of a tree that has no mistakes beyond the grammar, but without its claim of cells."""
    tapes = tuple(_tape(line.children[1]) for kind in ("input", "work") for line in _all(tree, kind))
    numbers = {tape.name: number for number, tape in enumerate(tapes)}
    (start,) = _all(tree, "start_state")
    (header,) = _all(tree, "header")
    return Machine(
        _name(header.children[1]),
        tapes,
        tuple(_state(state, numbers) for state in _all(tree, "state")),
        _name(start.children[1]),
        tuple(_text(doc.children[0]) for doc in _all(tree, "doc")),
        None,
        next((_name(line.children[1]) for line in _all(tree, "laid_out")), None),
    )


def claims_of(tree: Node, ns: Iterable[int]) -> list[int | None]:
    """The value of the claim for each n, or None where there is none."""
    (claim,) = _all(tree, "space") or (None,)
    return [None if claim is None else max(0, _value(claim.children[1], n)) for n in ns]


def _value(node: Node | Token, n: int) -> int:
    if isinstance(node, Token):
        return n if node.type == "N" else int(node)
    if node.data == "factor":
        word, *arguments = node.children
        values = [_value(argument, n) for argument in arguments]
        match word:
            case Token(type="BITS"):
                return max(1, values[0].bit_length())
            case Token(type="MIN"):
                return min(values)
            case Token(type="MAX"):
                return max(values)
        return _value(word, n)
    total = _value(node.children[0], n)
    for sign, part in zip(node.children[1::2], node.children[2::2], strict=True):
        value = _value(part, n)
        total = {"PLUS": total + value, "MINUS": total - value, "STAR": total * value}[sign.type]
    return total


def _tape(node: Node) -> Tape:
    name, _, *symbols = node.children
    return Tape(_name(name), "".join(_text(symbol.children[0]) for symbol in symbols))


def _state(node: Node, numbers: dict[str, int]) -> State:
    head, *rest = node.children
    place = _text(rest[0]) if isinstance(rest[0], Token) else None
    return State(str(head)[:-1], tuple(_rule(rule, numbers) for rule in _all(node, "rule")), place)


def _rule(node: Node, numbers: dict[str, int]) -> Rule:
    parts = [part for group in ("reads", "actions") for each in _all(node, group) for part in each.children]
    reads: dict[int, str] = {}
    for read in parts:
        if _is(read, "read"):
            tape, _, *symbols = read.children
            reads[numbers[_name(tape)]] = "".join(dict.fromkeys("".join(_text(symbol) for symbol in symbols)))
    actions = sorted((_action(each, numbers) for each in parts if _is(each, "action")), key=lambda each: each.tape)
    output = "".join(_text(each.children[1]) for each in parts if _is(each, "print"))
    target = next((_name(each) for each in _all(node, "target")), None)
    halt, message = None, ""
    for ending in _all(node, "ending"):
        halt = Halt(str(ending.children[0]))
        message = "".join(_text(text) for text in ending.children[1:])
    otherwise = isinstance(node.children[0], Token) if node.children else False
    return Rule(tuple(sorted(reads.items())), tuple(actions), target, output, halt, message, otherwise)


def _action(node: Node, numbers: dict[str, int]) -> Action:
    name, *rest = node.children
    write = next((_text(each.children[0]) for each in rest if _is(each, "symbol")), None)
    moves = [{"LEFT": -1, "RIGHT": 1}.get(each.type, 0) for each in rest if isinstance(each, Token)]
    return Action(numbers[_name(name)], write, sum(moves))


def _is(node: Node | Token, rule: str) -> bool:
    return isinstance(node, Tree) and node.data == rule


def _all(node: Node, rule: str) -> list[Node]:
    """The parts of a node that a rule made."""
    return [part for part in node.children if isinstance(part, Tree) and part.data == rule]


def _name(node: Node) -> str:
    return str(node.children[0])


def _text(token: Token) -> str:
    if not token.startswith('"'):
        return str(token)
    characters = iter(token[1:-1])
    return "".join({"n": "\n"}.get(each := next(characters), each) if c == "\\" else c for c in characters)
