"""From a checked program to register code (``uniform.counters.code``), with registers as wide as its bounds require.

Not here: what an instruction means (``counters.reference``), or the messages of traps (``language.traps``).

Begin with ``program``, then ``emit``, ``numbers`` and ``gates``.
"""
