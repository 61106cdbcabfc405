"""What prevents a proof or a better class, as messages with places and remedies.

Not here: the proofs themselves (``certify.proofs``), and traps in the smallest runs, which are part of the statements.

Begin with ``table``.
"""
