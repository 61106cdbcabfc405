"""Support for editors: a language server for generator programs, and colors for their text.

Not here: the messages themselves, which belong to ``language``; layouts (``language.format``).

Begin with ``analysis``, then ``server``.
"""
