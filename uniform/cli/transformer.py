"""``uniform transformer``: a log-precision transformer: its program, what it is, its sizes, and whether its circuits
are right."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from uniform.arguments.endings import ending_of, listed
from uniform.arguments.limits import MAX_SAMPLES
from uniform.cli import files, options
from uniform.cli.model_files import ENDING, model_files
from uniform.cli.output_formats import ending_for
from uniform.cli.standard_error import progress
from uniform.cli.standard_output import print_report
from uniform.cli.written_numbers import read_ns, read_number
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

if TYPE_CHECKING:
    from uniform.transformers.model import Transformer

_MAX_ROUNDS = 64
_OPTIONS = {"describe": "--describe", "run": "--run", "sizes": "--sizes", "check": "--check", "output": "-o"}
_USED_BY = {
    "n": ("sizes", "check"),
    "rounds": ("sizes", "check", "output"),
    **dict.fromkeys(("direct", "samples", "seed", "max_gates", "max_wires"), ("check",)),
    "json": ("describe", "run", "sizes", "check"),
}
"""The options that only apply to some of what the verb does."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument(
        "model",
        metavar="MODEL",
        help="a file MODEL.json, a shipped model, random:width=8,..., or a folder with a model of another library",
    )
    parser.add_argument(
        "-o", dest="output", metavar="FILE", help="write its program (.gen) or the model itself (.json)"
    )
    parser.add_argument("--describe", action="store_true", help="show layers, number formats and parameters (default)")
    parser.add_argument("--run", metavar="WORD", nargs="+", help="show what it computes on these words")
    parser.add_argument("--sizes", action="store_true", help="predict the sizes of circuits, for each n (8,16,32,64)")
    parser.add_argument("--check", action="store_true", help="compare circuits with the model, for each n (1..8)")
    parser.add_argument("--states", action="store_true", help="like --check, and compare every intermediate value")
    parser.add_argument("--direct", action="store_true", help="check the circuits of the direct builder instead")
    options.add_n(parser, several=True)
    parser.add_argument(
        "--rounds", metavar="R", help="digits in which a number is read, one or, with --sizes, several: 3 or 1..4 (3)"
    )
    parser.add_argument("--samples", metavar="K", help="words to try at each n instead of all (1024 if there are many)")
    parser.add_argument("--seed", metavar="K", help="seed of the random words (0)")
    for what, default in (("gates", "10^8"), ("wires", "10^9")):
        parser.add_argument(f"--max-{what}", metavar="K", help=f"refuse circuits of more than K {what} ({default})")
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.transformers.opening import open_model

    asked = [name for name in ("describe", "run", "sizes", "check") if getattr(chosen, name)]
    if chosen.states and not chosen.check:
        asked.append("check")
    if chosen.output is not None:
        asked.append("output")
        ending_for("transformer", chosen.output, default=".gen")
    if len(asked) > 1:
        raise UniformError(Diagnostic("U701", f"choose one of {listed(_OPTIONS[each] for each in asked)}"))
    if not asked:
        asked.append("describe")
    is_model = chosen.output is not None and ending_of(chosen.output) == ENDING
    _require_used(chosen, asked[0], is_model)
    rounds = _read_rounds(chosen.rounds, several="sizes" in asked)
    loaded = open_model(chosen.model)
    match asked:
        case ["run"]:
            from uniform.transformers.reports import answer

            answers = answer(loaded.model, chosen.run)
            print_report(answers, as_json=chosen.json)
            return 0
        case ["sizes"]:
            from uniform.transformers.reports import predict_sizes

            table = predict_sizes(loaded.model, read_ns("8,16,32,64" if chosen.n is None else chosen.n), rounds)
            print_report(table, as_json=chosen.json)
            return 0
        case ["output"]:
            if is_model:
                with model_files(chosen.output) as write:
                    write(loaded.model)
                return 0
            from uniform.transformers.program.write import program_of

            files.write([program_of(loaded.model, rounds[0]).encode()], chosen.output)
            return 0
        case ["check"]:
            return _check(chosen, loaded.model, rounds)
        case _:
            from uniform.transformers.reports import Description

            described = Description(loaded)
            print_report(described, as_json=chosen.json)
            return 0


def _check(chosen: argparse.Namespace, model: Transformer, rounds: Sequence[int]) -> int:
    from uniform.arguments.limits import Limits
    from uniform.transformers.check import check_model, program_circuits

    default = Limits()
    limits = Limits(
        max_gates=default.max_gates if chosen.max_gates is None else read_number(chosen.max_gates, "--max-gates"),
        max_wires=default.max_wires if chosen.max_wires is None else read_number(chosen.max_wires, "--max-wires"),
    )
    circuits = None if chosen.direct else program_circuits(model, rounds[0], limits)
    with progress("circuits") as show:
        report = check_model(
            model,
            read_ns("1..8" if chosen.n is None else chosen.n),
            rounds=rounds[0],
            states=chosen.states,
            samples=None if chosen.samples is None else read_number(chosen.samples, "--samples", MAX_SAMPLES),
            seed=read_number("0" if chosen.seed is None else chosen.seed, "--seed"),
            limits=limits,
            circuits=circuits,
            progress=show,
        )
    print_report(report, as_json=chosen.json)
    return 0 if report else 1


def _require_used(chosen: argparse.Namespace, task: str, is_model: bool) -> None:
    """Refuse options that would have no effect."""
    for name, tasks in _USED_BY.items():
        value = getattr(chosen, name)
        if value is None or value is False:
            continue
        option = "-n" if name == "n" else f"--{name.replace('_', '-')}"
        if task not in tasks:
            several = listed(_OPTIONS[each] for each in tasks)
            raise UniformError(Diagnostic("U701", f"`{option}` only applies to {several}"))
        if is_model:
            problem = f"`{option}` only applies to programs, and {chosen.output} is a model"
            raise UniformError(Diagnostic("U701", problem, help="write a program: -o FILE.gen"))


def _read_rounds(text: str | None, *, several: bool) -> Sequence[int]:
    from uniform.transformers.formats import DEFAULT_ROUNDS

    if text is None:
        return (DEFAULT_ROUNDS,)
    low, dots, high = text.partition("..")
    first = read_number(low, "--rounds", _MAX_ROUNDS)
    last = read_number(high, "--rounds", _MAX_ROUNDS) if dots else first
    if not 1 <= first <= last:
        raise UniformError(Diagnostic("U702", f"`--rounds {text}` is not a range of 1..{_MAX_ROUNDS}"))
    if first < last and not several:
        hint = "only --sizes takes several; for example --rounds 2"
        raise UniformError(Diagnostic("U702", f"`--rounds {text}` is not a single number", help=hint))
    return range(first, last + 1)
