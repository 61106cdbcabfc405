"""Files of other simulators with mistakes in them: a machine that runs, or an error; never anything else."""

from __future__ import annotations

from random import Random

import pytest

from tests.cases import by_hand, machine_of
from tests.quick import one_in
from tests.turing.test_turing_machine_io import INCREMENT
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.exchange import WRITERS, read_foreign
from uniform.turing.machine import Machine, to_text
from uniform.turing.text.read import parse_machine

PIECES = [
    "",
    "\u00e9",
    "\u2028",
    "\ud800",
    "0",
    "^",
    ",",
    '"',
    "<",
    ">",
    "&",
    "}",
    "]",
    ":",
    "\n",
    "\t",
    "~",
    "null",
    "1e9",
]


def sample(ending: str) -> str:
    machine = machine_of(by_hand("count_ones"))
    return INCREMENT if ending == ".yaml" else WRITERS[ending](machine, None)


def mutate(text: str, random: Random) -> str:
    at, to = sorted(random.randrange(len(text) + 1) for _ in range(2))
    lines = text.splitlines(keepends=True)
    match random.randrange(6):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + random.choice(PIECES) + text[at + random.randrange(3) :]
        case 2:
            return text[:at] + text[to:]
        case 3:
            return text[:to] + text[at : at + 200] + text[to:]
        case 4:
            i, j = random.randrange(len(lines)), random.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            return "".join(lines)
    i = random.randrange(len(text))
    return text[:i] + text[i + 1 : i + 2] + text[i] + text[i + 2 :]


def read_or_refused(text: str, ending: str) -> Machine | None:
    """The machine, or None after a refusal that says where."""
    try:
        return read_foreign(Source("m", text), ending).machine
    except UniformError as error:
        if all(found.span is not None or found.code == "U618" for found in error.diagnostics):
            return None
        raise


@pytest.mark.parametrize("ending", one_in(4, [".jff", ".json", ".txt", ".yaml"]))
def test_a_mutated_file_is_read_or_refused(ending: str) -> None:
    text = sample(ending)
    refused = read = 0
    for seed in range(250):
        changed = mutate(text, Random(seed))
        if not changed.isprintable() and "\ud800" in changed and ending != ".json":
            changed = changed.replace("\ud800", "?")  # no text that is read from a file has it
        machine = read_or_refused(changed, ending)
        if machine is None:
            refused += 1
        else:
            assert parse_machine(Source("m.tm", to_text(machine))) == machine
            read += 1
    assert refused > 50
    assert read > 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ("[1]", "a list is not an object"),
        ("[" * 100_000, "this is not"),
        ('{"n_tapes": ' + "9" * 5000 + "}", "a number that is too long"),
        ('{"program": "a.gen"}', "the machine has no `n_tapes`, `initial_state`"),
    ],
)
def test_json_that_is_not_a_machine(text: str, message: str) -> None:
    with pytest.raises(UniformError, match=message):
        read_foreign(Source("m.json", text), ".json")
