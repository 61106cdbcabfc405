"""Random programs near the border of what can be proved: chains, trees, grids and ``while`` loops that are right, or
right but for a small slip.

A pattern is written out with numbers that fit together. Then each of its numbers may get another form, or another
value, with a small probability; so many of the programs trap at some n, often at a single one.
"""

from __future__ import annotations

from random import Random

_SLIP = 0.1  # the probability that a number is another one
_OTHER_FORM = 0.25  # that it is written in another way


class _Writer:
    """Writes one program."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def number(self, written: str) -> str:
        """A number, perhaps in another form, perhaps another number."""
        random = self.random
        if random.random() < _SLIP:
            other = ("{}+1", "{}-1", "max({}, 1)", "min({}, n)", "({}) div 2", "2*({})", "({}) mod 4", "bits({})")
            written = random.choice(other).format(written)
        if random.random() < _OTHER_FORM:
            same = (
                "({0} + 1) - 1", "max({0}, {0})", "(2*({0}) + 1) div 2", "min({0}, {0} + n)", "({0}) div 1",
                "({0} + n) - n", "max(0, {0})", "({0}) mod (n + 10*({0}) + 1)", "(({0})*n) div n",
            )  # fmt: skip
            written = random.choice(same).format(written)
        return written

    def relation(self, right: str) -> str:
        """A comparison, perhaps another one."""
        if self.random.random() < _SLIP:
            return self.random.choice(("<", "<=", ">", ">=", "=", "!="))
        return right

    def choice(self, *options: str) -> str:
        """One of several."""
        return self.random.choice(options)

    def shuffled(self, *lines: str) -> list[str]:
        """Lines in their order, or with two neighbors exchanged."""
        found = list(lines)
        if len(found) > 1 and self.random.random() < _SLIP:
            place = self.random.randrange(len(found) - 1)
            found[place : place + 2] = found[place + 1], found[place]
        return found

    def some_of(self, *lines: str) -> list[str]:
        """Lines, each of which may be missing."""
        return [line for line in lines if self.random.random() >= _SLIP / 2]


def random_chain(seed: int) -> str:
    """The text of the program of this seed."""
    writer = _Writer(seed)
    head = ["family chain(n)", "  input  x[1..n]", "  output y"]
    declared, body = writer.random.choice(_PATTERNS)(writer)
    if writer.random.random() < 0.3:
        more, second = writer.random.choice(_PATTERNS)(writer)
        rename = {"a[": "d[", " a": " d", "u ": "p ", "v ": "q "}
        for old, new in rename.items():
            more = [line.replace(old, new) for line in more]
        if not any("counter" in line for line in more) and all("u" not in line and "v" not in line for line in second):
            declared, body = declared + more, [line.replace("a[", "d[") for line in second if "y :=" not in line] + body
    lines = [*head, *(f"  {line}" for line in declared), "", *(f"  {line}" for line in body)]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- patterns: declarations, and a body


_Program = tuple[list[str], list[str]]


def _rising(w: _Writer) -> _Program:
    by = w.choice("", "", " by 2", " by 3")
    step = int(by[-1:] or "1")
    first = [f"a[{w.number(str(k))}] := x[1]" for k in range(step)]
    last = w.number("n" if step == 1 else f"n - n mod {step}")
    body = [*w.some_of(*first)]
    body.append(f"for i in {w.number(str(step))}..{w.number('n')}{by}")
    body.append(f"  a[{w.number('i')}] := XOR(a[{w.number(f'i - {step}')}], x[{w.number('i')}])")
    return [f"gate a[0..{w.number('n + 3')}]"], [*body, f"y := a[{last}]"]


def _falling(w: _Writer) -> _Program:
    body = w.some_of(f"a[{w.number('n + 1')}] := x[1]")
    body += [f"for i in {w.number('n')} downto {w.number('1')}", f"  a[{w.number('i')}] := NOT a[{w.number('i + 1')}]"]
    return [f"gate a[0..{w.number('n + 2')}]"], [*body, f"y := a[{w.number('1')}]"]


def _heap(w: _Writer) -> _Program:
    body = [f"for i in 1..{w.number('n')}", f"  a[{w.number('n + i')}] := x[{w.number('i')}]"]
    left, right = w.shuffled(f"a[{w.number('2*i')}]", f"a[{w.number('2*i + 1')}]")
    body += [f"for i in {w.number('n')} downto {w.number('1')}", f"  a[{w.number('i')}] := OR({left}, {right})"]
    body[0:0] = w.some_of(f"a[{w.number('2*n + 1')}] := x[1]")
    return [f"gate a[1..{w.number('2*n + 1')}]"], [*body, "y := a[1]"]


def _halves(w: _Writer) -> _Program:
    less = w.choice(
        "i div 2",
        "i - 1",
        "i - i div 4 - 1",
        "max(i div 2, i - 3)",
        "i - min(i, 2)",
        "i mod i",
        "i - bit(i, 0) - 1 + i mod 2",
    )
    body = w.some_of(f"a[{w.number('0')}] := x[1]")
    body += [f"for i in {w.number('1')}..{w.number('n')}", f"  a[{w.number('i')}] := AND(a[{w.number(less)}], x[i])"]
    return [f"gate a[0..{w.number('n + 1')}]"], [*body, f"y := a[{w.number('n')}]"]


def _counted(w: _Writer) -> _Program:
    by, start = w.choice("1", "2", "3"), w.choice("0", "0", "1", "n div 2")
    guard = f"u {w.relation('<=')} {w.number(f'n - {by}' if w.random.random() < 0.5 else 'n')}"
    step = f"  u <- {w.number(f'u + {by}')}"
    if w.random.random() < 0.5:
        lines = w.shuffled(step, f"  a[{w.number('u')}] := NOT a[{w.number(f'u - {by}')}]")
    else:
        lines = w.shuffled(f"  a[{w.number(f'u + {by}')}] := NOT a[{w.number('u')}]", step)
    body = w.shuffled(f"u <- {w.number(start)}", f"a[{w.number(start)}] := x[1]")
    body += [f"while {guard}", *lines]
    end = w.choice("u", "0", start, "n", "n + 1")
    counter = f"counter u <= {w.number(w.choice('n', 'n + 3', '2*n + 3'))}"
    return [f"gate a[0..{w.number('n + 4')}]", counter], [*body, f"y := a[{w.number(end)}]"]


def _doubling(w: _Writer) -> _Program:
    body = w.some_of("a[0] := x[1]", f"u <- {w.number('1')}")
    lines = w.shuffled(f"  u <- {w.number('2*u')}", f"  v <- {w.number('v + 1')}")
    lines.append(f"  a[{w.number('v')}] := NOT a[{w.number('v - 1')}]")
    body += [f"while {w.number('2*u')} {w.relation('<=')} n", *lines]
    declared = [f"gate a[0..{w.number('n + 1')}]", f"counter u <= {w.number('2*n')}", f"counter v <= {w.number('n')}"]
    return declared, [*body, f"y := a[{w.number('v')}]"]


def _counter(w: _Writer) -> _Program:
    body = w.some_of("a[0] := x[1]")
    lines = w.shuffled(f"  u <- {w.number('u + 1')}", f"  a[{w.number('u')}] := NOT a[{w.number('u - 1')}]")
    if w.random.random() < 0.4:
        other = w.choice("u", "u + 1", "u - 1", "2*u")
        lines += [f"  if i {w.relation('<')} {w.number(w.choice('n', 'n div 2', '3'))}", f"    v <- {w.number(other)}"]
    body += [f"for i in {w.number('1')}..{w.number('n')}", *lines]
    end = w.choice("u", "n", "v", "min(u, v)", "max(u, v)")
    declared = [f"gate a[0..{w.number('n + 1')}]", f"counter u <= {w.number('n + 1')}", "counter v <= 2*n + 4"]
    return declared, [*body, f"y := a[{w.number(end)}]"]


def _branches(w: _Writer) -> _Program:
    guard = w.choice(
        "i mod 2 = 0", "i < n div 2", "i = 3", "i <= 2 or i > n - 2", "bits(i) = 2", "not (i >= 4 and i < 6)"
    )
    one, other = w.choice("i", "2*i", "n - i"), w.choice("i", "i", "2*i", "n - i")
    body = [f"for i in {w.number('0')}..{w.number('n')}", f"  if {guard}", f"    a[{w.number(one)}] := x[1]"]
    if w.random.random() < 1 - 2 * _SLIP:
        body += ["  else", f"    a[{w.number(other)}] := x[1]"]
    end = w.choice("0", "n", "n div 2", "3", "1")
    return [f"gate a[0..{w.number('2*n + 3')}]"], [*body, f"y := a[{w.number(end)}]"]


def _grid(w: _Writer) -> _Program:
    rows, columns = w.choice("n", "bits(n)", "3", "n div 2 + 1"), w.choice("n", "4", "t", "n - n div 2")
    body = [f"for i in 0..{w.number(columns.replace('t', '0'))}", "  a[0, i] := x[1]"]
    reads = [f"a[{w.number('t - 1')}, {w.number('i')}]"]
    if w.random.random() < 0.6:
        reads.append(
            f"a[{w.number('t - 1')}, {w.number(w.choice('i - min(i, 1)', 'i div 2', 'i mod 2', 'min(i, t - 1)'))}]"
        )
    ends = f"{w.number('0')}..{w.number(columns.replace('t', 'min(t, n)'))}"
    body += [f"for t in {w.number('1')}..{w.number(rows)}", f"  for i in {ends}"]
    body += [f"    a[{w.number('t')}, {w.number('i')}] := XOR({', '.join(reads)})"]
    return [f"gate a[0..{w.number('n + 3')}, 0..{w.number('n + 4')}]"], [
        *body,
        f"y := a[{w.number(rows)}, {w.number('0')}]",
    ]


def _two_loops(w: _Writer) -> _Program:
    middle = w.number(w.choice("n div 2", "3", "min(n, 4)", "bits(n)"))
    body = [f"for i in 0..{middle}", f"  a[{w.number('i')}] := x[1]"]
    body += [
        f"for i in {w.number(f'{middle} + 1')}..{w.number('n')}",
        f"  a[{w.number('i')}] := NOT a[{w.number(f'i - {middle} - 1')}]",
    ]
    if w.random.random() < _SLIP:
        body = body[2:] + body[:2]
    return [f"gate a[0..{w.number('2*n + 5')}]"], [*body, f"y := a[{w.number('n')}]"]


def _inner_while(w: _Writer) -> _Program:
    body = w.some_of("a[0, 0] := x[1]")
    inner = [f"    a[i, {w.number('u + 1')}] := NOT a[i, {w.number('u')}]", f"    u <- {w.number('u + 1')}"]
    body += [
        f"for i in {w.number('1')}..{w.number('n')}",
        *w.shuffled(f"  u <- {w.number('0')}", f"  a[{w.number('i')}, 0] := a[{w.number('i - 1')}, 0]"),
    ]
    body += [f"  while u {w.relation('<')} {w.number(w.choice('i', 'n', 'bits(i)'))}", *w.shuffled(*inner)]
    read = w.choice("a[n, n]", "a[n, 0]", "a[n, u]", "a[1, 1]", "a[0, 0]")
    declared = [f"gate a[0..n, 0..{w.number('n + 1')}]", f"counter u <= {w.number('n')}"]
    return declared, [*body, f"y := {read}"]


_PATTERNS = (
    _rising, _falling, _heap, _halves, _counted, _counted, _doubling, _counter, _branches, _grid, _two_loops,
    _inner_while,
)  # fmt: skip
