"""Texts of circuits that are long in one way: ``CIRCUITS``, by what is long in them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.shapes import Shape, listed


def circuit(body: str, inputs: str = " a b", header: str = "c 1", outputs: str = " y") -> str:
    """A circuit with these lines."""
    return f"circuit {header}\ninput{inputs}\n{body}output{outputs}\n"


CIRCUITS: Mapping[str, Shape] = {
    "wires": Shape(250_000, lambda k: circuit(f"y = AND{' a' * k}\n"), "ckt"),
    "weighted wires": Shape(100_000, lambda k: circuit(f"y = AND{' a*2' * k}\n"), "ckt"),
    "unknown wires": Shape(250_000, lambda k: circuit(f"y = AND{listed(lambda i: f' u{i}', k, '')}\n"), "ckt"),
    "one unknown wire": Shape(250_000, lambda k: circuit(f"y = AND{' a' * k} u\n"), "ckt"),
    "numbers for wires": Shape(250_000, lambda k: circuit(f"y = AND{' 1' * k}\n"), "ckt"),
    "one number for a wire": Shape(250_000, lambda k: circuit(f"y = AND{' a' * k} 1\n"), "ckt"),
    "inputs": Shape(100_000, lambda k: circuit("y = COPY a\n", f" a{listed(lambda i: f' x[{i}]', k, '')}"), "ckt"),
    "repeated inputs": Shape(100_000, lambda k: circuit("y = COPY a\n", " a" * k), "ckt"),
    "outputs": Shape(250_000, lambda k: circuit("y = COPY a\n", outputs=" y" * k), "ckt"),
    "unknown outputs": Shape(
        250_000, lambda k: circuit("y = COPY a\n", outputs=listed(lambda i: f" u{i}", k, "")), "ckt"
    ),
    "constants": Shape(
        50_000, lambda k: circuit("y = COPY a\n", header=f"c 1{listed(lambda i: f' k{i}={i}', k, '')}"), "ckt"
    ),
    "repeated constants": Shape(50_000, lambda k: circuit("y = COPY a\n", header=f"c 1{' k=1' * k}"), "ckt"),
    "bad constants": Shape(50_000, lambda k: circuit("y = COPY a\n", header=f"c 1{' k=' * k}"), "ckt"),
    "gates": Shape(
        50_000, lambda k: circuit(f"y = COPY a\n{listed(lambda i: f'g[{i}] = AND a b{chr(10)}', k, '')}"), "ckt"
    ),
    "a chain": Shape(
        50_000,
        lambda k: circuit(
            f"g[0] = COPY a\n{listed(lambda i: f'g[{i + 1}] = COPY g[{i}]{chr(10)}', k, '')}", outputs=" g[0]"
        ),
        "ckt",
    ),
    "repeated gates": Shape(50_000, lambda k: circuit("y = COPY a\n" * k), "ckt"),
    "early gates": Shape(50_000, lambda k: circuit(listed(lambda i: f"g[{i}] = COPY g[{i + 1}]\n", k, "")), "ckt"),
    "unknown among many": Shape(
        500, lambda k: circuit(f"{listed(lambda i: f'g{i} = COPY a{chr(10)}', k, '')}y = AND h1 h2 h3 h4 h5\n"), "ckt"
    ),
    "unknown among long names": Shape(
        250,
        lambda k: circuit(
            listed(lambda i: f"{'g' * k}{i} = COPY a\n", 400, "")
            + f"y = AND{listed(lambda i: f' {chr(104) * k}{i}', 20, '')}\n"
        ),
        "ckt",
    ),
    "a long name": Shape(250_000, lambda k: circuit(f"y = COPY a\n{'g' * k} = COPY a\n"), "ckt"),
    "a long unknown name": Shape(250_000, lambda k: circuit(f"y = COPY {'a' * k}\n"), "ckt"),
    "a long kind": Shape(250_000, lambda k: circuit(f"y = A{'ND' * k} a\n"), "ckt"),
    "a long address": Shape(250_000, lambda k: circuit(f"y = COPY a\ng[1{',1' * k}] = COPY a\n"), "ckt"),
    "a long path": Shape(250_000, lambda k: circuit(f"y = COPY a\ng{'.g' * k} = COPY a\n"), "ckt"),
    "a long bad address": Shape(250_000, lambda k: circuit(f"y = COPY a\ng{'.g' * k}. = COPY a\n"), "ckt"),
    "a long number": Shape(250_000, lambda k: circuit(f"y = THRESHOLD {'9' * k} a\n"), "ckt"),
    "a long n": Shape(250_000, lambda k: circuit("y = COPY a\n", header=f"c {'9' * k}"), "ckt"),
    "spaces": Shape(250_000, lambda k: circuit(f"y = COPY {' ' * k}a\n"), "ckt"),
    "double spaces": Shape(250_000, lambda k: circuit(f"y = AND{'  a' * k}\n"), "ckt"),
    "spaces at the start": Shape(250_000, lambda k: circuit(f"{' ' * k}y = COPY a\n"), "ckt"),
    "spaces at the end": Shape(250_000, lambda k: circuit(f"y = COPY a{' ' * k}\n"), "ckt"),
    "lines of spaces": Shape(1_000, lambda k: circuit(f"y = COPY a\n{(' ' * k + chr(10)) * 20}"), "ckt"),
    "tabs": Shape(250_000, lambda k: circuit(f"y = COPY{chr(9) * k}a\n"), "ckt"),
    "carriage returns": Shape(250_000, lambda k: circuit(f"y = COPY a{chr(13) * k}\n"), "ckt"),
    "empty lines": Shape(250_000, lambda k: circuit(f"y = COPY a\n{chr(10) * k}"), "ckt"),
    "lines that are no gates": Shape(50_000, lambda k: circuit("words and words\n" * k), "ckt"),
    "a long line that is no gate": Shape(250_000, lambda k: circuit(f"y{' a' * k}\n"), "ckt"),
    "wires of a COPY": Shape(250_000, lambda k: circuit(f"y = COPY{' a' * k}\n"), "ckt"),
    "wires of a TRUE": Shape(250_000, lambda k: circuit(f"y = TRUE{' a' * k}\n"), "ckt"),
    "after the output": Shape(50_000, lambda k: circuit("y = COPY a\n") + "y = COPY a\n" * k, "ckt"),
    "no line feed": Shape(250_000, lambda k: circuit("y = COPY a\n")[:-1] + " y" * k, "ckt"),
}
