"""Remedies that are formulas: put in place of what was written, they give the value that was meant."""

from __future__ import annotations

import re

import pytest

from tests.quick import one_in
from uniform.language.parse.parser import parse
from uniform.language.pipeline import load
from uniform.messages.errors import Trap, UniformError
from uniform.messages.spans import Source

HEAD = """family f(n)
  input  x[0..n]
  output y[0..n]

"""


def helped(line: str) -> str:
    """The help of the only message about a program with this line."""
    with pytest.raises(UniformError) as caught:
        parse(Source("f.gen", f"{HEAD}  {line}\n  y[0] := x[0]\n"))
    (found,) = caught.value.diagnostics
    assert found.help is not None
    return found.help


def value_of(formula: str, **numbers: int) -> int:
    """What a formula is, computed by a program that prints so many wires."""
    lets = "".join(f"  let {name} = {value}\n" for name, value in numbers.items())
    text = f"family f(n)\n  input x\n  output y\n{lets}  y := XOR(x times {formula} + 1)\n"
    circuit = load(Source("f.gen", text)).circuit(1)
    return circuit.wires(0)[0][1] - 1


@pytest.mark.parametrize(
    ("written", "meant"),
    one_in(
        4,
        [
            ("i xor 1", lambda i, q: i ^ 1),
            ("i xor 8", lambda i, q: i ^ 8),
            ("i xor 2^q", lambda i, q: i ^ 2**q),
            ("i xor (2^q)", lambda i, q: i ^ 2**q),
            ("i XOR 2^(q+1)", lambda i, q: i ^ 2 ** (q + 1)),
            ("2*i + 1 xor 2^q", lambda i, q: (2 * i + 1) ^ 2**q),
            ("i ⊕ 2^q", lambda i, q: i ^ 2**q),
            ("i & 1", lambda i, q: i & 1),
            ("i & 7", lambda i, q: i & 7),
            ("i & 4", lambda i, q: i & 4),
            ("i & 2^q", lambda i, q: i & 2**q),
            ("i & (2^q - 1)", lambda i, q: i & (2**q - 1)),
            ("i + q & 3", lambda i, q: (i + q) & 3),
            ("i | 1", lambda i, q: i | 1),
            ("i | 2^q", lambda i, q: i | 2**q),
            ("i + 1 | 4", lambda i, q: (i + 1) | 4),
            ("i << 1", lambda i, q: i << 1),
            ("i << q + 1", lambda i, q: i << (q + 1)),
            ("1 << q", lambda i, q: 1 << q),
            ("i + 1 << q", lambda i, q: (i + 1) << q),
            ("i >> q", lambda i, q: i >> q),
            ("i shr 2", lambda i, q: i >> 2),
            ("i rem 3", lambda i, q: i % 3),
            ("i % (q + 1)", lambda i, q: i % (q + 1)),
        ],
    ),
)
def test_a_formula_for_an_operator_on_digits(written: str, meant: object) -> None:
    formula = re.findall("`([^`]+)`", helped(f"let w = {written}"))[0]
    for i in (0, 1, 5, 6, 12, 23):
        for q in (0, 1, 3):
            assert value_of(formula, i=i, q=q) == meant(i, q), (formula, i, q)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[("0x10", 16), ("0xfF", 255), ("0b101", 5), ("0o17", 15), ("1_000", 1000), ("1_0_0", 100), ("1,000", 1000)],
        *[("1'000'000", 10**6), ("12 000", 12000), ("1e6", 10**6), ("3E2", 300), ("2.5e3", 2500), ("4.0", 4)],
        *[("10L", 10), ("٣", 3), ("１２", 12), ("1,000,000", 10**6)],
    ],
)
def test_a_number_in_another_notation(written: str, value: int) -> None:
    found = re.fullmatch("write `([^`]+)`", helped(f"let w = {written}"))
    assert found is not None
    assert value_of(found[1]) == value


