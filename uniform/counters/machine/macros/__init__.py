"""The macros of the compiler: each register operation as a handful of states, one subject a file.

    assembler    states and rules under construction, names, tapes
    layout       counting the input, laying out all tapes
    compare      comparisons, copying, literals
    add          sums, differences, loop steps
    multiply     products, powers of two
    divide       quotients and remainders
    entry        entries of tables
    digits       bits(e), bit(e, k)
    decimal      binary to decimal, decimal images of loop variables
    printing     text, numbers, gate lines

Between macros every work head is on cell 0. A binary tape holds its digits from cell 1 on, low digit first, and
an end marker ``$`` after them:

    cell     0   1   2  ...  w  w+1
    symbol   ^   d0  d1     d    $

Not here: which macro an instruction needs, and in which order (``counters.machine.compile``).

Begin with ``assembler``, then ``layout`` and ``compare``.
"""
