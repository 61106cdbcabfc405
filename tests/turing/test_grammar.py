"""The text form of machines: ``grammars/machine.lark`` and the reader agree, on machines and on mistakes.

The grammar says what is written where; it knows nothing of names, alphabets and rules that overlap. So what the reader
takes the grammar takes, and what the grammar refuses the reader refuses, with a code of the text form. In the other
direction, what only the grammar takes is refused by the reader for a reason that no grammar states.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.cases import MACHINE_NAMES, MACHINES, by_hand
from tests.turing.random_machines import random_machine
from tests.turing.reader_by_grammar import Node, Refused, claims_of, machine_of, parser, tree_of
from uniform.arguments.texts import read_source
from uniform.cli import main
from uniform.family.opening import open_generator
from uniform.library.entry import ShippedMachine
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.resources import grammar
from uniform.turing.emulator.run import run
from uniform.turing.machine import Action, Halt, Machine, Rule, State, Tape, to_text
from uniform.turing.space import claimed_cells
from uniform.turing.text.read import parse_machine

REJECT = sorted((Path(__file__).parent / "reject").glob("*.tm"))
COMPILED = ("parity_tree", "comparator", "ripple_adder", "equality")
KNOWN_TO_THE_READER = re.compile(
    r"is not a symbol of|(tape|state) .* is not de(clared|fined)$|cannot be written|is written where|"
    r"moves (left|right) of|"
    r"can apply at once|(is|are) declared twice|is defined twice|is not declared$|the input has none|is not one symbol|"
    r"(is touched|is read) twice|a rule prints once|this prints nothing|is not ASCII|no symbol of .* is admitted|"
    r"a second `|a second input tape|below a work tape|the machine has no input tape|no `start` line|"
    r"cannot be the name of a state|a trap takes a reason|the limit is \d+$|begins a comment here|appears twice"
)


def by_reader(text: str) -> Machine | UniformError:
    """The machine in a text, or what the reader says against it."""
    try:
        machine = parse_machine(Source("m.tm", text))
    except UniformError as error:
        return error
    assert parse_machine(Source("m.tm", to_text(machine))) == machine
    return machine


def by_grammar(text: str) -> Node | None:
    """The tree of a text, or None where the grammar refuses it."""
    try:
        return tree_of(text)
    except Refused:
        return None


def agree(text: str) -> bool:
    """Whether both read the same machine; they may differ only where the grammar is blind."""
    found = by_reader(text)
    tree = by_grammar(text)
    if tree is None:
        assert isinstance(found, UniformError), f"only the reader takes\n{text}"
        return False
    if isinstance(found, Machine):
        assert replace(found, space=None) == machine_of(tree)
        assert [claimed_cells(found, n) for n in range(9)] == claims_of(tree, range(9))
        return True
    strange = [each for each in found.diagnostics if not KNOWN_TO_THE_READER.search(each.message)]
    assert not strange, f"only the grammar takes\n{text}\n{strange[0]}"
    return False


@cache
def texts() -> tuple[str, ...]:
    """Small machines of every origin; one in four is that of all words of the form."""
    shipped = [read_source(entry.file).text for entry in MACHINES]
    random = [to_text(random_machine(seed)) for seed in range(60)]
    return (*[WORDS] * 8, *sorted(shipped, key=len)[:4], *sorted(random, key=len)[:20])


WORDS = r"""# every word of the form, used as a name wherever that is allowed
  machine trap
  "a machine \"of\" words, and \\ \n"
  ""
input print:  0 1 "\"" "," "#" - "\\" " "
work  accept: 0 1 ">" "<" $
work  else:
layout start
space  2*bits( n )+max(n,3 * n) - min ( n , (4) )   # a claim
start  machine
machine: @ words.gen:12
  print=0-0 -> print>
  print="1,#"   ->print>,accept>   ; start
  print=$ accept=^ -> accept>, print "a#;,->\n" ; trap "why; not, #"
  print=$ accept=0$_->accept:1<
  print=$ accept=1 -> accept:">"> ; reject
  print=$ accept=">" -> accept:0 ; machine
  else -> else> , print"x";input
start: @ "a file.gen:3"
  else=^ ->
  else=_ -> else:_< ; trap"why"
input:
  -> ; work
work:
  -> layout
layout:   # a comment "
  -> space
