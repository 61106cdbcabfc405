"""The process that tries the seeds of one subject: what ends it, ends it alone."""

from __future__ import annotations

import faulthandler
import logging
import resource
import traceback
import warnings
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.subject import Case, Subject, shrink

SUBJECTS = ("programs", "machines", "circuits", "certificates", "texts", "proofs")
DEADLINE = 60  # seconds for one input
_FIRST = 10 * DEADLINE  # for the first input of a process, which may compile every kernel
_MEMORY = 6 * 2**30  # bytes
_SHRINKING = 20.0  # seconds


def subject(name: str) -> Subject:
    """The subject of this name; its file is imported when it is needed."""
    found = getattr(import_module(f"tests.fuzz.{name}"), name.upper())
    assert isinstance(found, Subject)
    return found


def work(name: str, first: int, folder: str, results: Connection) -> None:
    """Try one seed after the other, forever; ``(seed, finding)`` goes back, and None where there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    warnings.simplefilter("error")
    logging.getLogger("uniform").addHandler(logging.NullHandler())  # notes and warnings are not looked at
    chosen, seed, deadline = subject(name), first, _FIRST
    with open(Path(folder) / f".{name}.stack", "w+") as stack:
        while True:
            results.send((seed, None))
            stack.seek(0)
            stack.truncate()
            faulthandler.dump_traceback_later(deadline, exit=True, file=stack)
            case = chosen.make(seed)
            said = judged(chosen, case)
            faulthandler.cancel_dump_traceback_later()
            if said is not None:
                write(folder, name, seed, case, said)
                results.send((seed, said))
                if not said.startswith(("raised", "slow")):
                    faulthandler.dump_traceback_later(DEADLINE, exit=True, file=stack)
                    write(folder, name, seed, shrink(chosen, case, _SHRINKING), said)
                    faulthandler.cancel_dump_traceback_later()
            seed, deadline = seed + 1, DEADLINE


def judged(chosen: Subject, case: Case) -> str | None:
    """What is wrong with a case; an exception that the subject does not expect is wrong, too."""
    try:
        return chosen.fault(case)
    except Exception:
        return f"raised: {traceback.format_exc()}"


def write(folder: str, name: str, seed: int, case: Case, said: str) -> None:
    """The input and what is said of it, as files."""
    stem = Path(folder) / f"{name}-{seed}"
    stem.with_suffix(case.ending).write_bytes(case.text.encode("utf-8", "surrogatepass"))
    told = "".join(f"{given}\n" for given in case.given)
    stem.with_suffix(".why").write_text(f"{said}\n\n{told}", encoding="utf-8", errors="backslashreplace")
