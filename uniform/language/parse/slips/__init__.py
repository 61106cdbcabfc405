"""Messages for lines that do not parse: common mistakes, each with its own message and a way out.

lines        the entry: one line that does not parse, and the token where it fails
stuck        that place, and questions about its surroundings
rows         a slip as a row of a table: an example, a pattern of tokens, a message
words, gates, ranges, numbers, habits     the rows by subject, tried in the order that ``lines`` lists
literals, bitwise     numbers and operators in other notations, whose values the messages work out
characters   characters that begin no token
structure    no header, wrong indentation, lists that are too long
expected     what the grammar allows at that place, in words

``lines``, and with it most of these files, is loaded when a line does not parse.

Not here: lines that parse, but do not do what their author meant (``language.names``, ``language.reversed_ranges``).

Begin with ``rows``, then ``lines``.
"""
