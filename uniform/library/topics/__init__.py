"""The entries of the library, one file for each topic. ``uniform.library.entry`` explains the fields of an entry.

Not here: the functions that entries name, which are in ``library.builders`` and ``library.specifications``.

Begin with ``parity``.
"""
