"""Running machines: the fast run and the slow one, with the cells that they visit.

Not here: anything about compiled programs. A machine that was written by hand runs in the same way.

Begin with ``simulate``, which is the definition of a step, then ``run``.
"""