@pytest.mark.parametrize(("written", "value"), [("1.5", 1.5), ("0.1", 0.1), (".25", 0.25), ("½", 0.5), ("2¾", 2.75)])
def test_a_fraction_of_a_number(written: str, value: float) -> None:
    formula = re.findall("`([^`]+)`", helped(f"let w = {written}"))[1]
    assert [value_of(formula, a=a) for a in (0, 1, 40)] == [0, int(value + 1e-9), round(value * 40)]


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("y := AND(a b)", "write a comma between the two: `a, b`"),
        ("y := OR(a, b c)", "write a comma between the two: `b, c`"),
        ("y := XOR(x[1] NOT x[2])", "write a comma between the two: `x[1], NOT x[2]`"),
        ("let w = max(1 2)", "write a comma between the two: `1, 2`"),
        ("y := a xor b", "gates are written in front: `XOR(a, b)`"),
        ("y := a & x[1]", "gates are written in front: `AND(a, x[1])`"),
        ("y := a → b", "gates are written in front: `OR(NOT a, b)`"),
        ("y := ~x[1]", "the negation of a wire is `NOT x[1]`"),
        ("y := a = b", "gates are written in front: `XNOR(a, b)`"),
        ("y := -a", "the negation of a wire is `NOT a`"),
        ("v -> 1", "to store a number, write `v <- ...`"),
        ("v <= 1", "to store a number, write `v <- ...`"),
        ("for i in 1..n 2", "a step is written with `by`: `by 2`"),
        ("y := a'", "the negation of a wire is `NOT a`"),
        ("let w = i xor 5", "numbers do not have the operator `xor`; digit k of `a` is `bit(a, k)`"),
        (
            "v <- x[1] && x[n]",
            "gates are written in front, `y := AND(a, b)`; conditions are joined with `and`",
        ),
        ("let w = i || 5", "gates are written in front, `y := OR(a, b)`; conditions are joined with `or`"),
        (
            "let w = i ^ j ^ k",
            "use parentheses: `2^(2^3)` or `(2^2)^3`; `^` is a power, and digit k of `a` is `bit(a, k)`",
        ),
        ("let w = n²", "write `^2`"),
        ("let w = n¹⁰", "write `^10`"),
        ("let w = 2 × n", "write `*`"),
        ("let w ＝ n", "write `=`"),
        ("in n downto 1", "write `for i in n downto 1`"),
        ("for i in reversed(1..n)", "write `n downto 1`"),
        ("for i in 1..n reversed", "write `n downto 1`"),
        ("for i in n down to 1", "write `downto`"),
        ("for i = n downto 1", "write `for i in n downto 1`"),
        ("let w = 0x", None),
        ("g[n xor 2] := XOR(a, x[n xor 1])", "write `n + 2 - 2*2*bit(n, 1)`"),
        ("y := XOR(x[i xor 2^k] for i in 1..n)", "write `i + 2^k - 2*2^k*bit(i, k)`"),
        ("y := OR(x[i] | i in 1..n)", "write `for i in 1..n` after the wire"),
        ("y := OR(x[i] : i ∈ 1..n)", "write `for i in 1..n` after the wire"),
        ("y := OR(x[i], i in 1..n)", "write `x[i] for i in 1..n`"),
        ("y := OR(x[i] i in 1..n)", "write `for i in ...`"),
        ("y := OR(x[2]..x[n-1])", "write `x[i] for i in 2..n-1`"),
        ("y := AND(a; b)", "write a comma"),
        ("for i in 1 to n", "write `1..n`"),
        ("for i in n to 1", "write `n downto 1`"),
        ("y := OR(x[i] for i in 10 to 1)", "write `10 downto 1`"),
        ("for i downto 1", "write `for i in n downto 1`"),
        ("for i in range(n, 0, -1)", "write `n downto 1`; a range includes both ends"),
        ("for i in range(1, n + 1)", "write `1..n`; a range includes both ends"),
        ("for i in range(1, bits(n))", "write `1..bits(n)-1`; a range includes both ends"),
        ("for i in range(10)", "write `0..9`; a range includes both ends"),
        ("for i in reversed(range(n))", "write `n-1 downto 0`"),
        ("for i in reversed(range(1, n+1))", "write `n downto 1`"),
        ("for i = 2..n-1", "write `for i in 2..n-1`"),
        ("for i from 2 to n - 1", "write `for i in 2..n - 1`"),
        ("for i = n to 2", "write `for i in n downto 2`"),
        ("for i := n downto 2", "write `for i in n downto 2`"),
        ("for each i in 2..n", "write `for i in 2..n`"),
        ("y := OR(x[i] for i = 2..n-1)", "write `for i in 2..n-1`"),
        ("y := OR(x(i) for i in 1..n)", "an index is written in square brackets: `x[i]`"),
        ("y := AND(a, x(n-1))", "an index is written in square brackets: `x[n-1]`"),
        ("y := AND(a, -b)", "the negation of a wire is `NOT b`"),
        ("y := a OR NOT b", "gates are written in front: `OR(a, NOT b)`"),
        ("y := x[1] AND x[2]", "gates are written in front: `AND(x[1], x[2])`"),
        ("gate p; q", "names are separated by commas"),
        ("'all of this: 1..2, and more'", "text goes in double quotes"),
        ("all of these are equal", "a doc string is written in double quotes; other remarks begin with `#`"),
        ("if v =! 1", "write `!=`"),
        ("while v ! = 1", "write `!=`"),
        ("if v ~= 1", "write `!=`"),
        ("if v /= 1", "write `!=`"),
        ("if v =/= 1", "write `!=`"),
        ("if v !== 1", "write `!=`"),
        ("if v < > 1", "write `!=`"),
        ("while v < = n", "write `<=`"),
        ("if v = < n", "write `<=`"),
        ("if v > = n", "write `>=`"),
        ("if v = = n", "write `=`"),
        ("if v === n", "write `=`"),
        ("if v =<> n", "a comparison is one of `=`, `!=`, `<`, `<=`, `>`, `>=`"),
        ("v =: 1", "to store a number, write `v <- ...`"),
        ("v : = n - 1", "to store a number, write `v <- ...`"),
        ("v ::= 1", "to store a number, write `v <- ...`"),
        ("v < - 1", "to store a number, write `v <- ...`"),
        ("v << 1", "to store a number, write `v <- ...`"),
        ("v => 1", "to store a number, write `v <- ...`"),
        ("v <-- 1", "write `v <- ...`"),
        ("y =: AND(a, b)", "to print a gate, write `:=`"),
        ("y => OR(a, b)", "to print a gate, write `:=`"),
        ("y <= XOR(a, b)", "to print a gate, write `:=`"),
        ("y[0] =: a", "to print a gate, write `:=`"),
        ("y =: a", "`:=` prints a gate, `<-` stores a number in a counter"),
        ("y <= a", "`:=` prints a gate, `<-` stores a number in a counter"),
        ("v /= n + 1", "write `v <- v div (n + 1)`"),
        ("v %= 2", "write `v <- v mod 2`"),
        ("v <<= 3", "write `v <- v*2^3`"),
        ("v >>= k", "write `v <- v div 2^k`"),
        ("let w = 2 n", "write `2*n`"),
        ("let w = 2 (n + 1)", "write `2*(n + 1)`"),
        ("let w = (n + 1)(n + 2)", "write `(n + 1)*(n + 2)`"),
        ("let w = 3 bits(n)", "write `3*bits(n)`"),
        ("let w = bits(n) n", "write `bits(n)*n`"),
        ("let w = n 2", "write `n*2`"),
        ("let w = max(2 n, 3)", "write `2*n`"),
        ("let w = max(n 3)", "write a comma between the two: `n, 3`"),
        ("y := AND(x[2 n], a)", "write `2*n`"),
        ("for i in 1..2 n", "write `2*n`"),
        ("if v = 1 v = 2", "write one between the two"),
        ("for i in 1..n by -1", "write `n downto 1`"),
        ("for i in n..1 by -2", "write `n downto 1 by 2`"),
        ("for i in 10..1 by -2", "write `10 downto 1 by 2`"),
        ("for i in 1..10 by -3", "write `10 downto 1 by 3`"),
        ("for i in n downto 1 by -1", "write `n downto 1`"),
        ("for i in n-1..0 step -1", "write `n-1 downto 0`"),
        ("y := OR(x[j] for j in 2*n..n by -k)", "write `2*n downto n by k`"),
        ("for i in 0..<n", "write `..n-1`: a range includes both ends"),
        ("for i in range(1, n)", "write `1..n-1`; a range includes both ends"),
    ],
)
def test_what_is_said_instead(line: str, remedy: str | None) -> None:
    block = "\n    y[0] := x[0]" if line.startswith(("for", "in", "if", "while")) else ""
    with pytest.raises(UniformError) as caught:
        parse(Source("f.gen", f"{HEAD}  {line}{block}\n"))
    assert remedy in [found.help for found in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("written", "meant"),
    one_in(
        4,
        [
            ("(i - k) mod m", lambda i, k, m: (i - k) % m),
            ("(i - 2*k) mod m", lambda i, k, m: (i - 2 * k) % m),
            ("(i - (k + 1)) mod (m + 1)", lambda i, k, m: (i - k - 1) % (m + 1)),
            ("(i + 1 - k) mod 2^3", lambda i, k, m: (i + 1 - k) % 8),
            ("((i - k) * 3) mod m", lambda i, k, m: (i - k) * 3 % m),
            ("(i - k) * 3 mod m", lambda i, k, m: (i - k) * 3 % m),
            ("(i - k + 5) mod m", lambda i, k, m: (i - k + 5) % m),
        ],
    ),
)
def test_a_difference_under_mod(written: str, meant: object) -> None:
    numbers = {"i": 2, "k": 30, "m": 7}
    lets = "".join(f"  let {name} = {value} * n\n" for name, value in numbers.items())
    text = f"family f(n)\n  input x\n  output y\n{lets}  y := XOR(x times {written} + 1)\n"
    for via in ("fast", "reference", "machine"):
        with pytest.raises(Trap) as caught:
            load(Source("f.gen", text)).circuit(1, via=via)
        (found,) = caught.value.diagnostics
        assert found.code == "U401"
        assert found.help is not None
        assert found.span is not None
        remedy = re.findall("`([^`]+)`", found.help)[-1]
        mended = text[: found.span.start] + remedy + text[found.span.end :]
        assert load(Source("f.gen", mended)).circuit(1).wires(0)[0][1] - 1 == meant(**numbers)  # type: ignore[operator]


