"""The operations and comparisons of register code."""

from __future__ import annotations

from enum import Enum


class Arithmetic(Enum):
    """Operations with two operands and a result. All are on naturals."""

    ADD = "+"
    SUBTRACT = "-"  # traps below zero
    MULTIPLY = "*"
    DIVIDE = "div"  # traps on zero
    MODULO = "mod"  # traps on zero
    BIT = "bit"  # bit(left, right): the binary digit of left of weight 2^right
    MIN = "min"
    MAX = "max"


class Function(Enum):
    """Operations with one operand and a result."""

    COPY = "copy"
    BITS = "bits"
    POWER_OF_TWO = "2^"


class Test(Enum):
    """Comparisons."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
