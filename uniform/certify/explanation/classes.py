"""The sections about fan-in and class."""

from __future__ import annotations

import re
from collections.abc import Iterator

from uniform.certify.explanation.rules import RULES, named, unwrapped
from uniform.certify.proofs.fan_in import FanIn
from uniform.certify.proofs.whole import power_of
from uniform.certify.statements.family_class import NONE, classify
from uniform.certify.subject import Subject
from uniform.messages.counts import count_of

_MAX_STATEMENTS = 4


def explain_fan_in(subject: Subject) -> Iterator[str]:
    """The bound, or the statements that print gates of many wires."""
    found = subject.proofs.fan_ins
    unbounded = [each for each in found if each.bound is None]
    most = max((each.bound or 0 for each in found), default=0)
    if not unbounded:
        yield f"No gate has more than {count_of(most, 'wire')} ({named(['R6'])})."
        return
    explained: set[str] = set()
    for each in unbounded[:_MAX_STATEMENTS]:
        assert each.site.gate is not None
        rule = _rule(each)
        why = rule if rule in explained else named([rule])
        explained.add(rule)
        yield f"{each.site.span.line_of('Line')}: {each.site.gate.kind.name} gates, {_many(each)} ({why})."
    if len(unbounded) > _MAX_STATEMENTS:
        yield f"And {count_of(len(unbounded) - _MAX_STATEMENTS, 'more statement')} with many wires."
    if len(found) > len(unbounded):
        yield f"All other gates have at most {count_of(most, 'wire')}." if most else "All other gates have no wires."


def _many(found: FanIn) -> str:
    """Why a statement prints gates with many wires."""
    number, _, last = found.why.rpartition(" ")
    if last != "passes":
        return f"a wire with {found.why}"
    loops = dict.fromkeys(re.findall(r"\bpass of (\w+)", number))
    if len(loops) != 1:
        return f"a list of wires with {unwrapped(number)} passes"
    (loop,) = loops
    short = number.replace(f"pass of {loop}", "p")
    return f"a list of wires with {unwrapped(short)} passes, p the number of the pass of the loop over {loop}"


def _rule(found: FanIn) -> str:
    return "R10" if found.is_threshold else "R9" if found.modulus is not None else "R7"


def explain_class(subject: Subject) -> Iterator[str]:
    """The class as printed and as derived, with the rules."""
    found, proofs = classify(subject), subject.proofs
    if found.printed == NONE:
        yield f"No class: {'; '.join(found.reasons)}."
        return
    power = power_of(proofs.depth)
    unbounded = [each for each in proofs.fan_ins if each.bound is None]
    rules = list(dict.fromkeys(map(_rule, unbounded))) or ["R6"]
    if power is None:
        yield f"{found.printed} as printed: the size is polynomial, and no power of log n is shown to bound the depth."
    else:
        depth = "constant depth" if power == 0 else "depth O(log n)" if power == 1 else f"depth O((log n)^{power})"
        constant = rules == ["R6"] and power == 0
        why = f"{'gates with many wires' if unbounded else 'bounded fan-in'} and {depth}"
        yield f"{found.printed} as printed: {why} ({'R12' if constant else ', '.join(rules)}), and logspace-uniform."
    if found.derived != found.printed:
        yield f"{found.derived} as derived, for these reasons: {'; '.join(found.derived_reasons)}."
        used = [rule for rule in ("R8", "R11") if any(rule in reason for reason in found.derived_reasons)]
        yield from (f"{rule}: {RULES[rule]}." for rule in used)
    yield (
        "Derived is the class of an equivalent family that is made from this one: without arrays that no output depends"
        " on, and with gates of many wires replaced where that helps (R8, R11)."
        + (" Here it is the same class." if found.derived == found.printed else "")
    )
    if found.status == "proved":
        yield "The premises are proved: the sections above. So is the class. It is not claimed to be the smallest one."
    else:
        open_ = " and ".join(each.replace("_", "-") for each in found.proved_if)
        yield (
            f"Open: that the program is {open_}. It is, for n <= {found.last}, so the class is checked for these n; if"
            " it is for every n, the class is proved."
        )
