"""How large each number can be, for every n, read off the declarations; and what must hold where, or a run traps.

Not here: the widths themselves (``counters.widths``), or the sum over all tapes (``counters.machine.tapes``).

Begin with ``magnitude``, then ``checks`` and ``domain``, ``facts``, ``terms`` and ``refusals``.
"""
