"""``uniform train``: train a small transformer on a task and write the model."""

from __future__ import annotations

import argparse
import json
from pathlib import PurePath

from uniform.cli import options
from uniform.cli.model_files import model_files
from uniform.cli.standard_error import note, progress
from uniform.cli.standard_output import print_report
from uniform.cli.written_numbers import read_number
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.training.tasks import TASKS, Task, task_named

_MOST_STEPS = 10**6


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("task", metavar="TASK", nargs="?", help="what to learn; `--list` shows the tasks")
    parser.add_argument(
        "-o", dest="output", metavar="MODEL.json", help="the model; its numbers are in MODEL.npz beside it"
    )
    parser.add_argument("--seed", metavar="K", default="0", help="chooses the first weights and the words (default 0)")
    parser.add_argument("--steps", metavar="K", help="steps of training (default: enough for the task)")
    parser.add_argument("--list", action="store_true", help="list the tasks")
    options.add_json(parser)


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    if chosen.list:
        _list(chosen.json)
        return 0
    if chosen.task is None:
        raise UniformError(Diagnostic("U701", "which task?", help="`uniform train --list` shows the tasks"))
    task = task_named(chosen.task)
    seed = read_number(chosen.seed, "--seed")
    steps = task.steps if chosen.steps is None else read_number(chosen.steps, "--steps")
    if not 1 <= steps <= _MOST_STEPS:
        raise UniformError(Diagnostic("U702", f"`--steps {steps}` is not in 1..{_MOST_STEPS}"))
    _train(task, chosen.output, seed, steps, chosen.json)
    return 0


def _list(as_json: bool) -> None:
    if as_json:
        rows = [{"name": t.name, "alphabet": t.alphabet, "output": t.output, "summary": t.summary} for t in TASKS]
        print(json.dumps(rows, indent=2))
        return
    width = max(len(task.name) for task in TASKS)
    for task in TASKS:
        print(f"{task.name:<{width}}  {' '.join(task.alphabet):<5}  {task.output:<10}  {task.summary}")


def _train(task: Task, output: str | None, seed: int, steps: int, as_json: bool) -> None:
    from uniform.transformers.files.read import model_name
    from uniform.transformers.training.extra import require_torch

    if output is None:
        raise UniformError(Diagnostic("U701", "where should the model go?", help="pass -o, for example -o model.json"))
    with model_files(output) as write:
        require_torch()
        from uniform.transformers.training.train import train

        with progress("steps", steps) as show:
            trained = train(task, model_name(PurePath(output).stem), seed=seed, steps=steps, progress=show)
        size = write(trained.model)
    print_report(trained.report, as_json=as_json)
    note(f"{output}: {trained.report.parameters} parameters, {size} bytes with its arrays")
