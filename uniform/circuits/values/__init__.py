"""What a circuit computes: by definition, and compiled, 64 inputs at a time.

Not here: words of 0s and 1s as a person writes them (``research.evaluation``).

Begin with ``reference``, which is the definition, then ``evaluate``.
"""
