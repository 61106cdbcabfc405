"""Statements about all n: how to derive a certificate, and how to audit one without trusting it.

Not here: the bounds that proofs rest on (``language.bounds``), and the count of cells (``counters.machine.tapes``).

Begin with ``certificate``, then ``statements`` and ``audit``.
"""
