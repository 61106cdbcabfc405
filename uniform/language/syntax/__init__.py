"""The syntax tree of generator programs: one record for each construct of the language.

Every node has the span of its source text, which comparisons ignore: two parsed trees are equal when they have the
same content. The tree shows what was written: constants are not folded. A node that declares or uses a name has
a place for its symbol, which is empty until ``names.resolve``.

Not here: how the tree is built (``language.parse``), laid out (``language.format``) or written (``language.write``).

Begin with ``expressions``, then ``gates``, ``declarations``, ``program``, ``symbols``, ``checked`` and ``tree``.
"""
