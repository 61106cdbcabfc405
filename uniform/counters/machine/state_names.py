"""The names of the states of a compiled machine, which lead back to the instructions that they carry out.

    l7.compute6.digit3.carry
    |  |      |  what the state does in its macro
    |  |      position of the instruction in the code
    |  what the instruction is
    line of the program, where it has one

So a run that traps is known by the state in which it ended, as long as the names are kept; the text form keeps them.
"""

from __future__ import annotations

import re

from uniform.counters.code import Code, Site

_OF_INSTRUCTION = re.compile(r"(?:l\d+\.)?[a-z]+(\d+)\.")


def prefix_of(code: Code, position: int) -> str:
    """How the names of the states of an instruction begin; a dot follows."""
    span = code.spans[position]
    line = f"l{span.line}." if span is not None else ""
    return f"{line}{type(code.instructions[position]).__name__.lower()}{position}"


def site_of_state(code: Code, state: str) -> Site | None:
    """The site of the instruction that a state of this name carries out, if it has one."""
    match = _OF_INSTRUCTION.match(state)
    site = -1 if match is None else getattr(code.instructions[int(match[1])], "site", -1)
    return code.sites[site] if site >= 0 else None
