"""The names of the states of a compiled machine, which tell the instructions that they carry out.

    l7.compute6.digit3.carry
    |  |      |  what the state does in its macro; before it, the names of the parts that are printed, add.cell,
    |  |      |  or of the function
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
    part = f".{code.parts[position]}" if code.parts and code.parts[position] else ""
    if (function := code.function_at(position)) is not None:
        part = f".{function.name}"
    return f"{line}{type(code.instructions[position]).__name__.lower()}{position}{part}"


def position_of_state(state: str) -> int:
    """The position of the instruction that this state carries out; -1 if it belongs to none."""
    match = _OF_INSTRUCTION.match(state)
    return -1 if match is None else int(match[1])


def site_of_state(code: Code, state: str) -> Site | None:
    """The site of the instruction that this state carries out, if it has one."""
    site = _site(code, state)
    return code.sites[site] if site >= 0 else None


def place_of_state(code: Code, state: str) -> tuple[int, int]:
    """The position of the instruction that this state carries out, and the number of its site, which it must have."""
    return position_of_state(state), _site(code, state)


def _site(code: Code, state: str) -> int:
    position = position_of_state(state)
    site = -1 if position < 0 else getattr(code.instructions[position], "site", -1)
    assert isinstance(site, int)
    return site
