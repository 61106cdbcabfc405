"""Whatever the package gives can be pickled and copied, and arrives in another process.

Errors above all: a worker whose exception cannot be pickled is waited for without end."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import uniform as u
from uniform.arguments.texts import Unreadable
from uniform.certify.statements.statement import Statement
from uniform.cli.standard_output import Report
from uniform.language.pipeline import Generator
from uniform.messages.errors import TrapText
from uniform.messages.notebook import Shown
from uniform.messages.spans import Source, Span

WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "pickle 2": lambda value: pickle.loads(pickle.dumps(value, 2)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
EVERY_WAY = pytest.mark.parametrize("way", WAYS)


@cache
def classes() -> tuple[type, ...]:
    """Every class that a module of the package defines."""
    found = [u]
    for module in pkgutil.walk_packages(u.__path__, "uniform."):
        if not module.name.endswith("__main__"):
            try:
                found.append(import_module(module.name))
            except ModuleNotFoundError as error:
                if error.name != "torch":  # of the extra `train`
                    raise
    return tuple(
        value
        for module in found
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    )


# ---------------------------------------------------------------- errors


SPAN = Span(Source("p.gen", "family p(n)\n  input x\n"), 14, 19)
ONE = u.Diagnostic("U401", "this goes below zero", SPAN, "here", notes=("n = 3",), help="do not")
TWO = u.Diagnostic("U704", "there is no program `x`")
ARGUMENTS: dict[type, tuple[Any, ...]] = {
    u.Trap: (TrapText("U401", "this goes below zero", "here", "do not", SPAN), 3, (("v", 2**70),), ("a note",)),
    Unreadable: ("a.gen", "there is no such file", None),
}
"""What a class of errors is made of, where it is not one or several diagnostics."""


def errors() -> list[type]:
    return [each for each in classes() if issubclass(each, BaseException)]


def test_all_classes_of_errors_are_found() -> None:
    assert {u.UniformError, u.Refusal, u.Trap, u.LimitReached, u.InternalError} <= set(errors())


@EVERY_WAY
@pytest.mark.parametrize("kind", errors(), ids=lambda kind: kind.__name__)
def test_an_error_survives(kind: type, way: str) -> None:
    error = kind(*ARGUMENTS.get(kind, ([ONE, TWO],) if issubclass(kind, u.UniformError) else ("a text",)))
    error.add_note("said later")
    again = WAYS[way](error)
    assert type(again) is kind
    assert str(again) == str(error)
    assert again.args == error.args
    assert vars(again) == vars(error)
    assert again.__notes__ == ["said later"]


@EVERY_WAY
def test_an_error_of_the_users_own_survives(way: str) -> None:
    again = WAYS[way](OfTheirs(7))
    assert (type(again), again.number, str(again)) == (OfTheirs, 7, str(OfTheirs(7)))


class OfTheirs(u.UniformError):
    def __init__(self, number: int) -> None:
        super().__init__(u.Diagnostic("U703", f"n = {number} is out of range"))
        self.number = number


TRAPS = "family p(n)\n  input x[1..n]\n  output y\n  counter v <= 2\n\n  v <- n\n  y := x[v]\n"


@pytest.mark.slow
def test_a_trap_in_a_worker_arrives(tmp_path: Path) -> None:
    file = tmp_path / "p.gen"
    file.write_text(TRAPS)
    family = u.load(file)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        circuits = pool.map_async(family.circuit, [1, 2]).get(timeout=60)
        assert [circuit.gates for circuit in circuits] == [1, 1]
        with pytest.raises(u.Trap) as raised:
            pool.map_async(family.circuit, [1, 2, 3]).get(timeout=60)
    assert raised.value.n == 3
    with pytest.raises(u.Trap) as here:
        family.circuit(3)
    assert str(raised.value) == str(here.value)


# ---------------------------------------------------------------- everything else


@cache
def samples() -> dict[str, Any]:
    """One of each thing that the package gives, and so of everything inside them."""
    from uniform.certify.audit import audit
    from uniform.circuits.addresses import Rectangular
    from uniform.circuits.formats.ckt import read_ckt
    from uniform.family.generated import load
    from uniform.family.machine import MachineFamily
    from uniform.family.opening import open_source
    from uniform.family.printed import PrintedFamily
    from uniform.library.table import find
    from uniform.research.classes import classes as class_table
    from uniform.research.fits import fit
    from uniform.turing import History, RunLimits, configurations, run_machine
    from uniform.turing.emulator.pack import pack
    from uniform.turing.text.read import parse_checked

    family, written = u.load("parity_tree"), "circuit c 2\ninput a b\ny = MOD 3 1 a b*2\noutput y\n"
    parsed = parse_checked(Source("m.tm", "machine m\ninput in: 1\nwork t: 0\nstart a\na:\n  in=^ -> in>, t> ; a\n"))
    circuit, machine = family.circuit(3), parsed.machine
    written = "circuit c 2\ninput a b\ny = MOD 3 1 a b*2\noutput y\n"
    return {
        "family": family,
        "family with constants": u.load("threshold_k", k=3),
        "circuit": circuit,
        "circuit of a file": read_ckt(Source("c.ckt", written)),
        "builder": built(),
        "layout": family.layout(3),
        "ragged layout": u.load("batcher_sort").layout(4),
        "machine": machine,
        "packed": pack(machine),
        "parsed": parsed,
        "machine of a program": u.load("majority").machine(),
        "configurations": list(configurations(machine, 1))[:3],
        "history": History(machine, 1),
        "run": run_machine(machine, 2),
        "limits": (u.Limits(), RunLimits()),
        "certificate": family.certificate(),
        "certificate of many wires": u.load("majority").certificate(),
        "certificate of what traps": load(Source("p.gen", TRAPS)).certificate(),
        "audit": audit(family.certificate().to_json(), family, (1,)),
        "check": u.check("parity_tree", (1, 2)),
        "check that fails": u.check(build, (1, 2), against="majority"),
        "check that traps": u.check(load(Source("p.gen", TRAPS)), (2, 3), against="parity_tree"),
        "compare": u.compare("parity_tree", "majority", 2),
        "measure": u.measure("parity_tree", 2),
        "fit": fit("size", {n: 2 * n for n in range(1, 31)}),
        "classes": class_table([find("majority")]),
        **transformer_samples(),
        "diagnostic": ONE,
        "opened": open_source("parity_tree"),
        "kind": u.Kind.AND,
        "dimension": Rectangular(1, 2),
        "direct family": u.DirectFamily("build", build),
        "family of a circuit": PrintedFamily(circuit),
        "family of a machine": MachineFamily(machine),
    }


def transformer_samples() -> dict[str, Any]:
    from uniform.transformers.catalog import find
    from uniform.transformers.check import check_model
    from uniform.transformers.direct.circuit import build_circuit
    from uniform.transformers.files.read import load_model
    from uniform.transformers.importing.calibrate import ImportReport
    from uniform.transformers.reports import Description, answer, predict_sizes
    from uniform.transformers.training.report import Measured, Report
    from uniform.transformers.training.tasks import TASKS

    entry = find("first_token")
    assert entry is not None
    loaded = load_model(entry.file)
    other = find("even_position")
    assert other is not None
    wrong = load_model(other.file).model
    differing = check_model(wrong, 2, circuits=("others", lambda n: build_circuit(loaded.model, n)))
    assert not differing
    return {
        "model": loaded.model,
        "description": Description(loaded),
        "sizes": predict_sizes(loaded.model, (1, 2)),
        "answers": answer(loaded.model, ["0110"]),
        "model check": check_model(loaded.model, (1, 2), states=True),
        "model check that fails": differing,
        "training": Report(TASKS[0], 0, 10, (Measured(range(1, 33), 40, 1.0, 0.5, 0.5),)),
        "import": ImportReport(("a note",), 1, None, 10, 1.0),
    }


def built() -> u.CircuitBuilder:
    b = u.CircuitBuilder("odd", 2)
    b.xor("y", b.inputs("x", (1, 2)))
    return b


def build(n: int) -> u.Circuit:
    b = u.CircuitBuilder("odd", n)
    return b.build([b.xor("y", b.inputs("x", range(1, n + 1)))])


@EVERY_WAY
def test_a_record_survives(way: str) -> None:
    for name, value in samples().items():
        again = WAYS[way](value)
        assert shown(again) == shown(value), name


@EVERY_WAY
def test_the_arrays_of_a_machine_are_made_again(way: str) -> None:
    family = u.load("parity_tree")
    outcome = family.run(3)
    assert "_tables" in vars(family)
    again = WAYS[way](family)
    assert "_tables" not in vars(again)
    assert again == family
    assert again.run(3) == outcome


def shown(value: Any, depth: int = 0) -> Any:
    """A value as nested tuples, whose equality is that of the values inside; arrays and records by their parts."""
    import numpy as np

    if isinstance(value, np.ndarray):
        return ("array", value.dtype.str, value.tolist())
    if is_dataclass(value) and not isinstance(value, type):
        parts = [(field.name, shown(getattr(value, field.name), depth + 1)) for field in fields(value)]
        return (type(value).__qualname__, repr(value) if depth == 0 else "", *parts)
    if isinstance(value, (tuple, list)):
        return (type(value).__qualname__, *(shown(each, depth + 1) for each in value))
    if isinstance(value, dict):
        return ("dict", *((key, shown(each, depth + 1)) for key, each in value.items()))
    if hasattr(value, "__dict__") and not isinstance(value, type) and not callable(value):
        return (type(value).__qualname__, shown(vars(value), depth + 1))
    return value


def inside(value: Any, seen: set[int]) -> Iterator[type]:
    """The types of a value and of everything that it holds."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield type(value)
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from inside(getattr(value, field.name), seen)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from inside(each, seen)
    elif isinstance(value, dict):
        for each in value.values():
            yield from inside(each, seen)


