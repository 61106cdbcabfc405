"""Circuit families, wherever they come from: programs, machines, printed circuits and Python functions.

    protocol            what all of them answer
    generated           the family of a generator program
    direct              that of a Python function
    machine             that of a Turing machine that prints circuits
    printed             that of a file, with a single member
    refusals            what only a generator program has
    opening             from what a person writes for PROGRAM to a family
    python_functions    from FILE.py:NAME to a Python function

Not here: what is asked of families (``research``), and the shipped ones (``library``).

Begin with ``protocol``, then ``opening``.
"""
