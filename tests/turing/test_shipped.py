"""The hand-written machines against their specifications in Python, and their cells against their claims."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from random import Random

import pytest

from tests.cases import MACHINE_NAMES, MACHINES, by_hand, machine_of, page
from tests.quick import one_in
from uniform.arguments.texts import read_source
from uniform.family.opening import open_generator
from uniform.library.entry import ShippedMachine, Verdict
from uniform.messages.spans import Source
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import pack
from uniform.turing.emulator.run import run
from uniform.turing.emulator.simulate import History, configurations, expand
from uniform.turing.machine import to_text
from uniform.turing.text.parse import parse
from uniform.turing.text.read import parse_machine
from uniform.turing.text.warnings import warnings

EVERY = pytest.mark.parametrize("entry", MACHINES, ids=MACHINE_NAMES)


def words(entry: ShippedMachine, most: int) -> list[str]:
    """All short words, about ``most`` of them."""
    found: list[str] = []
    for length in itertools.count():
        if len(entry.alphabet) ** length + len(found) > most:
            return found
        found += ["".join(word) for word in itertools.product(entry.alphabet, repeat=length)]
    raise AssertionError


def nearby(word: str, alphabet: str, random: Random) -> list[str]:
    """The word with one symbol changed, one lost, one doubled, and two neighbors exchanged."""
    if len(word) < 2:
        return []
    at = random.randrange(len(word) - 1)
    return [
        word[:at] + random.choice(alphabet) + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]


def verdict(outcome: Run, expected: Verdict) -> Verdict:
    assert outcome.halted in ("accept", "reject"), outcome.reason
    if isinstance(expected, bool):
        return outcome.halted == "accept"
    return outcome.output if outcome.halted == "accept" else None


@pytest.mark.parametrize("entry", one_in(5, MACHINES), ids=MACHINE_NAMES)
def test_short_words(entry: ShippedMachine) -> None:
    """All of them: the specification holds, and the claim is the worst case of each length, or met by all words."""
    packed = pack(machine_of(entry))
    visited: dict[int, list[int]] = {}
    for word in words(entry, 700) if len(entry.alphabet) > 1 else ["1" * n for n in range(60)]:
        outcome = run(packed, word)
        expected = entry.specify(word)
        assert verdict(outcome, expected) == expected, word
        assert outcome.claim is not None
        assert not outcome.overdrawn, word
        visited.setdefault(len(word), []).append(outcome.visited - outcome.claim)
    for length, cells in visited.items():
        if length > 0:
            assert max(cells) == 0, length
            assert entry.every == (min(cells) == 0) or length < 2, length


@pytest.mark.slow
@EVERY
def test_all_words_of_a_decent_length(entry: ShippedMachine) -> None:
    """Over two symbols those to length 10, over four those to length 5."""
    packed = pack(machine_of(entry))
    for word in words(entry, 3_000) if len(entry.alphabet) > 1 else ["1" * n for n in range(60, 133)]:
        outcome = run(packed, word)
        expected = entry.specify(word)
        assert verdict(outcome, expected) == expected, word
        assert not outcome.overdrawn, word


@pytest.mark.slow
@EVERY
def test_long_words_and_those_next_to_them(entry: ShippedMachine) -> None:
    """Words that are likely to be accepted, and the same with a symbol changed, lost, or doubled."""
    packed = pack(machine_of(entry))
    random = Random(0)
    accepted = 0
    for _ in range(60):
        word = entry.likely_word(random)
        for each in (word, *nearby(word, entry.alphabet, random)):
            outcome = run(packed, each)
            expected = entry.specify(each)
            assert verdict(outcome, expected) == expected, each
            assert not outcome.overdrawn, each
            accepted += outcome.halted == "accept"
    assert accepted >= 40


@EVERY
def test_claim_is_met_with_equality(entry: ShippedMachine) -> None:
    packed = pack(machine_of(entry))
    for n in (*range(1, 34), 63, 64, 65, 200):
        outcome = run(packed, entry.tight(n))
        assert outcome.visited == outcome.claim, n


@pytest.mark.parametrize("entry", one_in(5, MACHINES), ids=MACHINE_NAMES)
def test_a_claim_of_a_cell_less_is_caught(entry: ShippedMachine) -> None:
    original = machine_of(entry)
    greedy = replace(original, space=f"{original.space} - 1")
    for n in (1, 2, 7, 8, 40):
        word = entry.tight(n)
        outcome = run(greedy, word)
        assert outcome.overdrawn
        assert not outcome
        assert f"too few: {outcome.visited} were visited" in str(outcome)
        assert outcome.to_json()["cells"]["within_claim"] is False
        assert not run(original, word).overdrawn


@EVERY
def test_the_readme_states_alphabet_and_cells(entry: ShippedMachine) -> None:
    original = machine_of(entry)
    how = "for every word" if entry.every else "for the worst word"
    assert f"- symbols of the input: `{' '.join(entry.alphabet)}`\n" in page(entry)
    such_as = "" if entry.every else f", such as `{entry.tight(6)}`"
    assert f"- work cells: `{original.space}` {how} of length n{such_as}\n" in page(entry)
    assert f"# {entry.name}\n" in page(entry)
    text = entry.file.read_text(encoding="utf-8")
    assert re.search(rf"^space  {re.escape(original.space or '')} +# {how} of length n$", text, re.MULTILINE)


@EVERY
def test_canonical_text(entry: ShippedMachine) -> None:
    original = machine_of(entry)
    text = to_text(original)
    assert parse_machine(Source("m.tm", text)) == original
    assert to_text(parse_machine(Source("m.tm", text))) == text
    assert warnings(parse(read_source(entry.file))) == []


@pytest.mark.parametrize("entry", one_in(5, MACHINES), ids=MACHINE_NAMES)
def test_slow_and_fast_run_agree(entry: ShippedMachine) -> None:
    original = machine_of(entry)
    packed, plain = pack(original), expand(original)
    for word in words(entry, 60) if len(entry.alphabet) > 1 else ["1" * n for n in range(20)]:
        fast = run(packed, word)
        for each in (original, plain):
            *_, last = configurations(each, word, every=10**9)
            assert (last.ended, last.step, last.output) == (fast.halted, fast.steps, fast.output)
            assert last.cells == tuple(cells for _, cells in fast.tapes)
            assert last.tapes[1:] == fast.contents


def test_history_goes_back_to_where_it_came_from() -> None:
    machine = machine_of(by_hand("parity_chain"))
    history = History(machine, 3)
    seen = [history.now]
    while history.forward():
        seen.append(history.now)
    assert seen == list(configurations(machine, 3))
    for expected in reversed(seen[:-1]):
        assert history.back()
        assert history.now == expected
    assert not history.back()


def test_the_hand_written_generator_prints_what_the_program_prints() -> None:
    packed, family = pack(machine_of(by_hand("parity_chain"))), open_generator("parity_chain")
    for n in (*range(1, 33), 99, 100, 101, 1000):
        assert run(packed, n).output == b"".join(family.stream(n)).decode()


def test_a_reduction_reduces() -> None:
    """k divides n exactly when the graph that the reduction prints has a path."""
    names = ("divides_to_path", "divides", "functional_path")
    reduction, divides, path = (pack(machine_of(by_hand(name))) for name in names)
    for k, n in itertools.product(range(6), range(13)):
        word = "1" * k + "#" + "1" * n
        graph = run(reduction, word).output
        assert graph is not None
        assert bool(run(divides, word)) == bool(run(path, graph)), (k, n)