def test_every_public_record_is_sampled() -> None:
    """A new kind of report or family needs a sample above."""
    import uniform.turing

    seen: set[int] = set()
    found = {kind for value in samples().values() for kind in inside(value, seen)}
    public = [getattr(u, name) for name in u.__all__]
    public += [getattr(uniform.turing, name) for name in uniform.turing.__all__]
    wanted = {each for each in public if isinstance(each, type) and not issubclass(each, BaseException)}
    wanted |= {each for each in classes() if {"to_json", "_repr_html_", "stream"} & set(dir(each))}
    wanted -= {u.Family, Report, Shown, Generator, Statement}  # protocols, and what others build on
    assert sorted(each.__name__ for each in wanted if each not in found) == []


def test_a_builder_of_a_file_survives(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("import uniform as u\n\ndef build(n):\n    b = u.CircuitBuilder('p', n)\n    b.inputs('x', [1])\n")
    family = pickle.loads(pickle.dumps(u.load(f"{file}:build")))
    with pytest.raises(u.UniformError, match=r"at n = 2 the builder `.*` returns NoneType"):
        family.circuit(2)


@pytest.mark.parametrize("ending", ["ckt", "tm", "py:build"])
def test_what_is_no_program_has_no_certificate(tmp_path: Path, ending: str) -> None:
    texts = {
        "ckt": "circuit m 1\ninput x\noutput x\n",
        "tm": "machine m\ninput in: 1\nstart a\na:\n  in=^ -> accept\n",
        "py:build": "def build(n):\n    return 3\n",
    }
    (tmp_path / f"m.{ending.partition(':')[0]}").write_text(texts[ending])
    family = u.load(f"{tmp_path}/m.{ending}")
    with pytest.raises(u.UniformError, match="has no certificate") as raised:
        family.certificate()
    assert raised.value.diagnostics[0].code == "U708"
    with pytest.raises(u.UniformError, match="it has no tiers"):
        family.circuit(1, via="machine")
    if ending == "tm":
        assert family.machine().name == "m"
    else:
        with pytest.raises(u.UniformError, match="has no machine"):
            family.machine()


# ---------------------------------------------------------------- notebooks


def test_a_notebook_shows_the_message() -> None:
    with pytest.raises(u.UniformError) as raised:
        u.load("parity_tee")
    raised.value.add_note("in the third cell")
    assert raised.value._render_traceback_() == [*str(raised.value).split("\n"), "in the third cell"]
    assert not hasattr(u.InternalError("a defect"), "_render_traceback_")
