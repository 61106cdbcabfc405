"""Messages to people, as data: places in texts, diagnostics, exceptions, the pages of error codes.

Not here: the text of a message, which belongs to the room that finds the mistake, and printing, which belongs to
``cli``. Nothing here depends on circuits, machines or programs.

Begin with ``diagnostics``, then ``errors`` and ``spans``.
"""
