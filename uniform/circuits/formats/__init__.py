"""Text forms of circuits: the reader of ``.ckt``, its messages, and write-only formats.

Not here: the writer of ``.ckt``, which is in ``circuits.circuit``, since the text *is* what a circuit is; and machines
in other formats (``turing.exchange``).

Begin with ``ckt``, then ``words`` and ``writers``.
"""
