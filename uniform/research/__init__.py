"""What is asked of families: check, compare, measure and evaluate, and the reports that answer.

Not here: comparing or evaluating one circuit (``circuits.compare``, ``circuits.values``).

Begin with ``questions``, then ``reports``.
"""
