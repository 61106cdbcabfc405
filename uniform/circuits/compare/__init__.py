"""Are two circuits the same, and do they compute the same?

Not here: comparing two families, one n after the other (``research.questions``).

Begin with ``identity``, then ``equivalence``.
"""
