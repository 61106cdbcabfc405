"""The statements of a certificate, one file each: how it is derived, its text, its JSON, and its audit.

Each file has a subclass of ``Statement`` and a function that derives it from a program. ``table`` lists these functions
by their field in the JSON; certificates and audits read that table and use little else from this room.

Not here: the arguments of the proofs, which belong to ``language.bounds`` and ``counters.machine.tapes``.

Begin with ``statement``, then ``table`` and ``well_formed``.
"""
