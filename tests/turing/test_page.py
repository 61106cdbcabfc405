"""The page of the machine form holds a reader and a runner: they agree with ours on every machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cases import MACHINE_NAMES, MACHINES
from tests.turing.random_machines import random_machine, random_word
from uniform.family.opening import open_generator
from uniform.library.entry import ShippedMachine
from uniform.messages.spans import Source
from uniform.turing.emulator.run import RunLimits, run
from uniform.turing.machine import to_text
from uniform.turing.text.read import parse_machine

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "machines.md").read_text(encoding="utf-8")
MOST = 2000


@cache
def on_the_page() -> Callable[[str, str, int], tuple[str | None, int, str, list[int]]]:
    found = re.search(r"^```python reader\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    names: dict[str, Any] = {}
    exec(found[1], names)
    runner: Callable[[str, str, int], tuple[str | None, int, str, list[int]]] = names["run"]
    return runner


def agree(text: str, word: str, most: int) -> str:
    ended, steps, output, cells = on_the_page()(text, word, most)
    ours = run(parse_machine(Source("m.tm", text)), word, limits=RunLimits(steps=most))
    if ended is not None and steps <= most:
        assert (ended, steps, output) == (ours.halted, ours.steps, ours.output)
        assert cells == [each for _, each in ours.tapes]
    else:
        assert ours.halted in ("limit", "loop")
    return ours.halted


@pytest.mark.parametrize("entry", MACHINES, ids=MACHINE_NAMES)
def test_shipped_machines(entry: ShippedMachine) -> None:
    text = entry.file.read_text(encoding="utf-8")
    for length in (0, 1, 4):
        agree(text, entry.tight(length) if length else "", 10**6)


def test_a_compiled_machine() -> None:
    assert agree(to_text(open_generator("parity_tree").machine()), "111", 10**6) == "accept"


@pytest.mark.slow
def test_random_machines() -> None:
    found = {agree(to_text(random_machine(seed, most_tapes=3)), random_word(seed), MOST) for seed in range(100)}
    assert found >= {"accept", "reject", "trap", "stuck", "loop"}


def test_spaces_quotes_and_comments() -> None:
    text = """machine odd # a comment
  "not -> a rule; # nor a comment"
input  in: "#" ";" "\\"" - a   # five symbols
work   accept: ">" "," 0
start  go
  go: @ "a -> b"
      in=^->in>,accept>;go
  in=- ->accept:">",in>,print ", \\"->;#"   # "
  in="#;" accept="_>" -> accept:","  , in>
  in=a -> trap"a; -> #"
  else -> accept
"""
    assert agree(text, "-a", 100) == "trap"
    assert agree(text, '-;"', 100) == "accept"
    assert agree(text, "-#-#", 100) == "accept"
