"""Codes U5xx: circuits and their text form."""

from __future__ import annotations

from uniform.messages.stories.story import Story

CODES: tuple[Story, ...] = (
    Story(
        "U501",
        "a builder was asked for what no circuit holds",
        """A `CircuitBuilder` takes inputs first, then gates, children before parents. Each input and gate has an
address of its own. COPY and NOT take one wire, FALSE and TRUE none; THRESHOLD and ATMOST take one number,
MOD two numbers m and r with r < m. Here the second gate is given the address of the first:

    b = CircuitBuilder("half_adder", 1)
    x, y = b.input("a"), b.input("b")
    low = b.xor("s", [x, y])
    high = b.and_("s", [x, y])
    circuit = b.build([low, high])

An address may carry indices, and then both fit:

    b = CircuitBuilder("half_adder", 1)
    x, y = b.input("a"), b.input("b")
    low = b.xor("s[0]", [x, y])
    high = b.and_("s[1]", [x, y])
    circuit = b.build([low, high])""",
    ),
    Story(
        "U502",
        "the header is wrong",
        """A circuit begins with `circuit`, the name of its family, and n. The constants of the family follow, each
as `name=value`. Here n is missing:

    circuit threshold_k k=2
    input x[1] x[2] x[3]
    y = THRESHOLD 2 x[1] x[2] x[3]
    output y

This is the circuit for n = 3:

    circuit threshold_k 3 k=2
    input x[1] x[2] x[3]
    y = THRESHOLD 2 x[1] x[2] x[3]
    output y""",
    ),
    Story(
        "U503",
        "the `input` or `output` line is missing or in the wrong place",
        """The second line of a circuit lists its inputs, the last line lists its outputs, and each of them is
there once. Where nothing is to be listed the word is alone. This circuit has no inputs, but it must
say so:

    circuit yes 1
    y = TRUE
    output y

A missing `output` line is most often a file that was cut short.

    circuit yes 1
    input
    y = TRUE
    output y""",
    ),
    Story(
        "U504",
        "a character that does not belong here",
        """Circuit text is plain ASCII. Words are separated by one space, no line is empty, no line begins or ends
with a space, and every line ends with a line feed alone. So there is one text for each circuit, and two
circuits can be compared byte by byte. Here two spaces line the gates up:

    circuit both 1
    input a b
    y  = AND a b
    zz = OR a b
    output y zz

One is enough:

    circuit both 1
    input a b
    y = AND a b
    zz = OR a b
    output y zz""",
    ),
    Story(
        "U505",
        "a line is not a gate, or a word is not an address",
        """A gate is written `ADDRESS = KIND numbers wires`, all separated by spaces. An address is one word: names
with decimal indices, joined by dots, such as `y`, `m[2,3]`, `add[3].half` or `exactly[1].NOT[1]`. Commas
and spaces do not mix, and `:=` belongs to generator programs:

    circuit f 2
    input m[1, 2] a
    y := AND(m[1, 2], a)
    output y

In a circuit it reads

    circuit f 2
    input m[1,2] a
    y = AND m[1,2] a
    output y""",
    ),
    Story(
        "U506",
        "an address is printed twice",
        """Every input and every gate has an address of its own, so that a wire can name it.

    circuit f 2
    input a b
    y = AND a b
    y = OR a b
    output y

Which of the two did the output mean? Give the second gate another address:

    circuit f 2
    input a b
    y = AND a b
    z = OR a b
    output y z""",
    ),
    Story(
        "U507",
        "unknown kind of gate",
        """The kinds are FALSE TRUE COPY NOT AND OR XOR NAND NOR XNOR MAJ THRESHOLD ATMOST MOD, in capital letters. A
gate always names its kind, also when it only passes a wire on:

    circuit f 2
    input a b
    y = a
    z = and a b
    output y z

It is a COPY then:

    circuit f 2
    input a b
    y = COPY a
    z = AND a b
    output y z""",
    ),
    Story(
        "U508",
        "a gate has the wrong numbers or wires",
        """The numbers of a gate are between its kind and its wires: k for THRESHOLD and ATMOST, m and r with r < m
for MOD, none for the others. COPY and NOT take one wire, FALSE and TRUE none. A wire that counts w times
is written `address*w`, for w of at least 2.

    circuit f 2
    input a b
    y = THRESHOLD a b*3
    z = MOD 2 2 a b*1
    output y z

The threshold is missing, 2 is not a residue modulo 2, and 1 is not written:

    circuit f 2
    input a b
    y = THRESHOLD 2 a b*3
    z = MOD 2 0 a b
    output y z""",
    ),
    Story(
        "U509",
        "a wire from nowhere",
        """A wire, and likewise an output, names an input or a gate on a line above. Children come first, so a
circuit has no cycles and can be evaluated from top to bottom.

    circuit f 2
    input a b
    y = AND half a
    half = XOR a b
    output y

Move the line of the child up:

    circuit f 2
    input a b
    half = XOR a b
    y = AND half a
    output y""",
    ),
    Story(
        "U510",
        "two circuits cannot be compared",
        """Circuits are compared by position: the i-th input of one with the i-th input of the other, and outputs
likewise. Names may differ, numbers of inputs and outputs may not. Here one circuit takes two bits and the
other three:

    b = CircuitBuilder("two", 2)
    two = b.build([b.and_("y", b.inputs("x", range(2)))])
    b = CircuitBuilder("three", 3)
    three = b.build([b.and_("y", b.inputs("x", range(3)))])
    verdict = compare(two, three)

Compare circuits for the same n, or give the smaller one an input that it does not use:

    b = CircuitBuilder("two", 2)
    x = b.inputs("x", range(3))
    two = b.build([b.and_("y", x[:2])])
    b = CircuitBuilder("three", 3)
    three = b.build([b.and_("y", b.inputs("x", range(3)))])
    verdict = compare(two, three)""",
    ),
    Story(
        "U511",
        "a specification does not fit its circuit",
        """A specification is a Python function. It takes one natural number for each input array, whose first
element is the low bit, and returns one for each output array, or a single number when there is one. What
it returns must fit the bits of that array. Here a circuit with two input arrays is given a function with
one argument:

    b = CircuitBuilder("half_adder", 1)
    x, y = b.input("a"), b.input("b")
    circuit = b.build([b.xor("s[0]", [x, y]), b.and_("s[1]", [x, y])])
    verdict = compare_with_specification(circuit, lambda a: a + 1)

The arrays are `a` and `b`, and so are the arguments:

    b = CircuitBuilder("half_adder", 1)
    x, y = b.input("a"), b.input("b")
    circuit = b.build([b.xor("s[0]", [x, y]), b.and_("s[1]", [x, y])])
    verdict = compare_with_specification(circuit, lambda a, b: a + b)""",
    ),
    Story(
        "U512",
        "input vectors do not fit the circuit",
        """`evaluate` takes an array of booleans with a row for each input vector and a column for each input;
`evaluate_words` takes 64-bit words with a row for each input. One vector is an array with one row, not a
flat array:

    b = CircuitBuilder("and2", 2)
    circuit = b.build([b.and_("y", b.inputs("x", range(2)))])
    outputs = evaluate(circuit, np.array([True, False]))

So write

    b = CircuitBuilder("and2", 2)
    circuit = b.build([b.and_("y", b.inputs("x", range(2)))])
    outputs = evaluate(circuit, np.array([[True, False]]))""",
    ),
)
