"""A rule that leads to a state that is not there is told where it should probably lead."""

from __future__ import annotations

import pytest

from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.text.read import parse_machine


@pytest.mark.parametrize(
    ("name", "states", "remedy"),
    [
        ("acept", "", "did you mean `accept`?"),
        ("halt", "", "did you mean `accept`?"),
        ("yes", "", "did you mean `accept`?"),
        ("rejct", "", "did you mean `reject`?"),
        ("no", "", "did you mean `reject`?"),
        ("find.b", "find.a", "add its head, `find.b:`, with its rules below"),
        ("stop", "stop1", "did you mean `stop1`, or the end `accept`?"),
        ("stop", "start stop_ go", "did you mean `stop_`, or the end `accept`?"),
        ("halt", "halt2", "did you mean `halt2`, or the end `accept`?"),
        ("Halt", "halt", "did you mean `halt`, or the end `accept`?"),
        ("end", "end1", "did you mean `end1`, or the end `accept`?"),
        ("end", "send", "did you mean `send`, or the end `accept`?"),
        ("no", "now", "did you mean `now`, or the end `reject`?"),
        ("fail", "fails", "did you mean `fails`, or the end `reject`?"),
        ("halt", "go back", "did you mean `accept`?"),
        ("acept", "accept1", "did you mean `accept`?"),
        ("bakc", "back", "did you mean `back`?"),
        ("in", "inn", "`in` is a tape; an action says what is done to it, as in `in>`"),
    ],
)
def test_the_nearest_state_comes_before_an_end(name: str, states: str, remedy: str) -> None:
    more = "".join(f"{state}:\n  in=$ -> reject\n" for state in states.split())
    text = f"machine m\ninput in: 1\nstart first\nfirst:\n  in=^ -> in> ; {name}\n{more}"
    with pytest.raises(UniformError) as caught:
        parse_machine(Source("m.tm", text))
    assert caught.value.diagnostics[0].help == remedy


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("start frist", "did you mean `first`?"),
        ("start stop", "name one of the states, such as `first`"),
        ("start in", "name one of the states, such as `first`"),
    ],
)
def test_a_run_does_not_start_at_an_end(line: str, remedy: str) -> None:
    text = f"machine m\ninput in: 1\n{line}\nfirst:\n  in=^ -> accept\n"
    with pytest.raises(UniformError) as caught:
        parse_machine(Source("m.tm", text))
    assert caught.value.diagnostics[0].help == remedy


@pytest.mark.parametrize(("name", "end"), [("halt", "accept"), ("Accept", "accept"), ("q_reject", "reject")])
def test_a_state_without_rules_that_is_called_like_an_end(name: str, end: str) -> None:
    text = f"machine m\ninput in: 1\nstart first\nfirst:\n  in=^ -> {name}\n{name}:\n"
    with pytest.raises(UniformError) as caught:
        parse_machine(Source("m.tm", text))
    remedy = f"a state without rules is stuck; in its place, let rules lead to `{end}`"
    assert caught.value.diagnostics[0].help == remedy
