"""Whether PyTorch, which only training needs, is installed."""

from __future__ import annotations

from importlib.util import find_spec

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


def require_torch() -> None:
    """Raise UniformError (U921) unless PyTorch can be imported."""
    if find_spec("torch") is None:
        hint = "pip install 'uniform-circuits[train]'; a trained model is read and compiled without it"
        raise UniformError(Diagnostic("U921", "training needs PyTorch, which is not installed", help=hint))
