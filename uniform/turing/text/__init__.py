"""Reading the text form of machines, ``.tm``, and the messages for text that is not a machine.

    words           names, symbols and texts in quotes
    lines           the contents of lines, without comments and indentation
    declarations    the lines above the states
    rules           one rule: reads, actions, and what follows
    parse           the whole text, line by line
    check           errors across lines: rules that overlap, moves beyond the ends
    warnings        what a machine probably does not mean
    read            parse, then check
    mistakes/       messages about common mistakes

Not here: the writer, which is beside the machine itself in ``turing.machine``; and other forms (``turing.exchange``).

Begin with ``read``, then ``parse`` and ``check``.
"""
