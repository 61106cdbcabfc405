"""Every part of the library: what it computes, its figures, its tiers and its certificate; the table and the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cases import PROGRAMS
from tests.families.part_programs import CASES, PARTS, family
from tests.quick import one_in
from uniform.certify.audit import audit
from uniform.circuits.circuit import Circuit, to_text
from uniform.circuits.gates import Kind
from uniform.language.format import format_program
from uniform.language.imports import files_of, library_file, library_names, read_imports
from uniform.language.parse.parser import parse
from uniform.language.syntax.program import Block
from uniform.library import formulas
from uniform.library.parts import Part, parts
from uniform.messages.spans import Source
from uniform.research.questions import check

EVERY = pytest.mark.parametrize("name", one_in(4, CASES))
SIZES = (*range(1, 18), 31, 32, 33)


def figures(made: Circuit) -> tuple[int, int, set[str]]:
    """Size, depth and kinds of the gates of the part; the NOT gates of a list that it takes belong to its inputs."""
    depths: dict[int, int] = {}
    kinds = set()
    for gate in range(made.gates):
        identifier = made.inputs + gate
        if re.match(r"it\.(?!NOT)", str(made.addresses[identifier])):
            depths[identifier] = 1 + max((depths.get(wire, 0) for wire, _ in made.wires(gate)), default=0)
            kinds.add(Kind(made.kind[gate]).name)
    return len(depths), max(depths.values()), kinds


def test_every_part_is_in_the_table_and_tried() -> None:
    found: list[tuple[str, str]] = []
    for name in library_names():
        tree = read_imports(parse(Source("all.gen", f'import "{name}"\nfamily f(n)\n  output y\n  y := TRUE\n')))
        found += [(name, item.name) for item in files_of(tree)[-2].items if isinstance(item, Block)]
    assert found == [(f"lib:{part.file}", part.name) for part in parts()]
    assert CASES.keys() == PARTS.keys()


@pytest.mark.parametrize("part", parts(), ids=PARTS)
def test_the_docstring_has_the_figures_of_the_table(part: Part) -> None:
    text = library_file(part.file).read_text(encoding="ascii")
    (header,) = re.findall(rf"^block ({part.name}\(.*\))\n", text, re.MULTILINE)
    assert re.sub(r" <= [^,()]*(\([^()]*\))?|\(v <= [^()]*(\([^()]*\))?\)(?= <=)", "", header) == part.header
    lines = [f'  "{name}: {value}"\n' for name, value in (("size", part.size), ("depth", part.depth))]
    assert re.search(
        rf"^block {part.name}\(.*\n(  \".*\"\n)+" + re.escape("".join(lines) + f'  "gates: {part.gates}"\n'),
        text,
        re.MULTILINE,
    )


@pytest.mark.parametrize("name", library_names())
def test_files_are_in_canonical_layout(name: str) -> None:
    source = Source(name, library_file(name.removeprefix("lib:")).read_text(encoding="ascii"))
    assert format_program(source) == source.text


@EVERY
def test_a_part_computes_what_is_specified(name: str) -> None:
    made, case = family(PARTS[name]), CASES[name]
    for n in (*range(1, 5), 9):
        report = check(made, [n], specification=case.specification(**case.at(n)))
        assert report, str(report)


@EVERY
def test_size_depth_and_gates_are_those_of_the_table(name: str) -> None:
    part, case, made = PARTS[name], CASES[name], family(PARTS[name])
    kinds: set[str] = set()
    for n in SIZES:
        *measured, found = figures(made.circuit(n))
        written = (eval(formula, {**vars(formulas), **case.at(n)}) for formula in (part.size, part.depth))
        assert measured == list(written), n
        kinds |= found
    assert part.gates == ", ".join(kind.name for kind in Kind if kind.name in kinds)


PART = re.compile(r"^ *part .* = (\w+)\(", re.MULTILINE)
USED = {name for entry in PROGRAMS for name in PART.findall(entry.file.read_text(encoding="utf-8"))}
"""The parts of shipped programs."""


@pytest.mark.parametrize("name", one_in(14, CASES))
def test_a_part_is_printed_alike_by_every_tier_and_certified(name: str) -> None:
    """The certificate of a shipped program says more about its parts, and has an audit of its own."""
    made = family(PARTS[name])
    for n in (1, 2, 3):
        texts = {b"".join(made.stream(n, via)).decode() for via in ("fast", "reference", "machine")}
        assert texts == {to_text(made.circuit(n))}
    if name not in USED:
        assert audit(made.certificate().to_json(), made, (1, 2, 3, 60))


# ---------------------------------------------------------------- the page

PAGE = library_file("").with_name("README.md")
START, END = "<!-- made from the table of parts -->\n", "<!-- end -->\n"


def page_rows() -> Iterator[str]:
    for file in dict.fromkeys(part.file for part in parts()):
        first = library_file(file).read_text(encoding="ascii").partition("\n")[0]
        yield from (
            "",
            f"[{file}.gen]({file}.gen): {first.removeprefix('# ').removesuffix(' Index 0 is the low bit.')}",
            "",
        )
        yield from ("| block | computes | inputs | outputs | size | depth | gates |", "|---|---|---|---|---|---|---|")
        for part in parts():
            if part.file == file:
                inputs, outputs, size, depth = (f"`{cell}`" for cell in (*ports(part), part.size, part.depth))
                yield f"| `{part.header}` | {part.summary} | {inputs} | {outputs} | {size} | {depth} | {part.gates} |"


def ports(part: Part) -> tuple[str, str]:
    """The inputs and outputs of a block, as they are declared; without what an output is another name for."""
    block = library_file(part.file).read_text(encoding="ascii").partition(f"\nblock {part.name}(")[2]
    inputs, outputs = re.findall(r"^  (?:input |output) (.*)$", block.partition("\nblock ")[0], re.MULTILINE)
    return inputs, re.sub(r"\w+ in | = \w+(\[[^\]]*\])?(\.\w+)?(\[[^\]]*\])?", "", outputs)


def test_the_page_has_a_row_for_each_part(golden: Callable[[Path, str], None]) -> None:
    before, found, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, also, after = rest.partition(END)
    assert found
    assert also
    golden(PAGE, f"{before}{START}" + "\n".join(page_rows()) + f"\n\n{END}{after}")
