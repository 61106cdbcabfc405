"""Texts: files that are almost programs, machines, circuits and certificates, given to every verb that reads them.

Whatever the file holds, a command ends within some seconds with status 0, 1 or 2, without a traceback, and leaves no
file behind unless it succeeds. The verb runs inside this process; ``__main__`` sees what crashes it or never ends.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stderr
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from tests.circuits.random_circuits import random_circuit
from tests.fuzz.subject import Case, Subject
from tests.language.random_programs import random_program
from tests.turing.random_machines import random_machine
from uniform.certify.certificate import certify
from uniform.circuits.circuit import to_text as circuit_text
from uniform.cli import main
from uniform.family.opening import open_generator
from uniform.messages.errors import UniformError
from uniform.resources import machines
from uniform.turing import exchange
from uniform.turing.machine import to_text as machine_text

SECONDS = 10.0  # of the processor, after which a command is too slow
_LONG = 10**6  # characters, beyond which a text is damaged no further
_LIMITS = "--max-gates 10000 --max-wires 100000 --max-steps 1000000"
COMMANDS = {
    ".gen": (
        f"generate FILE -n 3 {_LIMITS} -o OUT.ckt",
        f"generate FILE -n 2 --via reference {_LIMITS}",
        f"generate FILE -n 2 --via machine {_LIMITS}",
        f"check FILE -n 1..3 --against FILE {_LIMITS}",
        "certify FILE --json",
        "run FILE -n 2 --steps 100000",
        "compile FILE -o OUT.tm",
        "format FILE",
        "format FILE --check",
        f"eval FILE -n 2 01 {_LIMITS}",
        f"measure FILE -n 1..3 {_LIMITS}",
        f"compare FILE parity_tree -n 1..3 {_LIMITS}",
        "convert FILE -n 2 -o OUT.ckt",
    ),
    ".tm": (
        "run FILE --input 01 --steps 10000",
        "run FILE --input 01 --steps 50 --trace",
        "convert FILE -o OUT.json",
        "convert FILE -o OUT.txt",
        "convert FILE -o OUT.jff",
        "convert FILE -o OUT.dot",
        "convert FILE -o OUT.tm",
        f"generate FILE -n 2 {_LIMITS} --to dot",
        f"check FILE -n 1..3 --against parity_tree {_LIMITS}",
        f"eval FILE -n 2 01 {_LIMITS}",
        f"measure FILE -n 1..3 {_LIMITS}",
        f"compare FILE parity_tree -n 1..3 {_LIMITS}",
    ),
    ".ckt": (
        "eval FILE 0110",
        "measure FILE --json",
        "compare FILE FILE",
        "convert FILE -o OUT.dot",
        "convert FILE -o OUT.ckt",
        "generate FILE -n 3 --to dot",
        "check FILE -n 3 --against FILE",
    ),
    ".txt": ("convert FILE -o OUT.tm",),
    ".jff": ("convert FILE -o OUT.tm",),
    ".yaml": ("convert FILE -o OUT.tm",),
    ".yml": ("convert FILE -o OUT.tm",),
    ".certificate": ("audit FILE -n 1..3",),
    ".json": (
        "convert FILE -o OUT.tm",
        "audit FILE -n 1..3",
        "audit FILE -n 1,8 --json",
        "transformer FILE",
        "transformer FILE --sizes -n 1..3 --json",
    ),
    ".odd": ("convert FILE -o OUT.tm", "measure FILE -n 1..2", "run FILE -n 2 --steps 1000", "format FILE"),
}
_NASTY = (
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "\\",
        "#",
        "$",
        "^",
        "_",
        ",",
        ";",
        ":",
        "->",
        ":=",
        "<-",
        "..",
        "=",
        "*",
    ),
    *("0", "1", "-1", "2^64", "9" * 30, "9" * 5000, "1e999", "NaN", "Infinity", "0x10", "1_000", "²", "٣"),
    *("\t", "\r", "\r\n", "\n", "\n\n", " ", "  ", "\0", "\x1b", "\x7f", "\ufeff", "\u2028", "\ud800", "é", "🙂"),
    *("else", "if", "for", "while", "let", "def", "block", "input", "output", "gate", "family", "machine", "circuit"),
    *("true", "null", "accept", "print", "start", "work", "n", "x" * 3000, "(" * 3000, "[" * 3000, "<a>" * 300),
)


def make(seed: int) -> Case:
    """A text with some damage, and a command that reads it."""
    random = Random(seed)
    ending, text = _sound(random)
    for _ in range(random.choice((0, 1, 1, 2, 3, 10))):
        if len(text) < _LONG:  # a line that is doubled again and again grows beyond any memory
            text = damaged(random, text)
    if random.random() < 0.04:
        ending = random.choice(list(COMMANDS))
    return Case(text, ending, (random.choice(COMMANDS[ending]),))


def damaged(random: Random, text: str) -> str:
    """The text with one thing lost, doubled, exchanged or put in."""
    lines = text.splitlines(keepends=True) or [""]
    line, at = random.randrange(len(lines)), random.randrange(len(text) + 1)
    end = min(len(text), at + random.choice((1, 1, 2, 5, 30)))
    match random.randrange(10):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + text[end:]
        case 2:
            return text[:at] + text[at:end] * random.choice((2, 2, 300)) + text[end:]
        case 3:
            del lines[line]
            return "".join(lines)
        case 4:
            times = 2 if len(lines[line]) > 1000 else random.choice((2, 2, 500))
            return "".join([*lines[:line], lines[line] * times, *lines[line + 1 :]])
        case 5:
            lines.insert(random.randrange(len(lines) + 1), lines.pop(line))
            return "".join(lines)
        case 6:
            words = lines[line].split(" ")
            random.shuffle(words)
            return "".join([*lines[:line], " ".join(words), *lines[line + 1 :]])
        case _:
            return text[:at] + random.choice(_NASTY) + text[at if random.random() < 0.5 else end :]


def fault(case: Case) -> str | None:
    """What the command does that no command may."""
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            return _command(case)
        finally:
            os.chdir(before)


def _command(case: Case) -> str | None:
    name = f"file{case.ending}"
    Path(name).write_bytes(case.text.encode("utf-8", "surrogatepass"))
    words = case.given[0].replace("FILE", name).split()
    said, printed, began = io.StringIO(), io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), process_time()
    out, sys.stdout = sys.stdout, printed
    try:
        with redirect_stderr(said):
            status = main(words)
    except BaseException as error:  # whatever leaves `main` is the finding
        return f"escaped: {type(error).__name__}: {error}"
    finally:
        sys.stdout = out
    took = process_time() - began
    if status not in (0, 1, 2) or "Traceback" in said.getvalue():
        return f"traceback: `uniform {' '.join(words)}` ends with status {status}\n{said.getvalue()[-3000:]}"
    if status == 2 and "error[U" not in said.getvalue():
        return f"silent: `uniform {' '.join(words)}` ends with status 2 and says {said.getvalue()[:300]!r}"
    left = [each.name for each in Path().iterdir() if each.name != name]
    if left and status == 2:
        return f"file: `uniform {' '.join(words)}` ends with status 2 and leaves {left}"
    if len(said.getvalue()) > 100_000:
        return f"long: `uniform {' '.join(words)}` says {len(said.getvalue())} characters"
    return f"slow: `uniform {' '.join(words)}` takes {took:.0f} seconds" if took > SECONDS else None


def _sound(random: Random) -> tuple[str, str]:
    """A file as it should be, and its ending."""
    seed = random.randrange(10**6)
    match random.randrange(10):
        case 0:
            return ".gen", random_program(seed)
        case 1:
            return ".gen", random.choice(_shipped(".gen"))
        case 2:
            return ".tm", random.choice(_shipped(".tm"))
        case 3:
            return ".tm", machine_text(random_machine(seed))
        case 4 | 5:
            return ".ckt", circuit_text(random_circuit(random))
        case 6:
            return random.choice((".json", ".certificate")), _certificate(
                random.choice(("parity_tree", "threshold_k", "majority"))
            )
        case 7:
            return ".json", random.choice(_shipped(".json"))
        case 8:
            return ".odd", random.choice((*_shipped(".tm"), *_shipped(".gen")))
        case _:
            ending = random.choice((".txt", ".json", ".jff"))
            try:
                return ending, exchange.WRITERS[ending](random_machine(seed, most_tapes=1), None)
            except UniformError:  # a symbol that the format cannot write
                return ".txt", "init: q\naccept: end\n\nq,0\nend,1,>\n"


@cache
def _shipped(ending: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(machines().rglob(f"*{ending}"))]


@cache
def _certificate(name: str) -> str:
    return json.dumps(certify(open_generator(name)).to_json(), indent=2)


TEXTS = Subject("texts", make, fault)
