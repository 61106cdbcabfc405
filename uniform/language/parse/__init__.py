"""From text to the syntax tree, and the messages about a text that does not parse.

Not here: the grammar, which is ``grammars/generator.lark``; and whether names are declared (``language.names``).

Begin with ``parser``, then ``indentation`` and ``tree``.
"""
