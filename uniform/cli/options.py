"""Options that several verbs share, and the reading of their values."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from uniform.arguments.limits import STEPS, TOO_LARGE, Limits, rounded
from uniform.arguments.numbers import N_LIMIT
from uniform.cli.verbs import LATER, VERBS, Verb
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import nearest

_NUMBER = re.compile(r"([0-9]+)(?:\^([0-9]+))?")
_DIGITS = 256  # binary digits of a number that is given, at most
_LONGEST = 4000  # characters of it; Python itself converts at most 4300
_WIDTH = 40  # of a number in a message
_MANY = 10**6  # circuits that one command reports on at most


class VerbParser(argparse.ArgumentParser):
    """An argument parser for one verb, whose complaints are diagnostics."""

    def __init__(self, verb: Verb, words: Sequence[str] = ()) -> None:
        super().__init__(
            prog=f"uniform {verb.name}",
            description=verb.summary[0].upper() + verb.summary[1:] + "." * (not verb.summary.endswith("?")),
            epilog="examples:\n" + "\n".join(f"  {example}" for example in verb.examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self.verb = verb
        self.words = words  # the whole command, for what is said of a part

    def error(self, message: str) -> NoReturn:
        """Raise what argparse has to say as a UniformError."""
        usage = f"usage: {self.prog} {self.verb.usage}".rstrip()
        raise UniformError(Diagnostic("U701", f"{self.prog}: {message}", help=self._remedy(message) or usage))

    def _remedy(self, message: str) -> str | None:
        """What was probably meant by words that no option takes."""
        label, _, rest = message.partition("unrecognized arguments: ")
        if label or not rest:
            return None
        known = {option for action in self._actions for option in action.option_strings}

        def takes(option: str) -> bool:
            return option in known

        first = rest.split()[0]
        if takes("-n") and (found := re.fullmatch(r"(?:-{0,2}[nN])[ =]?([0-9][0-9.,^]*)", rest)):
            return f"did you mean `-n {found[1]}`?"
        named = first.startswith("-") and len(first.strip("-")) > 2
        meant = first.partition("=")[0].lstrip("-")
        if named and takes("-o") and meant in ("out", "output", "file"):
            return "did you mean `-o`?"
        long = [option[2:] for option in sorted(known) if option.startswith("--")]  # two dashes alike say nothing
        if named and (near := nearest(meant, long)) is not None:
            return f"did you mean `--{near}`?"
        if takes("-n") and re.fullmatch(r"[0-9.,^ ]+", rest) and not takes("--input"):
            if "-n" in self.words[:-1]:
                ns = [self.words[self.words.index("-n") + 1], *rest.split()]
                return f"several n's are one word: `-n {','.join(ns)}`"
            return f"did you mean `-n {','.join(rest.split())}`?"
        if takes("--input") and re.fullmatch(r"[0-9]+", rest):
            return f"`-n {rest}` runs on 1^{cut(rest, _WIDTH)}, `--input {rest}` on the word itself"
        if not takes("-n") and first == "-n":
            return f"`uniform {self.verb.name}` is about every n: omit `-n`"
        found = re.fullmatch(r"--?([A-Za-z_]\w*)[ =]([0-9^]+)", rest)
        if found is not None and takes("--set"):
            return f"a constant is set with `--set {found[1]}={found[2]}`"
        if takes("--set") and re.fullmatch(r"[0-9^]+", rest):
            return "a constant is set with `--set k=3`, in one word"
        if takes("-o") and "-o" not in self.words and re.fullmatch(r"[^\s-]\S*\.\w+", rest):
            return f"to write to a file, say `-o {rest}`"
        return None


def unknown_verb(name: str) -> UniformError:
    """The complaint about a verb that does not exist, or not yet."""
    if name in LATER:
        return UniformError(Diagnostic("U701", f"`uniform {name}` is to come: {LATER[name]}"))
    names = [verb.name for verb in VERBS]
    near = nearest(name, names) or next((each for each in names if len(name) > 1 and each.startswith(name)), None)
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
        parser.add_argument("-n", metavar="N", default=default, help="which circuit of the family, for example 8")


def add_via(parser: argparse.ArgumentParser) -> None:
    """``--via``: which of the tiers runs the program."""
    parser.add_argument(
        "--via",
        choices=("fast", "machine", "reference"),
        default="fast",
        help="run the register code (default), the Turing machine, or the reference interpreter",
    )


def add_limits(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """``--max-gates``, ``--max-wires`` and ``--max-steps``; the default of the latter is for all n, where there are
    several."""
    limits = Limits()
    fast, machine, reference = (rounded(STEPS[tier]) for tier in ("fast", "machine", "reference"))
    together = ", for all n together" if several else ""
    for what, default in (
        ("gates", rounded(limits.max_gates)),
        ("wires", rounded(limits.max_wires)),
        ("steps", f"{fast}; of a machine {machine}, of the reference interpreter {reference}{together}"),
    ):
        parser.add_argument(f"--max-{what}", metavar="K", help=f"stop beyond K {what} (default {default})")


def add_json(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def limits(options: argparse.Namespace) -> Limits:
    """The limits that the options ask for."""
    default = Limits()
    return Limits(
        max_gates=_or_default(options.max_gates, "--max-gates", default.max_gates),
        max_wires=_or_default(options.max_wires, "--max-wires", default.max_wires),
        max_steps=None if options.max_steps is None else read_number(options.max_steps, "--max-steps"),
    )


def settings(options: argparse.Namespace) -> dict[str, int]:
    """The constants that ``--set`` names; the last one of a name counts."""
    from uniform.language.constants import LONGEST

    found: dict[str, int] = {}
    for text in options.settings:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise UniformError(Diagnostic("U702", f"`--set {text}` is not of the form K=V", help="--set k=3"))
        found[name] = read_number(value, f"--set {name}", digits=LONGEST)
    return found


def read_number(text: str, what: str, most: int | None = None, digits: int = _DIGITS, limit: str | None = None) -> int:
    """A natural number of at most so many binary digits, also as ``10^6``. Raises UniformError; ``limit`` is the help
    where the number is too large."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        meant = _meant(text, what)
        hint = "a number is written in digits, or as 10^6" if meant is None else f"did you mean `{meant}`?"
        said = f"`{text}` is not a natural number" if text else "a number is missing"
        raise UniformError(Diagnostic("U702", f"{what}: {said}", help=hint))
    number = None
    if len(text) <= _LONGEST:
        base, exponent = int(match[1]), int(match[2] or "1")
        if base < 2:
            number = base if exponent else 1
        elif (base.bit_length() - 1) * exponent < digits:  # a power of more has more
            number = base**exponent
    if number is None or number >= 2**digits or (most is not None and number > most):
        hint = limit or (f"at most {digits} binary digits" if most is None else f"at most {most}")
        raise UniformError(Diagnostic("U702", f"{what}: `{cut(text, _WIDTH)}` is too large", help=hint))
    return number


