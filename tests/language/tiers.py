"""All tiers on one program: they print the same, or trap with the same message."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from uniform.arguments.limits import Limits
from uniform.circuits.circuit import to_text
from uniform.counters.fast.short_run import ShortRuns
from uniform.counters.reference import Stopped
from uniform.counters.reference import interpret as run_code
from uniform.language.pipeline import Generator
from uniform.messages.errors import InternalError, Trap


def require_agreement(family: Generator, n: int) -> tuple[str, str | None]:
    """What the program prints at n, and the message with which it stops itself, the same on every tier."""
    text, trap = outcome(partial(family.stream, n, "reference"))
    for stream in (partial(family.stream, n, "fast"), partial(family.stream, n, "machine")):
        printed, message = outcome(stream)
        assert message == trap
        assert printed == text or trap is not None  # a line may have begun before a trap
    if trap is None:
        assert "".join(run_code(family.code, n)) == text
        circuit = family.circuit(n)
        assert to_text(circuit) == text
        ids = [wire for section in family.sections(n) for wire in section.gates.children.tolist()]
        assert ids == circuit.children.tolist()
        assert family.too_wide(n) or _short(family, n) == text
    else:
        assert outcome(lambda: [to_text(family.circuit(n)).encode()])[1] == trap
        assert outcome(lambda: [to_text(family.circuit(n, short=family.short_runs())).encode()])[1] == trap
        _run_to_a_trap(family, n)
    return text, trap


def _short(family: Generator, n: int) -> str:
    """The text by a short run."""
    printed = ShortRuns(lambda: family.short_runs().program, 10**6).text(family.layout(n), n, Limits())
    assert printed is not None
    return b"".join(printed).decode("ascii")


def outcome(stream: Callable[[], Iterable[bytes]]) -> tuple[str, str | None]:
    """What is printed, and the message of the trap."""
    chunks: list[bytes] = []
    try:
        for chunk in stream():
            chunks.append(chunk)
    except Trap as trap:
        return b"".join(chunks).decode("ascii"), str(trap)
    return b"".join(chunks).decode("ascii"), None


def _run_to_a_trap(family: Generator, n: int) -> None:
    """Run the definition of register code, which checks widths; it does not notice what a machine does not."""
    try:
        for _ in run_code(family.code, n, limit=10**5):
            pass
    except Stopped:
        pass
    except InternalError as error:
        if "more than" not in str(error):
            raise
