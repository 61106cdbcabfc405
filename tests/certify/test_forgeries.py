"""Certificates forged in every leaf, and files that are no certificates: each is refused with a reason."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cases import NAMES, PROGRAMS, certificate
from tests.quick import one_in
from uniform.certify.audit import audit, read_certificate
from uniform.certify.reading import differences
from uniform.cli import main
from uniform.family.opening import open_generator
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import UniformError

pytestmark = pytest.mark.slow

EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)
STATED: dict[str, Any] = json.loads(json.dumps(certificate("parity_tree").to_json()))


class Name(str):
    """A text of another type, equal to it."""

    __slots__ = ()


def places(value: Any, path: str = "") -> Iterator[tuple[Any, Any, str]]:
    """Each container inside a value with each of its keys, and the path of what is there."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        here = f"{path}[{key}]" if isinstance(value, list) else f"{path}.{key}".removeprefix(".")
        yield value, key, here
        yield from places(value[key], here)


def others(value: Any) -> list[Any]:
    """What a forger may put in place of a value; nothing of it is the same statement."""
    found: list[Any] = [None, [], {}, [value], {"status": value}, float("nan"), float("inf"), 1e308, 10**400, -(2**70)]
    if isinstance(value, int):
        found += [value + 1, value - 1, -value - 1, float(value), str(value), complex(value)]
        found += [bool(value)] if value in (0, 1) else [True, False]
        found += [-0.0] if value == 0 else []
    elif isinstance(value, str):
        found += [f"{value}_", value.upper() + "!", value + "\0", value + "\ud800", "\ufeff" + value, f" {value}"]
        found += [value.encode(), Name(value), 0, True]
    elif isinstance(value, list):
        found += [[*value, 1], tuple(value), value[:-1] if value else [0], [*reversed(value), 0]]
    elif isinstance(value, dict):
        found += [{**value, "surplus": 0}, {**value, 1: 0}, {**value, "\ud800": None}, list(value.items())]
    return [each for each in found if type(each) is not type(value) or each != value]


@pytest.mark.proofs
@EVERY
def test_nothing_can_be_forged(entry: ShippedProgram) -> None:
    """Each value of each certificate, as another value and as an equal one of another type; a key less; a key more."""
    stated = json.loads(json.dumps(certificate(entry.name).to_json()))
    assert list(differences(stated, copy.deepcopy(stated))) == []
    derived, count = copy.deepcopy(stated), 0
    for holder, key, path in list(places(stated)):
        value = holder[key]
        if path == "file":  # where the program was is no statement about it
            continue
        repeated = re.search(r"obligations\[(\d\d|[3-9])", path) is not None  # more of the same kind: some forgeries do
        for other in others(value)[-4 if repeated else 0 :]:
            holder[key] = other
            found = next(differences(derived, stated), None)
            assert found is not None, (path, other)
            assert f"`{path}" in found
            assert len(found) < 250
            assert found.isprintable()
            count += 1
        holder[key] = value
        if isinstance(holder, dict):
            del holder[key]
            assert list(differences(derived, stated)) == [f"`{path}` is missing"]
            holder[key] = value
    assert count > 400


def test_entries_of_lists_are_compared_each() -> None:
    derived = {"traps": [{"n": [1, 2]}, {"n": [3]}]}
    assert list(differences(derived, {"traps": [{"n": [1, 2.0]}, {"n": [True]}]})) == [
        "`traps[0].n[1]` is 2.0, but should be 2",
        "`traps[1].n[0]` is true, but should be 3",
    ]
    assert list(differences(derived, {"traps": [{"n": [1, 2]}]})) == ["`traps` has length 1, but should have length 2"]


TRUE = json.dumps(STATED)
CELLS = '"per_bit": 6, "constant": 16'
assert TRUE.count(CELLS) == 1
IN_TEXT = {
    **{
        word: (f"`space.cells.per_bit` is {shown}, but should be 6", 1)
        for word, shown in {
            "6.0": "6.0",
            "true": "true",
            '"6"': '"6"',
            "-0.0": "-0.0",
            "6e0": "6.0",
            "1e400": "Infinity",
            "[6]": "a list",
            "[]": "[]",
            '{"a": 6}': "an object",
            "null": "null",
            "-6": "-6",
            "7": "7",
            '"\\u0000"': '"\\u0000"',
            '"\\ud800"': '"\\ud800"',
            '"\\u001b[31m"': '"\\u001b[31m"',
            "9" * 2000: "a number of 6644 binary digits",
        }.items()
    },
    **{word: (f"not a certificate: JSON has no number `{word}`", 2) for word in ("NaN", "Infinity", "-Infinity")},
    "9" * 5000: ("not a certificate: a number has 5000 digits", 2),
    '6, "per_bit": 6': ('not a certificate: "per_bit" appears twice in one object', 2),
    '6, "per_\\u0062it": 6': ('not a certificate: "per_bit" appears twice in one object', 2),
    "[" * 100_000: ("not a certificate: it is nested too deeply", 2),
    "06": ("is not JSON", 2),
    "0x6": ("is not JSON", 2),
    "+6": ("is not JSON", 2),
    "6,": ("is not JSON", 2),
    "6 /* six */": ("is not JSON", 2),
}


