"""The word on the input tape: 1^n for a number n, or a word over the input alphabet."""

from __future__ import annotations

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import LimitReached, UniformError
from uniform.turing.machine import Machine
from uniform.turing.text.mistakes.marks import in_word

MAX_CELLS = 1 << 28
"""The limit on cells of all tapes together, including the input and its ends: with the kept configuration, less than 2
GB."""


def encode_word(machine: Machine, word: str | int) -> str:
    """The symbols of a word. Raises UniformError (U614) if one is not in the input alphabet."""
    check(machine, word)
    return "1" * word if isinstance(word, int) else word


def check(machine: Machine, word: str | int) -> None:
    """Raise UniformError when a word has a symbol that is not in the input alphabet (U614), or is too long (U411)."""
    alphabet = machine.tapes[0].symbols
    length = word if isinstance(word, int) else len(word)
    if length > MAX_CELLS // 2:
        message = f"the input has {length} symbols; {MAX_CELLS // 2} fit on the tape"
        raise LimitReached(Diagnostic("U411", message, help="run the machine on a shorter input"))
    if isinstance(word, int):
        if word and "1" not in alphabet:
            raise _outside(machine, f"`{machine.name}` does not read ones, so it has no input 1^n")
        return
    if set(word) <= set(alphabet):
        return
    place = next((place for place, symbol in enumerate(word, 1) if symbol not in alphabet), None)
    if place is not None:
        symbol = word[place - 1]
        shown = f"`{symbol}`" if symbol.isprintable() else f"the character U+{ord(symbol):04X}"
        message = f"symbol {place} of the input, {shown}, is not in the input alphabet"
        raise _outside(machine, message, in_word(symbol, alphabet))


def _outside(machine: Machine, message: str, remedy: str | None = None) -> UniformError:
    alphabet = machine.tapes[0].symbols
    hint = f"the input alphabet is {' '.join(alphabet)}" if alphabet else "the input alphabet is empty"
    if remedy is not None:
        hint = f"{hint}; {remedy}"
    return UniformError(Diagnostic("U614", message, help=hint))
