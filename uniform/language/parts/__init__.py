"""Blocks and parts replaced by what they print: a program with parts becomes one without.

The meaning of a block is substitution: a statement that prints a part means the statements of its block, with the
part's indices, the numbers of its header and what its inputs are bound to. The result is a program whose only traces of
parts are in its arrays, which have the indices of the parts around them, and in the nodes of ``syntax.gates`` and
``syntax.program`` that are not written in programs.

Not here: whether the names of a program fit together (``language.names``), and what the nodes mean that parts are
replaced with (``language.meaning``).

Begin with ``expand``, then ``frames``, ``reach`` and ``views``.
"""
