"""What parts are replaced with means the same on every tier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from tests.language.core_programs import Core, Outside, View, generator
from tests.language.tiers import require_agreement
from uniform.language.pipeline import Generator
from uniform.language.syntax.expressions import Expression
from uniform.language.syntax.program import Instantiate, Scope


def sums() -> Generator:
    """Parts of growing width, that read the part before them, with a part in each of them."""

    def parts(core: Core) -> None:
        with core.scope():
            j = core.range("1..n", "j")
            width = core.bind("w", core.number("j + 1"), None, "2*n")
            core.declare("part", ("add", 1), ranges=(j,))
            core.declare("gate", ("add", 1), ("s", 1), ranges=(j, core.range("0..w-1")), bindings=(width,))
            k = core.range("1..w div 2", "k")
            core.declare("part", ("add", 1), ("pair", 1), ranges=(j, k), bindings=(width,))
            core.declare("gate", ("add", 1), ("pair", 1), ("both", 0), ranges=(j, k), bindings=(width,))
            views = core.arrays
        core.arrays = views
        for name, ranges in (("add.s", ("0..w-1",)), ("add.pair.both", ())):
            view = views[name]
            assert isinstance(view, View)
            views[name] = replace(view, outside=partial(outside, ranges=ranges))

    def outside(core: Core, indices: tuple[Expression, ...], ranges: tuple[str, ...]) -> Outside:
        bindings = [core.bind("j2", indices[0], "1", "n"), core.bind("w", core.number("j2 + 1"), None, "2*n")]
        leading = [core.number("j2")]
        if not ranges:
            bindings.append(core.bind("k2", indices[1], "1", "w div 2"))
            leading.append(core.number("k2"))
        return tuple(bindings), tuple(leading), tuple(map(core.range, ranges))

    def add(core: Core, statement: Instantiate) -> Scope:
        index = core.bind("j", core._bound(statement.target.steps[0].indices[0]), "1", "n")
        width = core.bind("w", core.number("j + 1"), None, "2*n")
        enter = core.enter("add", "j", statement)
        s = core.local("s", "add.s", "j", core.range("0..w-1"))
        core.arrays["a"] = View(core.arrays["x"].symbol, shift="0", ends=("0", "w-1"))  # type: ignore[union-attr]
        before = core.arrays["add.s"]
        assert isinstance(before, View)
        core.arrays["low"] = View(before.symbol, (core.number("j - 1"),), (core.range("0..w-2"),))
        count = core.counter("v", "w")
        body = core.statements("""
            for i in 0..w-1
              v <- v + i mod 2
              s[i] := XOR(a[i], low[k] for k in 0..w-2 if k = i and j > 1)
            for k in 1..w div 2
              pair[k] := pair()
        """)
        return Scope((index, width, enter, s, count, *body), statement.span)

    def pair(core: Core, statement: Instantiate) -> Scope:
        k = core.bind("k1", core._bound(statement.target.steps[0].indices[0]), "1", "w div 2")
        enter = core.enter("add.pair", "j, k1", statement)
        both = core.local("both", "add.pair.both", "j, k1")
        return Scope(
            (k, enter, both, *core.statements("both := THRESHOLD(v; s[2*k1-2], NOT s[2*k1-1])")), statement.span
        )

    core = Core(
        """
        family sums(n)
          input x[0..n]
          output y[0..n]
        begin
          for i in 1..n
            add[i] := add()
          for i in 0..n
            y[i] := OR(add.s[n, i], add.pair.both[n, k] for k in 1..(n + 1) div 2)
        """,
        parts,
        {"add": add, "pair": pair},
    )
    return generator(core)


PROGRAMS: dict[str, Callable[[], Generator]] = {"sums": sums}


@pytest.mark.parametrize("name", PROGRAMS)
def test_all_tiers_print_the_same(name: str) -> None:
    family = PROGRAMS[name]()
    for n in (1, 2, 3, 5, 8):
        assert require_agreement(family, n)[1] is None
