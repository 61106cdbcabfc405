"""Random programs with blocks and parts, by a seed.

Every block takes a number w, arrays of w wires, a wire and perhaps a list, and has outputs ``o[0..w-1]`` and ``top``.
It prints gates, and parts made from the blocks above it: one part or an array of them, of the same size or of growing
sizes. With a fault, one index, number or slice somewhere is one too large, and the program may trap.
"""

from __future__ import annotations

from random import Random

KINDS = ("AND", "OR", "XOR", "NAND", "MAJ", "THRESHOLD(2; ", "ATMOST(v; ", "MOD(3, 1; ")

LISTED = ("a[t] for t in 0..W-1", "NOT b[t] for t in 0..W-1 if t mod 2 = 1", "NOT a[t] times t for t in 0..W-1")


def random_parts(seed: int, *, faults: bool = True) -> str:
    """The text of a program."""
    return _Writer(Random(seed), seed if faults and seed % 3 == 2 else None).program()


class _Writer:
    def __init__(self, random: Random, fault: int | None) -> None:
        self.random = random
        self.fault_at = -1 if fault is None else random.randrange(60)
        self.count = 0
        self.lines: list[str] = []
        self.lists: dict[str, bool] = {}  # for each block, whether it takes a list
        self.parts: list[str] = []  # readable in the block being written: bodies of comprehensions over i
        self.singles: list[str] = []
        self.has_list = False
        self.w = "w"  # the size of the block being written

    def program(self) -> str:
        for number in range(self.random.randint(1, 3)):
            self._block(f"b{number}")
        self._family()
        return "\n".join(self.lines) + "\n"

    def _off(self, number: str) -> str:
        """A number, or where the fault is, the next one."""
        self.count += 1
        return f"{number}+1" if self.count == self.fault_at else number

    # ------------------------------------------------------------ blocks

    def _block(self, name: str) -> None:
        r = self.random
        self.has_list = r.random() < 0.5
        bound = r.choice(["n + 2", "2*n + 1", "n^2 + 2"])
        self.lines += ["", f"block {name}(w <= {bound})"]
        self.lines.append("  input  a[0..w-1], b[0..w-1], q" + (", wires s" if self.has_list else ""))
        self._body(name, "w")
        self.lists[name] = self.has_list

    def _family(self) -> None:
        self.has_list = False
        self.lines += ["", "family random(n)", "  input  a[0..n-1], b[0..n-1], q"]
        self._body("", "n")

    def _body(self, name: str, w: str) -> None:
        r = self.random
        self.parts, self.singles, self.w = [], [], w
        chosen = [self._part(place, w) for place in range(r.randint(0, 2) if self.lists else 0)]
        if not name and self.lists and not chosen:
            chosen = [self._part(0, w)]
        alias = next((part for part in chosen if part.alias), None) if name and r.random() < 0.7 else None
        target = f"[i in 0..{w}-1] = {alias.alias}" if alias else f"[0..{w}-1]"
        self.lines += [f"  output o{target}, top", f"  gate   g[0..{w}-1], h[i in 0..{w}-1, 0..i]"]
        self.lines += [f"  part   {part.header}" for part in chosen]
        self.lines.append(f"  counter v <= {w} + 2")
        self._gates(w)
        for part in chosen:
            self.lines += part.statements
            self.parts += part.wires
            self.singles += part.singles
        if alias is None:
            self.lines += [f"  for i in 0..{w}-1", f"    o[i] := {self._gate('i')}"]
        self.lines.append(f"  top := {self._gate(None)}")

    def _gates(self, w: str) -> None:
        r = self.random
        self.lines += [f"  for i in 0..{w}-1", f"    g[i] := {self._gate('i')}"]
        self.parts.append("g[{i}]")
        if r.random() < 0.6:
            self.lines.append(f"    v <- {r.choice(['v + 1', 'min(v + i, ' + w + ')', 'i mod 2'])}")
        if r.random() < 0.4:
            self.lines += [f"  for i in 0..{w}-1", "    for k in 0..i", f"      h[i, k] := {self._gate('k')}"]
            self.parts.append("h[{i}, 0]")
        if r.random() < 0.3:
            self.lines += [f"  while v < {w}", "    v <- v + 1"]

    # ------------------------------------------------------------ gates

    def _gate(self, index: str | None) -> str:
        kind = self.random.choice(KINDS)
        arguments = ", ".join(self._wire(index) for _ in range(self.random.randint(1, 3)))
        return f"{kind}{arguments})" if kind.endswith("; ") else f"{kind}({arguments})"

    def _wire(self, index: str | None) -> str:
        r, w = self.random, self.w
        if self.has_list and r.random() < 0.25:
            return r.choice(["s", "s times 2", "s if v > 0", "s for t in 1..2"])
        negated = "NOT " if r.random() < 0.3 else ""
        if index is None or r.random() < 0.2:
            if self.singles and r.random() < 0.5:
                return negated + r.choice(self.singles)
            clause = r.choice([f"for t in 0..{w}-1", f"for t in {w}-1 downto 0 by 2"])
            filtered = r.choice(["", "", " if t mod 2 = 0", " if t < v"])
            times = r.choice(["", "", " times t", " times v + 1"])
            return f"{negated}{self._indexed('t')}{times} {clause}{filtered}" if r.random() < 0.8 else f"{negated}q"
        return negated + self._indexed(self._off(index))

    def _indexed(self, index: str) -> str:
        return self.random.choice(["a[{i}]", "b[{i}]", *self.parts]).format(i=index)

    # ------------------------------------------------------------ parts

    def _part(self, place: int, w: str) -> _Part:
        r = self.random
        name, block = f"p{place}", r.choice(list(self.lists))
        if r.random() < 0.4:
            value = r.choice([w, f"max({w}, 1) - 1", f"{w} div 2", "2"])
            number = self._off(value)
            call = f"{block}({self._arguments(block, value, w, 'q')})"
            statements = [f"  if {w} >= 2", f"    {name} := {call}"] if value == "2" else [f"  {name} := {call}"]
            singles = [f"{name}.top"] if value != "2" else [f"{name}.top if {w} >= 2"]
            alias = f"{name}.o[i]" if value == w else None
            wires = [f"{name}.o[{{i}}]"] if value == w else []
            return _Part(f"{name} = {block}({number})", statements, wires, singles, alias)
        value = r.choice(["j", "j + 1", w, f"{w} - j"])
        here = value.replace("j", "i")
        before = f"{name}[i-1].top if i > 0" if r.random() < 0.5 else None
        call = f"{block}({self._arguments(block, here, w, before or 'q')})"
        statements = [f"  for i in 0..{w}-1", f"    {name}[{self._off('i')}] := {call}"]
        if before is not None and self.lists[block] is False:
            first = f"{block}({self._arguments(block, here.replace('i', '0'), w, 'q')})"
            rest = f"{block}({self._arguments(block, here, w, f'{name}[i-1].top')})"
            statements = [f"  if {w} > 0", f"    {name}[0] := {first}"]
            statements += [f"  for i in 1..{w}-1", f"    {name}[i] := {rest}"]
        wires = [f"{name}[{{i}}].top"] + ([f"{name}[0].o[{{i}}]"] if value == w else [])
        return _Part(f"{name}[j in 0..{w}-1] = {block}({value})", statements, wires, [], f"{name}[i].top")

    def _arguments(self, block: str, length: str, w: str, scalar: str) -> str:
        r = self.random
        found = [self._slice(length, w), self._slice(length, w), scalar if " if " not in scalar else "q"]
        if self.lists[block]:
            wires = [scalar if scalar != "q" else "NOT q"]
            wires.append(r.choice(LISTED))
            wires += ["s"] if self.has_list and r.random() < 0.5 else []
            found.append("(" + ", ".join(wires).replace("W", w) + ")")
        return ", ".join(found)

    def _slice(self, length: str, w: str) -> str:
        r = self.random
        array, other = r.choice(["a", "b", "g"]), r.choice(["a", "b"])
        whole = [array] if length == w else []
        cut = f"({length}) div 2"
        end = self._off(f"{length}-1")
        return r.choice(
            [
                *whole,
                f"{array}[0..{end}]",
                f"({array}[0..{cut}-1], {other}[{cut}..{length}-1])",
                f"({other}[0..{length}-1])",
                f"({array}[1..min({length}, {w}-1)], {other}[1..{length}-min({length}, {w}-1)])",
            ]
        )


class _Part:
    def __init__(
        self, header: str, statements: list[str], wires: list[str], singles: list[str], alias: str | None
    ) -> None:
        self.header = header
        self.statements = statements
        self.wires = wires
        self.singles = singles
        self.alias = alias
