"""The rules of the proofs, by their names in certificates, each with a phrase."""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "R1": "without a cycle, the depth is constant",
    "R2": "no path has more than a few wires inside the cycle",
    "R3": "an index, or a sum or difference of two, falls or rises along the wires of the cycle",
    "R4": "the number of digits of an index falls or rises along the wires of the cycle: it is halved or doubled",
    "R5": "a declared level falls along the wires of the cycle",
    "R6": "every gate has at most a constant number of wires, counted with multiplicity",
    "R7": "AND, OR, NAND and NOR gates with many wires: AC",
    "R8": "a threshold that at most a constant number of wires decides is an OR of ANDs, or an AND of ORs",
    "R9": "XOR, XNOR and MOD gates with many wires and constant moduli: AC with counting gates",
    "R10": "MAJ and other threshold gates with many wires: TC",
    "R11": "a gate with many wires is a tree of gates with two wires, of depth O(log n)",
    "R12": "bounded fan-in and constant depth: NC^0",
    "R13": "the number of inputs grows with every n",
    "size": "no path in a cycle has more gates than the arrays have addresses",
}


def unwrapped(number: object) -> str:
    """A number as text, without parentheses around all of it.

    >>> unwrapped("(n div 2)"), unwrapped("(n div 2) + (m div 2)")
    ('n div 2', '(n div 2) + (m div 2)')
    """
    text = str(number)
    depth = 0
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return text[1:-1] if text[:1] == "(" and place == len(text) - 1 else text
    return text


def named(rules: list[str]) -> str:
    """Rules with their phrases, for the end of a sentence.

    >>> named(["R13"])
    'R13: the number of inputs grows with every n'
    """
    return "; ".join(f"{rule}: {RULES[rule]}" if rule != "size" else RULES[rule] for rule in dict.fromkeys(rules))