def _meant(text: str, what: str) -> str | None:
    """A number or a range in the notation of other tools, as it is written here."""
    if len(text) > 40 or not text.isascii():
        return None
    plain = text.replace("_", "")
    if plain != text and plain.isdigit():
        return plain
    if found := re.fullmatch(r"([0-9]+)\*\*([0-9]+)", text):
        return f"{found[1]}^{found[2]}"
    if found := re.fullmatch(r"([1-9])(?:\.0)?[eE]\+?([0-9]+)", text):
        return f"10^{int(found[2])}" if found[1] == "1" else f"{found[1]}{'0' * int(found[2][:2])}"
    if found := re.fullmatch(r"([0-9]{1,9})\*([0-9]{1,9})\^([0-9]{1,2})", text):
        return str(int(found[1]) * int(found[2]) ** int(found[3])) if int(found[2]) <= 10 else None
    if re.fullmatch(r"0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+", text):
        return str(int(text, 0))
    if what == "-n" and (found := re.fullmatch(r"([0-9]+)(?:-|:|\.\.\.|\.)([0-9]+)", text)):
        return f"-n {found[1]}..{found[2]}"
    return None


def read_n(options: argparse.Namespace, *, least: int = 1) -> int:
    """The single n of the options."""
    if options.n is None:
        raise UniformError(Diagnostic("U703", "which n?", help="say it with -n, for example -n 8"))
    if re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3})+", options.n):
        said = f"did you mean `-n {options.n.replace(',', '')}`?"
        raise UniformError(Diagnostic("U703", f"`-n {options.n}`: this verb takes one n", help=said))
    if ".." in options.n or "," in options.n:
        raise UniformError(Diagnostic("U703", f"`-n {options.n}`: this verb takes one n", help="for example -n 8"))
    return _one_n(options.n, least)


def read_ns(text: str) -> Sequence[int]:
    """Several n's: ``8``, ``1..16``, ``1,2,5..7``, in the order given. Raises UniformError.

    >>> list(read_ns("1..3,8"))
    [1, 2, 3, 8]
    """
    pieces = [_one_range(piece.strip(), text) for piece in text.split(",")]
    if sum(piece.stop - piece.start for piece in pieces) > _MANY:  # `len` has a limit of its own
        raise UniformError(Diagnostic("U703", f"`-n {cut(text, _WIDTH)}` asks for more than a million circuits"))
    return pieces[0] if len(pieces) == 1 else [n for piece in pieces for n in piece]


def _one_range(text: str, whole: str) -> range:
    low, dots, high = (part.strip() for part in text.partition(".."))
    if dots and (found := re.fullmatch(r"[.]?([0-9]+)(?:[.]{2}([0-9]+))?", high)) and high != found[1]:
        hint = f"did you mean `-n {low}..{max(filter(None, found.groups()), key=int)}`?"
        raise UniformError(Diagnostic("U703", f"`-n {cut(whole, _WIDTH)}` is not a range", help=hint))
    if not low or (dots and not high):
        message = f"`-n {cut(whole, _WIDTH)}`: a number is missing"
        raise UniformError(Diagnostic("U703", message, help="n is given as 8, 1..16 or 1,2,5..7"))
    first = _one_n(low, 1)
    last = _one_n(high, 1) if dots else first
    if last < first:
        raise UniformError(Diagnostic("U703", f"`-n {text}` is an empty range", help=f"-n {last}..{first}"))
    return range(first, last + 1)


def _one_n(text: str, least: int) -> int:
    """One n, at least ``least`` and as long as in Python; anything else that is a whole number is out of range."""
    digits = text.removeprefix("-")
    negative = text != digits and digits.isdigit()
    sign = -1 if negative else 1
    number = sign * read_number(digits if negative else text, "-n", TOO_LARGE - 1, TOO_LARGE.bit_length(), N_LIMIT)
    if number < least:
        hint = "a family has a circuit for each n >= 1" if least == 1 else f"the least n here is {least}"
        raise UniformError(Diagnostic("U703", f"n = {number} is out of range", help=hint))
    return number


def _or_default(text: str | None, option: str, default: int) -> int:
    return default if text is None else read_number(text, option)
