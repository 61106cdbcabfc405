"""Speed of evaluation: ``python -m tests.bench.evaluate``.

A 64-bit array multiplier on 2^16 input vectors, evaluated by ``evaluate_words`` and, in the same run, by a C program
(``evaluate.c``, compiled here when there is a compiler) that runs plain loops over the same arrays, one core each.
C is given the same rows for values, and its best of several block sizes. Then what has no peer: threshold gates, by
the wire. Prints a table; asserts nothing but that both give the same outputs.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.bench.timing import best_of_three, compiled, verdict
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.values.evaluate import evaluate_words
from uniform.circuits.values.evaluate_kernel import assign_rows

WORDS = 1024  # of 64 vectors
BLOCKS = (8, 16, 32, 64, 128, 256, 1024)  # words, tried for C
LIMIT = 2.0  # times the C program


def build_multiplier(n: int) -> Circuit:
    """The schoolbook product of two n-bit numbers: a row of full adders for each bit of b."""
    b = CircuitBuilder("multiplier", n)
    x, y = b.inputs("a", range(n)), b.inputs("b", range(n))
    first = [b.and_(f"first[{i}]", (x[i], y[0])) for i in range(n)]
    product, row = first[:1], [*first[1:], b.false("top")]
    for j in range(1, n):
        sums, carry = [], b.false(f"carry[{j},0]")
        for i in range(n):
            at = f"[{j},{i}]"
            bit = b.and_(f"bit{at}", (x[i], y[j]))
            half = b.xor(f"half{at}", (bit, row[i]))
            both = b.and_(f"both{at}", (bit, row[i]))
            passes = b.and_(f"pass{at}", (half, carry))
            sums.append(b.xor(f"sum{at}", (half, carry)))
            carry = b.or_(f"carry[{j},{i + 1}]", (both, passes))
        product.append(sums[0])
        row = [*sums[1:], carry]
    return b.build(product + row)


def build_threshold(kind: Kind, inputs: int, parameters: tuple[int, ...]) -> Circuit:
    """One gate over all inputs."""
    b = CircuitBuilder("one_gate", inputs)
    return b.build([b.gate(kind, "y", b.inputs("x", range(inputs)), parameters)])


def time_in_c(circuit: Circuit, words: NDArray[np.uint64], flags: list[str]) -> tuple[float, int, int] | None:
    """Seconds, checksum and block size of the C program at its best; None without a compiler."""
    with compiled("evaluate", flags) as program, tempfile.TemporaryDirectory() as folder:
        if program is None:
            return None
        data = Path(folder, "circuit")
        data.write_bytes(as_file(circuit, words))
        found = []
        for block in BLOCKS:
            command = [str(program), str(data), str(block), "5"]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            found.append((float(answer[0]), int(answer[1]), block))
    return min(found)


def as_file(circuit: Circuit, words: NDArray[np.uint64]) -> bytes:
    """The circuit and its inputs as the C program reads them; a gate without wires gets two that it ignores."""
    row, count = assign_rows(circuit.offsets, circuit.children, circuit.outputs, circuit.inputs)
    rows = []
    for gate in range(circuit.gates):
        wires = [child for child, _ in circuit.wires(gate)] or [0, 0]
        assert len(wires) == 2
        rows.append([int(circuit.kind[gate]), *row[[circuit.inputs + gate, *wires]]])
    head = [circuit.inputs, circuit.gates, len(circuit.outputs), count, words.shape[1]]
    parts = [np.array(head), np.array(rows).ravel(), row[circuit.outputs]]
    return b"".join(part.astype("<i8").tobytes() for part in parts) + words.astype("<u8").tobytes()


def main() -> None:
    """Measure, print."""
    random = np.random.Generator(np.random.PCG64(0))
    circuit = build_multiplier(64)
    words = random.integers(0, 2**64, (circuit.inputs, WORDS), dtype=np.uint64)
    own = min(best_of_three(lambda: evaluate_words(circuit, words)) for _ in BLOCKS)  # as often as C
    checksum = int(np.bitwise_xor.reduce(evaluate_words(circuit, words), axis=None))
    per_run = circuit.gates * WORDS * 64 / 1e9
    print(f"64-bit array multiplier, {circuit.gates} gates, {64 * WORDS} vectors; 10^9 gate evaluations a second")
    print(f"  uniform                        {per_run / own:8.1f}   {own * 1000:7.2f} ms")
    for flags in (["-O2"], ["-O3", "-march=native"]):
        timed = time_in_c(circuit, words, flags)
        if timed is None:
            print("  no C compiler here")
            break
        seconds, theirs, block = timed
        assert theirs == checksum, "C and uniform disagree"
        ratio = own / seconds
        said = f"   {verdict(ratio, LIMIT, at_most=True)}" if flags == ["-O2"] else ""
        name = f"C {' '.join(flags)}, {block} words a block"
        print(f"  {name:<30} {per_run / seconds:8.1f}   {seconds * 1000:7.2f} ms   ratio {ratio:.2f}{said}")
    print("counting gates over all inputs; 10^9 wire evaluations a second")
    for kind, inputs, parameters in (
        (Kind.MAJ, 100, ()), (Kind.MAJ, 10_000, ()), (Kind.THRESHOLD, 1000, (17,)), (Kind.MOD, 1000, (7, 3)),
    ):  # fmt: skip
        gate = build_threshold(kind, inputs, parameters)
        words = random.integers(0, 2**64, (inputs, WORDS), dtype=np.uint64)
        seconds = best_of_three(lambda gate=gate, words=words: evaluate_words(gate, words))  # type: ignore[misc]
        print(f"  {kind.name:<10} of {inputs:>6} wires        {inputs * WORDS * 64 / seconds / 1e9:8.1f}")


if __name__ == "__main__":
    main()
