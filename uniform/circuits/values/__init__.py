"""Evaluate circuits: by definition, and with compiled loops, 64 inputs at a time.

Not here: words of 0s and 1s as people write them (``research.evaluation``).

Begin with ``reference``, which is the definition, then ``evaluate``.
"""
