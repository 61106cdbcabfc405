# %% [markdown]
# # A certificate, and an audit that does not trust it
#
# A certificate says what holds for every n. It is JSON, so you can send it to someone who trusts neither you nor this
# program: an audit derives every statement again, and counts the work cells of the machine as it runs.

# %%
import json

import uniform as u
from uniform.certify.audit import audit
from uniform.family.generated import GeneratedFamily

family = u.load("ripple_adder")
assert isinstance(family, GeneratedFamily)
certificate = family.certificate()
print(certificate)

# %% [markdown]
# Each line that is *proved* holds for every n, even if n is far too large to make the circuit. So does the formula for
# the work cells:

# %%
print(f"{certificate.space.at(2**1000)} cells at n = 2^1000")

# %%
sent = json.loads(json.dumps(certificate.to_json()))
outcome = audit(sent, family, (1, 10, 1000))
print(outcome)
assert outcome

# %% [markdown]
# Now claim one cell less. The audit finds that the statement differs, and measures that it is false.

# %%
sent["space"]["cells"]["constant"] -= 1
forged = audit(sent, family, (1000,))
print(forged)
assert len(forged.findings) == 2
