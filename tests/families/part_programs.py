"""A program for each part of the library: its inputs, one part, and a copy of each output; and what it computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from uniform.family.generated import GeneratedFamily, load
from uniform.library import formulas
from uniform.library.parts import Part, parts
from uniform.messages.spans import Source

Specification = Callable[..., Any]

WORDS = "a[0..w-1], b[0..w-1]"
WORDS_AND_CARRY = f"{WORDS}, c"
SUM = ("s[0..w-1]", "top")
VERDICTS = ("less", "equal", "atmost")

SQUARE = """
def square(v <= 2^b) -> r <= 2^(2*b)
  r <- v*v
"""
CARRY = """
def carry(v <= 16) -> r <= 4
  "From the low and the high two digits: bit 0, whether a carry passes, bit 1, whether one comes out."
  r <- bit(v, 0)*bit(v, 2) + 2*max(bit(v, 3), bit(v, 2)*bit(v, 1))
"""


@dataclass(frozen=True)
class Case:
    """How a part is tried. The numbers of its header are functions of n."""

    inputs: str
    outputs: tuple[str, ...]
    specification: Callable[..., Specification]  # from the numbers to the specification
    numbers: Mapping[str, str] = field(default_factory=dict)
    arguments: str = ""  # if they are not the inputs
    before: str = ""  # functions
    handed: str = ""  # the numbers and functions of the part, if not those of the header

    def at(self, n: int) -> dict[str, int]:
        """The numbers at n."""
        python = {name: text.replace("div", "//").replace("mod", "%") for name, text in self.numbers.items()}
        return {name: eval(text, {**vars(formulas), "n": n}) for name, text in python.items()}


def program(part: Part, case: Case) -> str:
    """The text of the program; the part is ``it``."""
    names = re.findall(r"\w+", re.sub(r"\[.*?\]", "", case.inputs))
    lets = "".join(f"let {name} = {value}\n" for name, value in case.numbers.items())
    lines = [
        f'import "lib:{part.file}"\n',
        lets + case.before,
        f"family of_{part.name}(n)",
        f"  input  {case.inputs}",
        f"  output {', '.join(case.outputs)}",
        f"  part   it = {case.handed or part.header}",
        "",
        f"  it := {part.name}({case.arguments or ', '.join(names)})",
        *(line for output in case.outputs for line in _copies(output)),
    ]
    return "\n".join(lines) + "\n"


def _copies(output: str) -> list[str]:
    name, _, ranges = output.rstrip("]").partition("[")
    loops = [f"{'  ' * level}for i{level} in {each}" for level, each in enumerate(ranges.split(", "), 1) if each]
    place = f"{name}[{', '.join(f'i{level}' for level in range(1, len(loops) + 1))}]" if loops else name
    return [*loops, f"{'  ' * len(loops)}  {place} := it.{place}"]


def family(part: Part) -> GeneratedFamily:
    """The program, loaded."""
    return load(Source(f"{part.name}.gen", program(part, CASES[part.name])))


# ---------------------------------------------------------------- what parts compute


def sums(w: int) -> Specification:
    return lambda a, b, c: ((a + b + c) % 2**w, (a + b + c) >> w)


def verdicts(value: Callable[[int, int], int]) -> Callable[[int], Specification]:
    def of(w: int) -> Specification:
        def specification(a: int, b: int) -> tuple[int, int, int]:
            left, right = value(a, w), value(b, w)
            return int(left < right), int(left == right), int(left <= right)

        return specification

    return of


def signed(a: int, w: int) -> int:
    return a - 2**w if a >> w - 1 else a


def columns(*numbers: int, w: int) -> tuple[int, int]:
    """The digits of a sum, and its carries, column by column."""
    ones = [sum(number >> i & 1 for number in numbers) for i in range(w)]
    return sum(one % 2 << i for i, one in enumerate(ones)), sum(one // 2 << i for i, one in enumerate(ones))


def split(x: int, m: int, w: int) -> list[int]:
    """m words of w bits."""
    return [x >> w * i & 2**w - 1 for i in range(m)]


def weighted(x: int, z: int, n: int) -> int:
    """The sum of the list of ``WEIGHTS``."""
    return sum(i for i in range(1, n + 1) if x >> i - 1 & 1) + (0 if z else 3)


WEIGHTS = "(x[i] times i for i in 1..n, NOT z times 3)"


def clamped(m: int, c: int) -> Specification:
    return lambda x, z, n: min(m, max(0, weighted(x, z, n) - c))


def queue(m: int, w: int) -> Specification:
    """Take three numbers from the front of a queue, add two at its end, until two are left."""

    def specification(x: int) -> int:
        items = split(x, m, w)
        while len(items) > 2:
            digits, carries = columns(*items[:3], w=w)
            items = [*items[3:], digits, 2 * carries % 2**w]
        assert sum(items) % 2**w == sum(split(x, m, w)) % 2**w
        return items[0] | items[1] << w

    return specification


def prefixes(w: int, m: int) -> Specification:
    def specification(x: int) -> int:
        found, carry = 0, 0b01  # no carry comes in, and one would pass
        for i, pair in enumerate(split(x, m, w)):
            carry = (carry & pair & 1) | (2 if pair & 2 or (pair & 1 and carry & 2) else 0)
            found |= carry << w * i
        return found

    return specification


# ---------------------------------------------------------------- the table

N = {"w": "n"}
CASES: dict[str, Case] = {
    "half": Case("a, b", ("s", "carry"), lambda: lambda a, b: columns(a, b, w=1)),
    "full": Case("a, b, c", ("s", "carry"), lambda: lambda a, b, c: columns(a, b, c, w=1)),
    "save": Case(
        f"{WORDS}, c[0..w-1]", ("s[0..w-1]", "carry[0..w-1]"), lambda w: lambda a, b, c: columns(a, b, c, w=w), N
    ),
    "ripple": Case(WORDS_AND_CARRY, SUM, sums, N),
    "compare": Case(WORDS, VERDICTS, verdicts(lambda a, w: a), N),
    "compare_chain": Case(WORDS, VERDICTS, verdicts(lambda a, w: a), N),
    "compare_signed": Case(WORDS, VERDICTS, verdicts(signed), N),
    "read": Case(
        "x[1..n], z",
        ("y[0..bits(m)-1]",),
        clamped,
        {"m": "3*n", "c": "n div 3"},
        WEIGHTS,
    ),
    "read_digits": Case(
        "x[1..n], z",
        ("y[0..p-1]",),
        lambda p, d, c: clamped(2**p - 1, c),
        {"p": "bits(n) + 1", "d": "1 + n mod 3", "c": "n div 3"},
        WEIGHTS,
    ),
    "count": Case("a[0..w-1]", ("s[0..bits(w)-1]",), lambda w: lambda a: a.bit_count(), N),
    "count_by_adders": Case("a[0..w-1]", ("s[0..bits(w)-1]",), lambda w: lambda a: a.bit_count(), N),
    "lookahead": Case(WORDS_AND_CARRY, SUM, sums, N),
    "kogge_stone": Case(WORDS_AND_CARRY, SUM, sums, N),
    "brent_kung": Case(WORDS_AND_CARRY, SUM, sums, N),
    "three_to_two": Case(
        "x[0..2, 0..w-1]",
        ("two[0..1, 0..w-1]",),
        lambda w: queue(3, w),
        N,
    ),
    "many_to_two": Case("x[0..m-1, 0..w-1]", ("two[0..1, 0..w-1]",), queue, {"m": "n + 2", "w": "1 + n mod 3"}),
    "lookup": Case(
        "x[0..b-1]",
        ("y[0..p-1]",),
        lambda b, p: lambda x: x * x,
        {"b": "bits(n) + 1", "p": "2*bits(n) + 2"},
        before=SQUARE,
        handed="lookup(b, p, square)",
    ),
    "scan": Case(
        "x[0..m-1, 0..1]",
        ("y[0..m-1, 0..1]",),
        prefixes,
        {"w": "2", "m": "n"},
        before=CARRY,
        handed="scan(w, m, carry)",
    ),
    "scan_linear": Case(
        "x[0..m-1, 0..1]",
        ("y[0..m-1, 0..1]",),
        prefixes,
        {"w": "2", "m": "n"},
        before=CARRY,
        handed="scan_linear(w, m, carry)",
    ),
    "choose": Case(WORDS_AND_CARRY, ("y[0..w-1]",), lambda w: lambda a, b, c: b if c else a, N),
    "decode": Case("a[0..bits(m-1)-1]", ("y[0..m-1]",), lambda m: lambda a: 1 << a if a < m else 0, {"m": "n"}),
    "select": Case(
        "x[0..m-1, 0..w-1], a[0..bits(m-1)-1]",
        ("y[0..w-1]",),
        lambda m, w: lambda x, a: [*split(x, m, w), *[0] * (a + 1)][a],
        {"m": "n", "w": "1 + n mod 3"},
    ),
    "minimum": Case(WORDS, ("y[0..w-1]",), lambda w: min, N),
    "maximum": Case(WORDS, ("y[0..w-1]",), lambda w: max, N),
    "order": Case(WORDS, ("low[0..w-1]", "high[0..w-1]"), lambda w: lambda a, b: (min(a, b), max(a, b)), N),
    "subtract": Case(WORDS, ("s[0..w-1]", "borrow"), lambda w: lambda a, b: ((a - b) % 2**w, int(a < b)), N),
    "negate": Case("a[0..w-1]", ("y[0..w-1]",), lambda w: lambda a: -a % 2**w, N),
    "absolute": Case("a[0..w-1]", ("y[0..w-1]",), lambda w: lambda a: abs(signed(a, w)), N),
}
PARTS: dict[str, Part] = {part.name: part for part in parts()}
