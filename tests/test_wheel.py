"""The wheel carries grammars, machines and pages of error codes: built and installed offline, it does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HALF = """import "lib:adders"

family f(n)
  input  x[1..2]
  output y
  part   p = half()

  p := half(x[1], x[2])
  y := p.carry
"""


@pytest.mark.slow
def test_wheel(tmp_path: Path) -> None:
    _run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-q",
        "-w",
        tmp_path,
        ROOT,
    )
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    (site,) = (environment / "lib").glob("python*/site-packages")
    _run(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "-q", "--target", site, wheel)
    dependencies = Path(next(path for path in sys.path if path.endswith("site-packages")))
    for name in ("numpy", "numpy.libs", "lark", "numba", "llvmlite", "tqdm"):
        if (dependencies / name).exists():
            (site / name).symlink_to(dependencies / name)
    uniform = (environment / "bin" / "python", "-m", "uniform")
    assert "right for n = 1..6" in _run(*uniform, "check", "parity_tree", "-n", "1..6", cwd=tmp_path)
    (tmp_path / "half.gen").write_text(HALF)
    assert "p.carry = AND x[1] x[2]\n" in _run(
        *uniform, "generate", "half.gen", "-n", "1", "--via", "reference", cwd=tmp_path
    )
    assert _run(*uniform, "explain", "U404", cwd=tmp_path).startswith("U404: an index outside its range\n")


def _run(*words: str | Path, cwd: Path | None = None) -> str:
    """What a command prints. Its kernels run uncompiled: no cache holds those of a new environment."""
    done = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
