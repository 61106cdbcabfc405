"""Proofs about all n: the walk over a program, the questions it leads to, and who answers them.

Every proof is a set of questions "can these facts about integers hold together?", without quantifiers, and each answer
is *never* or *not shown*. ``walk`` reads the program once and finds what is printed, what is read and what could trap,
each with the facts that hold there; ``decide`` answers questions. What is looked for in between - witnesses, measures
and rankings - need not be trusted: it only chooses which questions are asked.

Not here: the statements of a certificate, which say what was proved (``statements``), and the checks that lowering
omits (``language.bounds``): nothing shown here changes a compiled byte.

Begin with ``formulas``, then ``terms``, ``walk`` and ``decide``.
"""
