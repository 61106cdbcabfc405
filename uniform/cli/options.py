"""Options that several verbs share: how each is declared, and how its value is read."""

from __future__ import annotations

import argparse
import re
from typing import TypedDict

from uniform.arguments.limits import MAX_SAMPLED, MAX_SAMPLES, SAMPLES, STEPS, Limits, rounded
from uniform.cli.written_numbers import read_number, read_one_n
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


def add_program(parser: argparse.ArgumentParser, name: str = "program") -> None:
    """PROGRAM, and ``--set`` for its constants."""
    parser.add_argument(
        name, metavar=name.upper(), help="a file, the name of a shipped program, or - for standard input"
    )
    parser.add_argument("--set", dest="settings", metavar="K=V", action="append", default=[], help="set a constant")


def add_n(parser: argparse.ArgumentParser, *, several: bool, default: str | None = None) -> None:
    """``-n``: one number, or several as ``1..16`` and ``1,2,5..7``. The help shows ``default``; the verb applies it."""
    if several:
        suffix = f" (default {default})" if default else ""
        parser.add_argument("-n", metavar="N", help=f"one or several n: 8, 1..16 or 1,2,5..7{suffix}")
    else:
        parser.add_argument("-n", metavar="N", help="the n of the circuit, for example 8")


def add_via(parser: argparse.ArgumentParser) -> None:
    """``--via``: the tier that runs the program."""
    parser.add_argument(
        "--via",
        choices=("fast", "machine", "reference"),
        default="fast",
        help="run the register code (default), the Turing machine, or the reference interpreter",
    )


def add_limits(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """``--max-gates``, ``--max-wires`` and ``--max-steps``; with several n, the default number
    of steps is shared, also by direct builders."""
    limits = Limits()
    fast, reference, gates = (rounded(STEPS[tier]) for tier in ("fast", "reference", "direct"))
    together = f", {gates} gates for a direct builder; shared by all n" if several else ""
    for what, default in (
        ("gates", rounded(limits.max_gates)),
        ("wires", rounded(limits.max_wires)),
        ("steps", f"{fast}; {reference} for the reference interpreter{together}"),
    ):
        parser.add_argument(f"--max-{what}", metavar="K", help=f"stop after K {what} (default {default})")


def add_samples(parser: argparse.ArgumentParser) -> None:
    """``--prove``, ``--samples`` and ``--seed``: which inputs a comparison tries."""
    parser.add_argument(
        "--prove", action="store_true", help="try all inputs where possible, never samples; exit 1 unless proved"
    )
    defaults = f"{SAMPLES}, {rounded(MAX_SAMPLED)} for all n"
    parser.add_argument(
        "--samples", metavar="K", help=f"inputs to try at each n when there are too many to try all ({defaults})"
    )
    parser.add_argument("--seed", metavar="K", default="0", help="seed of the random inputs (0)")


def add_json(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def limits(options: argparse.Namespace) -> Limits:
    """The limits set by the options."""
    default = Limits()
    return Limits(
        max_gates=_or_default(options.max_gates, "--max-gates", default.max_gates),
        max_wires=_or_default(options.max_wires, "--max-wires", default.max_wires),
        max_steps=None if options.max_steps is None else read_number(options.max_steps, "--max-steps"),
    )


class Samples(TypedDict):
    """Which inputs a comparison tries."""

    samples: int | None
    seed: int
    prove: bool


def samples(options: argparse.Namespace) -> Samples:
    """The inputs to try, set by the options."""
    count = None if options.samples is None else read_number(options.samples, "--samples", MAX_SAMPLES)
    return Samples(samples=count, seed=read_number(options.seed, "--seed"), prove=options.prove)


def settings(options: argparse.Namespace) -> dict[str, int]:
    """The constants set by ``--set``; the last value of a name wins."""
    from uniform.language.constants import MAX_BITS

    found: dict[str, int] = {}
    for text in options.settings:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise UniformError(Diagnostic("U702", f"`--set {text}` is not of the form K=V", help="--set k=3"))
        found[name] = read_number(value, f"--set {name}", digits=MAX_BITS)
    return found


def read_n(options: argparse.Namespace, *, minimum: int = 1) -> int:
    """The single n of the options."""
    if options.n is None:
        raise UniformError(Diagnostic("U703", "which n?", help="pass -n, for example -n 8"))
    if re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3})+", options.n):
        hint = f"did you mean `-n {options.n.replace(',', '')}`?"
        raise UniformError(Diagnostic("U703", f"`-n {options.n}`: this verb takes a single n", help=hint))
    if ".." in options.n or "," in options.n:
        raise UniformError(Diagnostic("U703", f"`-n {options.n}`: this verb takes a single n", help="for example -n 8"))
    return read_one_n(options.n, minimum)


def _or_default(text: str | None, option: str, default: int) -> int:
    return default if text is None else read_number(text, option)
