"""Circuit texts: reader, writer, grammar and messages agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.circuits.random_circuits import circuits
from tests.circuits.reader_by_grammar import Refused, read_by_grammar
from tests.quick import one_in
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit, to_text, write_ckt
from uniform.circuits.formats.ckt import read_ckt
from uniform.circuits.formats.mistakes import mistakes
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

PARITY = """\
circuit parity 3
input x[1] x[2] x[3]
p[1] = COPY x[1]
p[2] = XOR p[1] x[2]
p[3] = XOR p[2] x[3]
output p[3]
"""


def read(text: str) -> Circuit:
    return read_ckt(Source("test.ckt", text))


def content(circuit: Circuit) -> object:
    """Everything that a circuit holds, as plain data."""
    ids = range(circuit.inputs + circuit.gates)
    gates = [(int(circuit.kind[g]), circuit.parameters(g), circuit.wires(g)) for g in range(circuit.gates)]
    head = (circuit.name, circuit.n, circuit.constants, circuit.inputs)
    return head, gates, circuit.outputs.tolist(), [circuit.addresses[i] for i in ids]


def test_the_arrays_of_a_small_circuit() -> None:
    circuit = read(PARITY)
    assert (circuit.name, circuit.n, circuit.constants, circuit.inputs) == ("parity", 3, (), 3)
    assert circuit.kind.tolist() == [2, 6, 6]
    assert circuit.offsets.tolist() == [0, 1, 3, 5]
    assert circuit.children.tolist() == [0, 3, 1, 4, 2]
    assert circuit.children.dtype == np.int32
    assert circuit.multiplicity is None
    assert circuit.residue is None
    assert circuit.outputs.tolist() == [5]
    assert circuit.addresses.find("p[2]") == 4
    assert circuit.addresses.find("p[4]") is None


def test_the_numbers_of_kinds() -> None:
    """A residue of 0 where there is none, and no array if no gate has one."""
    assert read("circuit f 1\ninput a\ny = THRESHOLD 2 a\noutput y\n").residue is None
    circuit = read("circuit f 1\ninput a\nx = NOT a\ny = ATMOST 5 a\nz = MOD 4 3 a\noutput z\n")
    assert circuit.threshold.tolist() == [0, 5, 4]
    assert circuit.residue is not None
    assert circuit.residue.tolist() == [0, 0, 3]


@pytest.mark.parametrize(
    "text",
    one_in(
        3,
        [
            PARITY,
            "circuit empty 0\ninput\noutput\n",
            "circuit no_wires 1 k=0 m=3\ninput\ny = AND\nz = THRESHOLD 0\noutput y z y\n",
            "circuit names 1\ninput input output AND\noutput.x = XOR input output\noutput output.x input\n",
            "circuit words 1\ninput circuit\noutput = AND circuit\ninput = OR output*2\noutput output input\n",
            "circuit weights 7\ninput x y\nz = MOD 3 0 x x*3 y*1000000000000000000000\noutput z\n",
            f"circuit long 1\ninput\ny = THRESHOLD {'9' * 4000}\noutput y\n",
        ],
    ),
)
def test_reading_and_writing_gives_the_same_bytes(text: str) -> None:
    assert to_text(read(text)) == text
    assert content(read_by_grammar(text)) == content(read(text))


@pytest.mark.slow
@settings(derandomize=True, max_examples=100, deadline=None)
@given(circuits())
def test_writing_and_reading_gives_the_same_circuit(circuit: Circuit) -> None:
    text = to_text(circuit)
    assert content(read(text)) == content(circuit)
    assert content(read_by_grammar(text)) == content(circuit)


def test_chunks_are_whole_lines_and_long_circuits_come_in_several() -> None:
    b = CircuitBuilder("chain", 20_000)
    wire = b.input("x")
    for i in range(20_000):
        wire = b.not_(f"y[{i}]", wire)
    chunks = list(write_ckt(b.build([wire])))
    assert len(chunks) > 4
    assert all(chunk.endswith(b"\n") for chunk in chunks)
    assert to_text(read(b"".join(chunks).decode())) == b"".join(chunks).decode()


PIECES = [" ", "  ", "\n", "\r\n", "\t", "", "0", "1", "2", "01", "=", "*", "*2", "*1", "*0", ".", ",", "[", "]", "[1]"]
PIECES += ["x", "x[1]", "y", "p[1]", "é", "#", ":=", "AND", "NOT", "MOD 3 1", "MOD 2 2", "TRUE", "THRESHOLD 1", "and"]
PIECES += ["input", "output", "circuit", "\ninput\n", "\noutput y\n", "k=1", " k=1 k=2", "x x"]


@pytest.mark.slow
@settings(derandomize=True, max_examples=600, deadline=None)
@given(circuits(), st.data())
def test_reader_grammar_and_messages_agree_on_mutated_texts(circuit: Circuit, data: st.DataObject) -> None:
    text = to_text(circuit)
    for _ in range(data.draw(st.integers(1, 2))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 1, 2, 5, 20])))
        text = text[:start] + data.draw(st.sampled_from(PIECES)) + text[end:]
    agree(text)


@pytest.mark.slow
@settings(derandomize=True, max_examples=200, deadline=None)
@given(circuits(), st.data())
def test_reader_grammar_and_messages_agree_when_words_move(circuit: Circuit, data: st.DataObject) -> None:
    lines = [line.split(" ") for line in to_text(circuit).split("\n")[:-1]]
    all_words = [word for line in lines for word in line]
    line = lines[data.draw(st.integers(0, len(lines) - 1))]
    line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.sampled_from(all_words))
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(lines) - 1))
        lines.insert(data.draw(st.integers(0, len(lines) - 1)), lines.pop(place))
    agree("".join(" ".join(line) + "\n" for line in lines))


HEAD = "circuit f 1\ninput a b\n"
BAD_GATES = [
    *("AND a*1", "AND a*0", "AND a*02", "AND a*", "AND  a", "AND a ", "AND y", "AND c", "AND 2 a", "and a", "a"),
    *("COPY", "COPY a b", "COPY a*2 b", "NOT a*2", "TRUE a", "FALSE a b"),
    *("THRESHOLD a", "THRESHOLD", "THRESHOLD 01 a", "ATMOST -1 a", "MOD 3", "MOD 3 3 a", "MOD 0 0"),
    *(f"THRESHOLD {'9' * 4001}", f"AND a*{'9' * 4001}"),
]
BAD_HEADERS = ["f", "f 01", "f 1 k", "f 1 k=1 k=1", "f 1 k=01", "f 1 2k=1", "f 1 =1", "2f 1", "f 1 "]


@pytest.mark.parametrize(
    "text",
    [
        *(f"{HEAD}y = {gate}\noutput y\n" for gate in BAD_GATES),
        *(f"circuit {rest}\ninput\noutput\n" for rest in BAD_HEADERS),
        "circuit f 1\ninput a a\noutput\n",
        "circuit f 1\ninput a[01]\noutput\n",
        f"{HEAD}a = TRUE\noutput\n",
        f"{HEAD}y = TRUE\ny = FALSE\noutput y\n",
        f"{HEAD}y z = TRUE\noutput\n",
        f"{HEAD}output = AND a b\n",
        f"{HEAD}output c\n",
        f"{HEAD}output a*2\n",
        f"{HEAD}output a\noutput a\n",
        f"{HEAD}output a",
        f"{HEAD}output a\nb",
        f"{HEAD}output a\noutput a",
        f"{HEAD}y := AND a\noutput y\n",
        f"{HEAD}y AND a\noutput y\n",
        f"{HEAD}y = AND a\ny = output a\n",
        f"{HEAD}outputs a\n",
        f"{HEAD}output = output\n",
        *("circuit f 1\ninput a  b\noutput a\n", "circuit f 1\ninput a \noutput a\n", "circuit f  1\ninput\noutput\n"),
        *(f"{HEAD}output a  b\n", f"{HEAD}output a \n", f"{HEAD}y  = AND a\noutput y\n"),
        "circuit f 1\ninputs a\noutput a\n",
        "circuit f 1\na\noutput a\n",
        "circuit f 1\ninput = AND a\noutput =\n",
        "circuits f 1\ninput\noutput\n",
        "circle f 1\ninput\noutput\n",
        f"{HEAD}y = TRUE\n",
        "circuit f 1\ninput = TRUE\noutput\n",
        "circuit f 1\noutput\n",
        "circuit f 1\n",
        "input\noutput\n",
        "",
        "\n",
    ],
)
def test_one_slip_is_refused_by_all_three(text: str) -> None:
    with pytest.raises(Refused):
        read_by_grammar(text)
    agree(text)


def agree(text: str) -> None:
    """Either both readers give the same circuit and nothing is wrong, or both refuse it and something is."""
    found = mistakes(Source("test.ckt", text))
    try:
        expected = content(read_by_grammar(text))
    except Refused:
        assert found, text
        with pytest.raises(UniformError):
            read(text)
    else:
        assert not found, f"{text}\n{found[0]}"
        assert content(read(text)) == expected
        assert to_text(read(text)) == text


@pytest.mark.slow
def test_a_long_chain_is_read_and_written() -> None:
    lines = ["circuit chain 1", "input y[0]", *(f"y[{i + 1}] = NOT y[{i}]" for i in range(100_000)), "output y[100000]"]
    text = "\n".join(lines) + "\n"
    circuit = read(text)
    assert np.array_equal(circuit.children, np.arange(100_000))
    assert to_text(circuit) == text
