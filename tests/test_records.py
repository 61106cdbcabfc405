"""Records that are made often are like other frozen dataclasses, but for the assignment of their fields."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, field, fields, replace

import pytest

from uniform.records import made_often


@made_often
@dataclass(frozen=True, slots=True, order=True)
class Quick:
    left: int
    right: tuple[int, ...] = (1, 2)
    rest: list[int] = field(default_factory=list, compare=False)
    kind: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True, order=True)
class Plain:
    left: int
    right: tuple[int, ...] = (1, 2)
    rest: list[int] = field(default_factory=list, compare=False)
    kind: str = field(default="", kw_only=True)


def test_they_are_the_same_records() -> None:
    for arguments in ((3,), (3, (4,)), (3, (4,), [5])):
        quick, plain = Quick(*arguments), Plain(*arguments)  # type: ignore[arg-type]
        assert repr(quick).replace("Quick", "Plain") == repr(plain)
        assert hash(quick) == hash(plain)
    assert Quick(right=(), left=7) == Quick(7, (), [9]) != Quick(8, ())
    assert Quick(1) < Quick(2)
    assert Quick(1, kind="a") == Quick(1, kind="a") != Quick(1)
    assert [each.name for each in fields(Quick)] == ["left", "right", "rest", "kind"]


def test_each_has_its_own_default() -> None:
    one, other = Quick(1), Quick(1)
    one.rest.append(2)
    assert (one.rest, other.rest) == ([2], [])


def test_copies() -> None:
    quick = Quick(1, (2,), [3])
    assert replace(quick, left=4) == Quick(4, (2,), [3])
    for again in (pickle.loads(pickle.dumps(quick)), copy.copy(quick), copy.deepcopy(quick)):
        assert (again, again.rest) == (quick, [3])


def test_missing_and_unknown_fields() -> None:
    with pytest.raises(TypeError, match="left"):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="up"):
        Quick(1, up=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Quick(1, (2,), [3], "a")  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Quick(1).up = 2  # type: ignore[attr-defined]
