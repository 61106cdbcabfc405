"""The family of a generator program: its circuits, its machine and its certificate.

Certificates are about programs, so ``language`` does not import ``certify``; this file brings the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uniform.language import pipeline
from uniform.language.pipeline import Generator
from uniform.messages.notebook import html_text
from uniform.messages.spans import Source

if TYPE_CHECKING:
    from uniform.certify.certificate import Certificate


@dataclass(frozen=True, repr=False)
class GeneratedFamily(Generator):
    """What ``uniform.load`` returns for a generator program."""

    def certificate(self) -> Certificate:
        """Certify what holds for every n. Raises UniformError if the program needs more than O(log n) cells."""
        from uniform.certify.certificate import certify

        return certify(self)

    def _repr_html_(self) -> str:
        return html_text(self.source.text)


def load(source: Source, settings: Mapping[str, int] | None = None) -> GeneratedFamily:
    """Load a program as ``language.pipeline.load`` does, and add its certificate."""
    loaded = pipeline.load(source, settings)
    return GeneratedFamily(loaded.source, loaded.program, loaded.constants, loaded.imported)
