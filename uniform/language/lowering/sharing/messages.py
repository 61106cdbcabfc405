"""What traps and calls in the one copy show: for each number of a statement that of its own copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from uniform.counters import code as c
from uniform.counters.code import CallText, Difference, OpenPart, Operand, Plus, PrintOperand, Register, Shown, Site
from uniform.language.lowering.emit import Emitter

_Shown = TypeVar("_Shown", Site, CallText)


@dataclass(slots=True)
class Messages:
    """The sites and calls of some copies, with their registers renamed."""

    e: Emitter
    heights: list[int]  # of each copy: its own registers are those from here on
    literals: list[dict[int, int]]  # of each copy: what some of the registers around it hold
    base: int  # those of the procedure are from here on
    back: Register
    sites: dict[tuple[int, int], int] = field(default_factory=dict)  # renamed, by copy and number
    calls: dict[tuple[int, int], int] = field(default_factory=dict)
    parts: dict[tuple[int, int], OpenPart] = field(default_factory=dict)  # by copy and identity

    def merged(self, instruction: c.Instruction, copies: dict[int, c.Instruction]) -> c.Instruction:
        """The instruction with the messages of these copies."""
        match instruction:
            case c.Call():
                calls = {copy: each.call for copy, each in copies.items() if isinstance(each, c.Call)}
                call = self._choice({copy: self._call(copy, number) for copy, number in calls.items()})
                if not isinstance(call, int):
                    call = self.e.add_call(self._by_copy(self.e.shown_calls, call))
                return replace(instruction, call=call)
            case c.Jump(endless=endless) if endless >= 0:
                numbers = {copy: each.endless for copy, each in copies.items() if isinstance(each, c.Jump)}
                return replace(instruction, endless=self._one_site(numbers))
            case (
                c.Compute(site=site) | c.Require(site=site) | c.Fail(site=site) | c.OpenGate(site=site)
                | c.PrintWire(site=site) | c.Expect(site=site) | c.Enter(site=site)
            ) if site >= 0:  # fmt: skip
                numbers = {copy: getattr(each, "site", -1) for copy, each in copies.items()}
                return replace(instruction, site=self._one_site(numbers))
        return instruction

    def _one_site(self, numbers: dict[int, int]) -> int:
        site = self._choice({copy: self._site(copy, number) for copy, number in numbers.items()})
        return site if isinstance(site, int) else self.e.add_site(self._by_copy(self.e.shown, site))

    def _choice(self, numbers: dict[int, int]) -> int | tuple[int, ...]:
        """One number in the place of these; if they differ, one for each copy."""
        first = next(iter(numbers.values()))
        if len(set(numbers.values())) == 1:
            return first
        return tuple([numbers.get(copy, first) for copy in range(len(self.heights))])

    def _by_copy(self, table: Sequence[_Shown], choices: tuple[int, ...]) -> _Shown:
        """A message that depends on the number of the copy."""
        return replace(table[choices[0]], visible=(), calls=(), parts=(), printing="", by=self.back, choices=choices)

    def _site(self, copy: int, number: int) -> int:
        if (copy, number) not in self.sites:
            site = self.e.shown[number]
            self.sites[copy, number] = self.e.add_site(self._renamed(copy, site, self._site))
        return self.sites[copy, number]

    def _call(self, copy: int, number: int) -> int:
        if (copy, number) not in self.calls:
            call = self.e.shown_calls[number]
            self.calls[copy, number] = self.e.add_call(self._renamed(copy, call, self._call))
        return self.calls[copy, number]

    def _renamed(self, copy: int, shown: _Shown, rename: Callable[[int, int], int]) -> _Shown:
        if shown.by is not None:
            choices = tuple([rename(copy, each) for each in shown.choices])
            by = self._register(copy, shown.by)
            assert isinstance(by, Register)
            return replace(shown, by=by, choices=choices)
        if isinstance(shown, Site) and shown.counts:
            counts = tuple([self._operand(copy, each) for each in shown.counts])
            shown = replace(shown, counts=counts)
        return replace(
            shown,
            visible=tuple([(name, self._number(copy, each)) for name, each in shown.visible]),
            calls=tuple([self._call(copy, each) for each in shown.calls]),
            parts=tuple([self._part(copy, each) for each in shown.parts]),
        )

    def _part(self, copy: int, part: OpenPart) -> OpenPart:
        if (copy, id(part)) not in self.parts:
            self.parts[copy, id(part)] = self._renamed_part(copy, part)
        return self.parts[copy, id(part)]

    def _renamed_part(self, copy: int, part: OpenPart) -> OpenPart:
        indices: list[PrintOperand] = []
        for each in part.indices:
            if isinstance(each, Plus):
                register = self._register(copy, each.register)
                indices.append(
                    register + each.literal if isinstance(register, int) else replace(each, register=register)
                )
            else:
                indices.append(self._operand(copy, each))
        return replace(part, indices=tuple(indices))

    def _number(self, copy: int, shown: Shown) -> Shown:
        match shown:
            case Register():
                return self._register(copy, shown)
            case Difference(plus, minus):
                return Difference(
                    *(self._register(copy, each) if isinstance(each, Register) else each for each in (plus, minus))
                )
        return shown

    def _operand(self, copy: int, operand: Operand) -> Operand:
        return self._register(copy, operand) if isinstance(operand, Register) else operand

    def _register(self, copy: int, register: Register) -> Operand:
        if register.index in self.literals[copy]:
            return self.literals[copy][register.index]
        own = register.index - self.heights[copy]
        return Register(self.base + own) if own >= 0 else register
