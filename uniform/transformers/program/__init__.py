"""From a transformer to the generator program of its circuits, as text.

The program is flat: the weights are written out, since a table of them is not part of the language yet.

Not here: how syntax trees become text (``language.write``), and what the circuits have to equal (``reference``).
Nothing is shared with ``direct``.

Begin with ``write``, which puts a program together, then ``read``, the one primitive; ``tree`` is how all of them write
syntax trees, and ``sheet`` is what they write on.
"""
