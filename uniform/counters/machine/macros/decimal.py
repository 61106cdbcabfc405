"""Decimal images of numbers.

A decimal tape holds digits from cell 1 on, low digit first, no leading zeros, then blanks:

    i        ^ 0 0 1 1 0 $           12 in binary
    i.dec    ^ 2 1 _ _ _ $           12 in decimal, in as many cells

*Converting* takes the binary digits from the high end: image <- 2*image + digit (about 2 w d steps for w binary and
d decimal digits). The scratch image ``decimal`` is made for one number and erased as it is printed. A loop variable
that is printed keeps its own image, which is stepped with it: 2 or 3 steps a pass.
"""

from __future__ import annotations

from uniform.counters.machine.macros.assembler import DIGITS, MARK, Assembler, repeated, rule, trap
from uniform.turing.machine import Rule

_RIGHT, _LEFT = (None, 1), (None, -1)


@repeated("then")
def convert(asm: Assembler, image: int, binary: int, then: str, *, erase: bool) -> str:
    """image <- the decimal digits of a binary tape. ``erase``: the image may not be blank."""
    home, take, skip, find = (asm.name(suffix) for suffix in ("home", "take", "skip", "find"))
    names = [asm.name("double0"), asm.name("double1")]
    to = {"0": names[0], "1": names[1], "home": home}
    for carry, name in enumerate(names):
        asm.stamp(name, to.__getitem__, _double_rules, image, carry, asm.full_message(image))
    asm.state(home, rule({image: DIGITS}, {image: _LEFT}), rule({image: "^"}, {}, take))
    asm.state(
        take,
        rule({binary: "0"}, {binary: _LEFT, image: _RIGHT}, names[0]),
        rule({binary: "1"}, {binary: _LEFT, image: _RIGHT}, names[1]),
        rule({binary: "^"}, {}, then),
    )
    zero = _write_digits(asm, image, 0, then)
    asm.state(skip, rule({binary: "0"}, {binary: _LEFT}), rule({binary: "1"}, {}, take), rule({binary: "^"}, {}, zero))
    asm.state(find, rule({binary: "^01"}, {binary: _RIGHT}), rule({binary: MARK}, {binary: _LEFT}, skip))
    return clear(asm, image, find) if erase else find


