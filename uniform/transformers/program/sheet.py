"""What a program is put together on: its numbers, its arrays and its paragraphs, in the order in which they come up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from uniform.language.syntax import expressions
from uniform.language.syntax.declarations import ArrayDeclaration, Constant, CounterDeclaration, Declaration
from uniform.language.syntax.gates import Range
from uniform.language.syntax.program import FamilyDeclaration, Item, Program, Statement
from uniform.language.write import Comment
from uniform.transformers.formats import LogBits
from uniform.transformers.model import Transformer
from uniform.transformers.program.tree import NOWHERE, Number, largest, let, name, number, smallest

N, HERE, THERE = name("n"), name("i"), name("j")
"""n and the loop variables of positions."""

Ends = tuple[str | None, Number | int, Number | int]
"""A range of a declaration: the name of its index, if others use it, and its ends."""


@dataclass(frozen=True, slots=True)
class Digits:
    """A number of bits that is cut into digits, the first of them a bit longer if the bits do not divide evenly."""

    bits: Number
    short: Number  # bits of a short digit
    long: Number  # how many digits have one more
    rounds: Number

    def width(self, s: Number) -> Number:
        """Bits of digit s, from 1."""
        return self.short + smallest(1, self.long // s)

    def rest(self, s: Number, more: Number | int = 0) -> Number:
        """Bits below digit s, and some more; all bits for s = 0."""
        return more + self.bits - s * self.short - smallest(s, self.long)


@dataclass(frozen=True, slots=True)
class Vector:
    """An array of numbers in wires: ``name[.., b]`` and ``name_not[.., b]``, with the column before the bit."""

    name: str
    bits: Number
    size: Number  # 2^bits
    half: Number | None  # what the code is more than the number; None: nothing


@dataclass(slots=True)
class Sheet:
    """A program in the making."""

    model: Transformer
    default_rounds: int  # the value of the constant ``rounds``
    items: list[Item] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    body: list[Statement] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    names: dict[str, Number] = field(default_factory=dict)

    # ------------------------------------------------------------ numbers

    def let(self, text: str, value: Number, says: str = "") -> Number:
        """A number at the head of the file, once."""
        if text not in self.names:
            declared = let(text, value)
            self.items.append(declared)
            if says:
                self.comments.append(Comment(declared, says, is_beside=True))
            self.names[text] = name(text)
        return self.names[text]

    def rounds(self) -> Number:
        """Digits of a number."""
        if "rounds" not in self.names:
            declared = Constant("rounds", number(self.default_rounds).tree, NOWHERE, NOWHERE)
            self.items.append(declared)
            self.comments.append(Comment(declared, "digits of a number: more make a deeper, smaller circuit", True))
            self.names["rounds"] = name("rounds")
        return self.names["rounds"]

    def grown(self, bits: LogBits) -> Number:
        """``slope*B + constant``."""
        if bits.slope == 0:
            return number(bits.constant)
        growing = bits.slope * self.B
        return growing + bits.constant if bits.constant >= 0 else growing - (-bits.constant)

    def power(self, bits: LogBits) -> Number:
        """2 to the power of bits that are not negative."""
        return 2 ** self.grown(bits)

    @property
    def B(self) -> Number:  # noqa: N802 - named as in the program
        """bits(n)."""
        return self.let("B", Number(expressions.Call(expressions.Builtin.BITS, (N.tree,), NOWHERE)))

    @property
    def g(self) -> Number:
        """Fractional bits of a parameter."""
        return self.let("g", self.grown(self.model.precision.parameter.fraction), "fractional bits of a parameter")

    @property
    def one(self) -> Number:
        """The integer that means 1 in a state."""
        return self.let(
            "one", 2 ** self.grown(self.model.precision.state.fraction), "the integer that means 1 in a state"
        )

    @property
    def p(self) -> Number:
        """Bits of a state."""
        state = self.model.precision.state
        return self.let("p", self.grown(state.bits), f"bits of a state, {state.integer} of them before the point")

    @property
    def half(self) -> Number:
        """The offset of a state's code."""
        return self.let("half", 2 ** (self.p - 1), "the code of a state v is v + half")

    @property
    def kp(self) -> Number:
        """Bits of a key."""
        return self.let("kp", self.grown(self.model.precision.key.bits), "bits of a key or query")

    @property
    def sp(self) -> Number:
        """Bits of a score."""
        return self.let("sp", self.grown(self.model.precision.score.bits), "bits of a score")

    @property
    def pe(self) -> Number:
        """Bits of an attention weight."""
        return self.let("pe", self.grown(self.model.precision.weight), "bits of an attention weight")

    def digits(self, text: str, bits: Number, least: int = 1) -> Digits:
        """How the numbers of ``bits`` bits, which ``text`` names, are cut into digits, at least so many."""
        rounds = self.rounds()
        if least > 1:
            rounds = self.let(f"{text}_rounds", largest(least, rounds))
        short = self.let(f"{text}_short", bits // rounds, f"bits of a short digit of {text} bits")
        long = self.let(f"{text}_long", bits % rounds, "how many digits have one more")
        return Digits(bits, short, long, rounds)

    def states(self, text: str) -> Vector:
        """An array of states."""
        return Vector(text, self.p, 2 * self.half, self.half)

    # ------------------------------------------------------------ arrays and paragraphs

    def declare(self, text: str, *ranges: Ends, role: str = "gate", says: str = "") -> None:
        """An array."""
        made = tuple(Range(index, number(low).tree, number(high).tree, NOWHERE) for index, low, high in ranges)
        declared = ArrayDeclaration(role, text, made, NOWHERE, NOWHERE)
        self.declarations.append(declared)
        if says:
            self.comments.append(Comment(declared, says))

    def counter(self, text: str, bound: int) -> Number:
        """A counter."""
        self.declarations.append(CounterDeclaration(text, number(bound).tree, NOWHERE, NOWHERE))
        return name(text)

    def paragraph(self, heading: str, *statements: Statement) -> None:
        """Statements under a heading."""
        self.body += statements
        self.comments.append(Comment(statements[0], heading))

    def program(self, family: str, doc: Iterable[str], heading: str) -> Program:
        """The whole, with a comment at its top."""
        made = FamilyDeclaration(family, tuple(doc), tuple(self.declarations), tuple(self.body), NOWHERE, NOWHERE)
        first = self.items[0] if self.items else made
        self.comments.append(Comment(first, heading))
        return Program(tuple(self.items), made, NOWHERE)
