"""Arguments of random parts: arrays of the length that is asked for, whole, in slices, or in pieces."""

from __future__ import annotations

import re

from tests.language.random_numbers import operand
from tests.language.random_words import Array, Block, Range, Words, substitute


class Arguments(Words):
    """A body that can hand over what it has printed. If nothing fits, it prints an array first, at its beginning."""

    def arguments(self, block: Block, values: dict[str, str]) -> str:
        given = []
        for _, ranges in block.inputs:
            if ranges is None:
                given.append(self.random.choice([f"({self.wires()})", f"({self.wires()})", self.address()]))
                if self.lists and self.chance(0.3):
                    given[-1] = self.a_list()
            else:
                given.append(self.argument(tuple((low, substitute(size, values)) for low, size in ranges)))
        return ", ".join(given)

    def argument(self, wanted: tuple[Range, ...], *, any_name: bool = True, pieces: bool = True) -> str:
        """An array of these lengths: a whole one, slices, or pieces."""
        if not wanted:
            return self.address(any_name=any_name)
        sizes = [size for _, size in wanted]
        if pieces and self.chance(0.3):
            found = [self.sliced(sizes[1:], any_name), f"{self.sliced(sizes, any_name)}"]
            one = self.number() if self.chance(0.3) else "1"
            rest = [self.sliced([f"{operand(sizes[0])} - {operand(one)}", *sizes[1:]], any_name)]
            if self.chance(0.5):
                several = [self.sliced([one, *sizes[1:]], any_name), *rest]
            elif one == "1":
                several = [found[0], *rest] if self.chance(0.5) else [*rest, found[0]]
            else:
                several = found[1:]
            return f"({', '.join(piece for piece in several if piece != '()')})"
        return self.sliced(sizes, any_name)

    def sliced(self, sizes: list[str], any_name: bool = True) -> str:
        """Slices of some array with these lengths, which should fit; an array of gates is made if none does."""
        for _ in range(6):
            array = self.array(any_name=any_name)
            if array is None:
                break
            all_ranges = (*array.part_ranges, *array.ranges)
            if array.index and any(array.index in size for _, size in array.ranges):
                continue
            if len(all_ranges) < len(sizes):
                continue
            here = self.slices(array, all_ranges, sizes)
            if here is not None:
                return here
        if any(re.search(r"\b([ijv]\d|z\b)", size) for size in sizes):
            return self.address_of_slices(sizes, any_name)
        name = self.new("fill")
        ranges = tuple((self.random.choice(["0", "1"]), size) for size in sizes)
        self.declarations.append(f"gate {name}{self.ranges(ranges)}")
        variables = [self.new("i") for _ in ranges]
        made = []
        for depth, (variable, each) in enumerate(zip(variables, ranges, strict=True)):
            made.append("  " * (depth + 1) + f"for {variable} in {each[0]}..{self.high(each)}")
        made.append(
            "  " * (len(ranges) + 1) + f"{self.step(name, variables)} := {self.random.choice(['TRUE', 'FALSE'])}"
        )
        self.lines[:0] = made
        self.arrays.append(Array(name, ranges))
        return name if self.chance(0.5) else f"{name}{self.ranges(ranges)}"

    def address_of_slices(self, sizes: list[str], any_name: bool) -> str:
        """Slices of any array with enough indices, whether they fit or not."""
        arrays = [a for a in self.arrays if len(a.ranges) >= len(sizes) and not a.part and (any_name or not a.is_input)]
        if not arrays:
            return "()"
        array = self.random.choice(arrays)
        spare = len(array.ranges) - len(sizes)
        indices = [self.index(each) for each in array.ranges[:spare]]
        indices += [
            f"{low}..{self.high((low, size))}" for (low, _), size in zip(array.ranges[spare:], sizes, strict=True)
        ]
        return self.step(array.name, indices)

    def slices(self, array: Array, ranges: tuple[Range, ...], sizes: list[str]) -> str | None:
        """Choose which indices are sliced: those of the same size, if there are enough."""
        waiting, indices, exact = list(sizes), [], []
        for spare, each in zip(range(len(ranges) - 1, -1, -1), ranges, strict=True):
            take = waiting and (each[1] == waiting[0] or (waiting[0] in ("1", "2") and each[1] in ("n + 1", "3", "2")))
            if take and (self.chance(0.7) or spare < len(waiting)):
                wanted = waiting.pop(0)
                same = each[1] == wanted
                shift = "1" if not same and wanted == "1" and self.chance(0.3) else ""
                low = f"{each[0]} + {shift}" if shift else each[0]
                indices.append(f"{low}..{self.high((low, wanted))}" if not self.slip() else f"{low}..{wanted}")
                exact.append(same)
            else:
                indices.append(self.index(each))
                exact.append(False)
        if waiting:
            return None
        part, own = indices[: len(array.part_ranges)], indices[len(array.part_ranges) :]
        fits = exact[len(array.part_ranges) :]
        while own and fits.pop() and self.chance(0.6):
            own.pop()
        if not own and array.part and not self.chance(0.5):
            fits = exact[: len(array.part_ranges)]
            while part and fits.pop():
                part.pop()
        step = self.step(array.name, own)
        return f"{self.step(array.part, part)}.{step}" if array.part else step
