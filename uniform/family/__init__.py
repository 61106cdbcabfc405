"""Circuit families, wherever they come from: programs, machines, printed circuits and Python functions.

Not here: what is asked of families (``research``), and the shipped ones (``library``).

Begin with ``protocol``, then ``opening``.
"""
