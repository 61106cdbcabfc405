"""What is said beside the result, on standard error: notes, and progress where it is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from uniform.messages.spans import printable


@contextmanager
def progress(unit: str, total: int | None = None) -> Iterator[Callable[[int], None] | None]:
    """A callback that takes the count so far and shows it, or None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit=f" {unit}", unit_scale=True, leave=False, delay=0.5) as bar:
        yield lambda count: bar.update(count - bar.n) and None


def note(text: str) -> None:
    """Say something beside the result, on standard error; what no terminal can show is escaped."""
    shown = "\n".join(map(printable, text.split("\n")))
    with suppress(OSError):  # nowhere to say it
        print(shown, file=sys.stderr, flush=True)
