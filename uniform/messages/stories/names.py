"""Codes U2xx: names."""

from __future__ import annotations

from uniform.messages.stories.story import Story

CODES: tuple[Story, ...] = (
    Story(
        "U201",
        "a name that is not declared",
        """Every name is declared before it is used: inputs, outputs, gates and counters at the head of
the family, loop variables by their loop. Here `nod` is a slip of the pen:

    gate node[1..n]
    for i in 1..n
      nod[i] := x[i]

The message suggests the nearest name that is known at that place:

    gate node[1..n]
    for i in 1..n
      node[i] := x[i]""",
    ),
    Story(
        "U202",
        "a name used before its declaration",
        """Declarations are read from top to bottom, and each may use only what is above it. This `m`
comes too late:

    input x[1..m]
    let   m = 2*n

Put it first:

    let   m = 2*n
    input x[1..m]""",
    ),
    Story(
        "U203",
        "a name with two meanings",
        """Inputs, outputs, gates and numbers share one set of names, and a name never hides another one.
Here i would be the variable of two loops, one inside the other:

    for i in 1..n
      for i in 1..n
        m[i, i] := x[i]

Give each its own name. Loops that follow one another may use the same name:

    for i in 1..n
      for j in 1..n
        m[i, j] := x[i]""",
    ),
    Story(
        "U204",
        "a name used outside its block",
        """A loop variable lives inside its loop, the variable of a `for` among a gate's arguments inside
that argument, and a `let` to the end of the indented block that it is in. This last line comes too
late to know m:

    for i in 1..n
      let m = 2*i
      even[i] := x[m]
    y := even[m]

Say what you mean with names that are alive, or keep the number in a counter:

    y := even[2*n]""",
    ),
    Story(
        "U205",
        "only counters can be changed",
        """`v <- e` stores a number in a counter. A loop variable is changed by its loop alone, a `let`
names one number once, a constant is the same for every n. This line tries to change a `let`:

    let v = n
    v <- v - 1

A counter is declared with the largest number that it will hold:

    counter v <= n
    v <- n
    v <- v - 1""",
    ),
    Story(
        "U206",
        "only gates and outputs can be printed",
        """`address := ...` prints a gate, and the address is one that was declared with `gate` or
`output`. Inputs are given, and numbers are stored with `<-`, not printed. This line confuses the two
arrows:

    counter v <= n
    let     w = n div 2
    v := w

To store a number:

    counter v <= n
    let     w = n div 2
    v <- w""",
    ),
    Story(
        "U207",
        "a gate where a number belongs",
        """A generator prints the circuit before anybody knows the inputs. So a gate is not a number: it
cannot be compared, counted with or stored. This line asks for the value of an input bit:

    if x[1] = 1
      y := TRUE

What depends on the inputs is said with gates:

    y := COPY(x[1])

A single bit that chooses between two others is `(s AND b) OR (NOT s AND a)`.""",
    ),
    Story(
        "U208",
        "a number where a gate belongs",
        """The arguments of a gate are wires, and a wire comes from an input or from a gate. Numbers are
no wires; a constant wire needs a gate of its own:

    let  k = 1
    y := AND(x[1], k)

Print the constant first:

    gate one
    one := TRUE
    y := AND(x[1], one)""",
    ),
    Story(
        "U209",
        "the wrong number of indices",
        """An array has as many indices as ranges in its declaration, and all of them are written:

    gate m[1..n, 1..n]
    m[1] := x[1]

Here two are needed:

    m[1, 1] := x[1]

A gate that is declared without ranges takes no index.""",
    ),
    Story(
        "U210",
        "a gate with the wrong number of wires",
        """COPY and NOT have exactly one wire, which is written down as one: not repeated with `times`,
not with `for` or `if`, which may give none or several.

    y := NOT(x[1], x[2])

Perhaps this was meant:

    y := NOR(x[1], x[2])

All other kinds take any number of wires, none included.""",
    ),
    Story(
        "U211",
        "a declaration that depends on something that changes",
        """The ranges of arrays and the bounds of counters are computed before the program runs. They are
made of n, constants, named indices, and `let`s that are made of these. A counter has no value yet:

    counter v <= n
    gate    node[1..v]

Say how large it can become:

    counter v <= n
    gate    node[1..n]""",
    ),
    Story(
        "U212",
        "a constant that is not constant",
        """`const` names a number that is the same for every n, and that the caller may replace with
`--set`. Its default is made of literals and earlier constants:

    const k = n div 2

A number that depends on n is a `let`:

    let k = n div 2""",
    ),
    Story(
        "U213",
        "an output that no statement prints",
        """An output is a gate, and it is printed exactly once. No statement of this program prints
`less`:

    output equal, less
    equal := AND(same[i] for i in 1..n)

Print it, even if it is constant:

    output equal, less
    equal := AND(same[i] for i in 1..n)
    less  := FALSE""",
    ),
    Story(
        "U214",
        "a call that does not fit",
        """There are four functions on numbers: `bits(e)`, how many binary digits e has (bits(0) = 1);
`bit(e, k)`, the binary digit of e of weight 2^k; `min` and `max` of two numbers or more. This line makes
up another one:

    let depth = log(n)

The number of binary digits is floor(log2(n)) + 1:

    let depth = bits(n)""",
    ),
    Story(
        "U215",
        "not available yet",
        """The word belongs to the language, and this version reads it and lays it out, but cannot run
it: functions (`def`), blocks and their parts, tables, imports, slices.

    def half(v <= n) -> r <= n
      r <- v div 2

Until then, write the number where it is needed:

    let r = n div 2""",
    ),
    Story(
        "U216",
        "a file without a family",
        """A program describes one family of circuits, in a block that begins with its name:

    family identity(n)
      input  x[1..n]
      output y[1..n]

      for i in 1..n
        y[i] := x[i]""",
    ),
    Story(
        "U217",
        "a constant cannot be set like this",
        """`--set k=3` replaces the default of a constant that the program declares. The name must be one
of its constants, and the value a natural number:

    uniform generate threshold_k -n 8 --set k=3

A program declares a constant with its default:

    const k = 2""",
    ),
    Story(
        "U218",
        "a constant without a value",
        """The default of a constant is computed when the program is loaded. Like all numbers it is a
natural, so a subtraction below zero or a division by zero leaves it without a value:

    const k = 2
    const m = k - 3

With `--set k=3` the same line would be fine. A default has to work by itself:

    const k = 3
    const m = k - 3""",
    ),
    Story(
        "U219",
        "an unknown kind of gate",
        """Gates are of the kinds that the language knows, written in capitals: FALSE, TRUE, COPY, NOT,
AND, OR, XOR, NAND, NOR, XNOR, MAJ, THRESHOLD, ATMOST, MOD. This line writes one in another way:

    y := Xor(a, b)

Case matters:

    y := XOR(a, b)""",
    ),
)
