"""The arrays are passed one by one, in the order of the parameters of the compiled loop."""

from __future__ import annotations

import inspect

from uniform.turing.emulator import slots


def test_the_emulator_takes_its_arrays_in_order() -> None:
    from uniform.turing.emulator.run_kernel import advance

    groups = (slots.LookArrays, slots.TableArrays, slots.RuleArrays, slots.TapeArrays, slots.RunArrays)
    arrays = [name for group in groups for name in group._fields]
    assert list(inspect.signature(advance.py_func).parameters) == [*arrays, "until", "most", "mark", "watch"]
