"""Codes U7xx: the command line, files and the library."""

from __future__ import annotations

from uniform.messages.stories.story import Story

CODES: tuple[Story, ...] = (
    Story(
        "U701",
        "the command line does not read",
        """A verb, an option or an argument is not one that uniform knows, or one is missing.

`uniform --help` lists the verbs, `uniform VERB --help` the options of one, with examples:

    uniform generate parity_tree -n 8
    uniform check ripple_adder -n 1..12""",
    ),
    Story(
        "U702",
        "not a number",
        """A number on the command line is a natural number in digits; powers may be written with ^:

    uniform generate ripple_adder -n 10^6 -o adder.ckt
    uniform generate threshold_k -n 8 --set k=3""",
    ),
    Story(
        "U703",
        "n out of range",
        """A family has one circuit for each n >= 1. Verbs that report on several n take ranges:

    uniform check parity_tree -n 1..16
    uniform measure parity_tree -n 1,2,4,8,16

A machine may be run on the empty word, so `uniform run FILE.tm -n 0` is legal; a generator may not.""",
    ),
    Story(
        "U704",
        "no such program",
        """PROGRAM is the name of a shipped program or a file. Names with a slash or an ending (.gen, .ckt, .tm) are
files; everything else is looked up in the library first:

    uniform list
    uniform generate parity_tree -n 8
    uniform generate ./my.gen -n 8""",
    ),
    Story(
        "U705",
        "a file cannot be read or written",
        """The message of the operating system follows. Output files are written whole or not at all: the text goes
to a temporary file in the same folder, which takes the name you gave when it is complete.""",
    ),
    Story(
        "U706",
        "out of memory",
        """The circuit does not fit. `uniform generate` streams its text in flat memory; verbs that need the circuit
as arrays (check, eval, measure, compare) take about 10 bytes a wire and 25 bytes a gate. Limits can be set lower:

    uniform measure my.gen -n 1..64 --max-gates 10^6""",
    ),
    Story(
        "U707",
        "a Python function cannot be loaded",
        """`--against FILE.py:name` and `--spec FILE.py:name` name a function in a Python file of yours. A builder takes
n and returns a Circuit; a specification takes one integer for each input array (first element = low bit) and
returns one integer for each output array:

    def parity(x):
        return x.bit_count() % 2""",
    ),
    Story(
        "U708",
        "this verb does not take such a file",
        """Some verbs need a program with its declarations (certify, compile, format), others a circuit or a machine.

    uniform certify parity_tree
    uniform eval parity.ckt 1011

A machine has circuits when its output on 1^n is the circuit of n, as that of parity_chain.tm is. `uniform run` runs
any machine.

What a file holds is said by its ending: .gen a program, .ckt a circuit, .tm a machine. Files of other simulators are
read by `uniform convert` alone, and drawings are not read at all.""",
    ),
    Story(
        "U709",
        "the bits do not fit the inputs",
        """`uniform eval` takes words of 0s and 1s. Each word is all inputs of the circuit, in the order of its input
line; several words are several evaluations. So the numbers of an adder are written one after the other, low digit
first. This is 1 + 3, in one word:

    uniform eval ripple_adder -n 2 1011

A circuit without inputs takes no word.""",
    ),
    Story(
        "U710",
        "unknown format",
        """The ending of the output file says its format. Every verb writes a few of them, which `uniform VERB --help`
lists. Standard output and names without an ending have the format of `--to`:

    uniform generate parity_tree -n 8 -o tree.dot
    uniform convert tree.ckt --to dot

`uniform convert` writes a circuit as another circuit file or as a drawing, and a machine, or the machine of a program,
as a machine file. With -n, a program is also written as the circuit of that n.""",
    ),
    Story(
        "U711",
        "there is no such error code",
        """Error codes look like U404. `uniform explain` without an argument lists them all.""",
    ),
    Story(
        "U712",
        "a direct builder fails",
        """A direct builder is a Python function of yours that takes n and returns the n-th circuit. It raised
something, or returned something else:

    from uniform import CircuitBuilder

    def all_ones(n):
        b = CircuitBuilder("all_ones", n)
        x = b.inputs("x", range(1, n + 1))
        return b.build([b.and_("y", x)])""",
    ),
)
