# %% [markdown]
# # Two families for one function
#
# Parity as a chain of XOR gates and as a balanced tree: other circuits, the same function. With threshold gates, parity
# has constant depth, for more wires.

# %%
import uniform as u

report = u.compare("parity_chain", "parity_tree", range(1, 11))
print(report)
assert report.proved

# %%
for name in ("parity_chain", "parity_tree", "parity_tc0"):
    print(u.measure(name, [4, 16, 64]))
    print()

# %% [markdown]
# Families of different functions are told apart by an input, which is tried again on both circuits before it is shown:

# %%
other = u.compare("parity_chain", "majority", 3)
print(other)
assert not other
