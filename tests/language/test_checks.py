"""The checks of numbers and statements: what each claims, what the built-in intervals show of it, what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from uniform.language.bounds import checks
from uniform.language.bounds.binding import Binding
from uniform.language.bounds.checks import Check, NotPrintedBefore, PrintedBefore, Terminates
from uniform.language.bounds.domain import Loop, Place
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import N
from uniform.language.pipeline import Generator, load
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration, Let
from uniform.language.syntax.expressions import (
    And,
    Binary,
    Call,
    Compare,
    Condition,
    Expression,
    Name,
    Natural,
    Not,
    Number,
    Operator,
    Or,
    TableEntry,
    Within,
)
from uniform.language.syntax.gates import Range
from uniform.language.syntax.program import Assign, For, Print, Statement, While
from uniform.language.traps import source_text
from uniform.messages.spans import Source

HEAD = "family f(n)\n  input x[1..n]\n  output y\n  counter v <= n\n"


def program(statement: str) -> Generator:
    return load(Source("f.gen", f"{HEAD}  y := x[1]\n  {statement}\n"))


def of_statement(family: Generator, statement: Statement, place: Place) -> tuple[Check, ...]:
    """The checks of one statement that has only one number with checks of its own."""
    arrays = {each.symbol: each for each in family.program.declarations if isinstance(each, ArrayDeclaration)}
    match statement:
        case Let(value=Binary(Operator.SUBTRACT) as value):
            return (checks.difference(value, place),)
        case Let(value=Binary() as value):
            return (checks.divisor(value, place),)
        case Assign():
            counter = next(each for each in family.program.declarations if isinstance(each, CounterDeclaration))
            return (checks.store(statement, counter, place),)
        case For(by=by) if by is not None:
            return (checks.step(by, place),)
        case Print(gate=gate) if gate.parameters:
            return checks.remainder(gate, place)
        case Print(gate=gate):
            step = gate.wires[0].address.steps[0]
            return checks.index(step.indices[0], arrays[step.symbol], 0, place)  # type: ignore[arg-type]
    raise AssertionError(statement)


STATEMENTS = {
    "let w = n - v": [("v <= n", True, "U401")],
    "let w = v - n": [("n <= v", False, "U401")],
    "let w = n div v": [("v <= v", False, "U402")],
    "let w = v mod n": [("n <= n", True, "U402")],
    "v <- n": [("n <= n", True, "U403")],
    "v <- 2*n": [("2*n <= n", False, "U403")],
    "y := AND(x[n])": [("1 <= n", True, "U404"), ("n <= n", True, "U404")],
    "y := AND(x[v])": [("1 <= v", False, "U404"), ("v <= n", True, "U404")],
    "for i in 1..n by v\n    v <- 0": [("v <= v", False, "U408")],
    "y := MOD(3, v; x[1])": [("3 <= 3", True, "U409"), ("v < 3", False, "U410")],
    "y := MOD(v + 1, v; x[1])": [("v + 1 <= v + 1", True, "U409"), ("v < v + 1", True, "U410")],
}
"""By statement: each claim (where it begins with 1, that has the place of the other number), is it shown, its trap."""


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_is_checked(text: str) -> None:
    family = program(text)
    facts = Facts(family.program.n)
    counter = next(each for each in family.program.declarations if isinstance(each, CounterDeclaration))
    facts.bind(counter.symbol, Binding(1, N, high=facts.form(counter.bound), changes=True))
    found = []
    for check in of_statement(family, family.program.body[1], facts.here):
        assert isinstance(check.claim, Compare)
        (left, right), (relation,) = check.claim.operands, check.claim.comparisons
        said = f"{source_text(left)} {relation.value} {source_text(right)}"
        found.append((said, facts.unless_shown(check) is None, check.trap.code))
    assert found == STATEMENTS[text]


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_is_not_shown_is_an_obligation(text: str) -> None:
    """The checks that the built-in intervals do not show, and no others, are made in every run."""
    expected = {code for _, shown, code in STATEMENTS[text] if not shown}
    made = {obligation.trap.code for obligation in program(text).obligations}
    assert made & {"U401", "U402", "U403", "U404", "U408", "U409", "U410"} == expected


# ---------------------------------------------------------------- claims and domains, as text

KINDS = {
    "U401": (
        "  y := x[1]\n  for i in 1..n\n    if v >= 1 and v - i > 2\n      v <- 0\n",
        ("i <= v", "for i", "1 <= i <= n; v >= 1", "", "v <= n"),
    ),
    "U401 in the drawing of `domain`": (
        "  y := x[1]\n  for i in 1..v\n    while v < n\n      v <- v + i\n      let w = v - i\n",
        ("i <= v", "for i, while", "1 <= i <= v#1; v#3 < n", "v#1 = 0; v = (v#3 + i)", "v#1 <= n; v#3 <= n; v <= n"),
    ),
    "U402": (
        "  y := x[1]\n  if v > 1\n    v <- 0\n  elif n > 2\n    v <- 1\n  else\n    v <- n div v\n",
        ("1 <= v", "", "not v > 1; not n > 2", "v = 0", "v <= n"),
    ),
    "U402 in an upper end": (
        "  y := AND(x[1] for i in 1..n for j in 1..n div (v - i))\n",
        ("1 <= (v - i)", "for i", "1 <= i <= n", "v = 0", "v <= n"),
    ),
    "U403": (
        "  y := x[1]\n  for i in 1..n by 2\n    v <- v + i\n",
        ("(v + i) <= n", "for i", "1 <= i <= n; ((i - 1) mod 2) = 0", "", "v <= n"),
    ),
    "U404": (
        "  y := AND(x[i + v] for i in n downto 1 by 2 if i < n or i > v)\n",
        ("(i + v) <= n", "for i", "1 <= i <= n; ((n - i) mod 2) = 0; (i < n or i > v)", "v = 0", "v <= n"),
    ),
    "U404 in a range that names an index": (
        "  const k = 3\n  gate z[t in 0..n, s in 0..t, 0..s+k]\n  y := x[1]\n  v <- n\n  y := COPY(z[n, v, 5])\n",
        ("5 <= (s + k)", "", "", "k = 3; v = n; t = n; s = v", "v <= n"),
    ),
    "U405": (
        "  gate z[1..n]\n  let w = n div 2\n  y := OR(z[i] times i for i in 1..n if i > w)\n",
        ("printed z[i]", "for i", "1 <= i <= n; i > w", "v = 0; w = (n div 2)", "v <= n"),
    ),
    "U406": (
        "  gate z[0..n]\n  while v < n\n    v <- v + 1\n    z[v] := COPY(x[v])\n  y := z[n]\n",
        ("not printed z[v]", "while", "v#2 < n", "v = (v#2 + 1)", "v#2 <= n; v <= n"),
    ),
    "U407": (
        "  output z[t in 1..n, 1..t]\n  y := x[1]\n  while v < n\n    v <- n\n  z[1, 1] := x[1]\n",
        ("printed z[t, #2]", "range t, range #2", "1 <= t <= n; 1 <= #2 <= t", "", "v <= n"),
    ),
    "U408": (
        "  y := x[1]\n  v <- n\n  for i in 1..v\n    for j in 1..i by v\n      v <- i\n",
        ("1 <= v", "for i", "1 <= i <= v#2", "v#2 = n", "v#2 <= n; v <= n"),
    ),
    "U409": (
        "  y := MOD(v, n; x[1])\n",
        ("1 <= v", "", "", "v = 0", "v <= n"),
    ),
    "U410": (
        "  y := MOD(n, v + min(n, 2); x[1])\n",
        ("(v + min(n, 2)) < n", "", "", "v = 0", "v <= n"),
    ),
    "U414": (
        "def g(a <= n, b <= a) -> r <= n\n  r <- 0\nfamily\n  y := x[1]\n  for i in 1..v\n    v <- g(i, i + v)\n",
        ("(i + v) <= i", "for i", "1 <= i <= v#1", "v#1 = 0", "v#1 <= n; v <= n"),
    ),
    "U403 in a function": (
        "let m = 2*n\ndef g(a <= m) -> r <= n\n  while r < a\n    r <- r + a\nfamily\n  y := x[1]\n  v <- g(n)\n",
        ("(r + a) <= n", "while", "r < a", "m = (2 * n)", "a <= m; r <= n"),
    ),
    "U415": (
        "table W[0..1] = [3, -2]\nfamily\n  y := x[1]\n  for i in 1..1\n    let w = W[i] + v\n    v <- min(w, 0)\n",
        ("0 <= min(w, 0)", "for i", "1 <= i <= 1", "w = (W[i] + v)", "v <= n"),
    ),
    "U404 of a table": (
        "table W[0..1] = [3, -2]\nfamily\n  y := x[1]\n  v <- max(W[n - v], 0)\n",
        ("(n - v) <= 1", "", "", "v = 0", "v <= n"),
    ),
    "U430": (
        "block b(w <= n)\n  output s\n  s := TRUE\nfamily\n  part p[j in 1..n] = b(2*j)\n"
        "  y := x[1]\n  for i in 1..n\n    p[i] := b()\n",
        ("(2 * i) <= n", "for i", "1 <= i <= n", "v = 0;  = i", "v <= n; 1 <= ;  <= n"),
    ),
    "U431": (
        "block b()\n  input a[1..2]\n  output s\n  s := TRUE\nfamily\n  part p = b()\n  y := x[1]\n  p := b(x[1..n])\n",
        (" <= ", "", "", "v = 0;  = max(((n + 1) - 1), 0);  = max(((2 + 1) - 1), 0)", "v <= n"),
    ),
    "U432": (
        "def double(a <= n) -> r <= 2*n\n  r <- 2*a\nblock b(g(a <= n) <= n)\n  output s\n  s := THRESHOLD(g(n); )\n"
        "family\n  part p = b(double)\n  y := x[1]\n  p := b()\n",
        ("double(n) <= n", "", "", "v = 0", "v <= n"),
    ),
    "U433": (
        "table W[0..1] = [3, 2]\nblock b(table T[0..n])\n  output s\n  s := THRESHOLD(T[0]; )\n"
        "family\n  part p = b(W)\n  y := x[1]\n  p := b()\n",
        ("( - 1) <= 1", "", "0 < ", "v = 0;  = max(((n + 1) - 0), 0)", "v <= n"),
    ),
    "U413": (
        "  y := x[1]\n  v <- n\n  while v > 0\n    v <- v div 2\n  while v < 1\n    let w = v\n",
        ("`while v < 1` ends", "", "not v > 0", "", "v <= n"),
    ),
}
"""By code: a program, and one of its checks: the claim, then the domain: loops, conditions, definitions and bounds."""


def written(node: Expression | Condition) -> str:
    """A number or a condition, with parentheses around each operation; the names are those of symbols."""
    match node:
        case Number(value):
            return str(value)
        case Name(symbol=symbol):
            return symbol.name
        case Binary(operator, left, right):
            return f"({written(left)} {operator.value} {written(right)})"
        case Call(function, arguments):
            return f"{getattr(function, 'value', function)}({', '.join(map(written, arguments))})"
        case TableEntry(table, indices):
            return f"{table}[{', '.join(map(written, indices))}]"
        case Natural(number) | Within(number):
            return written(number)
        case Compare(operands, relations):
            links = zip(relations, operands[1:], strict=True)
            return written(operands[0]) + "".join(f" {relation.value} {written(right)}" for relation, right in links)
        case And(left, right):  # type: ignore[misc]
            return f"({written(left)} and {written(right)})"
        case Or(left, right):  # type: ignore[misc]
            return f"({written(left)} or {written(right)})"
        case Not(condition):
            return f"not {written(condition)}"
    raise AssertionError(node)


def as_text(check: Check) -> tuple[str, str, str, str, str]:
    claim, domain = check.claim, check.domain
    match claim:
        case Compare():
            said = written(claim)
        case PrintedBefore(address) | NotPrintedBefore(address):
            step = address.steps[0]
            word = "printed" if isinstance(claim, PrintedBefore) else "not printed"
            said = f"{word} {step.name}[{', '.join(map(written, step.indices))}]"  # type: ignore[arg-type]
        case Terminates(loop):
            said = f"`{source_text(loop)}` ends"
    facts = ("; ".join(map(written, part)) for part in (domain.conditions, domain.definitions, domain.bounds))
    return (said, ", ".join(map(of_loop, domain.loops)), *facts)  # type: ignore[return-value]


def of_loop(loop: Loop) -> str:
    if isinstance(loop, While):
        return "while"
    assert loop.symbol is not None
    return f"{'range' if isinstance(loop, Range) else 'for'} {loop.symbol.name}"


@pytest.mark.parametrize("kind", KINDS)
def test_claims_and_domains(kind: str) -> None:
    text, expected = KINDS[kind]
    above, _, body = text.rpartition("family\n")
    program = load(Source("f.gen", above + HEAD + body))
    found = [as_text(each) for each in program.obligations if each.trap.code == kind[:4]]
    assert expected in found


def test_every_kind_of_check_is_among_them() -> None:
    limits = {"U411", "U412"}  # which say nothing about the program
    codes = {page.stem for page in Path("docs/errors").glob("U4??.md")}
    assert {kind[:4] for kind in KINDS} == codes - limits
