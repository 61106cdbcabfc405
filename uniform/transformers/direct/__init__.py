"""The circuits of a transformer, built gate by gate: the direct builder, which shares no code with the program.

Begin with ``forms.py`` and ``read.py``, the one primitive: reading a weighted sum digit by digit. ``circuit.py`` puts a
model together from ``attention.py``, ``norm.py`` and ``feed_forward.py``.
"""
