"""A fixture of the tests about audits."""

from __future__ import annotations

import pytest

from uniform.certify.proofs import given


@pytest.fixture
def believing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit that finds no difference, and to which every measure falls."""
    monkeypatch.setattr("uniform.certify.audit.differences", lambda *parts: iter(()))
    monkeypatch.setattr(given, "is_falling", lambda *parts: True)
