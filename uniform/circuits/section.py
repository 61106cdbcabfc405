"""A section of a circuit: some gates that follow each other, as a circuit of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.circuit import Circuit


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """Gates of a circuit, with the ids that they have there.

    ``gates.inputs`` is the number of inputs and gates of the circuit before the section. A circuit with all its
    inputs and outputs is its only section."""

    gates: Circuit  # without outputs and addresses
    outputs: NDArray[np.int64] | None  # ids of the whole circuit's outputs; None if more sections follow
