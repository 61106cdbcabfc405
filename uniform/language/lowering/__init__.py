"""From a checked program to register code (``uniform.counters.code``), with the registers that its bounds ask for.

Not here: what an instruction means (``counters.reference``), and the words of traps (``language.traps``).

Begin with ``program``, then ``emit``, ``numbers`` and ``gates``.
"""
