"""The definition of what programs mean: a slow interpreter that the other tiers must agree with.

Not here: statements about all n; everything here is at one n. This room does not depend on register code.

Begin with ``interpret``, then ``evaluate`` and ``declared``.
"""
