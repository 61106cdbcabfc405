"""Addresses of gates in parts, in every form that a circuit takes."""

from __future__ import annotations

from functools import lru_cache

import pytest

from uniform.circuits.address_tables import addresses_of, all_addresses
from uniform.circuits.circuit import Circuit, to_text
from uniform.circuits.compare.identity import first_difference, identical
from uniform.circuits.formats.ckt import read_ckt
from uniform.circuits.formats.dot import write_dot
from uniform.circuits.measure import measure
from uniform.language.pipeline import Generator, load
from uniform.language.tiers import TIERS
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

TEXT = """block half()
  input  a, b
  output s, c
  s := XOR(a, NOT b)
  c := AND(a, b)

block row(w <= n)
  input  a[1..w], wires s
  output o[i in 1..w] = pair[i, 0].s
  part   pair[1..w, 0..1] = half()
  gate   any
  any := OR(s)
  for i in 1..w
    for k in 0..1
      pair[i, k] := half(a[i], any)

family f(n)
  input  x[1..n]
  output y[1..n]
  part   add[1..n] = row(n)
  for j in 1..n
    add[j] := row(x, (NOT x[i] for i in 1..j, x[1]))
    y[j] := add[j].o[j]
"""
ADDRESSES = ["add[2].any", "add[2].NOT[1,2]", "add[1].pair[2,1].s.NOT[1]", "add[2].pair[2,0].c"]


@lru_cache
def family() -> Generator:
    return load(Source("f.gen", TEXT))


def circuit() -> Circuit:
    return family().circuit(2)


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_are_found_and_shown(address: str) -> None:
    found = circuit()
    identifier = found.addresses.find(address)
    assert identifier is not None
    assert found.addresses[identifier] == address
    assert addresses_of(found.addresses, [identifier]) == [address]
    assert all_addresses(found.addresses)[identifier] == address
    assert address in b"".join(write_dot(found)).decode()


def test_text_is_read_and_written_with_the_same_bytes() -> None:
    text = to_text(circuit())
    again = read_ckt(Source("f.ckt", text))
    assert to_text(again) == text
    assert identical(again, circuit())
    assert measure(again) == measure(circuit())
    assert [again.addresses.find(address) for address in ADDRESSES] == [
        circuit().addresses.find(address) for address in ADDRESSES
    ]


def test_a_difference_names_the_gate_in_its_part() -> None:
    other = read_ckt(Source("f.ckt", to_text(circuit()).replace("add[2].pair[2,0].c = AND", "add[2].pair[2,0].c = OR")))
    assert "add[2].pair[2,0].c" in (first_difference(circuit(), other) or "")


def test_all_tiers_make_the_same_circuit() -> None:
    assert len({to_text(family().circuit(3, via)) for via in TIERS}) == 1


@pytest.mark.parametrize("word", ["add[2]..any", "add.[2]", "add[2]any", ".add[2]", "add[2].", "add[].any"])
def test_steps_are_joined_by_single_dots(word: str) -> None:
    with pytest.raises(UniformError):
        read_ckt(Source("f.ckt", f"circuit f 1\ninput x\n{word} = NOT x\noutput {word}\n"))
