"""The entries of the library, one file a topic. Names in entries are explained in ``uniform.library.entry``.

Not here: the functions that entries name, which are in ``library.builders`` and ``library.specifications``.

Begin with ``parity``.
"""
