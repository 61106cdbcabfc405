"""The word on the input tape: 1^n for a number n, or a word over the input alphabet."""

from __future__ import annotations

from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.turing.machine import Machine


def spelled(machine: Machine, word: str | int) -> str:
    """The symbols of a word. Raises UniformError (U614) when one is not in the input alphabet."""
    check(machine, word)
    return "1" * word if isinstance(word, int) else word


def check(machine: Machine, word: str | int) -> None:
    """Raise UniformError (U614) when a word has a symbol that is not in the input alphabet, with its position."""
    alphabet = machine.tapes[0].symbols
    if isinstance(word, int):
        if word and "1" not in alphabet:
            raise _outside(machine, f"`{machine.name}` does not read ones, so it has no input 1^n")
        return
    place = next((place for place, symbol in enumerate(word, 1) if symbol not in alphabet), None)
    if place is not None:
        symbol = word[place - 1]
        shown = f"`{symbol}`" if symbol.isprintable() else f"the character U+{ord(symbol):04X}"
        raise _outside(machine, f"symbol {place} of the input, {shown}, is not in the input alphabet")


def _outside(machine: Machine, message: str) -> UniformError:
    alphabet = machine.tapes[0].symbols
    hint = f"the input alphabet is {' '.join(alphabet)}" if alphabet else "the input alphabet is empty"
    return UniformError(Diagnostic("U614", message, help=hint))
