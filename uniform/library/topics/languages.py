"""Membership in formal languages: balanced brackets, palindromes."""

from __future__ import annotations

from uniform.library.entry import ShippedMachine, ShippedProgram, make_topic

TOPIC = make_topic(
    "languages",
    ShippedProgram(
        name="dyck1",
        summary="balanced words, one threshold for each odd prefix, depth 2",
        builder="threshold:build_dyck1",
        specification="languages:dyck1",
        printed_class="TC^0",
        fan_in=None,
        size=lambda n: 1 if n % 2 else n // 2 + 3,
        depth=lambda n: 1 if n % 2 else 2,
        wires=lambda n: 0 if n % 2 else n * n // 4 + 5 * n // 2 + 2,
        slip=("(i+1) div 2", "i div 2"),
    ),
    ShippedMachine(
        name="dyck1_machine",
        summary="balanced brackets, one counter",
        specification="words:balanced",
        alphabet="()",
        tight=lambda n: "(" * n,
        likely="one_kind_of_brackets",
        example="(()())",
    ),
    ShippedMachine(
        name="dyck2",
        summary="balanced brackets of two kinds, no stack",
        specification="words:balanced",
        alphabet="()[]",
        tight=lambda n: "(" * n,
        likely="two_kinds_of_brackets",
        example="([]())",
    ),
    ShippedMachine(
        name="dyck2_stack",
        summary="the same with a stack: linear space",
        specification="words:balanced",
        alphabet="()[]",
        tight=lambda n: "(" * n,
        likely="two_kinds_of_brackets",
        example="[()[]]",
    ),
    ShippedMachine(
        name="anbncn",
        summary="a^m b^m c^m with one counter",
        specification="words:anbncn",
        alphabet="abc",
        tight=lambda n: "a" * n,
        likely="thirds",
        example="aabbcc",
    ),
    ShippedMachine(
        name="palindromes",
        summary="palindromes, two positions",
        specification="words:palindrome",
        alphabet="01",
        tight=lambda n: "0" * n,
        every=True,
        likely="palindrome",
        example="010",
    ),
    ShippedMachine(
        name="palindromes_copy",
        summary="palindromes with a copy: linear space",
        specification="words:palindrome",
        alphabet="01",
        tight=lambda n: "0" * n,
        every=True,
        likely="palindrome",
        example="01011010",
    ),
)
