"""The one table of error codes: what each is called and the story that ``uniform explain`` tells.

Codes are grouped by what went wrong; each group is one file of this folder, one entry a code:

    U1xx syntax      U2xx names       U3xx bounds      U4xx traps and run time
    U5xx circuits    U6xx machines    U7xx use (command line, files, catalog)    U8xx certificates
"""

from __future__ import annotations

from uniform.codes import bounds, certificates, circuits, machines, names, syntax, traps, use
from uniform.codes.code import Code

_GROUPS = (syntax, names, bounds, traps, circuits, machines, use, certificates)

CODES: dict[str, Code] = {
    code.name: code for code in sorted((c for g in _GROUPS for c in g.CODES), key=lambda c: c.name)
}
"""Every code by its name, in order."""