def _double_rules(image: int, carry: int, full: str) -> list[Rule]:
    rules = []
    for digit in range(10):
        value = 2 * digit + carry
        rules.append(rule({image: str(digit)}, {image: (str(value % 10), 1)}, str(value // 10)))
    if carry:
        return [*rules, rule({image: "_"}, {image: ("1", -1)}, "home"), trap({image: MARK}, full)]
    return [*rules, rule({image: "_" + MARK}, {image: _LEFT}, "home")]


def clear(asm: Assembler, image: int, then: str) -> str:
    """Erase an image."""
    return asm.state(
        asm.name("erase"),
        rule({image: "^"}, {image: _RIGHT}),
        rule({image: DIGITS}, {image: ("_", 1)}),
        rule({image: "_" + MARK}, {}, asm.home([image], then)),
    )


@repeated("then")
def set_literal(asm: Assembler, image: int, value: int, then: str) -> str:
    """image <- a literal."""
    return clear(asm, image, _write_digits(asm, image, value, then))


def _write_digits(asm: Assembler, image: int, value: int, then: str) -> str:
    """Write a literal on an image that is blank, from cell 0."""
    entry = asm.home([image], then)
    for digit in str(value):
        entry = asm.state(
            asm.name("write"), rule({image: "_"}, {image: (digit, 1)}, entry), asm.full(image, {image: MARK})
        )
    return asm.state(asm.name("first"), rule({image: "^"}, {image: _RIGHT}, entry))


@repeated("then")
def increase(asm: Assembler, image: int, by: int, then: str) -> str:
    """image <- image + by, in place; stops where the carry does."""
    home = asm.home([image], then)
    digits = [int(digit) for digit in reversed(str(by))]
    names = {(place, carry): asm.name(f"up{place}.{carry}") for place in range(len(digits) + 1) for carry in (0, 1)}
    for (place, carry), name in names.items():
        if place == 0 and carry:
            continue
        more = digits[place] if place < len(digits) else 0
        if place == len(digits) and not carry:
            asm.state(name, rule({}, {}, home))
            continue
        to = {str(carry): names[min(place + 1, len(digits)), carry] for carry in (0, 1)}
        asm.stamp(name, to.__getitem__, _increase_rules, image, more + carry, asm.full_message(image))
    return asm.state(asm.name("image"), rule({image: "^"}, {image: _RIGHT}, names[0, 0]))


def _increase_rules(image: int, more: int, full: str) -> list[Rule]:
    rules = []
    for symbol in DIGITS + "_":
        value = (0 if symbol == "_" else int(symbol)) + more
        rules.append(rule({image: symbol}, {image: (str(value % 10), 1)}, str(value // 10)))
    return [*rules, trap({image: MARK}, full)]


@repeated("then")
def decrease(asm: Assembler, image: int, by: int, then: str) -> str:
    """image <- image - by, in place, at least 0; then leading zeros are erased."""
    home = asm.home([image], then)
    trim, top, zero = asm.name("trim"), asm.name("top"), asm.name("zero")
    asm.state(top, rule({image: DIGITS}, {image: _RIGHT}), rule({image: "_" + MARK}, {image: _LEFT}, trim))
    asm.state(
        trim,
        rule({image: "0"}, {image: ("_", -1)}),
        rule({image: DIGITS[1:]}, {}, home),
        rule({image: "^"}, {image: _RIGHT}, zero),
    )
    asm.state(zero, rule({image: "_"}, {image: ("0", -1)}, home))
    digits = [int(digit) for digit in reversed(str(by))]
    names = {(place, carry): asm.name(f"down{place}.{carry}") for place in range(len(digits) + 1) for carry in (0, 1)}
    for (place, borrow), name in names.items():
        if place == 0 and borrow:
            continue
        less = digits[place] if place < len(digits) else 0
        if place == len(digits) and not borrow:
            asm.state(name, rule({}, {}, top))
            continue
        to = {str(borrow): names[min(place + 1, len(digits)), borrow] for borrow in (0, 1)} | {"home": home}
        asm.stamp(name, to.__getitem__, _decrease_rules, image, less + borrow, place >= len(digits) - 1)
    return asm.state(asm.name("image"), rule({image: "^"}, {image: _RIGHT}, names[0, 0]))


def _decrease_rules(image: int, less: int, highest: bool) -> list[Rule]:
    """``highest``: the literal has no digit above this one."""
    rules = []
    for symbol in DIGITS:
        value = int(symbol) - less
        last = highest and value > 0
        following = "home" if last else str(int(value < 0))
        rules.append(rule({image: symbol}, {image: (str(value % 10), 0 if last else 1)}, following))
    return rules


@repeated("then")
def print_image(asm: Assembler, image: int, then: str, *, erase: bool) -> str:
    """Print an image from its high digit on; a scratch image is erased on the way."""
    end = asm.name("end")
    printing = asm.stamp(asm.name("print"), {"then": then}.__getitem__, _print_rules, image, erase)
    asm.state(end, rule({image: "^" + DIGITS}, {image: _RIGHT}), rule({image: "_" + MARK}, {image: _LEFT}, printing))
    return end


def _print_rules(image: int, erase: bool) -> list[Rule]:
    back = {image: ("_" if erase else None, -1)}
    return [*(rule({image: digit}, back, None, digit) for digit in DIGITS), rule({image: "^"}, {}, "then")]


@repeated("then")
def print_sum(asm: Assembler, image: int, plus: int, scratch: int, then: str) -> str:
    """Print image + plus (plus may be negative, the sum is not).

    On the way to the high end the digits of the sum are written to ``scratch``; on the way back they are printed."""
    sign = 1 if plus >= 0 else -1
    digits = [int(digit) for digit in reversed(str(abs(plus)))]
    lead, printing = asm.name("lead"), asm.name("print")
    homes = asm.home([image], then), asm.home([image], then)
    asm.stamp(printing, {"home": homes[0]}.__getitem__, _print_sum_rules, image, scratch)
    asm.stamp(lead, {"home": homes[1], "print": printing}.__getitem__, _leading_rules, image, scratch)
    back = lead if sign < 0 else printing
    names = {(place, carry): asm.name(f"sum{place}.{carry}") for place in range(len(digits) + 1) for carry in (0, 1)}
    for (place, carry), name in names.items():
        if place == 0 and carry:
            continue
        more = digits[place] if place < len(digits) else 0
        to = {str(carry): names[min(place + 1, len(digits)), carry] for carry in (0, 1)} | {"back": back}
        form = (image, scratch, sign, more + carry, place == len(digits) and not carry, asm.full_message(scratch))
        asm.stamp(name, to.__getitem__, _sum_rules, *form)
    return asm.state(asm.name("sum"), rule({image: "^"}, {image: _RIGHT, scratch: _RIGHT}, names[0, 0]))


def _print_sum_rules(image: int, scratch: int) -> list[Rule]:
    inside = DIGITS + "_" + MARK
    return [
        *(rule({image: inside, scratch: digit}, {image: _LEFT, scratch: ("_", -1)}, None, digit) for digit in DIGITS),
        *(rule({image: "^", scratch: digit}, {scratch: ("_", -1)}, None, digit) for digit in DIGITS),
        rule({scratch: "^"}, {}, "home"),
    ]


def _leading_rules(image: int, scratch: int) -> list[Rule]:
    return [
        rule({image: DIGITS + "_" + MARK, scratch: "0"}, {image: _LEFT, scratch: ("_", -1)}),
        rule({image: "^", scratch: "0"}, {scratch: ("_", -1)}),
        rule({scratch: DIGITS[1:]}, {}, "print"),
        rule({scratch: "^"}, {}, "home", "0"),
    ]


def _sum_rules(image: int, scratch: int, sign: int, more: int, last: bool, full: str) -> list[Rule]:
    """``last``: beyond the digits of what is added, without a carry."""
    rules: list[Rule] = []
    for symbol in DIGITS + "_" + MARK:
        digit = 0 if symbol in "_" + MARK else int(symbol)
        value = digit + sign * more
        if symbol in "_" + MARK and last:
            rules.append(rule({image: symbol}, {image: _LEFT, scratch: _LEFT}, "back"))
            continue
        do: dict[int, tuple[str | None, int]] = {scratch: (str(value % 10), 1)}
        if symbol != MARK:
            do[image] = _RIGHT
        rules.append(rule({image: symbol, scratch: "_"}, do, str(int(value < 0 or value > 9))))
        rules.append(trap({image: symbol, scratch: MARK}, full))
    return rules
