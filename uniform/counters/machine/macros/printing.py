"""Printing: text, numbers, and the lines of gates.

A number is printed from the image of a loop variable, from that image plus a literal (``carry[i+1]``), or, in general,
by converting its binary digits, to which a literal may be added in decimal. Text is printed by one rule, one character
a step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from uniform.circuits.gates import Kind
from uniform.counters.code import ArrayName, Plus, PrintOperand, Register, Test
from uniform.counters.machine.macros.assembler import Assembler, rule
from uniform.counters.machine.macros.compare import branch
from uniform.counters.machine.macros.decimal import convert, decrease, increase, print_image, print_sum

Piece = str | PrintOperand  # text, or a number


@dataclass(frozen=True, slots=True)
class Images:
    """The decimal images available at one instruction."""

    tapes: Mapping[int, int]  # register -> tape of its image
    scratch: int  # the tape `decimal`


def print_pieces(asm: Assembler, pieces: Sequence[Piece], images: Images, then: str) -> str:
    """Print texts and numbers in order. Returns the first state."""
    entry = then
    for piece in reversed(join_pieces(pieces)):
        entry = print_piece(asm, piece, images, entry)
    return entry


def print_piece(asm: Assembler, piece: Piece, images: Images, then: str) -> str:
    """Print one text or one number."""
    return _print_text(asm, piece, then) if isinstance(piece, str) else _print_number(asm, piece, images, then)


def address(array: ArrayName, indices: Sequence[PrintOperand]) -> list[Piece]:
    """The pieces of an address."""
    pieces: list[Piece] = [array.pieces[0]]
    for index, text in zip(indices, array.pieces[1:], strict=True):
        pieces += [index, text]
    return pieces


def negation(
    array: ArrayName, indices: Sequence[PrintOperand], ordinal: int, own: Sequence[PrintOperand]
) -> list[Piece]:
    """The pieces of the address of a derived NOT gate."""
    pieces = [*address(array, indices), f".NOT[{ordinal}"]
    for variable in own:
        pieces += [",", variable]
    return [*pieces, "]"]


def head(kind: Kind, where: Sequence[Piece], parameters: Sequence[PrintOperand]) -> list[Piece]:
    """``ADDRESS = KIND`` and the numbers of the gate."""
    pieces: list[Piece] = [*where, f" = {kind.name}"]
    for parameter in parameters:
        pieces += [" ", parameter]
    return pieces


def wire(where: Sequence[Piece], times: int) -> list[Piece]:
    """A wire of known multiplicity: nothing for 0, the bare address for 1."""
    if times == 0:
        return []
    return [" ", *where, *([f"*{times}"] if times > 1 else [])]


def print_weighted(asm: Assembler, where: Sequence[Piece], times: Register, images: Images, then: str) -> str:
    """A wire whose multiplicity is a number on a tape."""
    weight = print_pieces(asm, ["*", times], images, then)
    after = branch(asm, times, Test.EQUAL, 1, then, weight)
    printed = print_pieces(asm, [" ", *where], images, after)
    return branch(asm, times, Test.EQUAL, 0, then, printed)


def join_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """Turn literal numbers into text and join neighboring texts."""
    joined: list[Piece] = []
    for piece in pieces:
        text = piece if isinstance(piece, str) else str(piece) if isinstance(piece, int) else None
        if text is None:
            joined.append(piece)
        elif joined and isinstance(joined[-1], str):
            joined[-1] += text
        elif text:
            joined.append(text)
    return joined


def _print_text(asm: Assembler, text: str, then: str) -> str:
    return asm.state(asm.name("text"), rule({}, {}, then, text))


def _print_number(asm: Assembler, number: PrintOperand, images: Images, then: str) -> str:
    assert not isinstance(number, int)
    register, plus = (number.register, number.literal) if isinstance(number, Plus) else (number, 0)
    image = images.tapes.get(register.index)
    if image is not None:
        if plus == 0:
            return print_image(asm, image, then, erase=False)
        return print_sum(asm, image, plus, images.scratch, then)
    ready = print_image(asm, images.scratch, then, erase=True)
    if plus:
        ready = (increase if plus > 0 else decrease)(asm, images.scratch, abs(plus), ready)
    return convert(asm, images.scratch, asm.tape(register), ready, erase=False)
