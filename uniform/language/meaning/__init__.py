"""What programs mean, by definition: the slow interpreter that the other tiers must agree with.

Not here: anything that holds for all n; everything here is at one n. Nothing here knows of register code.

Begin with ``interpret``, then ``evaluate`` and ``declared``.
"""
