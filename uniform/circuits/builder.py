"""Build a circuit gate by gate, children first.

A ``CircuitBuilder`` keeps plain Python lists and turns them into the arrays of a ``Circuit`` at the end; from
then on the circuit is immutable. Every method refuses what a circuit may not contain, so the
invariant of ``circuit`` (children before parents, one address each, parameters as in the gate table) holds
whatever the caller does. Direct builders of families use this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import index

import numpy as np

from uniform.arguments.limits import TOO_LARGE
from uniform.arguments.numbers import number_text, value_text
from uniform.circuits.address_tables import ListAddresses
from uniform.circuits.circuit import Circuit
from uniform.circuits.formats.words import ADDRESS_EXAMPLES, is_address, is_name
from uniform.circuits.gates import GATES, Gate, Kind
from uniform.circuits.numbers import numbers
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

WireLike = int | tuple[int, int]  # an id, or an id with a multiplicity >= 0


class CircuitBuilder:
    """Collects inputs and gates; ``build`` makes the circuit.

    ``name`` is the name of the family, ``n`` the n of this circuit, ``constants`` are the family's constants and their
    values. Inputs come first. Every method that adds something returns its id, by which later gates refer to it, and
    raises UniformError (U501) for anything that a circuit may not contain. Cost: constant for each wire.

    >>> b = CircuitBuilder("majority_of_three", 3)
    >>> x = b.inputs("x", range(1, 4))
    >>> y = b.threshold("y", 2, x)
    >>> b.build([y])
    Circuit('majority_of_three', n=3, inputs=3, gates=1, outputs=1)
    """

    def __init__(self, name: str, n: int, constants: Iterable[tuple[str, int]] = ()) -> None:
        self.name = name
        self.n = n
        self.constants = tuple(constants)
        if any(not isinstance(constant, tuple) or len(constant) != 2 for constant in self.constants):
            raise _refusal("constants are pairs of a name and a value", 'for example `(("k", 3),)`')
        names = [name, *(key for key, _ in self.constants)]
        if bad := [word for word in names if not isinstance(word, str) or is_name(word) is None]:
            raise _refusal(
                f"`{bad[0]}` is not a name", "a name has letters, digits and `_`, and does not start with a digit"
            )
        if len(set(names[1:])) < len(names[1:]):
            raise _refusal("a constant has two values")
        for value in (n, *(value for _, value in self.constants)):
            if not _is_natural(value):
                raise _refusal(f"n and constants are natural numbers of at most 4000 digits, not {number_text(value)}")
        self._inputs = 0
        self._kinds: list[int] = []
        self._thresholds: list[int] = []
        self._residues: list[int] = []
        self._offsets: list[int] = [0]
        self._children: list[int] = []
        self._weights: list[int] = []
        self._ids: dict[str, int] = {}

    # ---------------------------------------------------------------- inputs

    def input(self, address: str) -> int:
        """Declare one input. Returns its id."""
        if self._kinds:
            raise _refusal(f"the input `{address}` comes after a gate", "declare every input before the first gate")
        identifier = self._take(address)
        self._inputs += 1
        return identifier

    def inputs(self, name: str, *ranges: Iterable[int]) -> list[int]:
        """Declare an array of inputs, row-major. Returns their ids.

        >>> b = CircuitBuilder("two_by_two", 2)
        >>> b.inputs("a", range(1, 3), range(1, 3))
        [0, 1, 2, 3]
        >>> b.address(2)
        'a[2,1]'
        """
        tuples: list[tuple[int, ...]] = [()]
        for indices in map(list, ranges):
            tuples = [(*before, each) for before in tuples for each in indices]
        return [self.input(f"{name}[{','.join(map(str, indices))}]" if ranges else name) for indices in tuples]

    # ---------------------------------------------------------------- gates

    def gate(self, kind: Kind, address: str, wires: Iterable[WireLike], parameters: Sequence[int] = ()) -> int:
        """Add a gate. Returns its id.

        ``wires`` are ids of inputs and earlier gates, in order, or pairs (id, multiplicity); multiplicity 0 means
        no wire. ``parameters`` are as in the gate table: (k,) for THRESHOLD and ATMOST, (m, r) for MOD.
        """
        row = _row(kind)
        if len(parameters) != len(row.parameters) or (row.parameters and not _fits(kind, parameters)):
            raise _bad_parameters(row, address, parameters)
        own = self._inputs + len(self._kinds)
        before = len(self._children)
        wire: object = None
        try:
            for wire in wires:
                child, weight = wire if isinstance(wire, tuple) else (wire, 1)
                if not (0 <= child < own and 0 <= weight < TOO_LARGE):
                    raise _bad_wire(address, child, weight, own)
                if weight:
                    self._children.append(index(child))  # not `int`, which turns 2.5 into 2
                    self._weights.append(index(weight))
        except BaseException as error:
            self._undo(before)
            if (
                isinstance(error, TypeError | ValueError | OverflowError)
                and (refused := _not_wires(address, wires, wire)) is not None
            ):
                raise refused from None
            raise
        if row.wires != "any" and self._weights[before:] != [1] * (row.wires == "one"):
            count = number_text(sum(self._weights[before:]))
            self._undo(before)
            takes = "one wire" if row.wires == "one" else "no wires"
            raise _refusal(f"`{address}`: {kind.name} takes {takes}, but was given {count}")
        try:
            self._take(address)
        except UniformError:
            self._undo(before)
            raise
        self._kinds.append(kind)
        self._thresholds.append(index(parameters[0]) if row.parameters else 0)
        self._residues.append(index(parameters[1]) if kind is Kind.MOD else 0)
        self._offsets.append(len(self._children))
        return own

    def false(self, address: str) -> int:
        """FALSE: the constant 0."""
        return self.gate(Kind.FALSE, address, ())

    def true(self, address: str) -> int:
        """TRUE: the constant 1."""
        return self.gate(Kind.TRUE, address, ())

    def copy(self, address: str, wire: int) -> int:
        """COPY: the value of its wire."""
        return self.gate(Kind.COPY, address, (wire,))

    def not_(self, address: str, wire: int) -> int:
        """NOT: the negation of its wire."""
        return self.gate(Kind.NOT, address, (wire,))

    def and_(self, address: str, wires: Iterable[WireLike]) -> int:
        """AND: all wires are 1."""
        return self.gate(Kind.AND, address, wires)

    def or_(self, address: str, wires: Iterable[WireLike]) -> int:
        """OR: some wire is 1."""
        return self.gate(Kind.OR, address, wires)

    def xor(self, address: str, wires: Iterable[WireLike]) -> int:
        """XOR: an odd number of wires are 1."""
        return self.gate(Kind.XOR, address, wires)

    def nand(self, address: str, wires: Iterable[WireLike]) -> int:
        """NAND: some wire is 0."""
        return self.gate(Kind.NAND, address, wires)

    def nor(self, address: str, wires: Iterable[WireLike]) -> int:
        """NOR: no wire is 1."""
        return self.gate(Kind.NOR, address, wires)

    def xnor(self, address: str, wires: Iterable[WireLike]) -> int:
        """XNOR: an even number of wires are 1."""
        return self.gate(Kind.XNOR, address, wires)

    def majority(self, address: str, wires: Iterable[WireLike]) -> int:
        """MAJ: more than half of the wires are 1."""
        return self.gate(Kind.MAJ, address, wires)

    def threshold(self, address: str, k: int, wires: Iterable[WireLike]) -> int:
        """THRESHOLD: at least k wires are 1, k >= 0."""
        return self.gate(Kind.THRESHOLD, address, wires, (k,))

    def atmost(self, address: str, k: int, wires: Iterable[WireLike]) -> int:
        """ATMOST: at most k wires are 1, k >= 0."""
        return self.gate(Kind.ATMOST, address, wires, (k,))

    def mod(self, address: str, m: int, r: int, wires: Iterable[WireLike]) -> int:
        """MOD: the number of wires that are 1 leaves r when divided by m, 0 <= r < m."""
        return self.gate(Kind.MOD, address, wires, (m, r))

    # ---------------------------------------------------------------- the circuit

    def address(self, identifier: int) -> str:
        """The address of an input or gate that has been added. Cost: linear in its id."""
        return next(islice(self._ids, identifier, None))

    def build(self, outputs: Iterable[int]) -> Circuit:
        """The circuit with these outputs, in order; inputs and repetitions are allowed. Cost: linear."""
        if isinstance(outputs, str) or not isinstance(outputs, Iterable):
            raise _refusal(f"the outputs must be a list of ids, not {value_text(outputs)}", "for example `build([y])`")
        chosen = list(outputs)
        for output in chosen:
            if not (_is_natural(output) and output < len(self._ids)):
                raise _refusal(f"the output {number_text(output)} is neither the id of an input nor of a gate")
        weighted = max(self._weights, default=1) > 1
        return Circuit(
            self.name,
            int(self.n),
            tuple((key, int(value)) for key, value in self.constants),
            self._inputs,
            np.array(self._kinds, dtype=np.uint8),
            numbers(self._thresholds),
            numbers(self._residues) if Kind.MOD in self._kinds else None,
            np.array(self._offsets, dtype=np.int64),
            np.array(self._children, dtype=np.int32 if len(self._ids) < 2**31 else np.int64),
            numbers(self._weights) if weighted else None,
            np.array(chosen, dtype=np.int64),
            ListAddresses(list(self._ids)),
        )

    def _take(self, address: str) -> int:
        if not isinstance(address, str) or is_address(address) is None:
            raise _refusal(f"`{address}` is not an address", ADDRESS_EXAMPLES)
        identifier = len(self._ids)
        if self._ids.setdefault(address, identifier) != identifier:
            raise _refusal(f"the address `{address}` is used twice", "every input and gate needs its own address")
        return identifier

    def _undo(self, wires: int) -> None:
        del self._children[wires:], self._weights[wires:]


def _row(kind: Kind) -> Gate:
    """The row of a kind; a caller without a type checker may have passed a string."""
    if isinstance(kind, Kind):
        return GATES[kind]
    hint = f"did you mean `Kind.{str(kind).upper()}`?" if str(kind).upper() in Kind.__members__ else None
    raise _refusal(f"{value_text(kind)} is not a kind of gate", hint)


def _is_natural(value: object) -> bool:
    try:
        return 0 <= index(value) < TOO_LARGE  # type: ignore[arg-type]
    except TypeError:
        return False


def _not_wires(address: str, wires: object, wire: object) -> UniformError | None:
    """The error for wires that could not be read; None if their types are not the reason."""
    hint = "pass a list of ids, or of pairs (id, multiplicity)"
    if isinstance(wires, str) or not isinstance(wires, Iterable):
        return _refusal(f"the wires of `{address}` are {value_text(wires)}", hint)
    if isinstance(wire, tuple) and len(wire) != 2:
        return _refusal(f"`{address}` has a wire {value_text(wire)}, which is not a pair", hint)
    for number in wire if isinstance(wire, tuple) else (wire,):
        try:
            index(number)
        except TypeError:
            return _refusal(
                f"`{address}` has a wire {value_text(wire)}, and {value_text(number)} is not a whole number", hint
            )
    return None


def _fits(kind: Kind, parameters: Sequence[int]) -> bool:
    if not all(map(_is_natural, parameters)):
        return False
    if kind is Kind.MOD:
        return 0 <= parameters[1] < parameters[0] < TOO_LARGE
    return 0 <= parameters[0] < TOO_LARGE


def _bad_parameters(row: Gate, address: str, parameters: Sequence[int]) -> UniformError:
    takes = {0: "no numbers", 1: "one number k >= 0", 2: "two numbers m and r, 0 <= r < m"}[len(row.parameters)]
    shown = ", ".join(map(number_text, parameters)) or "none"
    return _refusal(f"`{address}`: {row.kind.name} takes {takes}, but was given {shown}")


def _bad_wire(address: str, child: int, weight: int, own: int) -> UniformError:
    if 0 <= child < own:
        return _refusal(f"`{address}` has a wire of multiplicity {number_text(weight)}", "multiplicities are natural")
    hint = "use the ids that `input` and `gate` returned"
    return _refusal(
        f"`{address}` has a wire from {number_text(child)}, which is not the id of an input or an earlier gate", hint
    )


def _refusal(message: str, hint: str | None = None) -> UniformError:
    return UniformError(Diagnostic("U501", message, help=hint))
