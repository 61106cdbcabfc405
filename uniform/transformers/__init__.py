"""Log-precision transformers as threshold circuits: the theorem of Merrill and Sabharwal (TACL 2023), running.

What a model is, what it computes (the reference), its files, its circuits with their sizes, and checks of circuits
against the reference. Everything is checked against the reference: the circuits of ``direct`` and those of the
programs that ``program`` writes, which share no code.

Not here: evaluating or measuring circuits (``circuits``), and compiling or certifying programs (``language``,
``certify``).

Begin with ``model``, what a model is, then ``reference``, what it computes, then ``direct``.
"""
