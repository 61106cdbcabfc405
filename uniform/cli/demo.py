"""``uniform demo``: show the main features on a real family, and the theorem on a transformer.

Each part shows a command and its output, computed here by the functions behind that command.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys

FAMILY = "parity_tree"
WORDS = ("10110100", "10110101")
MODEL = "majority"
RIGHT, WRONG = "times 4", "times 3"  # the weight of the average in the model's output, and another
NEXT = (
    ("uniform format parity_chain > my.gen", "a small family to change"),
    ("uniform generate my.gen -n 4", "the circuit it prints"),
    ("uniform check my.gen --against parity_tree", "is it still parity?"),
    ("uniform list", "the shipped families"),
    ("uniform run count_ones --input 0110 --trace", "watch a Turing machine"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The verb has no options."""
    del parser


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    del chosen
    family_is_right = _show_family()
    transformer_is_right = _show_transformer()
    _part("Your turn")
    width = max(len(command) for command, _ in NEXT)
    for command, why in NEXT:
        print(f"   $ {command:<{width}}   # {why}")
    print()
    _remark("docs/tutorial/a-family-in-five-minutes.md starts from an empty file,")
    _remark("docs/tutorial/the-theorem-in-ten-minutes.md from a transformer.")
    if shutil.which("uniform") is None:
        _remark(f"The command is {os.path.relpath(sys.argv[0])}; `. .venv/bin/activate` makes it `uniform`.")
    return 0 if family_is_right and transformer_is_right else 1


def _show_family() -> bool:
    """A program, its certificate, its machine and its circuits; whether all of them agree."""
    from uniform.certify.certificate import certify
    from uniform.family.opening import open_generator
    from uniform.research.evaluation import evaluate
    from uniform.research.questions import check, measure
    from uniform.turing.emulator.run import run as run_machine

    generator = open_generator(FAMILY)
    print(
        "A circuit family has one circuit for each n. It is logspace-uniform when a Turing machine with O(log n) work"
    )
    print("cells prints them all. This demo shows a family, prints a circuit, counts work cells and checks it.")

    _part("A family is a program", f"uniform format {FAMILY}")
    print(generator.source.text.rstrip())
    print()
    _remark("`:=` prints a gate, which can never be read back; `<-` stores a number in a counter, here v.")

    _part("What it remembers, for every n", f"uniform certify {FAMILY}")
    certificate = certify(generator)
    print(certificate)
    _remark("bits(n) is the number of binary digits of n, so the cells grow like log n.")

    _part("Its circuit for n = 8", f"uniform generate {FAMILY} -n 8")
    text = b"".join(generator.stream(8)).decode("ascii")
    print(text, end="")

    _part("Compiled to a Turing machine and run on 11111111", f"uniform run {FAMILY} -n 8")
    outcome = run_machine(generator.machine(), 8)
    same = outcome.output == text
    print("[the circuit above, byte for byte]" if same else "[ANOTHER CIRCUIT]")
    print(outcome)
    cells = certificate.space.at(8)
    counted = "exactly the cells counted" if cells == outcome.visited else f"BUT {outcome.visited} WERE COUNTED"
    _remark(f"{certificate.space} is {cells} for n = 8: {counted}.")

    _part(
        "Is it right? Compared with a circuit built in Python, and with a function on numbers",
        f"uniform check {FAMILY} -n 1..12",
    )
    report = check(FAMILY, range(1, 13))
    print(report)

    _part("On concrete bits", f"uniform eval {FAMILY} -n 8 {' '.join(WORDS)}")
    print("\n".join(evaluate(generator.circuit(8), WORDS)))
    _remark("four ones is even, five is odd.")

    _part("How it grows", f"uniform measure {FAMILY} -n 1,2,4,8,16,1024,10^6")
    print(measure(FAMILY, (1, 2, 4, 8, 16, 1024, 10**6)))
    return bool(report) and same and cells == outcome.visited


def _show_transformer() -> bool:
    """A transformer, the program of its circuits, and a weight that is broken; whether the one is right and the other
    is not."""
    from uniform.certify.certificate import certify
    from uniform.family.generated import load as load_family
    from uniform.language.pipeline import load
    from uniform.messages.spans import Source
    from uniform.transformers.check import check_family, check_model, program_circuits
    from uniform.transformers.opening import open_model
    from uniform.transformers.program.write import program_of
    from uniform.transformers.reports import Description

    loaded = open_model(MODEL)
    _part("A transformer, whose numbers have O(log n) bits", f"uniform transformer {MODEL}")
    print(Description(loaded))

    _part("Its circuits are a family, too: the program", f"uniform transformer {MODEL} -o {MODEL}.gen")
    text = program_of(loaded.model)
    *before, last = text.rstrip().split("\n\n")
    print(
        f"[{sum(paragraph.count(chr(10)) + 2 for paragraph in before)} lines, a paragraph for each step of the model]"
    )
    print(f"\n{last}")
    _remark("2 and 4, before `*2^b`, are weights of the model in units of 1/2; `_not` makes one negative.")

    _part("One machine prints its circuits for every n", f"uniform certify {MODEL}.gen")
    program = load(Source(f"{MODEL}.gen", text))
    certificate = certify(program)
    print(certificate)
    _remark("Merrill and Sabharwal (2023) proved that every log-precision transformer has such a machine.")

    command = f"uniform transformer {MODEL} --check --states -n 1..6"
    _part("Do they compute what the model computes, value by value?", command)
    report = check_model(loaded.model, range(1, 7), states=True, circuits=program_circuits(loaded.model))
    print(report)

    commands = (
        f"sed 's/{RIGHT}/{WRONG}/' {MODEL}.gen > broken.gen",
        f"uniform check broken.gen --against {MODEL}.json -n 1..6",
    )
    _part("And if one weight is wrong?", *commands)
    broken = check_family(load_family(Source("broken.gen", text.replace(RIGHT, WRONG)), {}), loaded.model, range(1, 7))
    print(broken)
    return bool(certificate) and bool(report) and not broken


def _part(title: str, *commands: str) -> None:
    print(f"\n{_styled('1', f'== {title}')}")
    for command in commands:
        print(f"   {_styled('36', f'$ {command}')}")
    if commands:
        print(flush=True)


def _remark(text: str) -> None:
    print(_styled("2", f"-- {text}"))


def _styled(style: str, text: str) -> str:
    """Bold, cyan or faint on a terminal that wants colors; the text itself elsewhere."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\x1b[{style}m{text}\x1b[0m" if wanted else text
