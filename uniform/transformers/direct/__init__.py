"""The circuits of a transformer, built gate by gate: the direct builder, which shares no code with the program.

Not here: sizes, which are predicted in ``transformers.sizes``, and any check.

Begin with ``forms`` and ``read``, the one primitive: reading a weighted sum digit by digit. ``circuit`` puts a model
together from ``attention``, ``norm`` and ``feed_forward``.
"""
