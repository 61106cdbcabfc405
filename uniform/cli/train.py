"""``uniform train``: train a small transformer on a task and write the model."""

from __future__ import annotations

import argparse
import json
from pathlib import PurePath

from uniform.cli import files, options
from uniform.cli.standard_error import note, progress
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
    _train(task, _path(chosen.output), seed, steps, chosen.json)
    return 0


def _list(as_json: bool) -> None:
    if as_json:
        rows = [{"name": t.name, "alphabet": t.alphabet, "output": t.output, "summary": t.summary} for t in TASKS]
        print(json.dumps(rows, indent=2))
        return
    width = max(len(task.name) for task in TASKS)
    for task in TASKS:
        print(f"{task.name:<{width}}  {' '.join(task.alphabet):<5}  {task.output:<10}  {task.summary}")


def _path(output: str | None) -> PurePath:
    if output is None:
        raise UniformError(Diagnostic("U701", "where should the model go?", help="pass -o, for example -o model.json"))
    path = PurePath(output)
    if path.suffix != ".json":
        raise UniformError(
            Diagnostic("U710", f"`{output}` does not end in .json", help="the numbers go to an .npz file")
        )
    return path


def _train(task: Task, path: PurePath, seed: int, steps: int, as_json: bool) -> None:
    """Both files are opened before the training, so that it is not in vain, and appear after it."""
    from uniform.transformers.files.read import model_name
    from uniform.transformers.files.write import model_files
    from uniform.transformers.training.extra import require_torch

    require_torch()
    from uniform.transformers.training.train import train

    arrays = path.with_suffix(".npz")
    with files.whole_file(str(path)) as description_file, files.whole_file(str(arrays)) as arrays_file:
        with progress("steps", steps) as show:
            trained = train(task, model_name(path.stem), seed=seed, steps=steps, progress=show)
        description, numbers = model_files(trained.model, arrays.name)
        description_file.write(description.encode())
        arrays_file.write(numbers)
    print(json.dumps(trained.report.to_json(), indent=2) if as_json else trained.report)
    note(f"{path}, {arrays.name}: {trained.report.parameters} parameters, {len(description) + len(numbers)} bytes")
