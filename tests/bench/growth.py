"""How the time for odd texts grows with their length: ``python -m tests.bench.growth [SHAPE ...]``.

Each shape is a program (``long_programs``) or a circuit (``long_circuits``) that is long in one way: many arguments,
wires, stores, brackets, names, mistakes. It is made in two sizes, k and 4k, and taken through every stage that reads
it. Prints seconds of the processor at both sizes and their ratio: about 4 is linear, 16 is quadratic. A stage that
refuses the text shows its code; one that takes longer than ``PATIENCE`` is stopped. Exits 1 when a stage is stopped or
ends with anything but the text's own mistakes.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping

from tests.bench.long_circuits import CIRCUITS
from tests.bench.long_programs import PROGRAMS, program
from tests.bench.shapes import Shape
from uniform.certify.certificate import certify as certify_program
from uniform.circuits.circuit import to_text
from uniform.circuits.formats.ckt import read_ckt
from uniform.language.format import format_program
from uniform.language.pipeline import Generator, load
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.machine import to_text as machine_text

PATIENCE = 20  # seconds
"""At most this long for one stage."""

_NOISE = 0.2  # seconds, below which a ratio says nothing

SHAPES: Mapping[str, Shape] = {**PROGRAMS, **{f"circuits: {name}": shape for name, shape in CIRCUITS.items()}}


# ---------------------------------------------------------------- stages


def program_stages(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done with a program, in order; what is not reached after a refusal is left out."""
    source = Source("long.gen", text)
    made: list[Generator] = []
    yield "format", lambda: format_program(source)
    yield "load", lambda: made.append(load(source))
    if not made:
        return
    (generator,) = made
    yield "lower", lambda: generator.code
    yield "generate", lambda: sum(map(len, generator.stream(2)))
    yield "reference", lambda: sum(map(len, generator.stream(2, via="reference")))
    yield "circuit", lambda: generator.circuit(2)
    yield "compile", lambda: machine_text(generator.machine())
    yield "certify", lambda: certify_program(generator).to_json()


def circuit_stages(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done with the text of a circuit."""
    source = Source("long.ckt", text)
    yield "read", lambda: to_text(read_ckt(source))


STAGES = {"gen": program_stages, "ckt": circuit_stages}


class _Patience(BaseException):
    """A stage took too long."""


def _stop(*_: object) -> None:
    raise _Patience


def timed(stage: Callable[[], object]) -> tuple[float, str]:
    """Seconds, and how the stage ended: nothing, the codes of a refusal, ``STOPPED`` or ``CRASHED``."""
    start = time.process_time()
    ended = ""
    try:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        try:
            stage()
        except UniformError as error:
            ended = " ".join(sorted({found.code for found in error.diagnostics}))
        except Exception as error:
            ended = f"CRASHED {type(error).__name__}"
        signal.setitimer(signal.ITIMER_PROF, 0)
    except _Patience:
        ended = "STOPPED"
    return time.process_time() - start, ended


def measure(name: str, shape: Shape) -> bool:
    """Print the seconds of one shape; whether every stage ended as it should."""
    good = True
    small: dict[str, float] = {}
    for size in (shape.size, 4 * shape.size):
        text = shape.text(size)
        for stage, run in STAGES[shape.kind](text):
            seconds, ended = timed(run)
            bad = ended.startswith(("STOPPED", "CRASHED"))
            good = good and not bad
            if size == shape.size:
                small[stage] = seconds
                if bad:
                    print(f"{name:44} {size:9} {stage:9} {seconds:8.2f} s   {ended}", flush=True)
                continue
            if seconds > _NOISE or bad:
                ratio = f"x{seconds / small[stage]:.1f}" if stage in small and not bad else ""
                print(f"{name:44} {size:9} {stage:9} {seconds:8.2f} s {ratio:>7} {ended}", flush=True)
            if bad:
                break
    return good


def main() -> int:
    """Measure the shapes whose names hold one of the arguments, or all of them."""
    signal.signal(signal.SIGPROF, _stop)
    warm = load(Source("warm.gen", program()))
    format_program(warm.source), warm.circuit(1), sum(map(len, warm.stream(1))), certify_program(warm)
    chosen = [name for name in SHAPES if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    good = [measure(name, SHAPES[name]) for name in chosen]
    print(f"{len(good)} shapes, {good.count(False)} of them stopped or crashed")
    return 1 if False in good else 0


if __name__ == "__main__":
    sys.exit(main())
