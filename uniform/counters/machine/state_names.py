"""The names of the states of a compiled machine, which tell the instructions that they carry out.

    l7.compute6.digit3.carry
    |  |      |  what the state does in its macro
    |  |      position of the instruction in the code
    |  what the instruction is
    line of the program, if it has one

So the final state of a run identifies its trap, as long as names are kept; the text form keeps them.
"""

from __future__ import annotations

import re

from uniform.counters.code import Code, Site

_OF_INSTRUCTION = re.compile(r"(?:l\d+\.)?[a-z]+(\d+)\.")


def prefix_of(code: Code, position: int) -> str:
    """The prefix of the names of the states of an instruction, without the dot."""
    span = code.spans[position]
    line = f"l{span.line}." if span is not None else ""
    return f"{line}{type(code.instructions[position]).__name__.lower()}{position}"


def site_of_state(code: Code, state: str) -> Site | None:
    """The site of the instruction that this state carries out, if it has one."""
    match = _OF_INSTRUCTION.match(state)
    site = -1 if match is None else getattr(code.instructions[int(match[1])], "site", -1)
    return code.sites[site] if site >= 0 else None
