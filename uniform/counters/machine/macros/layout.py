"""The beginning of every machine: count the input, lay out the tapes.

    in      ^ 1 1 1 1 1 $
    n       ^ 1 0 1 $                     n = 5 in binary, low digit first: bits(n) digits
    tape    ^ 0 0 0 0 0 0 0 $             a*bits(n) + b cells, here a = 2 and b = 1

The input is counted by incrementing n for each 1, which takes about 4 steps a symbol. Then the n tape is walked a times
from end to end while the heads of all tapes whose width has at least a bits(n) go along; b more cells follow (or the
head sits out -b steps), then the end marker. The heads visit exactly bits(n) + 2 cells of n and
width + 2 cells of every other tape.
"""

from __future__ import annotations

from collections.abc import Mapping

from uniform.counters.machine.macros.assembler import MARK, Assembler, rule, trap
from uniform.counters.widths import Width

NO_INPUT = "the input is empty, and a family has a circuit for each n >= 1"


def count_input(asm: Assembler, n: int, then: str) -> str:
    """Count the ones of the input on tape ``n``, in binary, and write the end marker. Returns the first state."""
    asm.prefix, asm.place = "count", None
    next_one, up, home, mark, back = (asm.name(suffix) for suffix in ("next", "up", "home", "mark", "back"))
    first = asm.state("count", rule({0: "^"}, {0: (None, 1)}), rule({0: "1"}, {}, up), trap({0: "$"}, NO_INPUT))
    asm.state(next_one, rule({0: "1"}, {}, up), rule({0: "$"}, {}, mark))
    asm.state(
        up,
        rule({n: "^"}, {n: (None, 1)}),
        rule({n: "1"}, {n: ("0", 1)}),
        rule({n: "0_"}, {n: ("1", -1)}, home),
    )
    asm.state(home, rule({n: "01"}, {n: (None, -1)}), rule({n: "^"}, {0: (None, 1)}, next_one))
    asm.state(mark, rule({n: "^01"}, {n: (None, 1)}), rule({n: "_"}, {n: (MARK, -1)}, back))
    asm.state(back, rule({n: "01"}, {n: (None, -1)}), rule({n: "^"}, {}, then))
    return first


def lay_out(asm: Assembler, n: int, widths: Mapping[int, Width], then: str) -> str:
    """Lay out every tape of ``widths``. Returns the first state."""
    asm.prefix, asm.place = "layout", None
    if not widths:
        return then
    names: list[str] = []
    passes = max(width.per_bit for width in widths.values())
    constant = max(width.constant for width in widths.values())
    steps: list[tuple[str, int]] = [("enter", 0)]
    steps += [("pass", number) for number in range(1, passes + 1)]
    steps += [("cell", number) for number in range(1, constant + 1)]
    steps += [("mark", 0)]
    names = [asm.name(f"{kind}{number}" if number else kind) for kind, number in steps]
    home = then
    for tape in reversed(list(widths)):
        home = asm.home([tape], home)
    for place, (kind, number) in enumerate(steps):
        following = names[place + 1] if place + 1 < len(names) else home
        match kind:
            case "enter":
                asm.state(names[place], rule({}, dict.fromkeys(widths, (None, 1)), following))
            case "pass":
                chosen = [tape for tape in widths if widths[tape].per_bit >= number]
                late = {tape: -widths[tape].constant for tape in chosen if number == 1 and widths[tape].constant < 0}
                _pass(asm, n, names[place], chosen, late, following)
            case "cell":
                chosen = [tape for tape in widths if widths[tape].constant >= number]
                asm.state(names[place], rule({}, {tape: _filled(asm, tape) for tape in chosen}, following))
            case _:
                asm.state(names[place], rule({}, dict.fromkeys(widths, (MARK, -1)), following))
    return names[0]


def _pass(asm: Assembler, n: int, name: str, tapes: list[int], late: Mapping[int, int], following: str) -> None:
    """Walk n from end to end with some tapes, and back without them. A tape that is ``late`` sits out as many steps."""
    back, rest = asm.name("back"), name
    turn = rule({n: MARK}, {n: (None, -1)}, back)
    waits = max(late.values(), default=0)
    if waits:
        rest = asm.name("rest")
        names = [asm.name(f"late{step}") for step in range(1, waits + 1)] + [rest]
        asm.state(name, rule({n: "^"}, {n: (None, 1)}, names[0]))
        for step in range(1, waits + 1):
            going = {tape: _filled(asm, tape) for tape in tapes if late.get(tape, 0) < step}
            asm.state(names[step - 1], rule({n: "01"}, {n: (None, 1), **going}, names[step]), turn)
    filled = {tape: _filled(asm, tape) for tape in tapes}
    first = () if waits else (rule({n: "^"}, {n: (None, 1)}),)
    asm.state(rest, *first, rule({n: "01"}, {n: (None, 1), **filled}), turn)
    asm.state(back, rule({n: "01"}, {n: (None, -1)}), rule({n: "^"}, {}, following))


def _filled(asm: Assembler, tape: int) -> tuple[str | None, int]:
    return (None if asm.tapes[tape].decimal else "0", 1)
