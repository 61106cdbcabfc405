"""The command line: ``uniform VERB ...``.

``main`` finds the verb in the table of ``verbs``, imports that verb's module and no other, and turns what the
library raises into messages and an exit status:

    0  yes, done          1  a negative verdict          2  bad usage or bad input
    3  a defect of ours   130  interrupted

Results go to standard output; messages, notes and progress go to standard error.

Not here: any work. A verb reads its options, calls the library, and lays out what it returns.

Begin with ``verbs``, then ``options`` and the module of a verb, such as ``check``.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from uniform.cli.verbs import VERBS, overview

YES, NO, BAD_INPUT, DEFECT, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; ``arguments`` default to those of the process. Returns the exit status."""
    if arguments is None:  # a process of our own: a fifth of a short one would go to collecting what imports make
        gc.set_threshold(200_000, 50, 50)
    _open_streams()
    return _guarded([*(sys.argv[1:] if arguments is None else arguments)])  # `list` names a submodule here


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
        _say("interrupted; no file was written" if to_file else "interrupted")
        return INTERRUPTED
    assert isinstance(status, int)
    return status


def _guarded(words: Sequence[str]) -> int:
    from uniform.messages.diagnostics import Diagnostic
    from uniform.messages.errors import UniformError

    try:
        status = _run(words)
        sys.stdout.flush()
        return status
    except UniformError as error:
        _say(str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has gone, as `head` does
        _discard_output()
        return YES
    except OSError as error:
        from uniform.arguments.texts import system_reason

        what = "cannot write standard output" if error.filename is None else f"cannot use `{error.filename}`"
        _say(str(Diagnostic("U705", f"{what}: {system_reason(error)}")))
        _discard_output()
        return BAD_INPUT
    except MemoryError:
        _say(str(Diagnostic("U706", "out of memory", help="a smaller n, or `generate`, which streams, needs less")))
        return BAD_INPUT
    except SystemExit as stop:  # of argparse after --help, or of a signal
        return stop.code if isinstance(stop.code, int) else BAD_INPUT
    except Exception:
        import traceback

        _say(traceback.format_exc())
        _say("This is a defect of uniform, not of your input. Please report it with the lines above.")
        return DEFECT


def _open_streams() -> None:
    """A stream that the caller has closed (`>&-`) is None in Python: standard output is then one that cannot be
    written, standard error one that forgets, standard input an empty one. What standard output cannot encode is escaped
    there, as it is on standard error."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """What is left in the buffer goes nowhere: Python would complain once more while it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_notes() -> None:
    """What the library has to say beside its results goes to standard error, as notes, each once."""
    import logging

    from uniform.messages.cuts import without_middles

    said = set()

    class Notes(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = without_middles(record.getMessage())
            if text in said:
                return
            said.add(text)
            _say(text if record.levelno >= logging.WARNING else f"note: {text}")

    log = logging.getLogger("uniform")
    log.handlers[:] = [Notes()]
    log.setLevel(logging.INFO)


def _say(text: str) -> None:
    from uniform.cli.standard_error import note

    note(text)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("uniform-circuits")
    except PackageNotFoundError:
        return "unknown"
