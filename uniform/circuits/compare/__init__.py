"""Whether two circuits are the same, and whether they compute the same function.

Not here: comparing two families, n by n (``research.questions``).

Begin with ``identity``, then ``equivalence``.
"""
