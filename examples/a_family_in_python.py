# %% [markdown]
# # A family in Python, and what it should compute
#
# A direct builder is a function from n to a circuit. A specification is a function from one integer for each input
# array (its first element is the low bit) to integers. For each n, `check` compares the two on all inputs.

# %%
import uniform as u


def build(n: int) -> u.Circuit:
    """Do n bits contain two neighboring ones? An AND for each pair of neighbors, and an OR of these."""
    b = u.CircuitBuilder("neighbors", n)
    x = b.inputs("x", range(1, n + 1))
    pairs = [b.gate(u.Kind.AND, f"pair[{i}]", [x[i - 1], x[i]]) for i in range(1, n)]
    return b.build([b.gate(u.Kind.OR, "y", pairs)])


def two_ones_side_by_side(x: int) -> int:
    return int(x & (x >> 1) != 0)


family = u.DirectFamily("neighbors", build)
report = u.check(family, range(1, 11), specification=two_ones_side_by_side)
print(report)
assert report.proved

# %% [markdown]
# The circuits have depth 2 and 3*(n - 1) wires: two into each AND gate, and one out of it.

# %%
print(u.measure(family, [2, 8, 64]))

# %% [markdown]
# `check` refutes a wrong specification with an input on which it fails:

# %%
wrong = u.check(family, 4, specification=lambda x: int(x.bit_count() >= 2))
print(wrong)
assert not wrong
