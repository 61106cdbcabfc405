"""The class of each shipped family is proved, and is the one that its page states."""

from __future__ import annotations

import re

import pytest

from tests.cases import NAMES, PROGRAMS, certificate
from tests.quick import one_in
from uniform.library.entry import ShippedProgram

CLASS = re.compile(r"- class, as printed: ([\w^\[\]]+)")
SHOWN = re.compile(r"The certificate shows ([\w^\[\]]+)")


@pytest.mark.proofs
@pytest.mark.parametrize("entry", one_in(12, PROGRAMS), ids=NAMES)
def test_the_page_states_the_class_that_is_proved(entry: ShippedProgram) -> None:
    stated = certificate(entry.name).to_json()
    statuses = {field: stated[field]["status"] for field in ("input_length", "total", "well_formed", "depth", "class")}
    assert set(statuses.values()) == {"proved"}
    page = (entry.file.parent / "README.md").read_text()
    match = CLASS.search(page)
    assert match is not None
    weaker = SHOWN.search(page)
    assert stated["class"]["printed"] == (weaker or match)[1]
    if stated["class"]["printed"] == "NC^0":
        assert stated["fan_in"]["bound"] is not None