@pytest.mark.parametrize("word", one_in(4, IN_TEXT), ids=lambda word: word[:12].encode("unicode_escape").decode())
def test_forged_files(word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the command line: a finding (1), or no certificate at all (2), and the reason; never a traceback."""
    reason, status = IN_TEXT[word]
    file = tmp_path / "forged.certificate"
    file.write_text(TRUE.replace(CELLS, CELLS.replace("6,", f"{word},")))
    assert main(["audit", str(file), "-n", "1"]) == status
    printed = capsys.readouterr()
    assert reason in (printed.out if status == 1 else printed.err)
    assert printed.out.isascii()


NAMED = {
    "a\\u0000.gen": "the program `a\\x00.gen` cannot be found",
    "\\ud800.gen": "the program `\\ud800.gen` cannot be found",
    "\\udcff.gen": "the program `\\udcff.gen` cannot be found",
    "a\\u001b[31m\\nb": "the program `a\\x1b[31m\\nb` cannot be found",
    "-": "the program `-` cannot be found",
    "": "the program `` cannot be found",
    "/": "the program `/` cannot be found",
    "x/" * 1000: "cannot be found",
    "parity_tree/": "cannot be found",
    "majority.ckt": "cannot be found",
}


@pytest.mark.parametrize("name", NAMED, ids=range(len(NAMED)))
def test_names_of_no_program(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "forged.certificate"
    file.write_text(TRUE.replace('"file": "parity_tree"', f'"file": "{name}"'))
    assert main(["audit", str(file), "-n", "1"]) == 2
    assert NAMED[name] in capsys.readouterr().err


def test_no_python_is_run_to_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "theirs.py").write_text("raise SystemExit('they run')\n")
    file = tmp_path / "forged.certificate"
    file.write_text(json.dumps({**STATED, "file": f"{tmp_path / 'theirs.py'}:build"}))
    for words in (["audit", str(file)], ["certify", f"{tmp_path / 'theirs.py'}:build"]):
        assert main(words) == 2
        assert "is not a program: it is a direct builder" in capsys.readouterr().err


BYTES = {
    b"\xff\xfe{}": "it is UTF-16 text",
    TRUE.encode("utf-16"): "it is UTF-16 text",
    b"\xff{}": "is not UTF-8 text",
    TRUE.encode() + b"\0": "it is not text",
    TRUE.encode() + b"{}": "is not JSON",
    TRUE.encode()[:-1]: "is not JSON",
    b"": "the text is empty",
    b"[]": "it is not a JSON object",
    b"8": "it is not a JSON object",
    b"{}": "`program` is missing",
    json.dumps({**STATED, "constants": {"k": 2.0}}).encode(): "`constants` are not whole numbers",
    json.dumps({**STATED, "constants": {"k": True}}).encode(): "`constants` are not whole numbers",
    json.dumps({**STATED, "constants": []}).encode(): "`constants` are not whole numbers",
    json.dumps({**STATED, "file": 3}).encode(): "`file` is not a name",
    json.dumps({**STATED, "constants": {"k": 2}}).encode(): "the program has no constants",
    json.dumps({**STATED, "constants": {"\ud800": 2}}).encode(): "the program has no constants",
}


@pytest.mark.parametrize("content", BYTES, ids=range(len(BYTES)))
def test_what_is_no_certificate_is_refused(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "forged.certificate"
    file.write_bytes(content)
    assert main(["audit", str(file), "-n", "1"]) == 2
    assert BYTES[content] in capsys.readouterr().err


def test_a_byte_order_mark_is_no_forgery(tmp_path: Path) -> None:
    file = tmp_path / "true.certificate"
    file.write_bytes(b"\xef\xbb\xbf" + TRUE.encode())
    assert main(["audit", str(file), "-n", "1"]) == 0


@pytest.mark.parametrize(("count", "left"), [(1000, "980 more findings"), (21, "1 more finding")])
def test_many_findings_are_counted(count: int, left: str) -> None:
    forged = read_certificate(json.dumps({**STATED, **{f"more{number}": 0 for number in range(count)}}))
    found = audit(forged, open_generator("parity_tree"), (1,))
    assert len(found.findings) == count
    assert str(found).splitlines()[-1] == f"refused: {left}"


@pytest.mark.parametrize("value", [10**5000, {"a": 10**5000}, [[]] * 10**6, object(), "x" * 10**6], ids=range(5))
def test_a_finding_is_short(value: Any) -> None:
    (finding,) = differences({"n": 1}, {"n": value})
    assert len(finding) < 200


@pytest.mark.parametrize("depth", [500, 900])
def test_what_is_nested_is_a_finding(depth: int) -> None:
    text = TRUE.replace(CELLS, CELLS.replace("6,", "[" * depth + "]" * depth + ","))
    found = audit(read_certificate(text), open_generator("parity_tree"), ())
    assert found.findings == ("`space.cells.per_bit` is a list, but should be 6",)


def test_what_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(UniformError, match="it is nested too deeply"):
        read_certificate(TRUE.replace(CELLS, CELLS.replace("6,", "[" * 10**5 + "]" * 10**5 + ",")))
