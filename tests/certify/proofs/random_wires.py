"""Random programs whose gates read inputs through comprehensions, weights, filters and lists: for the fan-in, the kinds
of gates and the number of gates.

Every index is taken modulo n, so most runs trap at a difference or a quotient only, or not at all.
"""

from __future__ import annotations

from random import Random

_FUNCTIONS = (
    ["r <- min(v, 3)"],
    ["for i in 1..v", "  if i*i <= v and r < 3", "    r <- r + 1"],
    ["let w = v div 2", "for i in 1..min(w, 2)", "  r <- r + 1"],
    ["while r < 2 and r < v", "  r <- r + 1"],
)
_COUNTERS = (
    ["if n mod 2 = 0", "  u <- n", "else", "  u <- 2"],
    ["for i in 1..n by 2", "  u <- u + 1"],
    ["while u + 2 <= n", "  u <- u + 2"],
)
_KINDS = ("AND", "NOR", "XOR", "MAJ", "THRESHOLD", "THRESHOLD", "ATMOST", "MOD")


class _Writer:
    """Writes one program."""

    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)
        self.has_function = random.random() < 0.4
        self.has_table = random.random() < 0.4
        self.has_block = random.random() < 0.4

    def number(self, names: list[str], depth: int = 2) -> str:
        """A number over some names."""
        random = self.random
        if depth == 0 or random.random() < 0.25:
            return random.choice([*names, "n", str(random.randrange(6))])
        one, other, literal = self.number(names, depth - 1), self.number(names, depth - 1), random.randrange(1, 5)
        forms = [
            f"({one} + {other})", f"({one} - {literal})", f"{literal}*{one}", f"({one} div {literal})",
            f"({one} mod {literal})", f"min({one}, {other})", f"max({one}, {other})", f"bits({one})",
            f"({one})*({other})", f"({one} div ({other} + 1))", f"bit({one}, {literal})", f"(n - {one} mod (n + 1))",
        ]  # fmt: skip
        forms += [f"room({one})"] if self.has_function else []
        forms += [f"T[({one}) mod 4]"] if self.has_table else []
        return random.choice(forms)

    def condition(self, names: list[str]) -> str:
        """A comparison of two numbers."""
        relation = self.random.choice(("<", "<=", "=", "!=", ">"))
        return f"{self.number(names, 1)} {relation} {self.number(names, 1)}"

    def wire(self, names: list[str], array: str) -> str:
        """Wires from an array of inputs."""
        random, names, clauses = self.random, list(names), ""
        for variable in "jl"[: random.choice((0, 1, 1, 2))]:
            low, high = random.choice(("0", "1", self.number(names, 1))), self.number(names)
            ends = f"{high} downto {low}" if random.random() < 0.2 else f"{low}..{high}"
            by = random.choice(("", "", "", " by 2", f" by {self.number(names, 1)}"))
            names.append(variable)
            clauses += f" for {variable} in {ends}{by}"
            clauses += f" if {self.condition(names)}" if random.random() < 0.25 else ""
        negation = "NOT " if random.random() < 0.2 else ""
        weight = f" times {self.number(names)}" if random.random() < 0.3 else ""
        return f"{negation}{array}[1 + ({self.number(names, 1)}) mod n]{weight}{clauses}"

    def gate(self, names: list[str], array: str, *, has_list: bool = False) -> str:
        """A gate that reads an array of inputs, and perhaps a list."""
        random = self.random
        wires = [self.wire(names, array) for _ in range(random.choice((1, 1, 2)))]
        if has_list:
            weight = f" times {self.number(names, 1)}" if random.random() < 0.4 else ""
            wires.append(f"s{weight}" + (f" for z in 1..{self.number(names, 1)}" if random.random() < 0.4 else ""))
        kind, first = random.choice(_KINDS), ""
        if kind in ("THRESHOLD", "ATMOST"):
            first = f"{self.number(names)}; "
        elif kind == "MOD":
            first = f"{random.choice(('2', '6', f'2 + {self.number(names, 1)}'))}, {random.randrange(2)}; "
        return f"{kind}({first}{', '.join(wires)})"


def random_wires(seed: int) -> str:
    """The text of the program of this seed."""
    w = _Writer(seed)
    random, above, body = w.random, list[str](), list[str]()
    declared = ["input x[1..n]", "output y", "gate g[1..n]"]
    if w.has_table:
        above.append(f"table T[0..3] = [{', '.join(str(random.randint(-1, 4)) for _ in range(4))}]")
    if w.has_function:
        above += ["def room(v <= n*n + 9*n + 50) -> r <= v + 3", *(f"  {line}" for line in random.choice(_FUNCTIONS))]
    names = ["u"] if random.random() < 0.4 else []
    if names:
        declared.append("counter u <= 3*n")
        body += random.choice(_COUNTERS)
    loop = ["for i in 1..n", f"  g[i] := {w.gate([*names, 'i'], 'x')}"]
    if random.random() < 0.4:
        last = f" or {w.condition(names)}" if random.random() < 0.5 else ""
        body += [f"if {w.condition(names)}{last}", *(f"  {line}" for line in loop)]
        body += ["else", f"  g[1] := {w.gate(names, 'x')}"] if random.random() < 0.6 else []
    else:
        body += loop
    if w.has_block:
        above += ["block part_of(w <= 3*n)", "  input  wires s", "  input  a[1..n]", "  output o, m[0..w]"]
        above += [f"  o := {w.gate(['w'], 'a', has_list=True)}"]
        above += ["  for i in 0..w", f"    m[i] := {w.gate(['w', 'i'], 'a', has_list=True)}"]
        declared.append(f"part p[k in 1..n] = part_of({random.choice(('k', 'n', '1', 'k div 2', 'n - k'))})")
        two = f"{w.wire([*names, 'k'], 'x')}, {w.wire([*names, 'k'], 'x')}"
        body += ["for k in 1..n", f"  p[k] := part_of(({two}), x)", "y := p[1].o"]
    else:
        body.append(f"y := {w.gate(names, 'x')}")
    lines = [*above, "family random(n)", *(f"  {line}" for line in declared), "", *(f"  {line}" for line in body)]
    return "\n".join(lines) + "\n"