def remedy_of_the_trap(text: str) -> tuple[str, str]:
    """The last formula of the help of a trap U401, and the text with it in place."""
    with pytest.raises(Trap) as caught:
        load(Source("f.gen", text)).circuit(1)
    (found,) = caught.value.diagnostics
    assert (found.code, found.span is None, found.help is None) == ("U401", False, False)
    remedy = re.findall("`([^`]+)`", found.help or "")[-1 if "in its place" in (found.help or "") else 0]
    assert found.span is not None
    return remedy, text[: found.span.start] + remedy + text[found.span.end :]


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ("let d = i - k\n  let w = d mod m", (2 - 30) % 7),
        ("let d = i - k  # the rest\n  let w = (3*d + 1) mod m", ((2 - 30) * 3 + 1) % 7),
        ("let d = i - 2*k\n  let e = d mod m\n  let w = e + d*d mod m", (2 - 60) % 7 + (2 - 60) ** 2 % 7),
        ("v <- i - k\n  let w = v mod m", (2 - 30) % 7),
        ("v <- i - (k + 1)\n  let w = 2*v mod m", (2 - 31) * 2 % 7),
        ("let w = (m*3 + (i - k)*2) mod m", (2 - 30) * 2 % 7),
    ],
)
def test_a_difference_that_is_used_under_mod(lines: str, value: int) -> None:
    text = (
        "family f(n)\n  input x\n  output y\n  counter v <= 9*n\n  let i = 2*n\n  let k = 30*n\n  let m = 7*n\n"
        f"  {lines}\n  y := XOR(x times w + 1)\n"
    )
    _, mended = remedy_of_the_trap(text)
    assert load(Source("f.gen", mended)).circuit(1).wires(0)[0][1] - 1 == value


