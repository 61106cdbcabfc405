"""What all tests share: golden files, the order of the tests, and the garbage collector."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what is printed into the golden files; read the difference before you commit",
    )


QUICK_CASES = 4  # of one test, in `make quick`


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """Count the cases of each test that are not marked ``slow``, so that `make quick` runs the first few of them."""
    test = item.nodeid.partition("[")[0]
    if item.get_closest_marker("slow") is None:
        _cases[test] += 1
        if _cases[test] > QUICK_CASES:
            item.add_marker(pytest.mark.slow)


_cases: Counter[str] = Counter()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked ``proofs`` come first, all those of one program in a row: ``cases.subject`` keeps few programs."""
    items.sort(key=_program)


def _program(item: pytest.Item) -> tuple[bool, str]:
    if item.get_closest_marker("proofs") is None:
        return True, ""
    assert isinstance(item, pytest.Function)
    return False, item.callspec.id


def pytest_collection_finish() -> None:
    """The collector need not walk over modules, kernels and thousands of tests, again and again: all of them stay."""
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """``golden(path, text)`` holds when the file at ``path`` has this text; ``--update-golden`` writes it."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing; `pytest --update-golden` writes it"
        assert text == path.read_text(encoding="utf-8")

    return compare
