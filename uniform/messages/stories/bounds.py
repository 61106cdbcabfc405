"""Codes U3xx: bounds."""

from __future__ import annotations

from uniform.messages.stories.story import Story

CODES: tuple[Story, ...] = (
    Story(
        "U301",
        "a power needs more than O(log n) cells",
        """A generator remembers numbers in work cells, and may use O(log n) of them. The number 2^n has n + 1 binary
digits, so no logspace machine can hold it, not even for a moment:

    counter v <= n
    v <- 2^n mod 3

An exponent may grow like bits(n), the number of binary digits of n, or a multiple of it; then the power is at
most a polynomial in n. What counts is how large the exponent can be by its declaration: of a counter the bound, of a
loop variable the end of the loop. A condition around the power is not looked at:

    counter v <= n
    if v <= bits(n)
      v <- 2^v mod n

Say in the exponent itself that it stays small, or declare a smaller counter:

    counter v <= n
    if v <= bits(n)
      v <- 2^min(v, bits(n)) mod n""",
    ),
    Story(
        "U302",
        "a power of a variable to a variable",
        """The digits that a power needs are known for a constant exponent (n^3 needs 3*bits(n) of them) and for a
constant base with a small exponent. For other powers they are not:

    counter v <= n
    v <- n^bits(n) mod 7

Such a number can be super-polynomial, as this one is. If you need only a remainder or a few digits, multiply in a loop
and keep what you need:

    counter v <= n
    v <- 1
    for i in 1..bits(n)
      v <- v*n mod 7""",
    ),
    Story(
        "U303",
        "a number is too large for the finite control",
        """Literals and constants are in the states of the machine, not on its tapes. Up to 4096 binary digits are
allowed, which is more than any program should need; this number has 6001:

    counter v <= 1
    v <- 2^6000 mod 3

Compute what you need of it in a loop, or with smaller numbers:

    counter v <= 2
    v <- 1
    for i in 1..6000
      v <- v*2 mod 3""",
    ),
    Story(
        "U305",
        "a number may grow faster than n^64",
        """Every polynomial in n has O(log n) digits, so n^100 is a number that a logspace machine can hold. But each
factor of n costs a tape of bits(n) cells, and every sum and product of such numbers takes a step for each. Numbers
beyond n^64 are taken for a slip:

    counter v <= 1
    v <- n^100 mod 2

Keep only what you need on the way:

    counter v <= 1
    v <- (n mod 2)^2""",
    ),
)
