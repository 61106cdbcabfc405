"""Each rule of the walk and of the questions is needed: broken, it leads to a claim that a run refutes, or to a fact
that is false in a run. The rules, each with a program that notices, are in ``broken_rules.txt``; ``test_facts`` breaks
the facts about operations.

Harmless if broken, and so not in that file:

- which guesses are made for a witness, which rankings are tried, limits: they only choose what is asked;
- that two places are in different branches of one ``if``, and which loops are around both of two places: the conditions
  of both places are in the question, and the passes of a loop that is not common are unknowns without facts;
- equations in the guard of a counted ``while``: one that holds in two passes holds in all between;
- counting a ranking backwards: counters are bounded from both sides.
"""

from __future__ import annotations

import pytest

from tests.certify.proofs.broken import Broken, applied, broken_rules, fault_of, source_of
from tests.quick import one_in


def test_each_rule_is_in_the_code() -> None:
    """Also of those that the quick run does not break."""
    for broken in broken_rules():
        source_of(broken)


@pytest.mark.parametrize("broken", one_in(6, broken_rules()), ids=[each.name for each in broken_rules()])
def test_a_broken_rule_is_noticed(broken: Broken) -> None:
    assert fault_of(broken.body) is None
    with applied(broken):
        assert fault_of(broken.body) is not None
