"""Direct builders: adding two numbers by carries and by lookahead, adding one, and multiplying."""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def add_full_adder(b: CircuitBuilder, names: tuple[str, str, str, str, str], x: int, y: int, z: int) -> tuple[int, int]:
    """A full adder: ``names`` are those of the half sum, its carry, the sum, the passed carry, and the carry out.

    Returns (sum, carry)."""
    half = b.xor(names[0], [x, y])
    both = b.and_(names[1], [x, y])
    total = b.xor(names[2], [half, z])
    passed = b.and_(names[3], [half, z])
    return total, b.or_(names[4], [both, passed])


def build_ripple_adder(n: int) -> Circuit:
    """One full adder after the other."""
    b = CircuitBuilder("ripple_adder", n)
    x, y = b.inputs("a", range(n)), b.inputs("b", range(n))
    carry = b.false("carry[0]")
    outputs = []
    for i in range(n):
        names = (f"half[{i}]", f"both[{i}]", f"s[{i}]", f"pass[{i}]", f"carry[{i + 1}]")
        total, carry = add_full_adder(b, names, x[i], y[i], carry)
        outputs.append(total)
    return b.build([*outputs, b.copy(f"s[{n}]", carry)])


def build_lookahead_adder(n: int) -> Circuit:
    """All carries at once: column j generates one and every column between passes it on."""
    b = CircuitBuilder("lookahead_adder", n)
    x, y = b.inputs("a", range(n)), b.inputs("b", range(n))
    generate = [b.and_(f"generate[{i}]", [x[i], y[i]]) for i in range(n)]
    passes = [b.or_(f"pass[{i}]", [x[i], y[i]]) for i in range(n)]
    clash = [b.nand(f"clash[{i}]", [x[i], y[i]]) for i in range(n)]
    arrives = [
        [b.and_(f"from[{i},{j}]", [generate[j], *passes[j + 1 : i + 1]]) for j in range(i + 1)] for i in range(n)
    ]
    outputs = [b.and_("s[0]", [passes[0], clash[0]])]
    for i in range(1, n):
        half = b.and_(f"half[{i}]", [passes[i], clash[i]])
        carry = b.or_(f"carry[{i}]", arrives[i - 1])
        either = b.or_(f"either[{i}]", [half, carry])
        meet = b.nand(f"meet[{i}]", [half, carry])
        outputs.append(b.and_(f"s[{i}]", [either, meet]))
    return b.build([*outputs, b.or_(f"s[{n}]", arrives[n - 1])])


def build_increment(n: int) -> Circuit:
    """A bit flips when all lower ones are 1."""
    b = CircuitBuilder("increment", n)
    x = b.inputs("x", range(n))
    carry = b.true("carry[0]")
    outputs = []
    for i in range(n):
        outputs.append(b.xor(f"s[{i}]", [x[i], carry]))
        carry = b.and_(f"carry[{i + 1}]", [x[i], carry])
    return b.build([*outputs, b.copy(f"s[{n}]", carry)])


def build_array_multiplier(n: int) -> Circuit:
    """Row i adds a[i] times b to the partial product of the rows before, shifted by one."""
    b = CircuitBuilder("array_multiplier", n)
    x, y = b.inputs("a", range(n)), b.inputs("b", range(n))
    term = [[b.and_(f"term[{i},{j}]", [x[i], y[j]]) for j in range(n)] for i in range(n)]
    row = [b.copy(f"sum[0,{j}]", term[0][j]) for j in range(n)]
    row.append(b.false(f"sum[0,{n}]"))
    low = [row[0]]
    for i in range(1, n):
        carry = b.false(f"carry[{i},0]")
        following = []
        for j in range(n):
            at = f"[{i},{j}]"
            names = (f"half{at}", f"both{at}", f"sum{at}", f"pass{at}", f"carry[{i},{j + 1}]")
            total, carry = add_full_adder(b, names, term[i][j], row[j + 1], carry)
            following.append(total)
        row = [*following, b.copy(f"sum[{i},{n}]", carry)]
        low.append(row[0])
    outputs = [b.copy(f"y[{i}]", bit) for i, bit in enumerate(low)]
    outputs += [b.copy(f"y[{n - 1 + j}]", row[j]) for j in range(1, n + 1)]
    return b.build(outputs)
