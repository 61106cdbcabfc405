"""The machine tier: a compiled machine prints a circuit, and the tool adds what a machine cannot do.

A machine that traps says a static text; n and the named numbers are read off its tapes here. A machine cannot see what
it has printed: that addresses are printed at most once and before they are used is checked by running the fast tier
alongside, which must print the very same bytes.

However the machine ends, the run beside it goes on to what comes next there. A trap there is the program's: it may be
one that no machine sees, and where the machine has gone on and trapped later, or was stopped by its limit, it is the
first one. A run beside it that reaches its own limit decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NoReturn

import numpy as np

from uniform.counters.code import Code, Site
from uniform.counters.messages import stopped
from uniform.counters.tapes import register_tapes
from uniform.errors import InternalError, LimitReached, Trap, UniformError
from uniform.limits import Limits, limit_reached
from uniform.turing.machine import Machine
from uniform.turing.pack import Packed
from uniform.turing.run import Run, RunLimits, execute

Progress = Callable[[int], None]


def print_by_machine(
    machine: Machine | Packed,
    code: Code,
    n: int,
    expected: Iterator[bytes],
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """The text that a compiled machine prints on 1^n, in chunks. ``expected`` is what another tier prints.

    Raises the Trap of the program, LimitReached, or whatever ``expected`` raises; InternalError when the two differ.
    """
    chosen = limits or Limits()
    allowed = RunLimits(steps=chosen.max_steps, output=1 << 62)  # what is printed is limited in gates and wires
    beside = _Beside(expected)
    run: Run | None = None
    for chunk, outcome in execute(machine, n, limits=allowed, progress=progress):
        run = outcome
        beside.compare(chunk)
        yield chunk
    assert run is not None
    following = beside.following()
    if run.halted == "accept" and following is None:
        return
    if run.halted == "accept" and isinstance(following, bytes):
        raise InternalError("the machine prints less than the fast tier")
    _stop(run, following, code, n, allowed.steps)


def _stop(run: Run, following: UniformError | bytes | None, code: Code, n: int, steps: int) -> NoReturn:
    """Raise what ends a run: what the machine says, or what the run beside it says before it prints again."""
    site = next((site for site in code.sites if run.halted == "trap" and site.static_text == run.reason), None)
    first = following.static_text if isinstance(following, Trap) else None
    if site is not None and (first == site.static_text or isinstance(following, LimitReached)):
        raise trap_of(run, code, site, n)
    if isinstance(following, Trap) and _ends_like(run, following):
        raise following
    if run.halted == "limit" and run.limit == "steps":
        raise limit_reached("steps", n, steps)
    if isinstance(following, LimitReached):
        raise following
    beside = "prints on" if isinstance(following, bytes) else "ends" if following is None else str(first)
    message = f"the machine of `{code.name}` ends with {run.halted} at n = {n}: {run.reason}; the fast tier: {beside}"
    raise InternalError(message)


def _ends_like(run: Run, trap: Trap) -> bool:
    """Whether a machine ends like this when the program traps so."""
    match trap.diagnostics[0].code:
        case "U405" | "U406" | "U407":
            return True  # no machine sees these
        case "U413":
            return run.halted in ("loop", "limit")
    return run.halted == "limit"


def first_trap(run: Run, expected: Iterator[bytes]) -> Trap | None:
    """The trap that another tier meets before it prints more than the machine has printed, if any."""
    left = run.output_length
    try:
        for chunk in expected:
            left -= len(chunk)
            if left < 0:
                return None
    except Trap as trap:
        return trap
    except LimitReached:
        pass
    return None


def trap_of(run: Run, code: Code, site: Site, n: int) -> Exception:
    """The trap at a site, with the numbers that stand on the tapes."""
    tapes = register_tapes(code)
    values = [
        _binary(run.contents[tapes[register] - 1]) if register in tapes else 0
        for register in range(len(code.registers))
    ]
    return stopped(site, n, np.array(values, dtype=object))


def _binary(content: str) -> int:
    digits = content[1:].split("$", 1)[0].replace("_", "")
    return int(digits[::-1] or "0", 2)


class _Beside:
    """Another tier's text, compared chunk by chunk."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.waiting = b""
        self.place = 0

    def compare(self, chunk: bytes) -> None:
        """The next bytes are these."""
        start = 0
        while start < len(chunk):
            if not self.waiting:
                self.waiting = next(self.chunks, b"")
            length = min(len(self.waiting), len(chunk) - start)
            if length == 0 or self.waiting[:length] != chunk[start : start + length]:
                raise InternalError(f"the machine prints other bytes than the fast tier, after byte {self.place}")
            self.waiting = self.waiting[length:]
            start += length
            self.place += length

    def following(self) -> UniformError | bytes | None:
        """What comes next: bytes, an error, or nothing."""
        try:
            return self.waiting or next(self.chunks, None)
        except (Trap, LimitReached) as error:
            return error
