"""Standard error, beside the result: notes, and progress bars if it is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from uniform.messages.spans import escape_unprintable


@contextmanager
def progress(unit: str, total: int | None = None) -> Iterator[Callable[[int], None] | None]:
    """A callback that takes the count so far and shows it, or None if standard error is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit=f" {unit}", unit_scale=True, leave=False, delay=0.5) as bar:
        yield lambda count: bar.update(count - bar.n) and None


def note(text: str) -> None:
    """Print a message on standard error; characters that a terminal cannot show are escaped."""
    shown = "\n".join(map(escape_unprintable, text.split("\n")))
    with suppress(OSError):  # nowhere to print it
        print(shown, file=sys.stderr, flush=True)
