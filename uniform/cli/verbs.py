"""The table of verbs: names, summaries, usage and examples. Help pages and tests read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the command line; its module has ``arguments(parser)`` and ``run(options) -> int``."""

    name: str
    summary: str
    usage: str  # after `uniform NAME`
    module: str  # in uniform.cli
    examples: tuple[str, ...]


VERBS: tuple[Verb, ...] = (
    Verb("demo", "show the main features on a real family", "", "demo", ("uniform demo",)),
    Verb(
        "list",
        "list the shipped programs, machines, models and parts by topic",
        "",
        "list",
        ("uniform list", "uniform list --json", "uniform list --classes"),
    ),
    Verb(
        "generate",
        "print the circuit for one n",
        "PROGRAM -n N",
        "generate",
        (
            "uniform generate parity_tree -n 8",
            "uniform generate threshold_k -n 10 --set k=3 -o t.ckt",
            "uniform generate my.gen -n 5 --via reference",
        ),
    ),
    Verb(
        "check",
        "compare circuits with others, with a specification or with a transformer",
        "PROGRAM -n 1..16",
        "check",
        (
            "uniform check ripple_adder -n 1..12",
            "uniform check my.gen -n 1..8 --against parity_tree",
            "uniform check my.gen -n 1..8 --against my.py:build --spec my.py:function",
            "uniform check my.gen -n 1..8 --against my_transformer.json --states",
        ),
    ),
    Verb(
        "certify",
        "certify what holds for every n: cells, traps, size, depth, class",
        "PROGRAM",
        "certify",
        (
            "uniform certify parity_tree",
            "uniform certify parity_tree --explain",
            "uniform certify my.gen --json -o my.certificate",
        ),
    ),
    Verb(
        "audit",
        "check a certificate: derive it again and measure on the machine",
        "FILE",
        "audit",
        ("uniform audit my.certificate",),
    ),
    Verb(
        "run",
        "run a Turing machine, or a program as one, and count its work cells",
        "FILE.tm|PROGRAM -n N",
        "run",
        (
            "uniform run parity_tree -n 8",
            "uniform run palindromes --input 0110",
            "uniform run count_ones --input 0110 --trace",
        ),
    ),
    Verb(
        "compile",
        "compile a program to a Turing machine or to register code",
        "PROGRAM -o FILE.tm",
        "compile",
        ("uniform compile parity_tree -o parity_tree.tm", "uniform compile parity_tree --to counters"),
    ),
    Verb(
        "eval",
        "evaluate a circuit on words of bits",
        "CIRCUIT|PROGRAM [-n N] BITS...",
        "eval",
        ("uniform eval parity_tree -n 4 1011 0000", "uniform eval my.ckt 1011"),
    ),
    Verb(
        "measure",
        "measure size, depth, wires and fan-in for each n",
        "PROGRAM|CIRCUIT [-n 1..64]",
        "measure",
        ("uniform measure lookahead_adder -n 1..16", "uniform measure my.ckt --json"),
    ),
    Verb(
        "compare",
        "test whether two families have the same circuits or the same functions",
        "A B [-n 1..12]",
        "compare",
        ("uniform compare parity_chain parity_tree -n 1..12", "uniform compare a.ckt b.ckt"),
    ),
    Verb(
        "convert",
        "write a machine or a circuit in another format",
        "IN -o OUT",
        "convert",
        ("uniform convert m.tm -o m.jff", "uniform convert c.ckt -o c.dot"),
    ),
    Verb(
        "train",
        "train a small transformer on a task, with PyTorch",
        "TASK -o MODEL.json",
        "train",
        ("uniform train --list", "uniform train majority -o majority.json"),
    ),
    Verb(
        "transformer",
        "turn a log-precision transformer into a program; describe and check it",
        "MODEL [-o FILE.gen | --describe | --sizes | --check]",
        "transformer",
        (
            "uniform transformer majority",
            "uniform transformer majority --run 0110 111",
            "uniform transformer majority -o majority.gen",
            "uniform transformer majority --check -n 1..4 --states",
            "uniform transformer random:layers=2,width=16 --sizes -n 8..12 --rounds 1..4",
        ),
    ),
    Verb("format", "write a program in canonical layout", "FILE.gen", "format", ("uniform format my.gen --write",)),
    Verb(
        "language-server",
        "answer an editor: mistakes, what names are, definitions, layout",
        "",
        "language_server",
        ("uniform language-server",),
    ),
    Verb("explain", "explain an error code, with examples", "CODE", "explain", ("uniform explain U404",)),
)

LATER = {
    "query": "questions about one gate of a circuit, without the circuit",
}
"""Reserved names of future verbs, with what they will do."""


def overview() -> str:
    """The text of ``uniform --help``."""
    width = max(len(verb.name) for verb in VERBS)
    lines = [
        "usage: uniform VERB ...",
        "",
        "Circuit families as programs: write one, print its circuits, check them, count its work cells.",
        "",
        *(f"  {verb.name:<{width}}  {verb.summary}" for verb in VERBS),
        "",
        "PROGRAM is a file or the name of a shipped program (`uniform list`).",
        "Run `uniform VERB --help` for the options of a verb. To start: uniform demo",
    ]
    return "\n".join(lines)
