"""Fingerprints: a hash of every circuit text, machine and trap message of the shipped library.

    python -m tests.fingerprints             # compare with fingerprints.json, on all three tiers
    python -m tests.fingerprints --update    # write it anew: read the difference before you commit

For each shipped program, under the default of its constants and under another setting of them: the SHA-256 of the text
at n = 1..16 and at one larger n (which has to be the same on every tier), the cells of its machine (which must never
grow), and the number of states. For each golden file of a trap, the SHA-256 of its text. A change of the code that is
meant to change nothing leaves the file as it is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.cases import PROGRAMS
from uniform.counters.machine.tapes import cells
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator
from uniform.language.tiers import TIERS
from uniform.library.entry import ShippedProgram

FILE = Path(__file__).with_suffix(".json")
TRAPS = Path(__file__).parent / "language" / "trap"
SMALL = range(1, 17)
LARGE = 20  # at least


def settings(entry: ShippedProgram) -> Iterator[dict[str, int]]:
    """No setting, and the first of those in the table."""
    yield {}
    yield from map(dict, entry.settings[:1])


def of_program(entry: ShippedProgram, setting: dict[str, int], tiers: tuple[str, ...] = TIERS) -> dict[str, Any]:
    """The fingerprint of one program. Raises AssertionError when two tiers print different bytes."""
    family = open_generator(entry.name, setting)
    width = cells(family.code)
    return {
        "cells": [width.per_bit, width.constant],
        "states": len(family.machine().states),
        "texts": {str(n): _text(family, n, tiers) for n in (*SMALL, max(entry.large, LARGE))},
    }


def of_traps() -> dict[str, str]:
    """The hash of each golden file, by its name."""
    return {file.name: _hash(file.read_bytes()) for file in sorted(TRAPS.iterdir()) if file.suffix == ".err"}


def label(entry: ShippedProgram, setting: dict[str, int]) -> str:
    """``exactly_k k=5``."""
    return " ".join((entry.name, *(f"{name}={value}" for name, value in setting.items())))


def recorded() -> dict[str, Any]:
    """What the file says."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def _text(family: Generator, n: int, tiers: tuple[str, ...]) -> str:
    hashes = {tier: _hash(b"".join(family.stream(n, tier))) for tier in tiers}
    assert len(set(hashes.values())) == 1, f"{family.name} at n = {n}: {hashes}"
    return hashes[tiers[0]]


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _now() -> dict[str, Any]:
    programs = {label(entry, chosen): of_program(entry, chosen) for entry in PROGRAMS for chosen in settings(entry)}
    return {"programs": programs, "traps": of_traps()}


def _differences(old: object, new: object, place: str = "") -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from _differences(old.get(key), new.get(key), f"{place} {key}")
    elif old != new:
        yield f"{place.strip()}: {old} -> {new}"


def main() -> int:
    """The command: 0 when nothing differs, or after an update."""
    parser = argparse.ArgumentParser(prog="python -m tests.fingerprints", description=__doc__.split("\n")[0])
    parser.add_argument("--update", action="store_true", help="write the file anew")
    arguments = parser.parse_args()
    now = _now()
    differences = list(_differences(recorded() if FILE.exists() else {}, now))
    print("\n".join(differences) if differences else f"{len(now['programs'])} programs: nothing differs")
    if arguments.update:
        FILE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        return 0
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
