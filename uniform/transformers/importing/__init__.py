"""Models of other libraries: a small GPT of Hugging Face, and what Tracr compiles.

What fits the class of models is converted; for what does not, every reason is listed.

Not here: our own files (``transformers.files``).

Begin with ``read``, then ``gpt``.
"""
