"""Models in files: a JSON description, and arrays in an ``.npz`` or ``.safetensors`` file beside it.

Begin with ``read.py``. Everything that can be wrong with a model is found there, before any circuit is made.
"""
