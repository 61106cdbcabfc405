"""The rules of the proofs, by their names in certificates, each with a phrase."""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "R1": "without a cycle, the depth is constant",
    "R2": "no path has more than a few wires inside the cycle",
    "R3": "an index, or a sum or difference of two, falls along every wire of the cycle",
    "R4": "an index is halved or doubled along every wire of the cycle, so its number of binary digits falls",
    "R5": "a declared level falls along every wire of the cycle",
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


def named(rules: list[str]) -> str:
    """Rules with their phrases, for the end of a sentence.

    >>> named(["R13"])
    'R13: the number of inputs grows with every n'
    """
    return "; ".join(f"{rule}: {RULES[rule]}" if rule != "size" else RULES[rule] for rule in dict.fromkeys(rules))
