"""A run that never ends is found as a loop, soon, in every tier, and no other run is taken for one."""

from __future__ import annotations

import pytest

from tests.language.random_loops import random_loops
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.language.meaning.watch import Watch
from uniform.language.pipeline import Generator, load
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import Source

HEAD = "family e(n)\n  input  x[1..n]\n  output y\n  gate   g[1..n]\n  counter v <= n^2\n  counter w <= n\n"

ENDLESS = {
    "nothing changes": ("  while 1 = 1\n    v <- v\n", "v = 0, w = 0", 1),
    "the same is stored": ("  v <- 1\n  while v >= 1\n    v <- 1\n", "v = 1, w = 0", 1),
    "nothing is left of a condition": ("  while not 1 = 2\n    if 2 = 3\n      v <- 1\n", "v = 0, w = 0", 1),
    "one in another, both empty": ("  while 1 = 1\n    while 2 = 2\n      v <- v\n", "v = 0, w = 0", 1),
    "a circle": ("  while v < 5\n    v <- (v + 1) mod 4\n", "v = 1, w = 0", 4),
    "a circle that is entered late": ("  v <- n^2\n  while v > 0\n    v <- max(v, 4) - 1\n", "v = 3, w = 0", 1),
    "the outer of two": (
        "  while v = 0\n    w <- 0\n    while w < n\n      w <- w + 1\n",
        "v = 0, w = 4",
        1,
    ),
    "the inner of two": (
        "  while v = 0\n    w <- 1\n    while w > 0\n      w <- 1 + w mod 3\n",
        "v = 0, w = 3",
        3,
    ),
    "around a loop that counts": (
        "  while w < n\n    for i in 1..w + 1\n      v <- i\n    w <- v mod n\n",
        "v = 1, w = 1",
        4,
    ),
    "within a loop that counts": (
        "  for i in 1..n\n    let k = i + 1\n    while k = 3\n      v <- k\n",
        "v = 3, w = 0, i = 2, k = 3",
        1,
    ),
    "after gates": (
        "  for i in 1..n\n    g[i] := x[i]\n    while i = 3\n      w <- i\n",
        "v = 0, w = 3, i = 3",
        1,
    ),
    "gates in the first passes": (
        "  while v >= 0\n    v <- min(v + 1, n + 1)\n    if v <= n\n      g[v] := x[v]\n",
        "v = 5, w = 0",
        1,
    ),
    "beyond 62 digits": ("  let big = n^32 * n^32\n  while big > v\n    v <- 7\n", f"big = {4**64}, v = 7, w = 0", 1),
}


def endless(body: str) -> Generator:
    lets = [line for line in body.splitlines(keepends=True) if line.startswith("  let")]
    rest = body.replace("".join(lets), "")
    head = HEAD.replace("  counter v", "".join(lets) + "  counter v")
    return load(Source("e.gen", f"{head}\n{rest}  y := g[1]\n"))


@pytest.mark.parametrize(("body", "numbers", "passes"), one_in(4, ENDLESS.values()), ids=ENDLESS)
def test_every_tier_says_which_while_with_what_numbers(body: str, numbers: str, passes: int) -> None:
    generator = endless(body)
    said = set()
    for via in ("fast", "reference", "machine"):
        with pytest.raises(Trap) as caught:
            generator.circuit(4, via)
        said.add(str(caught.value))
        with pytest.raises(Trap) as caught:
            list(generator.stream(4, via))
        said.add(str(caught.value))
    (only,) = said
    later = "1 pass later" if passes == 1 else f"{passes} passes later"
    assert caught.value.diagnostics[0].code == "U413"
    assert f"= note: n = 4, {numbers}\n" in only
    assert later in only


IN_FUNCTIONS = {
    "in the function": (
        "def f(a <= n) -> r <= n\n  while r < 2 or a = 3\n    r <- (r + 1) mod 4\n\n",
        "  for i in 1..n\n    v <- f(i)\n",
        "`while r < 2 or a = 3` never ends",
        "a = 3, r = 1",
        4,
    ),
    "around the call": (
        "def f(a <= n) -> r <= n\n  while r < 3\n    r <- r + 1\n\n",
        "  while w < n\n    w <- f(w) mod n\n",
        "`while w < n` never ends",
        "v = 0, w = 3",
        1,
    ),
    "in a function, around a call": (
        "def f(a <= n) -> r <= n\n  while r < a\n    r <- r + 1\n\n"
        "def g(a <= n) -> s <= n\n  while s <= a\n    s <- f(s + 1) mod a\n\n",
        "  while v < n\n    v <- v + 1\n  w <- g(3)\n",
        "`while s <= a` never ends",
        "a = 3, s = 2",
        3,
    ),
    "in the condition": (
        "def f(a <= n^2) -> r <= n\n  for i in 0..a\n    r <- i mod n\n\n",
        "  while f(v) < 3\n    v <- (v + 1) mod 3\n",
        "`while f(v) < 3` never ends",
        "v = 2, w = 0",
        3,
    ),
}


@pytest.mark.parametrize("case", IN_FUNCTIONS)
def test_every_tier_finds_the_loop_in_or_around_a_function(case: str) -> None:
    functions, body, message, numbers, passes = IN_FUNCTIONS[case]
    generator = load(Source("e.gen", f"{functions}{HEAD}\n{body}  y := g[1]\n"))
    said = set()
    for via in ("fast", "reference", "machine"):
        with pytest.raises(Trap) as caught:
            generator.circuit(4, via)
        said.add(str(caught.value))
    (only,) = said
    assert only.startswith(f"error[U413]: {message}\n")
    assert f"= note: n = 4, {numbers}\n" in only
    assert f"again {'1 pass' if passes == 1 else f'{passes} passes'} later" in only


@pytest.mark.parametrize("block", one_in(4, range(4)))
def test_random_loops_end_alike(block: int) -> None:
    """The reference and the fast tier find the same loop at the same moment, or none."""
    limits = Limits(max_steps=20_000)
    endings = {"ended": 0, "U413": 0}
    for seed in range(50 * block, 50 * block + 50):
        generator = load(Source("loops.gen", random_loops(seed)))
        said = [_ending(generator, via, limits) for via in ("fast", "reference")]
        assert said[0] == said[1], random_loops(seed)
        assert "U411" not in said[0], random_loops(seed)
        endings["U413" if "U413" in said[0] else "ended"] += 1
    assert min(endings.values()) >= 10, endings


@pytest.mark.slow
def test_no_run_that_ends_is_taken_for_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the watch, the runs that were called endless go on to the limit, and no others."""
    generators = [load(Source("loops.gen", random_loops(seed))) for seed in range(100)]
    endless = ["U413" in _ending(generator, "reference", Limits()) for generator in generators]
    assert {*endless} == {True, False}
    monkeypatch.setattr(Watch, "after_pass", lambda *_: 0)
    limits = Limits(max_steps=3000)
    assert endless == ["U411" in _ending(generator, "reference", limits) for generator in generators]


@pytest.mark.slow
def test_random_loops_end_alike_on_the_machine() -> None:
    for seed in range(20):
        generator = load(Source("loops.gen", random_loops(seed)))
        assert _ending(generator, "machine", Limits()) == _ending(generator, "fast", Limits()), random_loops(seed)


def _ending(generator: Generator, via: str, limits: Limits) -> str:
    """What a run says in the end. Outputs are missing, so that it says something if it is not endless."""
    try:
        list(generator.stream(2, via, limits))
    except (Trap, LimitReached) as end:
        return str(end)
    raise AssertionError("all outputs were printed")
