"""The table of parts: every block of the files in ``machines/lib``, which programs import.

The verb ``list``, the page on the parts and the tests read it. The formulas are Python in terms of the numbers of the
block and the functions of ``formulas``; the docstring of each block has the same formulas. They are exact if all
numbers are at least 1, and at least what the summary says; but a few functions make ``lookup`` and scans less deep.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the library."""

    file: str  # as in `import "lib:adders"`
    header: str  # the name and what is in its parentheses, without bounds
    summary: str  # a line of 6 to 70 characters, without a period
    size: str  # gates of the part; the NOT gates of a list that it takes are not counted
    depth: str  # from its inputs
    gates: str  # the kinds of its gates, in the order of `Kind`

    @property
    def name(self) -> str:
        """The name of the block."""
        return self.header.partition("(")[0]


def parts() -> tuple[Part, ...]:
    """Every block, file by file, in the order of the files."""
    return _PARTS


_ALL = "NOT, AND, OR, XNOR"
_PREFIX = "AND, OR, XOR, MAJ"

_PARTS = (
    Part("adders", "half()", "a + b = s + 2*carry, of two bits", "2", "1", "AND, XOR"),
    Part("adders", "full()", "a + b + c = s + 2*carry, of three bits", "2", "1", "XOR, MAJ"),
    Part("adders", "save(w)", "a + b + c = s + 2*carry, column by column", "2*w", "1", "XOR, MAJ"),
    Part("adders", "ripple(w)", "a + b + c = s + 2^w*top: a chain of carries", "2*w", "w", "XOR, MAJ"),
    Part(
        "comparators",
        "compare(w)",
        "whether a < b, a = b, a <= b: constant depth",
        "3*w + 3",
        "3",
        _ALL,
    ),
    Part(
        "comparators",
        "compare_chain(w)",
        "whether a < b, a = b, a <= b: chains of borrows, fan-in 3",
        "3*w + 4",
        "w + 3",
        "FALSE, TRUE, NOT, AND, MAJ",
    ),
    Part(
        "comparators",
        "compare_signed(w)",
        "whether a < b, a = b, a <= b, in two's complement",
        "3*w + 3",
        "3",
        _ALL,
    ),
    Part(
        "counting",
        "read(m, c)",
        "min(m, max(0, S - c)) for the weighted sum S of a list of wires",
        "m + m//2 + bits(m)",
        "2",
        "THRESHOLD, ATMOST",
    ),
    Part(
        "counting",
        "read_digits(p, d, c)",
        "min(2^p - 1, max(0, S - c)), p bits read in digits of d bits",
        "2*(2**d - 1)*(p//d) + 2*(2**(p % d) - 1) + p",
        "(p + d - 1)//d + 1",
        "THRESHOLD, ATMOST",
    ),
    Part(
        "counting",
        "count(w)",
        "the number of ones of w bits: constant depth",
        "w + w//2 + bits(w)",
        "2",
        "THRESHOLD, ATMOST",
    ),
    Part(
        "counting",
        "count_by_adders(w)",
        "the number of ones of w bits: fan-in 3, a tree of ripple adders",
        "2*(w - ones(w)) + bits(w) + 1",
        "max(1, 2*bits(w) - 1 - w % 2)",
        "FALSE, COPY, XOR, MAJ",
    ),
    Part(
        "fast_adders",
        "lookahead(w)",
        "a + b + c = s + 2^w*top: constant depth",
        "w*(w + 9)//2",
        "4 if w > 1 else 3",
        "AND, OR, XOR",
    ),
    Part(
        "fast_adders",
        "kogge_stone(w)",
        "a + b + c = s + 2^w*top: fan-in 3, depth 2*log2 w",
        "(3*clog2(w) + 2)*w - 3*2**clog2(w) + 3",
        "2*clog2(w) + 1 - (w > 2 and ones(w - 1) == 1)",
        _PREFIX,
    ),
    Part(
        "fast_adders",
        "brent_kung(w)",
        "a + b + c = s + 2^w*top: fan-in 3, depth 4*log2 w, fewer gates",
        "8*w - 3*ones(w) - 3*bits(w)",
        "max([2*(bits(w) + ones(w)) - 3, *(2*(bits(j) + ones(j)) - 2 for j in range(1, w))])",
        _PREFIX,
    ),
    Part(
        "fast_adders",
        "three_to_two(w)",
        "three numbers to two of the same sum modulo 2^w",
        "2*w",
        "1",
        "FALSE, XOR, MAJ",
    ),
    Part(
        "fast_adders",
        "many_to_two(m, w)",
        "m >= 3 numbers to two of the same sum modulo 2^w: Wallace's tree",
        "2*w*(m - 2)",
        "wallace(m)",
        "FALSE, XOR, MAJ",
    ),
    Part(
        "lookup",
        "lookup(b, p, g)",
        "any function g from b bits to p bits, by its table of values",
        "2**b + b*2**(b - 1) + p",
        "3",
        "NOT, AND, OR",
    ),
    Part(
        "scan",
        "scan(w, m, op)",
        "all prefixes x[0] op ... op x[i] of m words of w bits",
        "2*m*w + ((w + 1)*4**w + 2*w)*sum(ones(i) for i in range(m))",
        "4*clog2(m) + 2",
        "COPY, NOT, AND, OR",
    ),
    Part(
        "scan",
        "scan_linear(w, m, op)",
        "as scan, with fewer than 2*m lookups: fewer gates, deeper",
        "2*m*w + ((w + 1)*4**w + 2*w)*(2*m - ones(m) - bits(m))",
        "max(4*(bits(j) + ones(j)) - 6 for j in range(1, m + 1))",
        "COPY, NOT, AND, OR",
    ),
    Part("selectors", "choose(w)", "c ? b : a, for words of w bits", "3*w + 1", "3", "NOT, AND, OR"),
    Part("selectors", "decode(m)", "one of m bits is 1: that of the address", "m + bits(m - 1)", "2", "NOT, AND"),
    Part(
        "selectors",
        "select(m, w)",
        "x[address], one of m words of w bits; 0 beyond the last",
        "m + bits(m - 1) + m*w + w",
        "4",
        "NOT, AND, OR",
    ),
    Part("selectors", "minimum(w)", "min(a, b): constant depth", "6*w + 4", "6", _ALL),
    Part("selectors", "maximum(w)", "max(a, b): constant depth", "6*w + 4", "6", _ALL),
    Part("selectors", "order(w)", "min(a, b) and max(a, b): constant depth", "9*w + 5", "6", _ALL),
    Part(
        "signed",
        "subtract(w)",
        "a - b = s - 2^w*borrow: a chain of carries",
        "3*w + 2",
        "w + 2",
        "TRUE, NOT, XOR, MAJ",
    ),
    Part("signed", "negate(w)", "-a modulo 2^w: constant depth", "2*w", "2", "OR, XOR"),
    Part(
        "signed", "absolute(w)", "the absolute value, in two's complement: constant depth", "3*w", "3", "AND, OR, XOR"
    ),
)
