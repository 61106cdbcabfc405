"""From the syntax tree to register code (``uniform.counters.code``), with a bound for every number.

Not here: what an instruction means (``counters.reference``), and the words of traps (``language.traps``).

Begin with ``program``, then ``emit``, ``numbers`` and ``gates``.
"""
