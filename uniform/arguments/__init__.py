"""What a caller hands in, checked once: numbers, limits, texts of files and the endings of their names.

Not here: options of the command line (``cli.options``), and what PROGRAM names (``family.opening``).

Begin with ``endings``, then ``limits``.
"""
