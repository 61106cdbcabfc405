"""Codes U8xx: certificates and their audit."""

from __future__ import annotations

from uniform.messages.stories.story import Story

CODES: tuple[Story, ...] = (
    Story(
        "U801",
        "not a certificate",
        """The file is not JSON, or lacks a field that every certificate has. Certificates are written by

    uniform certify parity_tree -o parity_tree.certificate""",
    ),
    Story(
        "U802",
        "the program of a certificate cannot be found",
        """A certificate names the file that it was made from. When that file has moved, say where it is:

    uniform audit parity_tree.certificate --program ./parity_tree.gen""",
    ),
)
