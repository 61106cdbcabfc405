"""The fast tier: register code, packed into arrays and run by a compiled loop, or by Python while runs are short.

Not here: the meaning of an instruction (``counters.reference``), which the loop must agree with.

Begin with ``runner``, then ``pack``, ``stretches``, ``slots`` and ``runner_kernel``; or with ``short_run``.
"""
