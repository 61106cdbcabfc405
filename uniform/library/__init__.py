"""The shipped programs and machines: one table, topic by topic, their direct builders and their specifications.

The programs themselves are files in ``machines/``, a folder for each.

Not here: families of a user's own (``family``). Nothing in this room knows of the language, or the comparison of what a
program prints with what a builder makes would be worth nothing.

Begin with ``entry``, then ``table`` and ``topics``.
"""
