"""The record of an error code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """An error code: its name, a title of a few words, and a story with an example that shows and mends it."""

    name: str  # "U404"
    title: str  # "an index outside its range"
    story: str  # a few short paragraphs; code samples indented by four spaces
