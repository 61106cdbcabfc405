"""Log-precision transformers as threshold circuits: the theorem of Merrill and Sabharwal (TACL 2023), running.

Begin with ``model.py``, what a model is, then ``reference.py``, what it computes. All else is checked against the
reference: the circuits of ``direct`` and those of the programs that ``program`` writes, which share no code.
"""
