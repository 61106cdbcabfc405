"""Direct builders of the shipped families, written without looking at their programs.

They share no code with the language: otherwise their agreement with it would prove nothing.

Not here: what the families compute (``library.specifications``).

Begin with ``parity``.
"""
