"""Circuits with unbounded fan-in: AND, OR, XOR, majority, threshold and counting gates, wires with multiplicity.

``formats`` reads them as text, ``values`` evaluates them, ``compare`` compares them. Files named ``*_kernel`` hold
loops that are compiled once, for all circuits.

Not here: what prints circuits. Nothing in this room knows of n beyond the header of a circuit, or of programs.

Begin with ``gates``, then ``circuit`` and ``builder``.
"""
