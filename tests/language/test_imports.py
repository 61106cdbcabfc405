"""Imports: a program in several files means the same as in one, whatever route leads to a file."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

import pytest

import uniform as u
from uniform.certify.audit import audit
from uniform.counters.show import show
from uniform.family.generated import load
from uniform.language.format import format_program
from uniform.language.imports import MAX_FILES, files_of, library_names, read_imports
from uniform.language.parse.parser import parse
from uniform.language.pipeline import Generator
from uniform.messages.errors import Trap, UniformError
from uniform.messages.spans import Source
from uniform.turing.machine import to_text

WIDTHS = """\
const k = 2
let   w = n + k
"""
PAIRS = """\
import "widths.gen"

let last = w - 1

block both()
  input  a, b
  output s

  s := AND(a, b)
"""
MAIN = """\
import "parts/pairs.gen"
import "parts/widths.gen"

family pairs(n)
  input  x[0..w]
  output y
  part   p[0..last] = both()

  for i in 0..last
    p[i] := both(x[i], x[i+1])
  y := OR(p[i].s for i in 0..last)
"""
ONE_FILE = "\n".join(
    [WIDTHS, PAIRS.replace('import "widths.gen"\n', ""), MAIN.replace('import "parts/pairs.gen"\n', "")]
).replace('import "parts/widths.gen"\n', "")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "widths.gen").write_text(WIDTHS)
    (tmp_path / "parts" / "pairs.gen").write_text(PAIRS)
    (tmp_path / "main.gen").write_text(MAIN)
    return tmp_path


def family(path: str = "main.gen", **settings: int) -> Generator:
    found = u.load(path, **settings)
    assert isinstance(found, Generator)
    return found


def text(generator: Generator, n: int, via: str = "fast") -> str:
    return b"".join(generator.stream(n, via)).decode()


def test_several_files_print_what_one_file_prints(folder: Path) -> None:
    whole = load(Source("main.gen", ONE_FILE))
    for n in (1, 2, 3):
        for via in ("fast", "reference", "machine"):
            assert text(family(), n, via) == text(whole, n)
        assert text(family(k=5), n) == text(load(Source("main.gen", ONE_FILE), {"k": 5}), n)
    assert family().certificate().space == whole.certificate().space  # type: ignore[attr-defined]


def test_a_file_is_read_once_whatever_route_leads_to_it(folder: Path) -> None:
    (folder / "linked").symlink_to(folder / "parts")
    (folder / "again.gen").symlink_to(folder / "parts" / "widths.gen")
    extra = 'import "linked/widths.gen"\nimport "again.gen"\nimport "parts/../parts/widths.gen"\n'
    (folder / "main.gen").write_text(extra + MAIN)
    program = read_imports(parse(Source("main.gen", (folder / "main.gen").read_text())))
    names = [file.span.source.name for file in files_of(program)]
    assert names == ["linked/widths.gen", "parts/pairs.gen", "main.gen"]
    assert text(family(), 2) == text(load(Source("main.gen", ONE_FILE)), 2)


def test_a_linked_program_imports_from_the_folder_of_its_file(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "linked.gen").symlink_to(folder / "main.gen")
    assert text(family("elsewhere/linked.gen"), 2) == text(family(), 2)


def test_imports_of_a_text_are_relative_to_the_folder_in_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert text(load(Source("<stdin>", MAIN)), 2) == text(family(), 2)
    monkeypatch.chdir(folder / "parts")
    assert text(load(Source("../mine.gen", MAIN)), 2) == text(family("../main.gen"), 2)
    with pytest.raises(UniformError) as caught:
        load(Source("<stdin>", MAIN))
    assert "relative to the current folder" in str(caught.value)


def test_texts_of_an_editor_come_first(folder: Path) -> None:
    path = os.path.realpath("parts/widths.gen")
    program = read_imports(parse(Source("main.gen", MAIN)), {path: "let w = 3\n"})
    assert [file.span.source.text for file in files_of(program)] == ["let w = 3\n", PAIRS, MAIN]


def test_traps_name_the_file(folder: Path) -> None:
    (folder / "parts" / "widths.gen").write_text(WIDTHS + "let odd = n - 2\n")
    (folder / "main.gen").write_text(MAIN.replace("0..w]", "0..w + odd - odd]"))
    assert text(family(), 2)
    for via in ("fast", "reference", "machine"):
        with pytest.raises(Trap) as caught:
            family().circuit(1, via)
        assert caught.value.static_text.startswith("U401 parts/widths.gen:3:11: ")
        assert caught.value.diagnostics[0].span is not None
        assert caught.value.diagnostics[0].span.place == "parts/widths.gen:3:11"
    assert " @ parts/widths.gen:3" in to_text(family().machine())
    assert "# line 3 of parts/widths.gen" in show(family().code)
    assert {"file": "parts/widths.gen", "line": 3, "column": 11}.items() <= (
        family().certificate().to_json()["total"]["traps"][0].items()  # type: ignore[attr-defined]
    )


def test_a_trap_in_the_shipped_library_asks_for_no_change_there() -> None:
    text = """import "lib:fast_adders"

