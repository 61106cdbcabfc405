"""The syntax tree of generator programs: one record for each construct of the language.

Every node carries the span of its source text, which does not take part in comparisons: two trees as parsed are equal
when they say the same. The tree is what was written: constants are not folded. A node that declares or uses a name has
a place for its symbol, which is empty until ``names.resolve``.

Not here: how the tree is made (``language.parse``) or written (``language.format``).

Begin with ``expressions``, then ``program``, ``symbols`` and ``checked``.
"""
