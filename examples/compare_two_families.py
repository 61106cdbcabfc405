# %% [markdown]
# # Two families for one function
#
# Parity as a chain of XOR gates and as a balanced tree: different circuits, the same function. With threshold gates,
# parity has constant depth, at the price of more wires.

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
# If two families compute different functions, the report shows an input that proves it. `compare` tries this input
# again on both circuits before it shows it:

# %%
other = u.compare("parity_chain", "majority", 3)
print(other)
assert not other
