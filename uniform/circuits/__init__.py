"""Circuits with unbounded fan-in: AND, OR, XOR, majority, threshold and counting gates, wires with multiplicity.

    gates, circuit, builder      the gate table, circuits in memory, and how one is made
    words, text, tables, addresses, mistakes      the text form `.ckt`, and what is said about a bad one
    reference, evaluate          what a circuit computes: by definition, and on many inputs at once
    measure                      size, depth, wires, fan-in
    identity, samples, equivalence      are two circuits the same, or do they compute the same?
    dot                          a drawing for Graphviz

Files named ``*_kernel`` hold loops that are compiled once, for all circuits.
"""
