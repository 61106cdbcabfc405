"""The generator language once more, written from its rules alone, to compare the tiers with.

The tiers run a program after its parts have been replaced by what they print; this package runs the parsed program
as the reference page reads: a part is an object with names of its own, an input is a function from indices to
addresses, a list of wires is a function that goes over its wires again at each use.

It imports the parser and the syntax tree, and nothing of the stages after them. It is slow, refuses nothing, and takes
for granted that names are declared and numbers are bounded.

Begin with ``numbers``, then ``addresses``, ``parts`` and ``programs``.
"""
