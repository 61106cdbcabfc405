"""Reading the text form of machines, ``.tm``, and the messages about a text that is not one.

Not here: the writer, which is beside the machine itself in ``turing.machine``; and other forms (``turing.exchange``).

Begin with ``read``, then ``parse`` and ``check``.
"""
