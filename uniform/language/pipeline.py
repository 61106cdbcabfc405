"""From source text to circuits: every stage, in order, each a call.

    source text
      -> parse            the syntax tree                      syntax errors       U1xx
      -> read_imports     the trees of imported files
      -> resolve          every name bound to its symbol       name errors         U2xx
      -> set_constants    defaults, and what the caller sets
      -> drop_unused      without what imported files declare in vain
      -> expand           parts replaced by what they print
      -> lower            register code, widths, obligations   refusals            U3xx
      -> compile_machine  a Turing machine
      -> layout(n)        the declared arrays at one n         traps               U4xx
      -> run              the fast tier, the machine, or the reference interpreter (``tiers``)

All stages but the last two are done once, for every n. ``compile_program``, at the end, is the compiler as one
function; a ``Generator`` runs each stage on first use and caches the result.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from uniform.arguments.limits import Limits, fit_in_memory
from uniform.arguments.numbers import one_n
from uniform.circuits.addresses import Layout
from uniform.circuits.circuit import Circuit
from uniform.circuits.section import Section
from uniform.counters.code import Code
from uniform.language.bounds.checks import Check
from uniform.language.constants import set_constants
from uniform.language.imports import read_imports
from uniform.language.lowering.program import LoweredProgram, lower
from uniform.language.meaning.declared import layout
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.parts.expand import expand
from uniform.language.reversed_ranges import find_reversed_ranges
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.tiers import FAST_BITS, TierRun, Tiers, require_tier
from uniform.language.unused import drop_unused
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Source

if TYPE_CHECKING:
    from uniform.counters.fast.pack import PackedCode
    from uniform.counters.fast.short_run import ShortRuns
    from uniform.counters.machine.tapes import Tapes
    from uniform.turing.emulator.outcome import Run
    from uniform.turing.emulator.pack import PackedMachine
    from uniform.turing.emulator.run import RunLimits
    from uniform.turing.machine import Machine

Progress = Callable[[int], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, repr=False)
class Generator:
    """A generator program as a family."""

    source: Source
    program: CheckedProgram = field(compare=False)  # derived from the other fields
    constants: Mapping[str, int]
    imported: tuple[Source, ...] = ()  # the files that it imports, each after those that it imports itself

    def __repr__(self) -> str:
        constants = "".join(f", {name}={value}" for name, value in self.constants.items())
        return f"{type(self).__name__}({self.name!r}{constants})"

    def __getstate__(self) -> dict[str, object]:
        """What is pickled: all but the arrays of the machine and a layout, which are large and quickly made again."""
        return {name: value for name, value in vars(self).items() if name not in ("_tables", "_last_layout")}

    @property
    def name(self) -> str:
        """The name of the family."""
        return self.program.name

    @property
    def summary(self) -> str:
        """The first line of the doc string."""
        return self.program.doc[0] if self.program.doc else ""

    @property
    def code(self) -> Code:
        """The register code, for every n. Raises UniformError when the program needs more than O(log n) cells."""
        return self._lowered.code

    @property
    def obligations(self) -> tuple[Check, ...]:
        """The checks that are not shown to hold for every n, and so are made in every run, each with its claim, domain
        and trap. Raises like ``code``."""
        return self._lowered.obligations

    @cached_property
    def _lowered(self) -> LoweredProgram:
        """The code and its checks, made once."""
        return lower(self.program)

    def layout(self, n: int) -> Layout:
        """The declared arrays at one n >= 1."""
        return self._layout(one_n(n), None)

    def _layout(self, n: int, limits: Limits | None) -> Layout:
        """The declared arrays; those at the last n are kept, unless functions might exceed the limits."""
        if self.program.functions:
            return layout(self.program, n, limits)
        found = self._last_layout.get(n)
        if found is None:
            found = layout(self.program, n, limits)
            self._last_layout.clear()
            self._last_layout[n] = found
        return found

    @cached_property
    def _last_layout(self) -> dict[int, Layout]:
        return {}

    def machine(self) -> Machine:
        """The Turing machine that prints the family, compiled once."""
        return self._machine

    @cached_property
    def _machine(self) -> Machine:
        from uniform.counters.machine.compile import compile_machine

        return compile_machine(self.code)

    def layout_machine(self) -> Machine:
        """The part of the machine that counts its input and lays out its tapes. Raises like ``machine``."""
        from uniform.counters.machine.compile import compile_layout

        return compile_layout(self.code, self.work_tapes)

    @cached_property
    def work_tapes(self) -> Tapes:
        """The work tapes of the machine. Raises like ``code``."""
        from uniform.counters.machine.tapes import plan_tapes

        return plan_tapes(self.code)

    @cached_property
    def _tables(self) -> PackedMachine:
        """The machine as the emulator runs it, packed once."""
        from uniform.turing.emulator.pack import pack

        return pack(self.machine())

    def circuit(
        self,
        n: int,
        via: str = "fast",
        limits: Limits | None = None,
        progress: Progress | None = None,
        short: ShortRuns | None = None,
    ) -> Circuit:
        """The n-th circuit, n >= 1, by one of the tiers fast, machine and reference.

        ``progress`` is called with the number of gates (for the machine, of steps) so far. With ``short``, the fast
        tier loads its compiled loop only for runs that are not short. Raises Trap when the program stops itself,
        LimitReached beyond a limit, and UniformError when n is out of range. Cost: linear in the circuit; per gate some
        tens of nanoseconds in the fast tier, hundreds in the machine, microseconds in the reference and in short runs.
        """
        run = self._choose(n, via, limits, in_memory=True)
        if run.tier == "machine":
            from uniform.circuits.formats.ckt import read_ckt

            text = b"".join(self._print(run, progress)).decode("ascii")
            return read_ckt(Source(f"<{self.name} at n = {run.n}, printed by its machine>", text))
        if run.tier == "reference":
            from uniform.language.meaning import interpret

            return interpret.circuit(self.program, run.n, run.limits)
        if short is not None and (found := short.circuit(run.layout, run.n, run.limits)) is not None:
            return found
        from uniform.counters.fast.runner import run_circuit

        return run_circuit(self._packed, run.layout, run.n, run.limits, progress)

    def short_runs(self, steps: int | None = None) -> ShortRuns:
        """Runs of the fast tier without its compiled loop, while they take at most ``steps`` together (by default
        ``short_run.STEPS``): see ``circuit``."""
        from uniform.counters.fast.short_run import STEPS, ShortRuns

        return ShortRuns(lambda: self._packed, STEPS if steps is None else steps)

    def stream(
        self,
        n: int,
        via: str = "fast",
        limits: Limits | None = None,
        progress: Progress | None = None,
        short: ShortRuns | None = None,
    ) -> Iterator[bytes]:
        """The text of the n-th circuit in chunks; the arguments are those of ``circuit``. Raises like ``circuit``,
        possibly after some chunks."""
        return self._print(self._choose(n, via, limits), progress, short)

    def _print(self, run: TierRun, progress: Progress | None = None, short: ShortRuns | None = None) -> Iterator[bytes]:
        """The text of a circuit, by the tier that was chosen."""
        if run.tier == "machine":
            from uniform.counters.machine.machine_tier import print_by_machine

            beside = self._print(self._tiers.choose("fast", run.layout, run.n, run.limits.beside()))
            return print_by_machine(self._tables, self.code, run.n, beside, run.limits, progress)
        if run.tier == "reference":
            from uniform.language.meaning import interpret

            return (line.encode("ascii") for line in interpret.lines(self.program, run.n, run.limits))
        if short is not None and (printed := short.text(run.layout, run.n, run.limits)) is not None:
            return printed
        from uniform.counters.fast.runner import run_text

        return run_text(self._packed, run.layout, run.n, run.limits, progress)

    def sections(self, n: int, limits: Limits | None = None) -> Iterator[Section]:
        """The n-th circuit in sections, by the fast tier; memory does not grow with its wires. Raises like ``circuit``,
        possibly after some sections. If a number is too wide, the interpreter makes the circuit as one section."""
        run = self._choose(n, "fast", limits, in_memory=True)
        if run.tier == "reference":
            from uniform.language.meaning import interpret

            circuit = interpret.circuit(self.program, run.n, run.limits)
            return iter([Section(circuit, circuit.outputs)])
        from uniform.counters.fast.sections import run_sections

        return run_sections(self._packed, run.layout, run.n, run.limits)

    def run(
        self,
        word: int | str,
        limits: RunLimits | None = None,
        *,
        stop_at_layout: bool = False,
        sink: Callable[[bytes], object] | None = None,
        progress: Progress | None = None,
    ) -> Run:
        """Run the machine on 1^n, as ``turing.run_machine`` does, and report how the program ends.

        A machine cannot see what it has printed. So if the fast tier traps before it prints more than the machine has,
        the run ends with that trap, in ``halted``, ``reason`` and ``trap``. Raises UniformError when the word is not
        all ones. Cost: that of the machine plus that of the fast tier.
        """
        from uniform.counters.machine.machine_tier import run_compiled

        return run_compiled(
            self._tables, self.code, word, self._beside, limits,
            stop_at_layout=stop_at_layout, sink=sink, progress=progress,
        )  # fmt: skip

    def _beside(self, n: int) -> Iterator[bytes]:
        """What the fast tier prints beside a machine; traps in declarations come with the first chunk, too."""
        yield from self.stream(n, limits=Limits().beside())

    def _choose(self, n: int, via: str, limits: Limits | None, *, in_memory: bool = False) -> TierRun:
        """The run that makes a circuit. Raises UniformError for an unknown tier and a refused program, and LimitReached
        if there are too many inputs."""
        n, limits = one_n(n), limits or Limits()
        require_tier(via)
        self.code  # noqa: B018 - raises if no logspace machine prints the family
        declared = self._layout(n, limits)
        if in_memory:
            fit_in_memory(n, declared.count_of("input"), limits)
        return self._tiers.choose(via, declared, n, limits)

    def too_wide(self, n: int) -> bool:
        """Whether a number does not fit the 62 bits of the fast tier at this n, so that the interpreter runs
        instead."""
        return self._tiers.digits(self.layout(n), n) > FAST_BITS

    @cached_property
    def _tiers(self) -> Tiers:
        return Tiers(self.code)

    @cached_property
    def _packed(self) -> PackedCode:
        """The code as the fast tier runs it, packed once."""
        from uniform.counters.fast.pack import pack

        return pack(self.code)


def _warn(warnings: Iterable[Diagnostic]) -> None:
    for warning in warnings:
        _log.warning("%s", warning)


# ---------------------------------------------------------------- all stages


def load(source: Source, settings: Mapping[str, int] | None = None) -> Generator:
    """The family that a program generates, with some constants set.

    Imports are relative to the folder part of the source's name, so for ``pair.gen`` or ``<stdin>`` to the current
    folder. Reversed ranges are logged as warnings. Raises UniformError with every syntax or name error.
    Bounds are checked when the code is first needed.

    >>> program = '''family pair(n)
    ...   input  x[1..2]
    ...   output y
    ...   y := AND(x[1], x[2])
    ... '''
    >>> load(Source("pair.gen", program)).circuit(1)
    Circuit('pair', n=1, inputs=2, gates=1, outputs=1)
    """
    program = set_constants(resolve(read_imports(parse(source))), settings)
    _warn(find_reversed_ranges(program))
    program = expand(drop_unused(program))
    constants = {symbol.name: value for symbol, value in program.constants}
    return Generator(source, program, constants, program.sources[:-1])


def compile_program(source: Source, settings: Mapping[str, int] | None = None) -> Machine:
    """The whole compiler: from source text to the Turing machine that prints the family.

    It is ``load(source, settings).machine()``, with nothing cached between the stages. Raises UniformError with every
    syntax or name error, and Refusal when the program needs more than O(log n) cells.
    """
    from uniform.counters.machine.compile import compile_machine

    tree = read_imports(parse(source))
    program = set_constants(resolve(tree), settings)
    _warn(find_reversed_ranges(program))
    code = lower(expand(drop_unused(program))).code
    return compile_machine(code)
