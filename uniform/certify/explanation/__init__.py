"""The proof behind a certificate as a short text that a student can follow.

Not here: any proof. The text is made from what ``certify.proofs`` has found.

Begin with ``explain``, then ``rules``.
"""
