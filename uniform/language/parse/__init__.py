"""From text to the syntax tree, and the messages for text that does not parse.

Not here: the grammar, which is ``grammars/generator.lark``; or whether names are declared (``language.names``).

Begin with ``parser``, then ``indentation`` and ``tree``.
"""
