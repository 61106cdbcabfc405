"""The machine tier: register code compiled to a Turing machine, and the tapes that it uses.

Not here: the emulator that runs the machine and counts its cells (``turing.emulator``). It does not depend on this
room.

Begin with ``tapes``, then ``compile`` and ``macros``.
"""
