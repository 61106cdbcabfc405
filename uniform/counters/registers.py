"""Operands: registers and literals, what is only printed, and what traps show."""

from __future__ import annotations

from dataclasses import dataclass

from uniform.counters.widths import Width


@dataclass(frozen=True, slots=True)
class Register:
    """An operand: the number in register ``index``."""

    index: int


Operand = Register | int  # an int is a literal natural number, of any size


@dataclass(frozen=True, slots=True)
class Plus:
    """A number that is printed without being computed: a register plus a literal. It is never below zero."""

    register: Register
    literal: int  # not 0; below zero where the program subtracts
    width: Width  # digits that hold the register here, and the sum


PrintOperand = Operand | Plus  # an operand of an instruction that prints


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that may be below zero, as traps show it: two registers or literals, the second subtracted."""

    plus: Operand
    minus: Operand


Shown = Operand | Difference  # a named number
