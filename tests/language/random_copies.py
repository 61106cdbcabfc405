"""Seeded random programs whose parts are printed by several statements each, for the one copy of their code.

``random_copies(seed)`` is the text of a program, the same for the same seed. It has two or three blocks, each with a
part of the block above it that several statements print: by itself, in a loop, under a condition. The statements differ
in the indices of the part, which may be literals, in the numbers of its header, which depend on these, and in what its
inputs are bound to. ``faults`` lets a statement do what traps at some n, or what the tools find.
"""

from __future__ import annotations

from random import Random

_GATES = ("AND", "OR", "XOR", "NAND", "NOR")


def random_copies(seed: int, *, faults: bool = True) -> str:
    """The text of the program of this seed."""
    random = Random(seed)
    lines = [
        "def half(v <= 2*n + 9) -> r <= 2*n + 9",
        "  r <- v div 2",
        "",
        *_leaf(random, faults),
    ]
    depth = random.randrange(1, 3)
    for level in range(depth):
        lines += ["", *_block(random, level, faults)]
    lines += [
        "",
        "family random(n)",
        "  input  x[0..2]",
        "  output y",
        f"  part   p[s in 0..n+3] = block{depth}({_number(random, 's')})",
    ]
    lines += _statements(random, f"block{depth}", ["x[0]", "x[1]", "x[2]"], "n+3", faults)
    return "\n".join([*lines, f"  y := {random.choice(_GATES)}(p[n+3].c, NOT p[0].c)"]) + "\n"


def _leaf(random: Random, faults: bool) -> list[str]:
    gates = [
        "  d := XOR(a, NOT b, NOT a)",
        "  d := THRESHOLD(w; a, b times w, a)",
        "  for j in 1..w\n    e[j] := AND(a, b times j)\n  d := OR(e[j] for j in 1..w if j != 2)",
        "  let h = half(w)\n  d := ATMOST(h; a, b, a times h + 1)",
        "  while v < w\n    v <- v + 1\n    e[v] := NOR(a, b)\n  d := MOD(w + 1, 0; a, e[j] for j in 1..v)",
    ]
    if faults:
        gates += [
            "  d := AND(a, b times 3 - w)",
            "  while v != 3\n    v <- min(v + w, 7)\n  d := OR(a, b)",
            "  d := e[w]",
            "  d := AND(a times half(w + 8 - n), b)",
        ]
    return [
        "block block0(w <= n + 5)",
        "  input  a, b",
        "  output c",
        "  gate   d, e[1..n+5]",
        "  counter v <= 7",
        *random.choice(gates).split("\n"),
        f"  c := {random.choice(_GATES)}(d, a)",
    ]


def _block(random: Random, level: int, faults: bool) -> list[str]:
    wires = ["a", "b"]
    number = random.choice([_number(random, "i"), "w", "min(w, 2)", str(random.randrange(4))])
    head = [
        f"block block{level + 1}(w <= n + 5)",
        "  input  a, b",
        "  output c = p[2].c",
        f"  part   p[i in 0..2] = block{level}({number})",
    ]
    if random.random() < 0.5:
        head.append("  let m = half(w) + 1")
    return [*head, *_statements(random, f"block{level}", wires, "2", faults)]


def _number(random: Random, index: str) -> str:
    return random.choice(
        [index, f"min({index}, 3)", f"{index} + 1", f"n + 3 - min(n, {index})", f"half({index})", "2", "bits(n)"]
    )


def _statements(random: Random, block: str, wires: list[str], last: str, faults: bool) -> list[str]:
    """Statements that print the parts from 0 to ``last``, each in one of several ways."""

    def arguments(before: str | None) -> str:
        chosen = [random.choice(wires) for _ in range(2)]
        if before is not None and random.random() < 0.8:
            chosen[random.randrange(2)] = f"p[{before}].c"
        return ", ".join(chosen)

    name = random.choice("jkq")
    middle = f"{last} - 1" if not last.isdigit() else str(int(last) - 1)
    lines = [f"p[0] := {block}({arguments(None)})"]
    loop = [f"for {name} in 1..{middle}", f"  p[{name}] := {block}({arguments(f'{name}-1')})"]
    if random.random() < 0.4:
        loop = [
            f"for {name} in 1..{middle}",
            f"  if {name} mod 2 = {random.randrange(2)}",
            f"    p[{name}] := {block}({arguments(f'{name}-1')})",
            "  else",
            f"    p[{name}] := {block}({arguments('0')})",
        ]
    elif random.random() < 0.3:
        loop[0] = f"for {name} in 1..{middle} by 1"
    lines.append("\n".join(loop))
    end = last
    if faults and random.random() < 0.15:
        end = random.choice([f"{last} + n div 3", "0", f"{last} - n div 4"])
    lines.append(f"p[{end}] := {block}({arguments(random.choice([middle, '0', None]))})")
    if faults and random.random() < 0.1:
        random.shuffle(lines)
    return [f"  {line}" for line in "\n".join(lines).split("\n")]
