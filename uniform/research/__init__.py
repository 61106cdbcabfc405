"""Questions about families: check, compare, measure and evaluate, and the reports on them.

Not here: comparing or evaluating one circuit (``circuits.compare``, ``circuits.values``).

Begin with ``questions``, then ``reports``.
"""
