"""Codes U6xx: Turing machines, their text form, and runs."""

from __future__ import annotations

from uniform.messages.stories.story import Story

CODES: tuple[Story, ...] = (
    Story(
        "U601",
        "the header of a machine is wrong",
        """A machine file begins with its name, then a doc string, tapes, claims and the start state:

    machine count_ones
      "the number of ones of the input, in binary"
    input  in: 0 1
    work   c: 0 1
    space  bits(n) + 1
    start  next""",
    ),
    Story(
        "U602",
        "a line of a machine is not understood",
        """A line is a declaration (above the states), the head of a state `name:`, or a rule `reads -> actions ;
state`.

    next:
      in=^0   -> in>
      in=1    -> in> ; up
      in=$    -> accept

Words are separated by spaces, not tabs; a quote ends in the line where it begins. Comments go from `#` to the end of
the line; as a symbol, `#` is quoted.""",
    ),
    Story(
        "U603",
        "a claim of cells is not a formula",
        """`space` is followed by a formula in n, the length of the input: numbers, n, + - *, parentheses, bits(e),
min(e, f), max(e, f).

    space 2*bits(n) + 6""",
    ),
    Story(
        "U604",
        "a tape is declared wrongly",
        """There is one input tape, declared first, and any number of work tapes, each with a name of its own. The
output tape is not declared: it is written by `print`.

    input  in: 0 1
    work   c: 0 1""",
    ),
    Story(
        "U605",
        "a symbol is declared wrongly",
        """Symbols are single characters, separated by spaces; a tape has at most 250 of them. `^` (cell 0), `_` (a
blank) and, on the input, `$` (the end) are always there and not declared. Symbols that the form itself uses are
quoted. Here `ab` is two characters, `_` is always there, and `#` would begin a comment:

    input in: ab _ "#"

This reads brackets and crosses:

    input in: "(" ")" "#" a b""",
    ),
    Story(
        "U606",
        "a state is missing or defined twice",
        """Every state that a rule leads to is defined once, as `name:` on a line of its own, with its rules below;
`start` names the first one. Here `go` leads to `done`, which is nowhere:

    go:
      in=^ -> in> ; done

Define it:

    go:
      in=^ -> in> ; done
    done:
      in=$ -> accept""",
    ),
    Story(
        "U607",
        "a rule is not understood",
        """A rule reads, then acts. Reads are TAPE=SYMBOLS, separated by spaces; actions are separated by commas; a
state may follow after `;`.

    c=0_    -> c:1< ; home        # write 1, move left, go to home
    c=01    -> c<                 # move left, stay in the same state
    a=1 b=1 -> a>, b>, print "1"
    in=$    -> accept""",
    ),
    Story(
        "U608",
        "a rule does what no machine can",
        """The input cannot be written, `^` neither written nor overwritten, and no head moves left of `^` or right of
the `$` of the input.

    home:
      c=^01   -> c<         # wrong where c shows ^
      c=01    -> c<         # right""",
    ),
    Story(
        "U609",
        "an undeclared tape or symbol",
        """A rule looks at tapes that are declared, and at symbols of their alphabets, or at `^`, `_` and, on the
input, `$`. With `input in: 0 1` and `work c: 0 1`, this rule names a tape that is not there:

    go:
      in=0 d=1 -> accept

This one is all right:

    go:
      in=0 c=1 -> accept""",
    ),
    Story(
        "U610",
        "a state without rules",
        """A machine that enters such a state is stuck. If it is meant to end there, end the run in the rule before:

    in=$ -> accept""",
    ),
    Story(
        "U611",
        "two rules can apply at once",
        """Machines are deterministic: the rules of a state must not overlap, and their order does not matter. `else`
takes what no other rule takes.

    in=01   -> in>
    in=1$   -> accept     # overlaps on 1""",
    ),
    Story(
        "U612",
        "part of a machine is never used",
        """A warning, and the machine runs: no chain of rules leads from the start to this state, or none leads to a
rule that halts. It is often a misspelled name, here `don`:

    go:
      in=^ -> in>
      in=$ -> accept
    don:
      in=$ -> reject

Lead there, or take it away:

    go:
      in=^ -> in>
      in=1 -> in> ; don
      in=$ -> accept
    don:
      in=$ -> reject""",
    ),
    Story(
        "U613",
        "a machine is too large",
        """The machine of a program has some hundred rules for each operation, and more for literals of many digits. It
may have 2500000 rules and actions in all: a statement has some hundreds. Write statements that come again as a loop,
and store a large literal in a counter once.

A machine runs from a table of at most 2^26 entries. A state may look at many tapes: if its rules name one symbol on
each tape, they take at most one entry for each rule, tape and symbol. If each rule leaves out other tapes, the table
has to tell after each tape which rules can still apply. Three rules like these are fine, thirty are too many:

    go:
      a=0 b=0 -> one
      a=1 c=0 -> two
      b=1 c=1 -> three

Then look at the tapes in several states, one after the other:

    go:
      a=0 -> first
      a=1 -> second
    first:
      b=0 -> one
      b=1 -> last
    second:
      c=0 -> two
      c=1 -> last
    last:
      b=1 c=1 -> three""",
    ),
    Story(
        "U614",
        "a symbol is not in the input alphabet",
        """The word on the input tape holds the symbols of the line `input` only, and `-n N` gives the word 1^N. For

    input in: a b

there is no 1^8, and no word with a c:

    uniform run m.tm --input abba""",
    ),
    Story(
        "U615",
        "a machine does not fit another format",
        """Other simulators want the symbol on every tape in every transition, and some have few tapes. Machines
written by hand fit; compiled programs, with a tape for each number, do not. The transitions of one run fit:

    uniform convert prime -o prime.json
    uniform convert parity_tree -n 3 -o parity_tree.json""",
    ),
    Story(
        "U616",
        "an input symbol that another format cannot write",
        """The rules of turingmachinesimulator.com are separated by commas, so a comma cannot be a symbol there, nor a
space or a line feed. In JFLAP `~`, `!` and `}` mean more than one symbol. Other symbols get another name there; one of
the input does not, since words would have to be spelled in another way. The .json format has no such limit.""",
    ),
    Story(
        "U617",
        "a machine of another simulator is malformed",
        """A `.txt` machine begins with the lines `init:` and `accept:`; a rule is two lines, with as many tapes as
the first rule has.

    look,0,_              # state, symbol read on each tape
    next,0,1,>,-          # next state, symbols written, moves

A `.jff` file is XML with states and transitions, a `.json` file an object with the fields of an `MNTM`, and a `.yaml`
file has `blank`, `start state` and `table`. In all of them, two rules for the same state and symbols must say the same:
machines are deterministic.""",
    ),
    Story(
        "U618",
        "a machine of another simulator does not fit",
        """Building blocks and variables of JFLAP, automata that are not Turing machines, and tapes with more than 250
symbols have no counterpart here. In JFLAP, put the states of a building block in its place, and write one transition
for each symbol.

Reading a `.yaml` machine needs PyYAML, which is not installed by default:

    pip install 'uniform-circuits[yaml]'""",
    ),
    Story(
        "U620",
        "a machine did not accept",
        """A machine that prints a circuit must end with `accept`. `uniform run FILE.tm -n N --trace` shows what it
does.""",
    ),
)
