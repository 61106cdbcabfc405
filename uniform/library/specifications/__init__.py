"""What the shipped families compute, as Python functions; and what hand-written machines make of a word (``words``).

A specification of a family takes one integer for each input array (its first element is the low bit) and returns one
for each output array. It may also ask for ``n`` and for the family's constants by name. Its docstring has examples.
Specifications share no code with the language or with the direct builders.

Not here: circuits that compute the same (``library.builders``).

Begin with ``parity``.
"""
