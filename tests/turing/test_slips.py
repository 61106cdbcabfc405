"""Rules written by other habits: each is told as the rule that was meant, which then reads."""

from __future__ import annotations

import pytest

from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.text.read import parse_machine

MACHINE = (
    'machine m\ninput in: 0 1\nwork c: 0 1 S\nstart go\ngo:\n  in=^ -> in> ; R\nR:\n  {rule}\nto: # \n  -> trap "to"\n'
)

MEANT = [
    ("in=1 -> in> go", "in=1 -> in> ; go"),
    ("in=1 -> c:0 go", "in=1 -> c:0 ; go"),
    ('in=1 -> print "1" go', 'in=1 -> print "1" ; go'),
    ("in=1 -> in>, c> go", "in=1 -> in>, c> ; go"),
    ("in=1 -> in> accept", "in=1 -> in> ; accept"),
    ("in=1 -> c> in>", "in=1 -> c>, in>"),
    ('in=1 -> c> print "0" ; go', 'in=1 -> c>, print "0" ; go'),
    ("in=1 -> in>, go", "in=1 -> in> ; go"),
    ("in=1 -> c:0, R", "in=1 -> c:0 ; R"),
    ("in=1 -> c> ; in>", "in=1 -> c>, in>"),
    ("in=1 -> go; c>", "in=1 -> c> ; go"),
    ("in=1 -> print 1", 'in=1 -> print "1"'),
    ("in=1 -> print 1 ; go", 'in=1 -> print "1" ; go'),
    ("in=1 -> print '1', in>", 'in=1 -> print "1", in>'),
    ('in=1 -> print("1"), in>', 'in=1 -> print "1", in>'),
    ('in=1 -> in> ; print "1"', 'in=1 -> in>, print "1"'),
    ("in=1 -> print \u201cx\u201d", 'in=1 -> print "x"'),
    ("in=1 -> trap too long", 'in=1 -> trap "too long"'),
    ("in=1 -> in> ; trap too long", 'in=1 -> in> ; trap "too long"'),
    ("in=1 => in>", "in=1 -> in>"),
    ("in=1 --> in>", "in=1 -> in>"),
    ("in=1 = > in>", "in=1 -> in>"),
    ("in=1 \u2192 in> ; go", "in=1 -> in> ; go"),
    ("in=1 \u21d2 in> ; go", "in=1 -> in> ; go"),
    ("in=1 in> ; go", "in=1 -> in> ; go"),
    ("in=1 c=0 in>, c> ; go", "in=1 c=0 -> in>, c> ; go"),
    ("else accept", "else -> accept"),
    ("in=1 -> in> -> go", "in=1 -> in> ; go"),
    ("in:1 -> in>", "in=1 -> in>"),
    ("in==1 -> in>", "in=1 -> in>"),
    ("in = 1 -> in>", "in=1 -> in>"),
    ("in=1, c=0 -> in>", "in=1 c=0 -> in>"),
    ("in=1 and c=0 -> in>", "in=1 c=0 -> in>"),
    ("in='1' -> in>", 'in="1" -> in>'),
    ("in=1 -> c=1", "in=1 -> c:1"),
    ("in=1 -> c := 1", "in=1 -> c:1"),
    ("in=1 -> c :0", "in=1 -> c:0"),
    ("in=1 -> c <- 0, in>", "in=1 -> c:0, in>"),
    ("in=1 -> in:R", "in=1 -> in>"),
    ("in=1 -> in R", "in=1 -> in>"),
    ("in=1 -> in:L, c:0R", "in=1 -> in<, c:0>"),
    ("in=1 -> c:0,R ; go", "in=1 -> c:0> ; go"),
    ("in=1 -> in right", "in=1 -> in>"),
    ("in=1 -> c:N, in:R", "in=1 -> in>"),
    ("in=1 -> c:S, in:R", "in=1 -> c:S, in>"),  # S is a symbol of this tape
    ("in=1 -> c:>", "in=1 -> c>"),
    ("in=1 -> goto go", "in=1 -> go"),
    ("in=1 -> in> ; goto go", "in=1 -> in> ; go"),
    ("in=1 -> in>, go to go", "in=1 -> in> ; go"),
    ("otherwise -> accept", "else -> accept"),
    ("* -> accept", "else -> accept"),
    ("in=1 -> in> // on", "in=1 -> in>  # on"),
    ("in=1 -> in>,, c>", "in=1 -> in>, c>"),
    ("in=1 -> in> ;", "in=1 -> in>"),
]


@pytest.mark.parametrize(("wrong", "right"), MEANT)
def test_the_rule_that_was_meant_is_written_out(wrong: str, right: str) -> None:
    with pytest.raises(UniformError) as caught:
        parse_machine(Source("m.tm", MACHINE.format(rule=wrong)))
    assert caught.value.diagnostics[0].help == f"write `{right}`"
    assert len(parse_machine(Source("m.tm", MACHINE.format(rule=right))).states[1].rules) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("in=1 -> in> go", "`;` is missing before `go`"),
        ("in=1 -> c> in>", "a comma is missing before `in>`"),
        ("in=1 -> in> -> go", "a second arrow"),
        ("in=1 -> print 1", "`print` takes text in quotes"),
        ("in=1 in> ; go", "the arrow `->` is missing"),
        ("in=1 => in>", "the arrow is `->`, not `=>`"),
        ("in=1 -> in> ; go R", "`go R` is more than one state"),
        ("in=1 -> in> ; go ; R", "`go ; R` is more than one state"),
        ("state R:", "`state R:` is not the head of a state"),
        ("R :", "`R :` is not the head of a state"),
        ("in=1 -> in>, up down", "`up down` is not an action"),  # nothing is offered that may be wrong
        ("in=2 => in>", "`in=2 => in>` is neither a state nor a rule"),
        ("d=1 => in>", "`d=1 => in>` is neither a state nor a rule"),
    ],
)
def test_slips_have_messages_of_their_own(wrong: str, said: str) -> None:
    with pytest.raises(UniformError) as caught:
        parse_machine(Source("m.tm", MACHINE.format(rule=wrong)))
    assert caught.value.diagnostics[0].message == said


def test_below_a_head_that_is_almost_right_rules_are_read() -> None:
    text = "machine m\ninput in: 1\nstart go\nstate go:\n  in=^ -> in>\n  in=1 -> in> next\nnext :\n  else -> accept\n"
    with pytest.raises(UniformError) as caught:
        parse_machine(Source("m.tm", text))
    assert [found.span and found.span.line for found in caught.value.diagnostics] == [4, 6, 7]
