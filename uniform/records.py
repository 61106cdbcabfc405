"""Records that are made in large numbers.

A frozen dataclass assigns each field by a call, so making one takes three to five times as long as making one that is
not frozen. For small records that a stage makes by the ten thousand, this is a good part of its time. ``made_often``
lets a class assign its fields plainly. Such a record is frozen for the type checker, but no longer at run time.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_Record = TypeVar("_Record")


def made_often(kind: type[_Record]) -> type[_Record]:
    """Let a frozen dataclass assign its fields plainly. All of its fields are parameters, and it has no
    ``__post_init__``.

    >>> from dataclasses import dataclass
    >>> @made_often
    ... @dataclass(frozen=True, slots=True)
    ... class Pair:
    ...     left: int
    ...     right: int = 0
    >>> Pair(1)
    Pair(left=1, right=0)
    """
    assert not hasattr(kind, "__post_init__"), "it would not be called"
    values: dict[str, Any] = {"MISSING": MISSING}
    parameters, by_keyword, assignments = ["self"], ["*"], []
    for each in fields(kind):  # type: ignore[arg-type]
        assert each.init, f"`{each.name}` is not a parameter"
        name, value = each.name, each.name
        own = by_keyword if each.kw_only else parameters
        if each.default_factory is not MISSING:
            values[f"_make_{name}"] = each.default_factory
            value = f"_make_{name}() if {name} is MISSING else {name}"
            own.append(f"{name}=MISSING")
        elif each.default is not MISSING:
            values[f"_default_{name}"] = each.default
            own.append(f"{name}=_default_{name}")
        else:
            own.append(name)
        assignments.append(f"    self.{name} = {value}\n")
    if len(by_keyword) > 1:
        parameters += by_keyword
    exec(f"def __init__({', '.join(parameters)}):\n{''.join(assignments)}", values)
    kind.__init__ = values["__init__"]  # type: ignore[method-assign]
    del kind.__setattr__, kind.__delattr__
    return kind
