# %% [markdown]
# # A Turing machine with its work cells metered
#
# A machine has a read-only input, work tapes and a write-only output. Its space is the number of work cells that its
# heads visit; erasing refunds nothing. This machine accepts the words with as many `a` as `b`.

# %%
from uniform.messages.spans import Source
from uniform.turing import configurations, run_machine
from uniform.turing.text.read import parse_machine

TEXT = """machine balanced
input  in: a b
work   t: a b
start  scan

scan:
  in=^        -> in>
  in=a t=^a   -> t> ; more_a
  in=b t=^b   -> t> ; more_b
  in=a t=b    -> t:_<, in>
  in=b t=a    -> t:_<, in>
  in=$ t=^    -> accept
  in=$ t=ab   -> reject
more_a:
  t=_         -> t:a, in> ; scan
more_b:
  t=_         -> t:b, in> ; scan
"""
machine = parse_machine(Source("balanced.tm", TEXT))

# %% [markdown]
# The surplus is kept in unary, so the space can grow linearly: this is not a logspace machine.

# %%
for word in ("", "ab", "aabb", "abab", "aab", "a" * 50 + "b" * 50, "ab" * 50):
    outcome = run_machine(machine, word)
    shown = word if len(word) < 10 else f"{word[:4]}... of {len(word)} symbols"
    print(f"{shown:25} {outcome.halted}, {outcome.steps} steps, {outcome.visited} cells")
    assert (outcome.halted == "accept") == (word.count("a") == word.count("b"))

# %% [markdown]
# You can look at each configuration of a run:

# %%
print(" ".join(configuration.state for configuration in configurations(machine, "ab")))
