"""A rule of the proofs, broken: one function whose text is changed in one place."""

from __future__ import annotations
import __future__

import inspect
import sys
import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from tests.certify.proofs.claims import claims_of, refuted
from tests.certify.proofs.watched import Walked, watch
from uniform.arguments.limits import Limits
from uniform.certify.proofs import formulas
from uniform.certify.proofs.whole import Proofs
from uniform.language.pipeline import load
from uniform.messages.errors import LimitReached
from uniform.messages.spans import Source

PROOFS = "uniform.certify.proofs"
LIMITS = Limits(max_gates=300, max_wires=2000, max_steps=800)


@dataclass(frozen=True)
class Broken:
    """``old`` in the text of a function becomes ``new``; a program then has a claim or a fact that is wrong."""

    where: str  # module and function, or module, class and method
    old: str
    new: str
    body: str  # of ``HEAD``; what stands above the family comes first, before a line ``---``

    @property
    def name(self) -> str:
        """For the list of tests."""
        return f"{self.where}: {' '.join(self.old.split())}"


def broken_rules() -> Iterator[Broken]:
    """The rules of ``broken_rules.txt``: the function, lines to be replaced after ``-``, others after ``+``, and the
    program after ``|``."""
    for paragraph in Path(__file__).with_name("broken_rules.txt").read_text().rstrip().split("\n\n"):
        where, *lines = paragraph.split("\n")
        old, new, body = ("\n".join(line[2:] for line in lines if line[0] == mark) for mark in "-+|")
        yield Broken(where, old, new, body + "\n")


HEAD = """family broken(n)
  input  x[1..n]
  output y
  gate a[0..9*n+9], b[0..9*n+9, 0..9*n+9], c[0..9*n+9]
  counter u <= 9*n
  counter v <= 9*n

"""


def program_of(body: str) -> str:
    """The program around a body."""
    above, _, statements = body.rpartition("---\n")
    return f"{above}{HEAD}{textwrap.indent(textwrap.dedent(statements), '  ')}"


def fault_of(body: str) -> str | None:
    """A claim that a run refutes, or a fact that is false in one."""
    program = load(Source("broken.gen", program_of(body))).program
    claims, walked = claims_of(Proofs(program)), Walked.of(program)
    for n in range(1, 8):
        try:
            if found := refuted(claims, n, LIMITS):
                return found[0]
            if found := watch(walked, n, LIMITS).faults:
                return found[0]
        except LimitReached:
            continue
    return None


def source_of(broken: Broken) -> tuple[ModuleType, Any, Any, str]:
    """The module of the function, its module or class, the function as it is stored there, and its text, in which
    ``old`` is once."""
    module_name, *path = broken.where.split(".")
    module = import_module(f"{PROOFS}.{module_name}")
    holder: Any = module
    for name in path[:-1]:
        holder = getattr(holder, name)
    right = inspect.getattr_static(holder, path[-1])
    plain = right.fget if isinstance(right, property) else right.func if isinstance(right, cached_property) else right
    text = textwrap.dedent(inspect.getsource(plain))
    assert text.count(broken.old) == 1, f"`{broken.old}` is in {broken.where} {text.count(broken.old)} times"
    return module, holder, right, text


@contextmanager
def applied(broken: Broken) -> Iterator[None]:
    """Everywhere in the proofs, the changed function in place of the right one."""
    module, holder, right, text = source_of(broken)
    own = broken.where.rpartition(".")[2]
    code = compile(
        text.replace(broken.old, broken.new), f"<{broken.where}>", "exec", __future__.annotations.compiler_flag
    )
    names: dict[str, Any] = {}
    exec(code, module.__dict__, names)
    wrong = names[own]
    if isinstance(wrong, cached_property):
        wrong.__set_name__(holder, own)
    with ExitStack() as patches:
        for name, value in vars(formulas).items():  # the changed text may need names that the module does not import
            if not hasattr(module, name):
                patches.enter_context(patch.object(module, name, value, create=True))
        if holder is not module:
            patches.enter_context(patch.object(holder, own, wrong))
        else:
            for other in [each for name, each in sys.modules.items() if name.startswith((PROOFS, "tests.certify"))]:
                if getattr(other, own, None) is right:
                    patches.enter_context(patch.object(other, own, wrong))
        yield
