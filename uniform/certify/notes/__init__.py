"""What prevents a proof or a better class, as messages with places and remedies; also the traps in the smallest runs.

Not here: the proofs themselves (``certify.proofs``).

Begin with ``table``.
"""
