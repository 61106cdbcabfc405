"""Models in files: a JSON description, and arrays in an ``.npz`` or ``.safetensors`` file beside it.

Everything that can be wrong with a model is found when it is read, before any circuit is made.

Not here: shipped models by name (``transformers.catalog``).

Begin with ``read``, then ``outline``, the description without its arrays.
"""
