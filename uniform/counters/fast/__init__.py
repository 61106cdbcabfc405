"""The fast tier: register code, packed into arrays and run by a compiled loop.

Not here: the meaning of an instruction (``counters.reference``), which the loop must agree with.

Begin with ``runner``, then ``pack``, ``stretches``, ``slots`` and ``runner_kernel``.
"""
