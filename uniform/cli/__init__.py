"""The command line: ``uniform VERB ...``.

``main`` finds the verb in the table of ``verbs``, imports that verb's module and no other, and turns what the
library raises into messages and an exit status:

    0  yes, done          1  a negative verdict          2  bad usage or bad input
    3  a defect of ours   130  interrupted

Results go to standard output; messages, notes and progress go to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from uniform.cli.verbs import VERBS, overview

YES, NO, BAD_INPUT, DEFECT, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; ``arguments`` default to those of the process. Returns the exit status."""
    words = [*(sys.argv[1:] if arguments is None else arguments)]  # `list` names a submodule here
    if not words or words[0] in ("-h", "--help", "help"):
        print(overview())
        return YES if words else BAD_INPUT
    if words[0] in ("-V", "--version"):
        print(f"uniform {_version()}")
        return YES
    return _guarded(lambda: _run(words[0], words[1:]))


def _run(name: str, rest: list[str]) -> int:
    from uniform.cli.options import VerbParser, unknown_verb

    verb = next((verb for verb in VERBS if verb.name == name), None)
    if verb is None:
        raise unknown_verb(name)
    _show_notes()
    module = import_module(f"uniform.cli.{verb.module}")
    parser = VerbParser(verb)
    module.arguments(parser)
    status = module.run(parser.parse_intermixed_args(rest))
    assert isinstance(status, int)
    return status


def _guarded(command: Callable[[], int]) -> int:
    from uniform.diagnostics import Diagnostic
    from uniform.errors import UniformError

    try:
        status = command()
        sys.stdout.flush()
        return status
    except UniformError as error:
        _say(str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        _say("interrupted; nothing was written")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone, as `head` does. Python would complain once more while it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return YES
    except MemoryError:
        _say(str(Diagnostic("U706", "out of memory", help="a smaller n, or `generate`, which streams, needs less")))
        return BAD_INPUT
    except SystemExit as stop:  # argparse after --help
        return stop.code if isinstance(stop.code, int) else BAD_INPUT
    except Exception:
        import traceback

        _say(traceback.format_exc())
        _say("This is a defect of uniform, not of your input. Please report it with the lines above.")
        return DEFECT


def _show_notes() -> None:
    """What the library has to say beside its results goes to standard error, as notes."""
    import logging

    class Notes(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            _say(f"note: {record.getMessage()}")

    log = logging.getLogger("uniform")
    log.handlers[:] = [Notes()]
    log.setLevel(logging.INFO)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("uniform-circuits")
    except PackageNotFoundError:
        return "unknown"
