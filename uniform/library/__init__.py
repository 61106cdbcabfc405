"""The shipped programs and machines: one table, topic by topic, their direct builders and their specifications.

The programs themselves are files in ``machines/``, each in a folder of its own.

Not here: users' own families (``family``). This room does not import the language: otherwise comparing the circuits of
a program with those of a builder would prove nothing.

Begin with ``entry``, then ``table`` and ``topics``.
"""
