"""What is said about text that does not parse: the common slips, each with its own words and a way out.

lines        the entry: one line that the parser has given up on, and where
stuck        that place, and questions about its surroundings
rows         a slip as a row of a table: an example, a pattern of tokens, what is said
words, gates, ranges, numbers, habits     the rows by their kinds, tried in the order that ``lines`` lists
literals, bitwise     numbers and operators in other notations, of which the value is worked out
characters   characters that begin no token
expected     what could have stood there, in words

Not here: lines that parse and mean something else than was meant (``language.names``, ``language.downwards``).

Begin with ``rows``, then ``lines``.
"""
