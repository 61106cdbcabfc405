"""What a person reads, as data: places in texts, diagnostics, exceptions, the pages of error codes.

Not here: the words of a message, which belong to the room that finds the mistake, and printing, which belongs to
``cli``. Nothing here knows of circuits, machines or programs.

Begin with ``diagnostics``, then ``errors`` and ``spans``.
"""
