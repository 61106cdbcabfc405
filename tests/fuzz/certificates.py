"""Certificates: one statement forged, and the audit refuses it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from tests.fuzz.subject import Case, Subject
from tests.language.random_programs import random_program
from uniform.certify.audit import audit, read_certificate
from uniform.certify.certificate import certify
from uniform.certify.reading import differences
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator, load
from uniform.library.table import programs
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

_FREE = re.compile(r"`(depth\.components\[\d+\]\.measure|total\.whiles\[\d+\]\.ranking|provers)")
_OTHERS = (None, True, False, 0, 1, 8.0, 1e308, float("nan"), "", "8", "proved", [], {}, [[]], {"status": "proved"})


def make(seed: int) -> Case:
    """The certificate of a program, shipped or random, with one change."""
    random = Random(seed)
    shipped = [entry.name for entry in programs()]
    named = random.choice(shipped) if random.random() < 0.5 else str(random.randrange(40))
    stated = json.loads(_stated(named))
    places = [place for place in _places(stated) if place[1] != "file"]
    holder, key = random.choice(places)
    _forge(random, holder, key)
    return Case(json.dumps(stated, indent=1), ".json", (named,))


def fault(case: Case) -> str | None:
    """None when the audit refuses, or when the forgery says what the certificate says."""
    if case.text == json.dumps(json.loads(_stated(case.given[0])), indent=1):
        return None
    try:
        stated = read_certificate(case.text)
        found = audit(stated, _family(case.given[0]), ())
    except UniformError:
        return None
    found_different = list(differences(json.loads(_stated(case.given[0])), stated))
    if not found_different:  # a program that traps is refused anyway
        return f"forged: no difference is found in the certificate of `{case.given[0]}`"
    if all(_FREE.match(each) for each in found_different):
        return None  # another measure or ranking that falls, or the versions of other provers, are no forgery
    return f"forged: the audit of `{case.given[0]}` is content" if found else None


def _forge(random: Random, holder: Any, key: Any) -> None:
    value = holder[key]
    match random.randrange(5):
        case 0 if isinstance(value, int):
            holder[key] = random.choice((value + 1, value - 1, float(value), str(value), bool(value)))
        case 1 if isinstance(holder, dict):
            del holder[key]
        case 1 | 2 if isinstance(holder, list):
            random.choice((holder.pop, holder.reverse, lambda: holder.append(value)))()
        case 3 if isinstance(holder, dict):
            holder[f"{key}_"] = value
        case 4 if isinstance(value, str):
            holder[key] = random.choice((value.upper(), f"{value} ", value[:-1], value + "\0", value + "\ud800"))
        case _:
            holder[key] = random.choice(
                [other for other in _OTHERS if type(other) is not type(value) or other != value]
            )


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each container with each of its keys or places."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


@cache
def _family(named: str) -> Generator:
    if named.isdigit():
        return load(Source("random.gen", random_program(int(named))))
    return open_generator(named)


@cache
def _stated(named: str) -> str:
    return json.dumps(certify(_family(named)).to_json())


CERTIFICATES = Subject("certificates", make, fault, shrinks=False)
