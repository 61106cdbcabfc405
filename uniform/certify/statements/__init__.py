"""What a certificate states, one file for each statement: how it is derived, its text, its JSON, and its audit.

A file has a record, a subclass of ``Statement``, and a function that derives it from a program. ``table`` lists these
functions by the field of the JSON; certificates and audits read that table and know nothing else of this room.

Not here: the arguments of the proofs, which belong to ``language.bounds`` and ``counters.machine.tapes``.

Begin with ``statement``, then ``table`` and ``well_formed``.
"""