space:
  -> accept"""


def test_the_grammar_is_strict_and_every_terminal_has_a_name() -> None:
    terminals = [terminal.name for terminal in parser().terminals]
    assert terminals
    assert not [name for name in terminals if name.startswith("__")]
    defined = set(re.findall(r"^([A-Z_]+)(?:\.-?\d+)?:", grammar("machine"), re.MULTILINE))
    assert set(terminals) == defined


@pytest.mark.parametrize("entry", MACHINES, ids=MACHINE_NAMES)
def test_shipped_machines(entry: ShippedMachine) -> None:
    assert agree(read_source(entry.file).text)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMPILED)
def test_compiled_machines(name: str) -> None:
    assert agree(to_text(open_generator(name).machine()))


@pytest.mark.slow
def test_random_machines() -> None:
    for seed in range(60):
        assert agree(to_text(random_machine(seed, most_tapes=4)))


def test_words_of_the_form_as_names() -> None:
    assert agree(WORDS)
    assert agree(WORDS.replace("\n", "\r\n"))


def test_a_machine_with_odd_symbols_and_places() -> None:
    odd = " #\",;:<>=\\\n\t\r-'é"
    rules = [Rule(((0, symbol),), (Action(1, symbol, 1),), output='->;"\\\n') for symbol in odd]
    end = Rule(((0, "$"),), halt=Halt.TRAP, message='"why", # said he \\')
    states = (
        State("s", (*rules, end), "a#b.gen:1"),
        State("t", (Rule((), otherwise=True, target="s"),), 'a "file" -> b.gen:2'),
    )
    machine = Machine("odd", (Tape("in", odd), Tape("c", odd)), states, "t", ('# "doc"', ""))
    assert agree(to_text(machine))
    assert parse_machine(Source("m.tm", to_text(machine))) == machine


@pytest.mark.parametrize("path", REJECT, ids=[path.stem for path in REJECT])
def test_refused_texts(path: Path) -> None:
    agree(path.read_bytes().decode("utf-8", "replace"))


PIECES = [
    "",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u00a0",
    "#",
    '"',
    '""',
    "\\",
    "0",
    "1",
    "^",
    "$",
    "_",
    "é",
    "(",
    ")",
]
PIECES += [
    "->",
    "-",
    ">",
    "<",
    "=",
    ":",
    ";",
    ",",
    "@",
    " @ x.gen:1",
    ":0",
    "=0",
    "in",
    "q0",
    "w1",
    "a.b",
    ".",
    "2",
    "*",
]
PIECES += ["else", "print", "accept", "reject", 'trap "x"', "trap", 'print "a"', "machine", "input", "work", "start"]
PIECES += ["space", "layout", "n", "bits(", "+", "\nspace n\n", "\nstart q0\n", "\nq9:\n", '\n"x"\n', "\\n", "\\t"]
TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[A-Za-z_.0-9]+|->| +|.|\n')


@pytest.mark.slow
@pytest.mark.parametrize("block", range(2))
def test_one_token_changed(block: int) -> None:
    random = Random(block)
    taken = 0
    for _ in range(900):
        text = random.choice(texts())
        for _ in range(random.choice((1, 1, 2))):
            tokens = TOKEN.findall(text)
            place = random.randrange(len(tokens))
            choice = random.randrange(6)
            if choice == 0:
                del tokens[place]
            elif choice == 1:
                tokens.insert(place, tokens[place])
            elif choice == 2:
                tokens[place] = random.choice(PIECES)
            elif choice == 3:
                tokens.insert(place, random.choice(PIECES))
            elif choice == 4:
                tokens[place] = random.choice(tokens)
            else:
                tokens = [f"{word} " for word in text.split(" ")]
                tokens.insert(place % len(tokens), random.choice(tokens))
            text = "".join(tokens)
        taken += agree(text)
    assert 90 < taken < 810  # both kinds are met


@pytest.mark.slow
def test_one_line_changed() -> None:
    random = Random(1)
    for _ in range(600):
        lines = random.choice(texts()).split("\n")
        place = random.randrange(len(lines))
        line = lines.pop(place) if random.random() < 0.7 else lines[place]
        if random.random() < 0.6:
            lines.insert(random.randrange(len(lines) + 1), line)
        agree("\n".join(lines))


@pytest.mark.slow
def test_one_character_changed() -> None:
    random = Random(2)
    alphabet = '\n "\\#;:,<>=->@.^$_01anw\t\r\0\u2028'
    for _ in range(600):
        text = random.choice(texts())
        place = random.randrange(len(text))
        agree(text[:place] + random.choice(("", *alphabet)) + text[place + random.randrange(2) :])


SAMPLE = """machine count_ones
  "the number of ones of the input, in binary, low digit first on tape c"
input  in: 0 1
work   c: 0 1
start  next

next:
  in=^0   -> in>                  # a set of symbols; the state stays the same when none is named
  in=1    -> in> ; up
  in=$    -> accept
up:
  c=^     -> c>
  c=1     -> c:0>                 # write 0, move right: carry
  c=0_    -> c:1< ; home
home:
  c=01    -> c<
  c=^     -> next
"""


def test_the_sample_of_the_design_is_valid_as_it_stands() -> None:
    assert agree(SAMPLE)
    machine = parse_machine(Source("count_ones.tm", SAMPLE))
    shipped = parse_machine(read_source(by_hand("count_ones").file))
    assert machine == replace(shipped, doc=shipped.doc[:1], space=None)
    assert run(machine, "0110111").contents == ("^101",)


def test_plain_machines_can_be_written_out(tmp_path: Path) -> None:
    """`print "text"` is an abbreviation: one symbol a step takes as many steps, and is a file like any other."""
    source, target = tmp_path / "m.tm", tmp_path / "plain.tm"
    source.write_text(
        'machine m\ninput in: 1\nstart a\na:\n  in=^ -> in>, print "xyz" ; a.print1\n'
        '  else -> print "pq" ; trap "over"\na.print1:\n  -> print "no" ; a\na.print1.2:\n  -> a\n'
    )
    assert main(["convert", str(source), "--plain", "-o", str(target)]) == 0
    machine, plain = (parse_machine(read_source(path)) for path in (source, target))
    assert all(len(rule.output) <= 1 for state in plain.states for rule in state.rules)
    assert [state.name for state in plain.states] == [
        *("a", "a.print1_.2", "a.print1_.3", "a.print2.2", "a.print1", "a.print1.print1.2", "a.print1.2")
    ]
    one, two = run(machine, 2), run(plain, 2)
    assert (one.halted, one.reason, one.steps, one.output) == (two.halted, two.reason, two.steps, two.output)
    assert one.output == "xyznopq"
    assert main(["convert", str(source), "--plain", "-o", str(tmp_path / "m.dot")]) == 2
