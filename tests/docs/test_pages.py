"""Every page of the documentation is true: its programs parse, its commands print what it shows.

A page of ``docs`` is read from top to bottom in an empty folder, any other page in one that has ``examples`` and
``machines``. A fenced block
whose info string has ``file=NAME`` becomes that file; a ``python`` block without a name is run. In a ``console`` block
each line that begins with ``$ uniform`` or ``$ python`` is run, and the lines up to the next ``$`` must be what it
prints: standard output, then standard error without the note that something is compiled for the first time; ``...``
alone on a line stands for any lines, at least one.
``pytest --update-golden`` writes what is printed into the pages; read the difference before you commit.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from uniform.cli import DEFECT, main
from uniform.language.format import format_program
from uniform.messages.spans import Source

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "examples", "machines")
PAGES = [ROOT / "README.md", *(page for name in FOLDERS for page in sorted((ROOT / name).rglob("*.md")))]
COMPILING = re.compile(r"^note: compiling .*\n", re.MULTILINE)  # said where no kernel is in the cache
BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_page(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in () if page.is_relative_to(ROOT / "docs") else ("examples", "machines"):
        (tmp_path / folder).symlink_to(ROOT / folder)

    def run(command: str) -> str:
        words = shlex.split(command, comments=True)
        if words[0] == "python":
            done = subprocess.run([sys.executable, *words[1:]], capture_output=True, text=True, check=True)
            return done.stdout + COMPILING.sub("", done.stderr)
        capfd.readouterr()
        assert main(words[1:]) != DEFECT, f"{command}\n{capfd.readouterr().err}"
        captured = capfd.readouterr()
        return captured.out + COMPILING.sub("", captured.err)

    text = page.read_text(encoding="utf-8")
    shown = BLOCK.sub(lambda match: _replay(match, tmp_path, run), text)
    if shown != text and request.config.getoption("--update-golden"):
        page.write_text(shown, encoding="utf-8")
    else:
        assert shown == text


def _replay(match: re.Match[str], folder: Path, run: Callable[[str], str]) -> str:
    info, body = match["info"], match["body"]
    name = re.search(r"file=(\S+)", info)
    if name:
        (folder / name[1]).write_text(body, encoding="utf-8")
        return match[0]
    if info == "python":
        exec(compile(body, "<page>", "exec"), {})
    if not info.startswith("console"):
        return match[0]
    return f"```{info}\n{''.join(_session(body, run))}```"


def _session(body: str, run: Callable[[str], str]) -> list[str]:
    parts = re.split(r"^(?=\$ )", body, flags=re.MULTILINE)
    shown = []
    for part in parts:
        command, _, expected = part.partition("\n")
        if not command.startswith(("$ uniform", "$ python")):
            shown.append(part)
            continue
        printed = run(command.removeprefix("$ "))
        shown.append(f"{command}\n{expected if _matches(expected, printed) else printed}")
    return shown


def _matches(expected: str, printed: str) -> bool:
    pattern = re.escape(expected).replace(re.escape("...\n"), "(?:.*\n)+?")
    return re.fullmatch(pattern, printed) is not None


def test_programs_on_pages_are_in_canonical_layout() -> None:
    """Those that parse, on all pages but those of errors, which are about single lines."""
    untidy, number = [], 0
    for page in PAGES:
        if page.parent.name == "errors":
            continue
        for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
            if block["info"].split()[:1] != ["gen"] or not re.search(r"^family ", block["body"], re.MULTILINE):
                continue
            number += 1
            if format_program(Source(page.name, block["body"])) != block["body"]:
                untidy.append(f"{page.name}: {block['body'][:60]}")
    assert untidy == []
    assert number > 40