family sum(n)
  input  x[0..n-1, 0..n-1]
  output y
  part   tree = many_to_two(n, n)

  tree := many_to_two(x)
  y    := tree.two[0, 0]
"""
    for via in ("fast", "reference", "machine"):
        with pytest.raises(Trap) as caught:
            load(Source("sum.gen", text)).circuit(2, via)
        (found,) = caught.value.diagnostics
        assert (found.code, found.span and found.span.source.name) == ("U401", "lib:fast_adders")
        assert found.help is not None
        assert found.help.startswith("this file is shipped: hand other numbers to its blocks;")


def test_a_compiled_program_is_the_same_from_any_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = to_text(family().machine())
    monkeypatch.chdir(folder / "parts")
    assert to_text(family("../main.gen").machine()) == before
    assert to_text(family(str(folder / "main.gen")).machine()) == before


def test_one_hash_over_all_texts(folder: Path) -> None:
    certificate = family().certificate()  # type: ignore[attr-defined]
    texts = [WIDTHS, PAIRS, MAIN]
    assert certificate.digest == hashlib.sha256("\0".join(texts).encode()).hexdigest()
    assert list(certificate.to_json()["imports"]) == ["parts/widths.gen", "parts/pairs.gen"]
    alone = load(Source("main.gen", ONE_FILE)).certificate()
    assert alone.digest == hashlib.sha256(ONE_FILE.encode()).hexdigest()
    assert "imports" not in alone.to_json()


def test_an_audit_names_the_file_that_changed(folder: Path) -> None:
    certificate = family().certificate().to_json()  # type: ignore[attr-defined]
    assert audit(certificate, family(), (1, 2))
    (folder / "parts" / "widths.gen").write_text(f"# the same numbers\n{WIDTHS}")
    findings = audit(certificate, family(), (1, 2)).findings
    assert len(findings) == 2
    assert "sha256" in findings[0]
    assert "imports.parts/widths.gen" in findings[1]


def test_families_of_several_files_are_pickled_and_compared(folder: Path) -> None:
    before = family()
    again = pickle.loads(pickle.dumps(before))
    assert again == before
    assert text(again, 2) == text(before, 2)
    (folder / "parts" / "widths.gen").write_text(WIDTHS + "let unused = 1\n")
    assert family() != before


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for i in range(MAX_FILES + 1):
        following = f'import "f{i + 1}.gen"\n' if i < MAX_FILES else ""
        Path(f"f{i}.gen").write_text(f"{following}let v{i} = {i}\n")
    tail = "family f(n)\n  output y\n  y := TRUE\n"
    assert text(load(Source("main.gen", f'import "f1.gen"\n{tail}')), 1)
    with pytest.raises(UniformError) as caught:
        load(Source("main.gen", f'import "f0.gen"\n{tail}'))
    assert [found.code for found in caught.value.diagnostics] == ["U106"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.gen")
    with pytest.raises(UniformError) as caught:
        load(Source("main.gen", 'import "pipe.gen"\nfamily f(n)\n  output y\n  y := TRUE\n'))
    assert "it is not a file" in str(caught.value)


@pytest.mark.parametrize(
    "path", ["a\0b.gen", "lib:a\0b", "lib:", "x" * 5000, "x/" * 3000 + "y.gen", "..", ".", "~/a.gen"]
)
def test_odd_paths_are_refused(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("main.gen", "<stdin>", "no/such/folder/main.gen", "a\0b", ""):
        with pytest.raises(UniformError) as caught:
            load(Source(name, f'import "{path}"\nfamily f(n)\n  output y\n  y := TRUE\n'))
        assert [found.code for found in caught.value.diagnostics] == ["U240"]
        assert len(str(caught.value)) < 2000


def test_links_in_a_circle_are_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.gen").symlink_to("b.gen")
    Path("b.gen").symlink_to("a.gen")
    with pytest.raises(UniformError) as caught:
        load(Source("main.gen", 'import "a.gen"\nfamily f(n)\n  output y\n  y := TRUE\n'))
    assert [found.code for found in caught.value.diagnostics] == ["U240"]


def test_a_file_in_another_folder_is_found_by_the_message(folder: Path) -> None:
    (folder / "parts" / "pairs.gen").write_text('import "main_widths.gen"\n')
    (folder / "main_widths.gen").write_text(WIDTHS)
    with pytest.raises(UniformError) as caught:
        family()
    assert 'import "../main_widths.gen"' in str(caught.value)


@pytest.mark.parametrize("name", library_names())
def test_files_of_the_library(name: str) -> None:
    program = read_imports(parse(Source("main.gen", f'import "{name}"\nfamily f(n)\n  output y\n  y := TRUE\n')))
    source = files_of(program)[-2].span.source
    assert (source.name, source.last_name) == (name, name)
    assert format_program(source) == source.text


def test_functions_see_the_numbers_of_imported_files_in_order(folder: Path) -> None:
    """Also those that another file imports first; a trap shows them in the order of their declarations."""
    (folder / "parts" / "early.gen").write_text("let early = 2*n\n")
    calls = "def less(v <= 4*n) -> r <= 4*n\n  r <- early - v + w - w\n"
    (folder / "parts" / "calls.gen").write_text(f'import "early.gen"\nimport "widths.gen"\n\n{calls}')
    main = (
        'import "parts/widths.gen"\nimport "parts/early.gen"\nimport "parts/calls.gen"\n\n'
        "family f(n)\n  input  x[1..n]\n  output y\n\n  y := OR(x[1] times less(3) for i in 1..less(1))\n"
    )
    (folder / "main.gen").write_text(main)
    whole = "\n".join([WIDTHS, "let early = 2*n\n", calls, main.rpartition('.gen"\n')[2]])
    for via in ("fast", "reference", "machine"):
        assert text(family(), 2, via) == text(load(Source("main.gen", whole)), 2)
        with pytest.raises(Trap) as caught:
            family().circuit(1, via)
        assert caught.value.static_text.startswith("U401 parts/calls.gen:5:8: ")
        assert caught.value.values == (("w", 3), ("early", 2), ("v", 3), ("r", 0))
    assert family().certificate().space == load(Source("main.gen", whole)).certificate().space  # type: ignore[attr-defined]


def test_names_that_are_called_clash_and_are_not_handed_on(folder: Path) -> None:
    (folder / "parts" / "pairs.gen").write_text("def both(v <= n) -> r <= n\n  r <- v\n")
    (folder / "parts" / "widths.gen").write_text('import "pairs.gen"\nlet half = both(1)\n')
    family_text = "family f(n)\n  output y\n  let u = both(1)\n  y := TRUE\n"
    with pytest.raises(UniformError) as caught:
        load(Source("main.gen", f'import "parts/widths.gen"\n{family_text}'))
    assert [found.code for found in caught.value.diagnostics] == ["U245"]
    block = "block both()\n  input a\n  output s\n  s := a\n"
    with pytest.raises(UniformError) as caught:
        load(Source("main.gen", f'{block}import "parts/pairs.gen"\nfamily f(n)\n  output y\n  y := TRUE\n'))
    assert [found.code for found in caught.value.diagnostics] == ["U243"]
    with pytest.raises(UniformError) as caught:
        load(Source("main.gen", f'import "parts/pairs.gen"\n{block}family f(n)\n  output y\n  y := TRUE\n'))
    assert [found.code for found in caught.value.diagnostics] == ["U203"]


def test_the_message_lists_the_library() -> None:
    with pytest.raises(UniformError) as caught:
        load(Source("main.gen", 'import "lib:no/such"\nfamily f(n)\n  output y\n  y := TRUE\n'))
    listed = ", ".join(f"`{name}`" for name in library_names())
    assert caught.value.diagnostics[0].help == f"the library has {listed}"
