"""The one table of error codes: what each is called and the story that ``uniform explain`` tells.

Codes are grouped by what went wrong; each group is one file of this folder, one entry a code:

    U1xx syntax      U2xx names       U3xx bounds      U4xx traps and run time
    U5xx circuits    U6xx machines    U7xx use (command line, files, library)    U8xx certificates
"""

from __future__ import annotations

from uniform.messages.stories import bounds, certificates, circuits, machines, names, syntax, traps, use
from uniform.messages.stories.story import Story

GROUPS = (syntax, names, bounds, traps, circuits, machines, use, certificates)
"""The files of this folder, in the order of their codes."""

CODES: dict[str, Story] = {code.name: code for group in GROUPS for code in group.CODES}
"""Every code by its name, in order."""
