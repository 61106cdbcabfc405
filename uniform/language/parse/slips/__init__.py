"""What is said about text that does not parse: the common slips, each with its own words and a way out.

lines        the entry: one line that the parser has given up on, and where
stuck        that place, and questions about its surroundings
rows         a slip as a row of a table: an example, a pattern of tokens, what is said
gates, ranges, numbers, habits     kinds of slips, tried in the order that ``lines`` lists
characters   characters that begin no token
expected     what could have stood there, in words

Not here: lines that parse and mean something else than was meant (``language.names``, ``language.downwards``).

Begin with ``lines``, then ``stuck``.
"""
