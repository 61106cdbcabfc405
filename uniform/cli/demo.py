"""``uniform demo``: the main job on a real family, in one go."""

from __future__ import annotations

import argparse

from uniform.catalog import find
from uniform.resources import machines

FAMILY = "parity_tree"
BITS = "10110100"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The verb has no options."""
    del parser


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    del chosen
    from uniform.certify.certificate import certify
    from uniform.programs import open_generator
    from uniform.research import check, evaluate, measure
    from uniform.turing.run import run as run_machine

    entry = find(FAMILY)
    assert entry is not None
    generator = open_generator(FAMILY)

    _heading("A circuit family is a program", f"cat machines/{entry.path}")
    print((machines() / entry.path).read_text(encoding="utf-8").rstrip())
    print()
    print("  `address := GATE(...)` prints a gate, which cannot be read again; `v <- number` remembers.")

    _heading("What it remembers, for every n", f"uniform certify {FAMILY}")
    certificate = certify(generator)
    print(f"work cells = {certificate.space} (proved for every n): the family is logspace-uniform")

    _heading("Its circuit for n = 8", f"uniform generate {FAMILY} -n 8")
    for chunk in generator.stream(8):
        print(chunk.decode("ascii"), end="")

    _heading("The same bytes, printed by a real Turing machine", f"uniform run {FAMILY} -n 8")
    outcome = run_machine(generator.machine(), 8)
    same = outcome.output == b"".join(generator.stream(8)).decode("ascii")
    print(f"{outcome.halted} after {outcome.steps} steps; the same bytes: {'yes' if same else 'NO'}")
    print(f"work cells laid out: {outcome.reserved}; the formula says {certificate.space.at(8)}")

    _heading("Is it right? Against a circuit built in Python, and all inputs", f"uniform check {FAMILY} -n 1..12")
    report = check(FAMILY, range(1, 13))
    print(report)

    _heading(f"On the bits {BITS}", f"uniform eval {FAMILY} -n 8 {BITS}")
    print(evaluate(generator.circuit(8), [BITS])[0])

    _heading("How it grows", f"uniform measure {FAMILY} -n 1,2,4,8,16,1024,10^6")
    print(measure(FAMILY, (1, 2, 4, 8, 16, 1024, 10**6)))

    _heading("Now yours", "docs/tutorial/a-family-in-five-minutes.md")
    print("uniform list                                     the other shipped families")
    print("uniform run count_ones --input 0110 --trace      watch a Turing machine")
    print("uniform compile parity_tree -o parity_tree.tm    read the one that was run above")
    print("uniform generate my.gen -n 5                     print a circuit of a family of your own")
    return 0 if report and same else 1


def _heading(text: str, command: str) -> None:
    print(f"\n== {text}\n   $ {command}\n" if not command.startswith("docs") else f"\n== {text} ({command})\n")
