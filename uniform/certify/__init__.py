"""Statements about all n: how a certificate is made, and how it is audited without being trusted.

Not here: the bounds on which proofs rest (``language.bounds``), and the count of cells (``counters.machine.tapes``).

Begin with ``certificate``, then ``statements`` and ``audit``.
"""
