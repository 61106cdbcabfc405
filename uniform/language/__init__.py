"""The generator language, from source text to register code. Read the files in this order:

    syntax       the syntax tree: one record for each construct
    parse        source text to tree (characters, ``indentation``, the grammar, ``tree``); ``slips`` words what is wrong
    names        every name is what it is used for (``name_table``)
    evaluate, layout, interpret     the definition: what a program prints at one n, slow and obvious (``traps``)
    bounds       how large a number can be, for every n
    lowering     tree to register code, with the bounds
    pipeline     all stages, in order, each a call

Beside them: ``constants`` (what the caller may set), ``format`` (canonical layout), ``unsupported`` (what only parses).
"""
