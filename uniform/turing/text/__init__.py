"""Reading the text form of machines, ``.tm``, and the messages about a text that is not one.

    words           names, symbols and texts in quotes
    lines           what lines say, without comments and indentation
    declarations    the lines above the states
    rules           one rule: reads, actions, and what follows
    parse           the whole text, line by line
    check           errors that no single line shows: rules that overlap, moves beyond the ends
    warnings        what a machine says and hardly means
    read            parse, then check
    mistakes/       messages about common mistakes

Not here: the writer, which is beside the machine itself in ``turing.machine``; and other forms (``turing.exchange``).

Begin with ``read``, then ``parse`` and ``check``.
"""
