"""Codes U4xx: traps."""

from __future__ import annotations

from uniform.messages.stories.story import Story

CODES: tuple[Story, ...] = (
    Story(
        "U401",
        "a subtraction goes below zero",
        """Numbers are naturals, and a subtraction that would go below zero stops the program: nothing wraps around,
nothing silently becomes 0. At n = 1 this declaration stops:

    counter v <= n - 2

Say what you want below zero. To stop at 0:

    counter v <= max(n, 2) - 2

The upper end of a loop, a comprehension or a declared range is the exception: it is computed over the
integers, and an upper end below the lower end makes the range empty. So `for i in 0..n-2` is fine at n = 1.""",
    ),
    Story(
        "U402",
        "a division by zero",
        """`a div b` and `a mod b` need b >= 1. In an upper end, which is computed over the integers, b may come out
negative; that stops the program, too. At n = 1 this line stops:

    let third = n div (n - 1)

Keep the divisor at 1 or more, or guard the line:

    let third = n div max(n - 1, 1)""",
    ),
    Story(
        "U403",
        "a number above its counter's bound",
        """A counter owns as many cells of the work tape as its bound needs, and no number above the bound is ever
stored in it. This program stops when it stores n:

    counter v <= n - 1
    v <- n

Raise the bound, or store less:

    counter v <= n
    v <- n""",
    ),
    Story(
        "U404",
        "an index outside its range",
        """An address is a name with indices, each inside its declared range, ends included. This program stops in
its last pass, where i + 1 = n:

    input x[0..n-1]
    gate  pair[0..n-1]
    for i in 0..n-1
      pair[i] := AND(x[i], x[i+1])

Let the loop end earlier (at n = 1 it is then empty, which is fine):

    for i in 0..n-2
      pair[i] := AND(x[i], x[i+1])""",
    ),
    Story(
        "U405",
        "a gate is used before it is printed",
        """Gates are printed children first: a line may only use inputs and gates of earlier lines. So a circuit has
no cycles, and can be evaluated in the order in which it is printed. This loop lacks its first line, carry[0]:

    for i in 0..n-1
      carry[i+1] := AND(a[i], carry[i])

Print the first one before the loop:

    carry[0] := FALSE
    for i in 0..n-1
      carry[i+1] := AND(a[i], carry[i])""",
    ),
    Story(
        "U406",
        "an address is printed twice",
        """Each address has at most one line. This loop prints y in every pass:

    for i in 1..n
      y := COPY(x[i])

Give each pass an address of its own, and declare the array that holds them:

    gate copy[1..n]
    for i in 1..n
      copy[i] := x[i]""",
    ),
    Story(
        "U407",
        "an output is never printed",
        """Every declared output is a gate of the circuit, printed exactly once. Other declared gates may stay
unprinted. This program forgets s[n]:

    output s[0..n]
    for i in 0..n-1
      s[i] := XOR(a[i], b[i])

Print the last one, too:

    for i in 0..n-1
      s[i] := XOR(a[i], b[i])
    s[n] := FALSE""",
    ),
    Story(
        "U408",
        "a step of 0",
        """With a step of 0 a loop would never move on. The step is computed once, before the first pass, and stops
the program when it is 0, even if the range is empty. At n = 1 this line stops:

    for i in 1..n by n div 2

Keep the step at 1 or more:

    for i in 1..n by max(n div 2, 1)""",
    ),
    Story(
        "U409",
        "a modulus of 0",
        """`MOD(m, r; ...)` is 1 when the number of ones is r modulo m, so m is at least 1. At n = 1 this line
stops:

    y := MOD(n - 1, 0; x[i] for i in 1..n)

Keep the modulus at 1 or more:

    y := MOD(max(n, 2) - 1, 0; x[i] for i in 1..n)""",
    ),
    Story(
        "U410",
        "a residue not below its modulus",
        """`MOD(m, r; ...)` is 1 when the number of ones is r modulo m; what is left modulo m is 0, 1, ... or m - 1.
This line stops, because no number is 3 modulo 3:

    y := MOD(3, 3; x[i] for i in 1..n)

You may have meant

    y := MOD(3, 0; x[i] for i in 1..n)""",
    ),
    Story(
        "U411",
        "a run was cut short by a limit",
        """The circuit has more gates or wires than the limits allow, or the program made more steps than that.
Nothing is wrong with the program as far as it ran. It may be right and the circuit large, or run long without
printing, as loops in loops do:

    for i in 1..n^3
      for j in 1..n^3
        v <- bits(j)

If the program is right, raise the limit that the message names:

    uniform generate my.gen -n 10^6 --max-gates 10^9""",
    ),
    Story(
        "U412",
        "a declared array is too large",
        """An array may declare far more addresses than are ever printed, as long as its ranges do not depend on one
another: `gate m[1..n, 1..n]` takes no memory at all. Where a range uses a named index, each value of the indices
to its left has a range of its own, and these are kept:

    gate node[i in 1..n^2, j in 1..i]

Ranges without named indices avoid that:

    gate node[1..n^2, 1..n^2]""",
    ),
    Story(
        "U413",
        "a `while` never ends",
        """At the end of a pass every number that the program remembers is as it was at the end of an earlier pass, and
no gate was printed in between. So the passes repeat for ever. The message says which `while` it is, the numbers, and
after how many passes they come back. This program stops in its first passes:

    v <- n
    while v >= 1
      w <- v mod 2

Let every pass bring the condition nearer to its end:

    v <- n
    while v >= 1
      w <- v mod 2
      v <- v - 1""",
    ),
)