@pytest.mark.parametrize(
    ("lines", "remedy"),
    [
        ("let d = i - k\n  let w = d mod m + d", "max(i, k) - k"),
        ("let d = i - k\n  let w = d div 2 mod m", "max(i, k) - k"),
        ("let w = 2^(bits(i) - bits(k)) mod m", "max(bits(i), bits(k)) - bits(k)"),
        ("let w = bits(i - k) mod m", "max(i, k) - k"),
        ("let w = min(7, i - k) mod m", "max(i, k) - k"),
        ("let w = (99 - (i - k)) mod m", "max(i, k) - k"),
        ("let w = (9 div (i - k)) mod m", "max(i, k) - k"),
        ("let w = ((i - k) div 2) mod m", "max(i, k) - k"),
        ("let d = i - k\n  let w = d mod m + d mod 5", "m"),
        ("let d = i - k\n  let p = 5\n  let w = d mod p", "m"),
        ("let d = i - k\n  v <- 3\n  let w = d mod v", "m"),
    ],
)
def test_a_difference_that_is_not_only_a_remainder(lines: str, remedy: str) -> None:
    text = (
        "family f(n)\n  input x\n  output y\n  counter v <= 9*n\n  let i = 2*n\n  let k = 30*n\n  let m = 7*n\n"
        f"  {lines}\n  y := XOR(x times w + 1)\n"
    )
    assert remedy_of_the_trap(text)[0] == remedy


def test_a_difference_beside_mod_stops_at_0() -> None:
    text = "family f(n)\n  input x\n  output y\n  y := XOR(x times n - 5 mod 3)\n"
    with pytest.raises(Trap) as caught:
        load(Source("f.gen", text)).circuit(1)
    assert "write `max(n, 5 mod 3) - 5 mod 3`" in str(caught.value)
