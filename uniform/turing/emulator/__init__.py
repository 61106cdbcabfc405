"""Running machines, fast or step by step, and counting the cells that they visit.

Not here: anything about compiled programs. Machines written by hand run in the same way.

Begin with ``simulate``, which is the definition of a step, then ``run``.
"""
