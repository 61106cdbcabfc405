"""The command line: ``uniform VERB ...``.

``main`` finds the verb in the table of ``verbs``, imports that verb's module and no other, and turns what the
library raises into messages and an exit status:

    0  yes, done          1  a negative verdict          2  bad usage or bad input
    3  a bug in uniform   130  interrupted

Results go to standard output; messages, notes and progress go to standard error.

Not here: any work. A verb reads its options, calls the library, and formats the result.

Begin with ``verbs``, then ``options`` and the module of a verb, such as ``check``.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from uniform.cli.standard_output import discard_output
from uniform.cli.verbs import VERBS, overview

YES, NO, BAD_INPUT, DEFECT, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; ``arguments`` default to those of the process. Returns the exit status."""
    if arguments is None:  # our own process: garbage collection during imports would take a fifth of a short run
        gc.set_threshold(200_000, 50, 50)
    _open_streams()
    try:
        return _run_and_report([*(sys.argv[1:] if arguments is None else arguments)])  # `list` names a submodule here
    except KeyboardInterrupt:  # also while an error is being reported
        _note("interrupted")
        return INTERRUPTED


def command() -> NoReturn:
    """The process of the command line: run one command, and end at once. To take down all that was loaded would take
    a quarter of a second where compiled loops were used."""
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # closed by the reader; `main` has reported it
            stream.flush()
    os._exit(status)


def _run(words: Sequence[str]) -> int:
    if not words or words[0] in ("-h", "--help") or words == ["help"]:
        print(overview())
        return YES if words else BAD_INPUT
    if words[0] in ("-V", "--version"):
        print(f"uniform {_version()}")
        return YES
    from uniform.cli.parser import VerbParser, unknown_verb

    name, rest = words[0], words[1:]
    if name == "help":  # `uniform help check` is `uniform check --help`
        name, rest = rest[0], ["--help"]
    verb = next((verb for verb in VERBS if verb.name == name), None)
    if verb is None:
        raise unknown_verb(name)
    _show_notes()
    module = import_module(f"uniform.cli.{verb.module}")
    parser = VerbParser(verb, rest)
    module.arguments(parser)
    chosen = parser.parse_intermixed_args(rest)
    try:
        status = module.run(chosen)
    except KeyboardInterrupt:
        to_file = getattr(chosen, "output", None) not in (None, "-")
        _note("interrupted; no file was written" if to_file else "interrupted")
        return INTERRUPTED
    assert isinstance(status, int)
    return status


def _run_and_report(words: Sequence[str]) -> int:
    from uniform.messages.diagnostics import Diagnostic
    from uniform.messages.errors import UniformError

    try:
        status = _run(words)
        sys.stdout.flush()
        return status
    except UniformError as error:
        _note(str(error))
        return BAD_INPUT
    except BrokenPipeError:  # the reader of the pipe has exited, as `head` does
        discard_output()
        return YES
    except OSError as error:
        from uniform.arguments.texts import system_reason

        what = "cannot write standard output" if error.filename is None else f"cannot use `{error.filename}`"
        _note(str(Diagnostic("U705", f"{what}: {system_reason(error)}")))
        discard_output()
        return BAD_INPUT
    except MemoryError:
        _note(str(Diagnostic("U706", "out of memory", help="use a smaller n, or `generate`, which streams")))
        return BAD_INPUT
    except SystemExit as stop:  # from argparse after --help, or from a signal
        return stop.code if isinstance(stop.code, int) else BAD_INPUT
    except Exception:
        import traceback

        _note(traceback.format_exc())
        _note("This is a bug in uniform, not in your input. Please report it with the lines above.")
        return DEFECT


def _open_streams() -> None:
    """Replace the streams that the caller has closed (`>&-`), which are None in Python: writing to standard output then
    fails, standard error discards its text, and standard input is empty. Characters that standard output cannot encode
    are escaped, as they are on standard error."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _show_notes() -> None:
    """Print the log messages of the library on standard error as notes, each once."""
    import logging

    from uniform.messages.cuts import shorten_words

    seen = set()

    class Notes(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = shorten_words(record.getMessage())
            if text in seen:
                return
            seen.add(text)
            _note(text if record.levelno >= logging.WARNING else f"note: {text}")

    log = logging.getLogger("uniform")
    log.handlers[:] = [Notes()]
    log.setLevel(logging.INFO)


def _note(text: str) -> None:
    from uniform.cli.standard_error import note

    note(text)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("uniform-circuits")
    except PackageNotFoundError:
        return "unknown"
