"""Register code: the small language between generator programs and Turing machines, and what runs it.

A program of the generator language becomes register code once, for all n; ``fast`` runs it in a compiled loop, and
``machine`` compiles it to a Turing machine.

Not here: the syntax of programs, and the lowering to register code (``language.lowering``).

Begin with ``code``, then ``reference``, which defines each instruction, and ``widths``.
"""
