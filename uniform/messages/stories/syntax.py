"""Codes U1xx: syntax."""

from __future__ import annotations

from uniform.messages.stories.story import Story

CODES: tuple[Story, ...] = (
    Story(
        "U101",
        "an unexpected word or sign",
        """The line was read up to the marked place, and nothing that may follow there was found. The
label says what may follow, where that is a short list. Here a comma is missing between two wires:

    y := XOR(a[i] b[i])

Mended:

    y := XOR(a[i], b[i])

Each line is read by itself, so a mistake in one does not hide those in others.""",
    ),
    Story(
        "U102",
        "a character that is not part of the language",
        """Programs are made of letters, digits and a few signs; comments and doc strings may hold any
character. Signs of other languages are refused, and the message names what takes their place:

    if i % 2 = 0 && i != n:
      y[i] := x[i]

In a generator program this is written

    if i mod 2 = 0 and i != n
      y[i] := x[i]""",
    ),
    Story(
        "U103",
        "a tab",
        """Blocks are made by indentation, and a tab looks different in every editor. So lines are
indented with spaces; `uniform format` uses two for each level:

    for i in 1..n
      y[i] := x[i]

Most editors have a command that replaces tabs by spaces. Comments and doc strings may hold tabs.""",
    ),
    Story(
        "U104",
        "wrong indentation",
        """The lines that belong to a header (`family`, `for`, `while`, `if`, ...) are indented below it,
all by the same number of spaces. All other lines begin in the same column as the line above. This loop
has no lines:

    for i in 1..n
    y[i] := x[i]

Indent what belongs to it:

    for i in 1..n
      y[i] := x[i]""",
    ),
    Story(
        "U105",
        "a bracket without its partner",
        """Every `(` is closed by a `)` and every `[` by a `]`, the innermost first. While a bracket is
open, a line goes on in the next one, so the message points at the bracket that was opened, not at the
line where reading had to stop:

    y := OR(x[i] for i in 1..n

Mended:

    y := OR(x[i] for i in 1..n)""",
    ),
    Story(
        "U106",
        "too deep or too long",
        """Blocks and brackets may be 50 deep inside one another, an expression may be some 190
operators deep, and a number may have 1000 digits. A program may have 50000 names, numbers and signs, a line
20000, an array 50 ranges, a wire 50 clauses, and 1000 numbers may be alive at one place. No program that a
person reads comes close; name parts with `let`:

    let half = n div 2
    y := x[half + 1]""",
    ),
    Story(
        "U107",
        "a text without its end",
        """A text is written between two double quotes in one line. A doc string of several lines has a pair
of quotes in each:

    family parity(n)
      "Parity of n bits,
       one XOR at a time."

Mended:

    family parity(n)
      "Parity of n bits,"
      "one XOR at a time."

A text holds no double quote itself.""",
    ),
    Story(
        "U108",
        "the wrong arrow",
        """There are two arrows and one equals sign. `address := GATE(...)` prints a gate on the output
tape. `counter <- e` remembers a number on the work tape. `=` compares two numbers, and gives names in
`let` and `const`.

    y = AND(a, b)
    v := v - 1

The first prints, the second remembers:

    y := AND(a, b)
    v <- v - 1""",
    ),
    Story(
        "U109",
        "a range is written differently",
        """A range is `low..high`, two dots between its ends, and both ends belong to it, as in
mathematics. So the n numbers from 0 on are `0..n-1`. Arrays are declared with ranges, loops run over
them:

    input x[n]
    for i in range(n)
      y[i] := x[i]

Mended:

    input x[0..n-1]
    for i in 0..n-1
      y[i] := x[i]

Downwards it is `for i in n-1 downto 0`, and in larger steps `for i in 0..n-1 by 2`.""",
    ),
    Story(
        "U110",
        "a condition is written differently",
        """Conditions compare numbers with `=`, `!=`, `<`, `<=`, `>`, `>=` and are joined with `and`,
`or` and `not`. A number alone is not a condition, and a comparison is not a number:

    if k mod 2
      y := x[k]

Say what it is compared with:

    if k mod 2 = 1
      y := x[k]

Comparisons chain as in mathematics: `1 <= i < n`. Mind the space in `v < 1`: without it, `v <-1` is the
arrow `<-`.""",
    ),
    Story(
        "U111",
        "a number is written differently",
        """Numbers are naturals: 0, 1, 2, ... They are combined with `+ - * div mod ^`, and each operator
is written. There is no sign in front of a number, and a power of a power needs parentheses:

    let size = 2n + 2^2^3

Mended:

    let size = 2*n + 2^(2^3)""",
    ),
    Story(
        "U112",
        "a reserved word where a name belongs",
        """The words of the language and the kinds of gates name nothing else. `n` is the parameter of
every family, and `virtual`, `level`, `wires`, `invariant` and `require` are kept for later.

    gate copy[1..n], in[1..n]

Choose another name; capitals count, so `In` would do:

    gate copy[1..n], inner[1..n]

The functions `bits`, `bit`, `min` and `max` are ordinary names where no parenthesis follows.""",
    ),
    Story(
        "U113",
        "a word is written differently",
        """Keywords are written with small letters, kinds of gates with capitals: `not` negates a
condition, `NOT` a wire; `mod` is a remainder, `MOD` a gate.

    For i in 1..n
      y[i] := Xor(x[i], x[1])

Mended:

    for i in 1..n
      y[i] := XOR(x[i], x[1])

Words of other languages have their counterparts: `elif` for `else if`, and nothing for `then`, `do` and
`end`.""",
    ),
    Story(
        "U114",
        "an elif or else without its if",
        """`elif` and `else` continue an `if` and begin in the same column, right below its lines. Here a
statement comes between:

    if i = 1
      y[i] := x[i]
    v <- i
    else
      y[i] := y[i-1]

Move it away:

    v <- i
    if i = 1
      y[i] := x[i]
    else
      y[i] := y[i-1]""",
    ),
    Story(
        "U115",
        "a comma with nothing after it",
        """A comma separates two things. A line goes on in the next one only while a bracket is
open, so a list of declarations cannot be broken after its comma:

    output equal,
           less

Write one line, or two declarations:

    output equal
    output less""",
    ),
    Story(
        "U116",
        "a declaration comes too late",
        """Inputs, outputs, gates, counters and constants are declared at the head of the family, before
its first statement. So everything that a program remembers can be seen at a glance.

    v <- n
    counter v <= n

Move the declaration up:

    counter v <= n
    v <- n

A `let` may be anywhere.""",
    ),
    Story(
        "U117",
        "a line at the wrong place of the file",
        """A file holds constants (`const`, `let`) and, last, one family. Everything that the family does is
indented below its header; what begins in the first column is not part of it. Here a constant comes too late:

    family identity(n)
      input  x
      output y

      y := x

    const k = 2

Mended:

    const k = 2

    family identity(n)
      input  x
      output y

      y := x""",
    ),
    Story(
        "U118",
        "a header or declaration lacks a part",
        """A family names its parameter, which is always n. A counter is declared with the largest number
that it will hold, because that is what it costs: the cells of its binary digits. Several counters in one line are
separated by commas, each with a bound of its own.

    family walk
      counter v

Mended:

    family walk(n)
      counter v <= n""",
    ),
    Story(
        "U119",
        "a text at the wrong place",
        """A doc string says what a family computes. It goes right below the header, in one or more
lines of its own:

    family parity(n)
      input x[1..n]
      "Parity of n bits."

Move it up, or make it a comment:

    family parity(n)
      "Parity of n bits."
      input x[1..n]   # the low bit first""",
    ),
    Story(
        "U120",
        "a gate is written differently",
        """A gate is `KIND(wires)`, and a wire is an address, perhaps with `NOT` in front, a weight
`times w`, and `for` and `if` behind. Gates do not nest: every gate has an address of its
own. THRESHOLD, ATMOST and MOD have their numbers first, ended by a semicolon.

    y := AND(OR(a, b), THRESHOLD(2, x[i] for i in 1..n))

Mended:

    some := OR(a, b)
    two  := THRESHOLD(2; x[i] for i in 1..n)
    y    := AND(some, two)""",
    ),
)
