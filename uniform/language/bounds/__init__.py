"""How large each number can be, for every n, read off the declarations.

Not here: the widths themselves (``counters.widths``), or the sum over all tapes (``counters.machine.tapes``).

Begin with ``magnitude``, then ``facts``, ``terms``, ``checks`` and ``refusals``.
"""
