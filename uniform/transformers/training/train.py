"""Train a model for a task, and round it: the one file that optimizes.

Adam on the logistic loss, with words of one random length a step; in the last part of the steps parameters and states
are rounded as in the model, with gradients passed straight through, so that rounding changes little in the end. All
chance comes from the seed, and everything runs on one thread: the same version of PyTorch gives the same model again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch

from uniform.transformers.files.read import make_model
from uniform.transformers.model import Transformer
from uniform.transformers.reference import run
from uniform.transformers.training import network
from uniform.transformers.training.report import Measured, Report, lengths
from uniform.transformers.training.tasks import Task

BATCH = 128
LAST_RATE = 1e-4
ROUNDED_PART = 0.4
"""The last part of the steps, in which numbers are rounded."""

MEASURED_WORDS = 400
"""Fresh words for each n of the report."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and how well it does."""

    model: Transformer
    report: Report


def train(
    task: Task, name: str, *, seed: int = 0, steps: int | None = None, progress: Callable[[int], object] | None = None
) -> Trained:
    """A model called ``name`` that has learned the task in ``steps`` >= 1 steps (default: the task's own number).

    ``progress`` is called with the number of steps so far. Cost: about 10 to 30 ms a step for the models of the table.
    """
    steps = task.steps if steps is None else steps
    outline = task.outline(f"{name}.npz")
    with _one_thread():
        rng = np.random.default_rng(seed)
        parameters = network.initial(outline, rng)
        optimizer = torch.optim.Adam(parameters.values(), lr=task.rate)
        for step in range(steps):
            optimizer.param_groups[0]["lr"] = _rate(task.rate, step / steps)
            words = task.words(rng, BATCH, int(rng.integers(1, task.longest + 1)))
            rounding = step >= (1 - ROUNDED_PART) * steps
            used = network.rounded(parameters, outline) if rounding else parameters
            optimizer.zero_grad()
            network.loss(network.logits(outline, used, words, rounding), task.answers(words)).backward()
            torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
            optimizer.step()
            if progress is not None:
                progress(step + 1)
        found = {key: each.detach().double() for key, each in network.rounded(parameters, outline).items()}
        model = make_model(outline, {key: each.numpy() for key, each in found.items()}, name, name).model
        rows = tuple(_measured(task, model, found, ns, seed) for ns in lengths(task.longest))
    return Trained(model, Report(task, seed, steps, rows))


def _measured(task: Task, model: Transformer, parameters: network.Parameters, ns: range, seed: int) -> Measured:
    """Both models on fresh words; a word counts as right if the whole output is."""
    outline = task.outline("")
    right, quantized_right, equal, words_in_all = 0, 0, 0, 0
    for n in ns:
        words = task.words(np.random.default_rng([seed, n]), MEASURED_WORDS, n)
        shape = (len(words), -1)
        answers = task.answers(words).reshape(shape)
        floats = network.outputs(network.logits(outline, parameters, words)).reshape(shape)
        integers = run(model, words).outputs.reshape(shape)
        right += int((floats == answers).all(axis=1).sum())
        quantized_right += int((integers == answers).all(axis=1).sum())
        equal += int((floats == integers).all(axis=1).sum())
        words_in_all += len(words)
    return Measured(ns, words_in_all, right / words_in_all, quantized_right / words_in_all, equal / words_in_all)


def _rate(first: float, done: float) -> float:
    """The rate of learning, which falls along half a cosine."""
    return LAST_RATE + (first - LAST_RATE) * (1 + math.cos(math.pi * done)) / 2


@contextmanager
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
