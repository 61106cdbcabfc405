"""Parse the words of a command; errors are diagnostics that suggest what was probably meant."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from uniform.cli.verbs import LATER, VERBS, Verb
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest

_WIDTH = 40  # width of a number in a message


class VerbParser(argparse.ArgumentParser):
    """An argument parser for one verb, whose errors are diagnostics."""

    def __init__(self, verb: Verb, words: Sequence[str] = ()) -> None:
        super().__init__(
            prog=f"uniform {verb.name}",
            description=verb.summary[0].upper() + verb.summary[1:] + ".",
            epilog="examples:\n" + "\n".join(f"  {example}" for example in verb.examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self.verb = verb
        self.words = words  # the whole command, for hints that need its context

    def error(self, message: str) -> NoReturn:
        """Raise an error message of argparse as a UniformError."""
        usage = f"usage: {self.prog} {self.verb.usage}".rstrip()
        raise UniformError(Diagnostic("U701", f"{self.prog}: {message}", help=self._remedy(message) or usage))

    def _remedy(self, message: str) -> str | None:
        """A hint on what was probably meant by arguments that argparse does not recognize."""
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
        long = [option[2:] for option in sorted(known) if option.startswith("--")]  # without the dashes
        if named and (near := find_nearest(meant, long)) is not None:
            return f"did you mean `--{near}`?"
        if takes("-n") and re.fullmatch(r"[0-9.,^ ]+", rest) and not takes("--input"):
            if "-n" in self.words[:-1]:
                ns = [self.words[self.words.index("-n") + 1], *rest.split()]
                return f"write several n as one word: `-n {','.join(ns)}`"
            return f"did you mean `-n {','.join(rest.split())}`?"
        if takes("--input") and re.fullmatch(r"[0-9]+", rest):
            return f"`-n {rest}` runs on 1^{cut(rest, _WIDTH)}; `--input {rest}` runs on the word itself"
        if not takes("-n") and first == "-n":
            return f"`uniform {self.verb.name}` covers every n: omit `-n`"
        found = re.fullmatch(r"--?([A-Za-z_]\w*)[ =]([0-9^]+)", rest)
        if found is not None and takes("--set"):
            return f"set the constant with `--set {found[1]}={found[2]}`"
        if takes("--set") and re.fullmatch(r"[0-9^]+", rest):
            return "set a constant with `--set k=3`, in one word"
        if takes("-o") and "-o" not in self.words and re.fullmatch(r"[^\s-]\S*\.\w+", rest):
            return f"to write to a file, use `-o {rest}`"
        return None


def unknown_verb(name: str) -> UniformError:
    """The error for a verb that does not exist, or is not available yet."""
    if name in LATER:
        return UniformError(Diagnostic("U701", f"`uniform {name}` is not available yet: {LATER[name]}"))
    names = [verb.name for verb in VERBS]
    near = find_nearest(name, names) or next((each for each in names if len(name) > 1 and each.startswith(name)), None)
    hint = f"did you mean `uniform {near}`?" if near else "`uniform --help` lists the verbs"
    return UniformError(Diagnostic("U701", f"there is no verb `{name}`", help=hint))
