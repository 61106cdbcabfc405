"""What a run says when it is stopped: the words of a site, with the numbers alive, and the address concerned."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from uniform.counters.code import Register, Site
from uniform.errors import Trap, trap_at


def stopped(site: Site, n: int, registers: NDArray[Any], *notes: str) -> Trap:
    """The trap at a site; ``registers`` are the values of the moment."""
    values = [
        (name, int(registers[operand.index]) if isinstance(operand, Register) else operand)
        for name, operand in site.visible
    ]
    return trap_at(site.code, site.message, site.span, n, values, label=site.label, help=site.help, notes=notes)
