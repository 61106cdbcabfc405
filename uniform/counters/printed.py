"""The machine tier: a compiled machine prints a circuit, and the tool adds what a machine cannot do.

A machine that traps says a static text; n and the named numbers are read off its tapes here. A machine cannot see what
it has printed: that addresses are printed at most once and before they are used is checked by running the fast tier
alongside, which must print the very same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from uniform.counters.code import Code, Site
from uniform.counters.messages import stopped
from uniform.counters.tapes import register_tapes
from uniform.errors import InternalError, UniformError
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
    if run.halted == "accept":
        beside.end()
        return
    if run.halted == "trap":
        site = next((site for site in code.sites if site.static_text == run.reason), None)
        if site is not None:
            raise trap_of(run, code, site, n)
    if run.halted == "limit" and run.limit == "steps":
        raise limit_reached("steps", n, chosen.max_steps)
    if run.halted == "loop":
        raise _endless(n)
    raise InternalError(f"the machine of `{code.name}` ends with {run.halted} at n = {n}: {run.reason}")


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


def _endless(n: int) -> UniformError:
    from uniform.diagnostics import Diagnostic

    return UniformError(Diagnostic("U413", f"at n = {n} the program runs for ever", help="does its `while` end?"))


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

    def end(self) -> None:
        if self.waiting or next(self.chunks, None):
            raise InternalError("the machine prints less than the fast tier")
