"""Codes U5xx: circuits and their text form."""

from __future__ import annotations

from uniform.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "U501",
        "a builder was asked for what no circuit holds",
        """`CircuitBuilder` takes inputs first, then gates, children before parents; an address is used once; COPY and
NOT have one wire, FALSE and TRUE none; THRESHOLD and ATMOST carry one number, MOD two with r < m.

    b = CircuitBuilder("majority", 3)
    x = b.inputs("x", range(1, 4))
    circuit = b.build([b.threshold("y", 2, x)])""",
    ),
    Code(
        "U502",
        "the header of a circuit is wrong",
        """The first line of a circuit is `circuit NAME N`, followed by `k=v` for each constant of the family:

    circuit threshold_k 5 k=2""",
    ),
    Code(
        "U503",
        "a circuit lacks its input or output line",
        """The second line lists the inputs, the last one the outputs; either may be bare. Nothing stands after the
output line.

    circuit yes 1
    input
    y = TRUE
    output y""",
    ),
    Code(
        "U504",
        "a character that the form does not have",
        """Circuit text is ASCII, words are separated by one space, no line is empty or ends with a space, and every
line ends with a line feed alone. So there is one text for each circuit, and texts can be compared byte by byte.""",
    ),
    Code(
        "U505",
        "a line is no gate, or a word no address",
        """A gate is `ADDRESS = KIND numbers wires`. An address is one word with decimal indices: `y`, `m[2,3]`,
`add[3].half`, `exactly[1].NOT[1]`.""",
    ),
    Code(
        "U506",
        "an address is used twice",
        """Every input and every gate has an address of its own.

    x = AND a b
    x = OR a b         # should be another address""",
    ),
    Code(
        "U507",
        "unknown kind of gate",
        """The kinds are FALSE TRUE COPY NOT AND OR XOR NAND NOR XNOR MAJ THRESHOLD ATMOST MOD.""",
    ),
    Code(
        "U508",
        "a gate has the wrong numbers or wires",
        """THRESHOLD and ATMOST are followed by one number, MOD by a modulus and a residue below it. COPY and NOT take one
wire, FALSE and TRUE none. A multiplicity is written when it is at least 2.

    y = THRESHOLD 2 x[1] x[2]*3
    z = MOD 3 0 x[1] x[2]""",
    ),
    Code(
        "U509",
        "a wire from nowhere",
        """Every wire names an input or a gate on a line above: children stand first.""",
    ),
    Code(
        "U510",
        "two circuits cannot be compared",
        """Comparison goes by position: the i-th input of one circuit is the i-th of the other, likewise outputs. Names may
differ, numbers of inputs and outputs may not.""",
    ),
    Code(
        "U511",
        "a specification does not fit its circuit",
        """A specification takes one integer for each input array and returns one integer for each output array (or a
single one). The first element of an array is the low bit.

    def ripple_adder(a, b):
        return a + b""",
    ),
    Code(
        "U512",
        "input vectors do not fit the circuit",
        """TODO""",
    ),
)
