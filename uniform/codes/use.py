"""Codes U7xx: use."""

from __future__ import annotations

from uniform.codes.code import Code

CODES: tuple[Code, ...] = ()
