"""Options that several verbs share, and the reading of their values."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from uniform.cli.verbs import VERBS, Verb
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.limits import Limits
from uniform.nearest import nearest

_NUMBER = re.compile(r"(\d+)(?:\^(\d+))?")


class VerbParser(argparse.ArgumentParser):
    """An argument parser for one verb, whose complaints are diagnostics."""

    def __init__(self, verb: Verb) -> None:
        super().__init__(
            prog=f"uniform {verb.name}",
            description=verb.summary[0].upper() + verb.summary[1:] + ".",
            epilog="examples:\n" + "\n".join(f"  {example}" for example in verb.examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self.verb = verb

    def error(self, message: str) -> NoReturn:
        """Raise what argparse has to say as a UniformError."""
        raise UniformError(
            Diagnostic("U701", f"{self.prog}: {message}", help=f"usage: {self.prog} {self.verb.usage}".rstrip())
        )


def unknown_verb(name: str) -> UniformError:
    """The complaint about a verb that does not exist."""
    near = nearest(name, [verb.name for verb in VERBS])
    hint = f"did you mean `uniform {near}`?" if near else "`uniform --help` lists the verbs"
    return UniformError(Diagnostic("U701", f"there is no verb `{name}`", help=hint))


def add_program(parser: argparse.ArgumentParser, name: str = "program") -> None:
    """PROGRAM, and ``--set`` for its constants."""
    parser.add_argument(
        name, metavar=name.upper(), help="a file, the name of a shipped program, or - for standard input"
    )
    parser.add_argument(
        "--set", dest="settings", metavar="K=V", action="append", default=[], help="the value of a constant"
    )


def add_n(parser: argparse.ArgumentParser, *, several: bool, default: str | None = None) -> None:
    """``-n``: one number, or several as ``1..16`` and ``1,2,5..7``."""
    if several:
        suffix = f" (default {default})" if default else ""
        parser.add_argument("-n", metavar="N", default=default, help=f"which n: 8, 1..16 or 1,2,5..7{suffix}")
    else:
        parser.add_argument("-n", metavar="N", default=default, help="which circuit of the family")


def add_via(parser: argparse.ArgumentParser) -> None:
    """``--via``: which of the tiers runs the program."""
    parser.add_argument(
        "--via",
        choices=("fast", "machine", "reference"),
        default="fast",
        help="run the register code (default), the Turing machine, or the reference interpreter",
    )


def add_limits(parser: argparse.ArgumentParser) -> None:
    """``--max-gates``, ``--max-wires`` and ``--max-steps``."""
    limits = Limits()
    parser.add_argument("--max-gates", metavar="K", help=f"stop beyond K gates (default {limits.max_gates})")
    parser.add_argument("--max-wires", metavar="K", help=f"stop beyond K wires (default {limits.max_wires})")
    parser.add_argument("--max-steps", metavar="K", help=f"stop after K steps (default {limits.max_steps})")


def add_json(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def limits(options: argparse.Namespace) -> Limits:
    """The limits that the options ask for."""
    default = Limits()
    return Limits(
        max_gates=_or_default(options.max_gates, "--max-gates", default.max_gates),
        max_wires=_or_default(options.max_wires, "--max-wires", default.max_wires),
        max_steps=_or_default(options.max_steps, "--max-steps", default.max_steps),
    )


def settings(options: argparse.Namespace) -> dict[str, int]:
    """The constants that ``--set`` names; the last one of a name counts."""
    found: dict[str, int] = {}
    for text in options.settings:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UniformError(Diagnostic("U702", f"`--set {text}` is not of the form K=V", help="--set k=3"))
        found[name.strip()] = read_number(value.strip(), f"--set {name}")
    return found


def read_number(text: str, what: str) -> int:
    """A natural number, also as ``10^6``."""
    match = _NUMBER.fullmatch(text)
    if match is None or len(text) > 30:
        hint = "a number is written in digits, or as 10^6"
        raise UniformError(Diagnostic("U702", f"{what}: `{text}` is not a natural number", help=hint))
    base, exponent = int(match[1]), match[2]
    if exponent is None:
        return base
    if int(exponent) * base.bit_length() > 256:
        raise UniformError(Diagnostic("U702", f"{what}: `{text}` is too large"))
    power: int = base ** int(exponent)
    return power


def read_n(options: argparse.Namespace, *, least: int = 1) -> int:
    """The single n of the options."""
    if options.n is None:
        raise UniformError(Diagnostic("U703", "which n?", help="say it with -n, for example -n 8"))
    if ".." in options.n or "," in options.n:
        raise UniformError(Diagnostic("U703", f"`-n {options.n}`: this verb takes one n", help="for example -n 8"))
    return _at_least(read_number(options.n, "-n"), least)


def read_ns(text: str) -> Sequence[int]:
    """Several n's: ``8``, ``1..16``, ``1,2,5..7``, in the order given.

    >>> list(read_ns("1..3,8"))
    [1, 2, 3, 8]
    """
    pieces = [_one_range(piece.strip()) for piece in text.split(",")]
    if len(pieces) == 1:
        return pieces[0]
    if sum(len(piece) for piece in pieces) > 10**6:
        raise UniformError(Diagnostic("U703", f"`-n {text}` asks for more than a million circuits"))
    return [n for piece in pieces for n in piece]


def _one_range(text: str) -> range:
    low, dots, high = text.partition("..")
    first = _at_least(read_number(low.strip(), "-n"), 1)
    last = _at_least(read_number(high.strip(), "-n"), 1) if dots else first
    if last < first:
        hint = f"-n {last}..{first}"
        raise UniformError(Diagnostic("U703", f"`-n {text}` is an empty range", help=hint))
    return range(first, last + 1)


def _at_least(n: int, least: int) -> int:
    if n < least:
        hint = "a family has a circuit for each n >= 1" if least == 1 else f"the least n here is {least}"
        raise UniformError(Diagnostic("U703", f"n = {n} is out of range", help=hint))
    if n >= 2**62:
        raise UniformError(Diagnostic("U703", f"n = {n} is out of range", help="n stays below 2^62"))
    return n


def _or_default(text: str | None, option: str, default: int) -> int:
    return default if text is None else read_number(text, option)
