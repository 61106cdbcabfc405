"""Choose the format of an output by the ending of its name or by ``--to``; the two must agree.

The choice comes before any other work. Standard output and names without an ending, such as devices, take the format of
``--to`` or the default of the verb.
"""

from __future__ import annotations

from uniform.arguments.endings import FORMATS, Holds, ending_of, listed, written_endings
from uniform.cli.files import target_of
from uniform.cli.verbs import VERBS
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


def ending_for(verb: str, output: str | None, to: str | None = None, *, default: str | None = None) -> str:
    """The ending that selects the format of ``output``; ``to`` and ``default`` are endings.

    Raises UniformError if the verb does not write such files or the format is not known (U710), or if the output is a
    folder (U705).
    """
    named = ""
    if output is not None and output != "-":
        target_of(output)  # raises if it is a folder
        named = ending_of(output)  # for a link, the ending of the link itself
    if named and named not in written_endings(verb):
        raise unwritten(f"`uniform {verb}` does not write {named} files", named, verb)
    if named and to and named != to:
        message = f"`{output}` ends in {named}, but `--to` asks for {to[1:]}"
        raise UniformError(Diagnostic("U710", message, help="omit `--to`: the ending chooses the format"))
    found = to or named or default
    if found is None:
        where = "standard output" if output in (None, "-") else f"`{output}`"
        choices = ", ".join(ending[1:] for ending in written_endings(verb))
        raise UniformError(
            Diagnostic("U710", f"which format should {where} have?", help=f"choose one with --to: {choices}")
        )
    return found


def unwritten(message: str, ending: str, verb: str, holds: Holds | None = None) -> UniformError:
    """The error for an ending that ``verb`` does not write; it lists those it does, and the verbs that write this."""
    what = f"a {holds}" if holds else f"`uniform {verb}`"
    does = "can be written as" if holds else "writes"
    hint = f"{what} {does} {listed(written_endings(verb, holds), 'or')}"
    writers = {
        name for row in FORMATS for name in row.written_by if row.ending == ending and holds in (None, row.holds)
    }
    others = [f"`uniform {each.name}`" for each in VERBS if each.name in writers - {verb}]
    if others:
        hint += f"; {listed(others)} {'writes' if len(others) == 1 else 'write'} {ending}"
    return UniformError(Diagnostic("U710", message, help=hint))
