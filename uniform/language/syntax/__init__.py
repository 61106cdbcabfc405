"""The syntax tree of generator programs: one record for each construct of the language.

    symbols        what a name means
    expressions    numbers and conditions
    program        everything made of them: addresses, gates, statements, declarations, the file
    checked        a program whose names are bound to their symbols

Every node carries the span of its source text, which does not take part in comparisons: two trees as parsed are equal
when they say the same. The tree is what was written: constants are not folded. A node that declares or uses a name has
a place for its symbol, which is empty until ``names.resolve``.
"""
