"""Seeded random programs of loops around loops, of which about half run forever."""

from __future__ import annotations

from random import Random

_NAMES = ("a", "b", "c")


def random_loops(seed: int) -> str:
    """The text of the program of this seed: three counters up to 3, stored in by nested loops and branches. Every third
    has functions of the same kind, and calls them in place of some numbers."""
    random = Random(seed)
    calls: list[str] = []
    functions = ""
    for name in ("f", "g")[: random.randint(1, 2) if seed % 3 == 0 else 0]:
        lines = _body(random, random.randint(1, 2), [*_NAMES, "p", *calls])
        functions += f"def {name}(p <= 3) -> a <= 3\n  counter b <= 3, c <= 3\n"
        functions += "".join(f"  {line}\n" for line in lines) + "\n"
        calls.append(f"{name}({random.choice(_NAMES)})")
    lines = _body(random, 3, [*_NAMES, *calls])
    text = "".join(f"  {line}\n" for line in lines)
    counters = "".join(f"  counter {name} <= 3\n" for name in _NAMES)
    return f"{functions}family loops(n)\n  input  x[1..n]\n  output y[0..9]\n{counters}\n{text}  y[0] := x[1]\n"


def _body(random: Random, nesting: int, names: list[str]) -> list[str]:
    """Some statements; a ``while`` is among them, unless the nesting is at its end."""
    found: list[str] = []
    for place in range(random.randint(1, 3)):
        kind = (
            "while" if nesting == 3 and place == 0 else random.choice(["store", "store", "while", "for", "if", "let"])
        )
        if nesting == 0 or kind == "store":
            found.append(f"{random.choice(_NAMES)} <- {_number(random, names)}")
            continue
        if kind == "let":
            names = [*names, f"w{len(names)}"]
            found.append(f"let {names[-1]} = {_number(random, names[:-1])}")
            continue
        inside = names
        if kind == "for":
            inside = [*names, f"i{len(names)}"]
            way = random.choice(["0..{}", "{} downto 0", "1..{} by 2"])
            found.append(f"for {inside[-1]} in {way.format(random.choice(names))}")
        else:
            name = random.choice(_NAMES if kind == "while" else names)
            found.append(f"{kind} {name} {random.choice(['=', '!=', '<', '>='])} {random.randrange(4)}")
        body = _body(random, nesting - 1, inside)
        if kind == "while" and random.random() < 0.7:  # so that some end after several passes
            body.append(f"{name} <- ({name} + 1) mod 4")
        found += [f"  {line}" for line in body]
    return found


def _number(random: Random, names: list[str]) -> str:
    return f"({random.choice(names)} + {random.choice([*names, '1', '2'])}) mod {random.choice(['2', '3', '4'])}"
