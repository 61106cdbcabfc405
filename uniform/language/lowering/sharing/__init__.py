"""One copy of the code of a part declaration, however many statements print it.

Lowering emits the code of a block once for each statement that prints it. Here the copies become one procedure: what
they have in common is there once, and where they differ, the procedure branches on the number of the statement.

Not here: what an instruction means (``counters.reference``).

Begin with ``share``, then ``regions``, ``align``, ``groups`` and ``merge``.
"""
