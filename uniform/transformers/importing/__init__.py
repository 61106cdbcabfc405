"""Models of other libraries: a small GPT of Hugging Face, and what Tracr compiles.

Begin with ``read.py``. What fits the class of ``model.py`` is converted; for what does not, every reason is listed.
"""
