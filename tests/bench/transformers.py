"""Speed of the fast tier on circuits of transformers: ``python -m tests.bench.transformers [MODEL N ...]``.

Their threshold gates have dozens of wires, so the figures are stored wires a second into arrays, and bytes of text a
second. The peer in the same run is the ripple adder at n = 10^6, with two wires a gate; the limit is half of its
speed. All checks are on. Programs take turns, and each figure is from the least of several times: user time of the
processor, since other work may run beside; with the system's time, which is for new pages of memory, in the last
column. The models are those that recognize majority (width 4) and prefixes of balanced words (two layers of width 8),
or random ones of the same shape where these are not shipped.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.timing import verdict
from uniform.arguments.limits import Limits
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator, load
from uniform.messages.spans import Source
from uniform.transformers.catalog import find
from uniform.transformers.opening import open_model
from uniform.transformers.program.write import program_of

PEER, PEER_N = "ripple_adder", 10**6
MODELS = (
    ("trained_majority", "random:heads=1,width=4,hidden=8", 32),
    ("trained_dyck1_prefix", "random:layers=2,heads=2,width=8,hidden=16,mask=causal", 16),
)
"""A model, one of its shape, and n."""

TURNS = 3
LIMITS = Limits(max_steps=10**12)


@dataclass(slots=True)
class Subject:
    """A program at one n, and what was measured."""

    name: str
    family: Generator
    n: int
    gates: int = 0
    wires: int = 0
    size: int = 0  # bytes of text
    arrays: list[tuple[float, float]] = field(default_factory=list)  # user time, and with that of the system
    text: list[tuple[float, float]] = field(default_factory=list)

    def take_turn(self) -> None:
        """Measure once."""
        self.arrays.append(seconds(self.into_arrays))
        self.text.append(seconds(self.as_text))

    def into_arrays(self) -> None:
        """Make the circuit."""
        circuit = self.family.circuit(self.n, limits=LIMITS)
        self.gates, self.wires = circuit.gates, len(circuit.children)

    def as_text(self) -> None:
        """Make its text."""
        self.size = sum(map(len, self.family.stream(self.n, limits=LIMITS)))

    def rates(self) -> tuple[float, float, float]:
        """Wires a second into arrays, bytes of text a second, and wires a second with the system's time."""
        user, text = min(self.arrays)[0], min(self.text)[0]
        return self.wires / user, self.size / text, self.wires / min(both for _, both in self.arrays)


def seconds(run: Callable[[], None]) -> tuple[float, float]:
    """The time of the processor that a call takes: the user's, and with that of the system."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    run()
    after = resource.getrusage(resource.RUSAGE_SELF)
    user = after.ru_utime - before.ru_utime
    return user, user + after.ru_stime - before.ru_stime


def subjects(words: list[str]) -> list[Subject]:
    """The programs of models, in as many rounds as they have by default, and in two."""
    chosen = [(words[place], int(words[place + 1])) for place in range(0, len(words), 2)]
    chosen = chosen or [(name if find(name) else shape, n) for name, shape, n in MODELS]
    found = []
    for name, n in chosen:
        text = program_of(open_model(name).model)
        for rounds in (3, 2):
            family = load(Source("model.gen", text), {"rounds": rounds})
            found.append(Subject(f"{name.rpartition('/')[2]}, n = {n}, rounds = {rounds}", family, n))
    return found


def main() -> None:
    """Measure, print."""
    peer = Subject(f"{PEER}, n = {PEER_N}", open_generator(PEER), PEER_N)
    models = subjects(sys.argv[1:])
    for each in (peer, *models):
        for _ in each.family.sections(2):  # compiled or loaded, and packed
            pass
        b"".join(each.family.stream(2))
    for _ in range(TURNS):
        for each in (peer, *models):
            each.take_turn()
    width = max(len(each.name) for each in (peer, *models))
    print(f"{'':{width}}     gates      wires   Mwires/s  ratio      MB/s  ratio   with system: Mwires/s  ratio")
    base = peer.rates()
    worst = [1e9, 1e9]
    for each in (peer, *models):
        rates = each.rates()
        into, text, both = (rate / other for rate, other in zip(rates, base, strict=True))
        if each is not peer:
            worst = [min(worst[0], into), min(worst[1], text)]
        print(
            f"{each.name:{width}} {each.gates:9} {each.wires:10} {rates[0] / 1e6:10.1f} {into:6.2f}"
            f" {rates[1] / 1e6:9.1f} {text:6.2f} {rates[2] / 1e6:23.1f} {both:6.2f}"
        )
    print(f"least ratio, into arrays  {worst[0]:5.2f}   {verdict(worst[0], 0.5)}")
    print(f"least ratio, as text      {worst[1]:5.2f}   {verdict(worst[1], 0.5)}")


if __name__ == "__main__":
    main()
