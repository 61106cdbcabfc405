"""Circuits with unbounded fan-in: AND, OR, XOR, majority, threshold and counting gates, wires with multiplicity.

``formats`` reads their text, ``values`` evaluates them, ``compare`` compares them. Files named ``*_kernel`` contain
loops that are compiled once, for all circuits.

Not here: printing circuits. Nothing in this room knows programs, or n beyond the header of a circuit.

Begin with ``gates``, then ``circuit`` and ``builder``.
"""
