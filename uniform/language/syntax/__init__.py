"""The syntax tree of generator programs: one record for each construct of the language.

    expressions    numbers and conditions
    program        everything made of them: addresses, gates, statements, declarations, the file

Every node carries the span of its source text, which does not take part in comparisons: two trees are equal when they
say the same. The tree is what was written: constants are not folded, names not resolved.
"""
