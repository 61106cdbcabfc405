"""Certificates as an audit reads them, and with one value changed."""

from __future__ import annotations

import json
from typing import Any

from tests.cases import certificate
from uniform.certify.certificate import certify
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator

PARITY = open_generator("parity_tree")


def stated(program: Generator) -> Any:
    """The certificate of a program."""
    return json.loads(json.dumps(certify(program).to_json()))


STATED = json.loads(json.dumps(certificate("parity_tree").to_json()))


def changed(*path: Any, to: Any, certificate: Any = STATED) -> Any:
    """A certificate with another value in one place."""
    copy = json.loads(json.dumps(certificate))
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = to
    return copy
