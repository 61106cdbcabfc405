"""Python functions that the shipped families compute, and what hand-written machines do on a word (``words``).

The specification of a family takes one integer for each input array (its first element is the low bit) and returns one
for each output array. It may also have parameters for ``n`` and the family's constants, by name. Its docstring has
examples. Specifications share no code with the language or with the direct builders.

Not here: circuits that compute the same (``library.builders``).

Begin with ``parity``.
"""
