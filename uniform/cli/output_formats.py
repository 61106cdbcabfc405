"""Which format an output has: the ending of its name decides, or ``--to``, and both agree.

This is decided before any other work is done. Standard output and names without an ending, such as those of devices,
take the format of ``--to``, or the one that the verb writes by default.
"""

from __future__ import annotations

from uniform.arguments.endings import FORMATS, Holds, ending_of, listed, written_endings
from uniform.cli.files import target_of
from uniform.cli.verbs import VERBS
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


def ending_for(verb: str, output: str | None, to: str | None = None, *, default: str | None = None) -> str:
    """The ending of the format that ``verb`` writes to ``output``; ``to`` and ``default`` are endings.

    Raises UniformError when the verb does not write such files, or nothing says which format (U710), or the output is a
    folder (U705).
    """
    named = ""
    if output is not None and output != "-":
        target_of(output)  # raises where it is a folder
        named = ending_of(output)  # of a link, its own
    if named and named not in written_endings(verb):
        raise unwritten(f"`uniform {verb}` does not write {named} files", named, verb)
    if named and to and named != to:
        message = f"`{output}` ends in {named}, but `--to` asks for {to[1:]}"
        raise UniformError(Diagnostic("U710", message, help="omit `--to`: the ending says the format"))
    found = to or named or default
    if found is None:
        where = "standard output" if output in (None, "-") else f"`{output}`"
        choices = ", ".join(ending[1:] for ending in written_endings(verb))
        raise UniformError(Diagnostic("U710", f"which format is {where}?", help=f"say it with --to: {choices}"))
    return found


def unwritten(message: str, ending: str, verb: str, holds: Holds | None = None) -> UniformError:
    """The complaint about an ending, with those that ``verb`` writes, and the verbs that write this one."""
    what = f"a {holds}" if holds else f"`uniform {verb}`"
    does = "is written as" if holds else "writes"
    hint = f"{what} {does} {listed(written_endings(verb, holds), 'or')}"
    writers = {
        name for row in FORMATS for name in row.written_by if row.ending == ending and holds in (None, row.holds)
    }
    others = [f"`uniform {each.name}`" for each in VERBS if each.name in writers - {verb}]
    if others:
        hint += f"; {listed(others)} {'writes' if len(others) == 1 else 'write'} {ending}"
    return UniformError(Diagnostic("U710", message, help=hint))
