"""Files whose names no terminal can show, or that are not UTF-8: every verb takes them, none ends in a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.quick import one_in
from uniform.arguments.texts import read_source
from uniform.cli import main
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Source, Span

TRAPS = "family exp(n)\n  input x[1..n]\n  output y\n  counter p <= 2\n\n  p <- n\n  y := XOR(x[i] for i in 1..n)\n"
NAMES = {
    b"\xff.gen": "\\udcff.gen",
    b"a\nb.gen": "a\\nb.gen",
    b"a\x1b[31m.gen": "a\\x1b[31m.gen",
    b'a "b" #c.gen': 'a "b" #c.gen',
    "\u00e9.gen".encode(): "\u00e9.gen",
}


@pytest.mark.parametrize("name", one_in(5, NAMES), ids=range(len(NAMES)))
def test_every_verb_takes_the_name(
    name: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = f"./{os.fsdecode(name)}"
    try:
        Path(file).write_text(TRAPS)
    except OSError:
        pytest.skip("this file system has no such names")
    for status, words in (
        (1, ["certify", file, "-o", f"{file}.certificate"]),
        (1, ["certify", file, "--json"]),
        (1, ["audit", f"{file}.certificate", "-n", "1"]),
        (1, ["audit", f"{file}.certificate", "-n", "1", "--json"]),
        (0, ["compile", file, "-o", f"{file}.tm"]),
        (0, ["compile", file]),
        (0, ["run", f"{file}.tm", "-n", "2"]),
        (1, ["run", file, "-n", "3"]),
        (1, ["run", file, "-n", "3", "--json"]),
        (0, ["generate", file, "-n", "2"]),
        (0, ["generate", file, "-n", "2", "-o", f"{file}.ckt"]),
        (2, ["generate", file, "-n", "3"]),
        (2, ["generate", file, "-n", "3", "--via", "machine"]),
        (1, ["check", file, "-n", "1..3", "--against", "parity_tree"]),
        (1, ["check", file, "-n", "1..3", "--against", "parity_tree", "--json"]),
        (0, ["measure", f"{file}.ckt"]),
        (0, ["convert", f"{file}.ckt", "-o", f"{file}.dot"]),
        (0, ["convert", f"{file}.tm", "-o", f"{file}.2.tm"]),
        (0, ["format", file]),
        (0, ["eval", f"{file}.ckt", "10"]),
        (2, ["certify", f"{file}x"]),
        (2, ["audit", f"{file}x"]),
        (2, ["run", file, "--input", file]),
        (2, ["explain", file]),
        (2, ["check", file, "--against", f"{file}.py:build"]),
        (2, [file]),
    ):
        assert main(words) == status, words
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        assert "\x1b" not in printed.out + printed.err
        assert not any("\ud800" <= each <= "\udfff" for each in printed.out)
        if words[0] == "certify" and status == 1 and "-o" in words:
            assert f"traps at n = 3 (U403 {NAMES[name]}:6:8)" in printed.out
    assert Path(f"{file}.tm").read_bytes().decode("utf-8").isprintable() is False  # line feeds, and it is UTF-8
    assert json.loads(Path(f"{file}.certificate").read_text())["file"] == file


@pytest.mark.slow
def test_standard_output_escapes_what_it_cannot_encode(tmp_path: Path) -> None:
    file = tmp_path / "\u00e9\u4e2d.gen"
    file.write_text(TRAPS)
    words = [sys.executable, "-m", "uniform", "certify", str(file)]
    ran = subprocess.run(
        words, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii:strict"}, check=False
    )
    assert ran.returncode == 1
    assert b"(U403 \\xe9\\u4e2d.gen:6:8)" in ran.stdout


@pytest.mark.parametrize("name", ["a\0b.gen", "\ud800.gen", "a\0b"])
def test_no_file_has_such_a_name(name: str) -> None:
    from uniform.family.opening import open_family
    from uniform.messages.errors import UniformError

    for call in (read_source, open_family):
        with pytest.raises(UniformError) as raised:
            call(name)
        assert raised.value.diagnostics[0].code in ("U704", "U705")
        assert str(raised.value).replace("\n", "").isprintable()


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    file = tmp_path / f"{'c' * 251}.ckt"
    assert main(["generate", "parity_tree", "-n", "2", "-o", str(file)]) == 0
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_a_device_without_an_end_is_too_large() -> None:
    from uniform.messages.errors import UniformError

    if not Path("/dev/zero").exists():
        pytest.skip("there is no such device here")
    with pytest.raises(UniformError, match="more than 1 MiB"):
        read_source("/dev/zero", 2**20)


def test_a_message_shows_no_control_characters() -> None:
    source = Source("a\x1b[2J.gen", "x\n")
    shown = str(Diagnostic("U704", "no `\x1b[31m\n`", Span(source, 0, 1), "\x07", notes=("\x08",), help="\udcff"))
    assert shown.replace("\n", "").isprintable()
    assert shown.splitlines()[0] == "error[U704]: no `\\x1b[31m\\n`"
    assert " --> a\\x1b[2J.gen:1:1" in shown
