"""The machine tier: a compiled machine prints a circuit, and the tool adds what a machine cannot do.

A machine that traps gives a static text; n and the named numbers are read off its tapes here. A machine cannot see what
it has printed: that addresses are printed at most once and before they are used is checked by running the fast tier
alongside, which must print exactly the same bytes.

However the machine ends, the run beside it goes on to what comes next there. A trap there is the program's: it may be
one that no machine sees, and where the machine has gone on and trapped later, or was stopped by its limit, it is the
first one. A run beside it that reaches its own limit decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NoReturn

from uniform.arguments.limits import Limits, steps_reached
from uniform.counters.code import Code, Site
from uniform.counters.machine.state_names import place_of_state, site_of_state
from uniform.counters.machine.tapes import register_tapes
from uniform.counters.messages import trap_at
from uniform.messages import errors
from uniform.messages.errors import ENDLESS, InternalError, LimitReached, StepsReached, Trap, UniformError
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import PackedMachine
from uniform.turing.emulator.run import RunLimits, execute
from uniform.turing.emulator.run import run as run_machine
from uniform.turing.machine import Machine

Progress = Callable[[int], None]


def print_by_machine(
    machine: Machine | PackedMachine,
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
    allowed = RunLimits(steps=chosen.steps("machine"), output=1 << 62)  # what is printed is limited in gates and wires
    beside = _Beside(expected)
    run: Run | None = None
    for chunk, outcome in execute(machine, n, limits=allowed, progress=progress):
        run = outcome
        beside.compare(chunk)
        yield chunk
    assert run is not None
    following = _following(run.halted, 0, beside.rest())
    try:
        if run.halted == "accept" and following is None:
            return
        if run.halted == "accept" and isinstance(following, bytes):
            raise InternalError("the machine prints less than the fast tier")
        _stop(run, following, code, n, chosen)
    finally:
        chosen.took("machine", run.steps)


def _stop(run: Run, following: UniformError | bytes | None, code: Code, n: int, limits: Limits) -> NoReturn:
    """Raise what ends a run: what the machine says, or what the run beside it says before it prints again."""
    site = site_of(run, code)
    first = following.static_text if isinstance(following, Trap) else None
    if site is not None and (first == site.text.static_text or isinstance(following, LimitReached)):
        raise trap_of(run, code, n)
    if isinstance(following, Trap) and _ends_like(run.halted, following):
        raise following
    if run.halted == "limit" and run.limit == "steps":
        raise steps_reached(n, limits, "machine")
    if isinstance(following, LimitReached):
        raise following
    beside = "prints on" if isinstance(following, bytes) else "ends" if following is None else str(first)
    message = f"the machine of `{code.name}` ends with {run.halted} at n = {n}: {run.reason}; the fast tier: {beside}"
    raise InternalError(message)


def _ends_like(halted: str, trap: Trap) -> bool:
    """Whether a machine ends like this when the program has this trap."""
    match trap.diagnostics[0].code:
        case "U405" | "U406" | "U407":
            return True  # machines cannot see these
        case errors.ENDLESS:
            return halted in ("loop", "limit")
    return halted == "limit"


def run_compiled(
    machine: Machine | PackedMachine,
    code: Code,
    word: str | int,
    beside: Callable[[int], Iterator[bytes]],
    limits: RunLimits | None = None,
    *,
    stop_at_layout: bool = False,
    sink: Callable[[bytes], object] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Run a compiled machine, and report how the program ends: ``trap`` of the outcome is the program's.

    ``beside(n)`` is what another tier prints. It is not asked when a limit that the caller has set ended the run.
    """
    allowed = limits or RunLimits()
    run = run_machine(
        machine, word, limits=allowed, stop_at_layout=stop_at_layout, sink=sink, progress=progress
    )  # fmt: skip
    asked_for = run.limit is not None and getattr(allowed, run.limit) is not None
    if stop_at_layout or asked_for or run.length == 0:
        return run
    site = site_of(run, code)
    own = None if site is None else trap_of(run, code, run.length)
    halted, reason, trap = program_end(run.halted, run.reason, run.output_length, beside(run.length))
    if trap is None:
        return replace(run, trap=own)
    limit = run.limit if halted == "limit" else None
    return replace(run, halted=halted, limit=limit, reason=reason, trap=trap)


def program_end(halted: str, reason: str, printed: int, expected: Iterator[bytes]) -> tuple[str, str, Trap | None]:
    """How a run of a compiled machine ends, and why, and the trap of the program where the machine does not say it."""
    trap = _following(halted, printed, expected)
    if not isinstance(trap, Trap) or not _ends_like(halted, trap):
        return halted, reason, None
    if trap.diagnostics[0].code != ENDLESS:
        return "trap", trap.static_text, trap
    return "loop", f"{trap.static_text}; {reason}" if halted == "loop" else trap.static_text, trap


def _following(halted: str, printed: int, chunks: Iterator[bytes]) -> UniformError | bytes | None:
    """What another tier comes to after so many bytes: more bytes, an error, or nothing.

    It is followed to its end where the machine is in a loop, which was cut off in the middle of what it repeats."""
    try:
        for chunk in chunks:
            printed -= len(chunk)
            if printed < 0 and halted != "loop":
                return chunk
    except (Trap, LimitReached) as error:
        return error
    return None


def site_of(run: Run, code: Code) -> Site | None:
    """The site at which the machine of this code has trapped, found by the state in which it ended.

    None where the run ended otherwise, and for a trap of the machine itself: a full tape, an empty input. A
    state may have both traps, which the text tells apart."""
    site = site_of_state(code, run.state) if run.halted == "trap" else None
    return site if site is not None and site.text.static_text == run.reason else None


def trap_of(run: Run, code: Code, n: int) -> Trap:
    """The trap at the site in which the machine has ended (``site_of``), with the numbers and calls on its tapes."""
    tapes = register_tapes(code)
    values = [
        _binary(run.contents[tapes[register] - 1]) if register in tapes else 0
        for register in range(len(code.registers))
    ]
    position, number = place_of_state(code, run.state)
    return trap_at(code, number, n, values, position)


def _binary(content: str) -> int:
    digits = content[1:].split("$", 1)[0].replace("_", "")
    return int(digits[::-1] or "0", 2)


class _Beside:
    """The text of another tier, compared chunk by chunk."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.waiting = b""
        self.place = 0
        self.cut: StepsReached | None = None

    def compare(self, chunk: bytes) -> None:
        """The next bytes are these. Beyond the steps of the other tier nothing is compared."""
        if self.cut is not None:
            return
        start = 0
        while start < len(chunk):
            if not self.waiting:
                try:
                    self.waiting = next(self.chunks, b"")
                except StepsReached as error:
                    self.cut = error
                    return
            length = min(len(self.waiting), len(chunk) - start)
            if length == 0 or self.waiting[:length] != chunk[start : start + length]:
                raise InternalError(f"the machine prints other bytes than the fast tier, after byte {self.place}")
            self.waiting = self.waiting[length:]
            start += length
            self.place += length

    def rest(self) -> Iterator[bytes]:
        """What the other tier prints from here on; raises what ends it."""
        if self.cut is not None:
            raise self.cut
        yield self.waiting
        yield from self.chunks
