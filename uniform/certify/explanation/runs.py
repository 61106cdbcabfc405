"""The sections about space, inputs, runs and size, and about what is open."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.certify.explanation.rules import named, unwrapped
from uniform.certify.notes.table import find_notes
from uniform.certify.proofs.counting import OTHERWISE, Cases
from uniform.certify.proofs.whole import Claim, End
from uniform.certify.statements.size import count_size
from uniform.certify.statements.steps import bound_steps
from uniform.certify.statements.total import is_total
from uniform.certify.subject import Subject
from uniform.counters.machine.tapes import cells, tapes
from uniform.messages.counts import count_of

_MAX_WHILES = 8
_MAX_OPEN = 8


def explain_space(subject: Subject) -> Iterator[str]:
    """The cells, and why a machine never uses more."""
    code = subject.generator.code
    count = count_of(len(tapes(code)), "work tape")
    yield (
        f"The compiled machine has {count}. Each holds a number up to a declared bound, in"
        f" binary between two end markers, and the machine never moves beyond them. Together they have"
        f" {cells(code)} cells, which is O(log n): the family is logspace-uniform."
    )


def explain_inputs(subject: Subject) -> Iterator[str]:
    """Why a polynomial in n is one in the length of the input."""
    found = subject.proofs.input_length
    if found.why:
        yield f"Not shown: {found.why}. So no class is claimed, since a class is about the length of the input."
        return
    number = "I(n)" if found.formula is None else f"I(n) = {found.formula}"
    yield (
        f"There are {number} inputs, always more for n + 1 than for n ({named(['R13'])}). So n <= I(n) + 1: what is"
        " polynomial in n is polynomial in the length of the input, and log n is O(log I(n))."
    )


def explain_runs(subject: Subject) -> Iterator[str]:
    """Which checks are shown, and why each ``while`` ends."""
    proofs, total = subject.proofs, is_total(subject)
    kinds = (
        ("of numbers, such as indices", proofs.checks),
        ("that no gate is printed twice", proofs.printed_once),
        ("that a gate is printed before it is used, and each output before the end", proofs.printed_before),
    )
    counts = [f"{_count(claims)} {what}" for what, claims in kinds if claims]
    if proofs.ends:
        counts.append(f"{_fraction([bool(end.rule) for end in proofs.ends])} that a `while` ends")
    if total.stops:
        yield f"Refuted: the program {total.stops[0]}."
        return
    if total.of:
        which = "All are" if total.shown == total.of else "1 is" if total.shown == 1 else f"{total.shown} are"
        checks = f"A run makes {count_of(total.of, 'check')}. {which} shown to pass for every n: {'; '.join(counts)}."
        yield f"{checks}{_how(total.shown, total.of)}"
    else:
        yield "A run makes no check."
    yield from map(_why_it_ends, proofs.ends[:_MAX_WHILES])
    if len(proofs.ends) > _MAX_WHILES:
        left = len(proofs.ends) - _MAX_WHILES
        yield f"{count_of(left, 'more loop')} {'is' if left == 1 else 'are'} in the JSON of the certificate."


def _how(shown: int, of: int) -> str:
    """How checks are shown to pass, in two sentences after a space; empty if none is."""
    if not shown:
        return ""
    one = "one" if shown == of else "it" if shown == 1 else f"one of the {shown}"
    return (
        f" If {one} failed, some facts about integers would hold together, such as the ranges of the loops around it"
        " and that the number is out of its range. It is shown that these never do."
    )


def _count(claims: tuple[Claim, ...]) -> str:
    return _fraction([claim.is_shown for claim in claims])


def _fraction(shown: list[bool]) -> str:
    return str(len(shown)) if all(shown) else f"{sum(shown)} of {len(shown)}"


def _why_it_ends(end: End) -> str:
    span = end.loop.check.trap.span
    place = f"{span.line_of('Line')}: `{span.one_line}`"
    if end.rule == "counted":
        return (
            f"{place} ends, since it is counted: each pass changes its counters by the same amounts, and so brings the"
            " condition closer to being false."
        )
    if not end.rule:
        return f"{place} is not shown to end."
    falling = ", ".join(map(str, end.ranking))
    if len(end.ranking) == 1:
        return f"{place} ends: `{falling}` is a natural number that falls in each pass."
    return f"{place} ends: ({falling}) are natural numbers of which, in each pass, the first that changes falls."


def explain_size(subject: Subject) -> Iterator[str]:
    """The number of gates, exact or bounded, and why it is polynomial in any case."""
    size, steps = count_size(subject), bound_steps(subject)
    measured = f" At n = {size.measured[0]} it has {count_of(size.measured[1], 'gate')}." if size.measured else ""
    if size.exact is not None:
        yield f"{_exact_size(subject)}: the gates of each statement are summed over its loops.{measured}"
    elif size.bound is not None:
        yield (
            f"The circuit has at most {size.bound} gates, since each declared address is printed at most once. No exact"
            f" formula is known: {size.why}.{measured}"
        )
    that_ends = "" if steps.every_run_ends else " that ends"
    more = "" if steps.degree is None else f" Here a run{that_ends} takes O({steps.order}) steps."
    yield (
        "The size is polynomial in any case: a run that ends is never twice in the same state with the same contents of"
        f" its O(log n) cells, so it takes polynomially many steps, and prints at most one gate in each.{more}"
    )


def _exact_size(subject: Subject) -> str:
    """The number of gates as a clause; cases in words."""
    size = subject.proofs.size
    assert isinstance(size, Cases)
    rows = [(condition, unwrapped(number)) for condition, number in size.rows]
    if len(rows) == 1:
        number = rows[0][1]
        if number.isdigit():
            return f"The circuit has exactly {count_of(int(number), 'gate')} for every n"
        return f"The circuit has exactly {number} gates"
    return f"The number of gates is exactly {', '.join([f'{number} {_when(condition)}' for condition, number in rows])}"


def _when(condition: str) -> str:
    """The condition of a case, in words if it says that n is even or odd."""
    words = {"n = 2*(n div 2)": "n is even", "n = 2*(n div 2) + 1": "n is odd"}
    return condition if condition == OTHERWISE else f"if {words.get(condition, condition)}"


def explain_open(subject: Subject) -> Iterator[str]:
    """What is not shown, or stands in the way of a better class."""
    notes = find_notes(subject)
    if not notes:
        yield "Nothing."
        return
    for note in notes[:_MAX_OPEN]:
        place = "" if note.span is None else f"{note.span.line_of('Line')}: "
        yield f"{place}{note.message} ({note.code})"
    if len(notes) > _MAX_OPEN:
        yield f"{count_of(len(notes) - _MAX_OPEN, 'more note')}, which `uniform certify` shows."
