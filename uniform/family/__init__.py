"""Circuit families, wherever they come from: programs, machines, printed circuits and Python functions.

    protocol            the interface that all families share
    generated           the family of a generator program
    direct              the family of a Python function
    machine             the family of a Turing machine that prints circuits
    printed             the family of a circuit file, with a single member
    refusals            errors for requests that only a generator program can answer
    opening             from the argument PROGRAM to a family
    python_functions    from FILE.py:NAME to a Python function

Not here: questions about families (``research``) and the shipped families (``library``).

Begin with ``protocol``, then ``opening``.
"""
