"""Reading the text form of machines, ``.tm``.

``grammars/machine.lark`` states the form; this reader takes it line by line, which keeps machines of a hundred
thousand states quick to read, and the tests hold the two together. It collects complaints and raises them together.
What a single line cannot show - overlapping rules, states that are never reached - is the work of ``check``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.nearest import nearest
from uniform.spans import Source, Span
from uniform.turing.machine import BLANK, END, ORIGIN, Action, Halt, Machine, Rule, State, Tape
from uniform.turing.space import value

_NAME = r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_0-9]+)*"
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_PLAIN = r'[^\s",;:<>#=]'
_HEAD = re.compile(rf"({_NAME}):(?:\s+@\s*(\S+))?$")
_READ = re.compile(rf"({_NAME})=({_STRING}|{_PLAIN}+)")
_ACT = re.compile(rf"({_NAME})(?::({_STRING}|{_PLAIN}))?([<>])?")
_DECLARATION = re.compile(rf"(input|work)\s+({_NAME}):\s*(.*)$")
_WORD = re.compile(_NAME)
_LITERAL = re.compile(_STRING)
_SYMBOL = re.compile(rf"\s*(?:({_STRING})|({_PLAIN})(?=\s|$)|(\S+))")
_ITEM = re.compile(rf"(?:{_STRING}|[^,\"])+")
_ENDINGS = {halt.value: halt for halt in Halt}
_MOVES = {None: 0, "<": -1, ">": 1}
_ACTION_HINT = 'an action is `c>`, `c<`, `c:0`, `c:0>` or `print "text"`'
_MOST = 20  # complaints


@dataclass(slots=True)
class _State:
    """A state as it is read: targets are names that may not be declared yet."""

    name: str
    span: Span
    place: str | None
    rules: list[Rule] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A machine with the places of its states and rules, for messages."""

    machine: Machine
    source: Source
    state_spans: tuple[Span, ...]
    rule_spans: tuple[tuple[Span, ...], ...]


def parse_machine(source: Source) -> Machine:
    """The machine in a text, checked. Raises UniformError with every complaint; warnings are not raised."""
    from uniform.turing.check import errors

    parsed = parse(source)
    found = errors(parsed)
    if found:
        raise UniformError(found)
    return parsed.machine


def parse(source: Source) -> Parsed:
    """The machine in a text, with places, before the checks of ``check``."""
    return _Reader(source).read()


class _Reader:
    """The state of one reading."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.errors: list[Diagnostic] = []
        self.name: str | None = None
        self.doc: list[str] = []
        self.tapes: list[Tape] = []
        self.numbers: dict[str, int] = {}
        self.space: str | None = None
        self.start: tuple[str, Span] | None = None
        self.laid_out: tuple[str, Span] | None = None
        self.states: list[_State] = []
        self.by_name: dict[str, _State] = {}
        self.targets: list[tuple[str, Span]] = []
        self.cache: dict[str, str | None] = {}

    def read(self) -> Parsed:
        offset = 0
        for line in self.source.text.split("\n"):
            text = _without_comment(line.rstrip("\r"))
            if text.strip():
                indent = len(text) - len(text.lstrip())
                self._line(text.strip(), offset + indent)
                if len(self.errors) >= _MOST:
                    raise UniformError(self.errors)
            offset += len(line) + 1
        self._finish()
        if self.errors:
            raise UniformError(self.errors)
        assert self.name is not None
        assert self.start is not None
        machine = Machine(
            self.name,
            tuple(self.tapes),
            tuple(State(state.name, tuple(state.rules), state.place) for state in self.states),
            self.start[0],
            tuple(self.doc),
            self.space,
            None if self.laid_out is None else self.laid_out[0],
        )
        return Parsed(
            machine,
            self.source,
            tuple(state.span for state in self.states),
            tuple(tuple(state.spans) for state in self.states),
        )

    # ---------------------------------------------------------------- lines

    def _line(self, text: str, at: int) -> None:
        if self.name is None:
            match = re.fullmatch(rf"machine\s+({_NAME})", text)
            if match is None:
                self._say("U601", at, len(text), "a machine begins with `machine NAME`", None)
                self.name = ""
            else:
                self.name = match[1]
            return
        if text.startswith('"'):
            if self.tapes or self.states or not _LITERAL.fullmatch(text):
                hint = "the doc string stands below the header, one string a line"
                self._say("U602", at, len(text), "a string does not belong here", hint)
            else:
                self.doc.append(_unquote(text))
            return
        if "->" in text:
            self._rule(text, at)
            return
        head = _HEAD.match(text)
        if head is not None and head[1] not in ("input", "work"):
            self._head(head, at)
            return
        self._declaration(text, at)

    def _declaration(self, text: str, at: int) -> None:
        word, _, rest = text.partition(" ")
        rest = rest.strip()
        where = at + len(text) - len(rest)
        if self.states:
            hint = "declarations stand above the states; a rule has an arrow `->`"
            self._say("U602", at, len(text), f"`{text[:40]}` is neither a state nor a rule", hint)
        elif word in ("input", "work"):
            self._tape(text, at)
        elif word == "space":
            try:
                value(rest, 1)
                self.space = rest
            except ValueError as error:
                hint = "for example `space 2*bits(n) + 6`; n is the length of the input"
                self._say("U603", where, len(rest), f"a claim of cells is a formula in n: {error}", hint)
        elif word in ("start", "layout") and _WORD.fullmatch(rest):
            named = (rest, self._span(where, len(rest)))
            if word == "start":
                self.start = named
            else:
                self.laid_out = named
        else:
            near = nearest(word, ("machine", "input", "work", "space", "start", "layout"))
            hint = (
                f"did you mean `{near}`?"
                if near and near != word
                else "declarations are input, work, space, start, layout"
            )
            self._say("U602", at, len(text), f"`{text[:40]}` is not understood", hint)

    def _tape(self, text: str, at: int) -> None:
        match = _DECLARATION.match(text)
        if match is None:
            self._say("U602", at, len(text), "a tape is declared with its symbols", "for example `work c: 0 1`")
            return
        kind, name, rest = match.groups()
        if name in self.numbers:
            self._say("U604", at + match.start(2), len(name), f"the tape `{name}` is declared twice", None)
            return
        if (kind == "input") != (not self.tapes):
            hint = "first one `input` line, then the `work` tapes"
            self._say("U604", at, len(kind), "a machine has exactly one input tape, declared first", hint)
            return
        symbols: list[str] = []
        for symbol in _SYMBOL.finditer(rest):
            place = at + match.start(3) + symbol.start()
            found = _unquote(symbol[1]) if symbol[1] else symbol[2]
            if found is None or len(found) != 1:
                shown = symbol[0].strip()
                hint = 'write a space between symbols; symbols of the form itself are quoted, as in "("'
                self._say("U605", place, len(symbol[0]), f"`{shown}` is not one symbol", hint)
            elif found in (ORIGIN, BLANK) or (found == END and kind == "input"):
                self._say("U605", place, len(symbol[0]), f"`{found}` is always there and is not declared", None)
            elif found in symbols:
                self._say("U605", place, len(symbol[0]), f"the symbol `{found}` is declared twice", None)
            else:
                symbols.append(found)
        self.numbers[name] = len(self.tapes)
        self.tapes.append(Tape(name, "".join(symbols)))

    def _head(self, match: re.Match[str], at: int) -> None:
        name = match[1]
        span = self._span(at, len(name))
        if name in _ENDINGS or name in ("else", "print"):
            self._say("U606", at, len(name), f"`{name}` cannot be the name of a state", "it is a word of the form")
        if name in self.by_name:
            line = self.by_name[name].span.line
            self._say("U606", at, len(name), f"the state `{name}` is defined twice", f"it stands in line {line}, too")
        state = _State(name, span, match[2])
        self.states.append(state)
        self.by_name.setdefault(name, state)

    def _rule(self, text: str, at: int) -> None:
        if not self.states:
            self._say("U602", at, len(text), "a rule stands below the name of its state", "write `name:` above it")
            return
        before = len(self.errors)
        left, right = _split_arrow(text)
        reads = self._reads(left.strip(), at + len(left) - len(left.lstrip()))
        rule = self._right(right, at + len(text) - len(right))
        if len(self.errors) > before or rule is None or reads is None:
            return
        state = self.states[-1]
        otherwise = left.strip() == "else"
        actions, target, output, halt, message = rule
        state.rules.append(Rule(reads, actions, target, output, halt, message, otherwise))
        state.spans.append(self._span(at, len(text)))

    def _reads(self, text: str, at: int) -> tuple[tuple[int, str], ...] | None:
        if text in ("else", ""):
            return ()
        found: dict[int, str] = {}
        place = 0
        while place < len(text):
            match = _READ.match(text, place)
            if match is None or (match.end() < len(text) and not text[match.end()].isspace()):
                hint = "a read is TAPE=SYMBOLS, as in `c=0_`; other symbols than letters and digits may need quotes"
                self._say("U607", at + place, len(text) - place, "the left side of a rule lists what is read", hint)
                return None
            tape = self._tape_number(match[1], at + match.start(1))
            symbols = _unquote(match[2]) if match[2].startswith('"') else match[2]
            if tape is not None:
                if tape in found:
                    self._say("U607", at + place, len(match[0]), f"`{match[1]}` is read twice in one rule", None)
                for symbol in symbols:
                    self._known(tape, symbol, at + match.start(2), len(match[2]))
                found[tape] = "".join(dict.fromkeys(symbols))
            place = match.end()
            while place < len(text) and text[place].isspace():
                place += 1
        return tuple(sorted(found.items()))

    def _right(self, text: str, at: int) -> tuple[tuple[Action, ...], str | None, str, Halt | None, str] | None:
        items, target = _split_target(text)
        if target is None and _WORD.fullmatch(items.strip()) and items.strip() not in _ENDINGS:
            items, target = "", items  # a state alone needs no `;`
        actions: dict[int, Action] = {}
        output: str | None = None
        halt: Halt | None = None
        message = ""
        for match in _ITEM.finditer(items):
            item = match[0].strip()
            where = at + match.start() + len(match[0]) - len(match[0].lstrip())
            if not item:
                if items.strip():
                    self._say("U607", where, 1, "nothing stands between two commas", None)
                continue
            ending = self._ending(item, where)
            if ending is not None:
                halt, message = ending
            elif item.startswith("print") and _LITERAL.fullmatch(item[5:].strip()):
                text_out = _unquote(item[5:].strip())
                if output is not None or not text_out or not text_out.isascii():
                    self._say("U607", where, len(item), "a rule prints one text, ASCII, not empty", None)
                output = text_out
            else:
                action = self._action(item, where)
                if action is not None and action.tape in actions:
                    name = self.tapes[action.tape].name
                    hint = "write and move in one: `c:0>`"
                    self._say("U607", where, len(item), f"`{name}` is touched twice in one rule", hint)
                elif action is not None:
                    actions[action.tape] = action
        following: str | None = None
        if target is not None:
            name = target.strip()
            where = at + len(text) - len(target.lstrip())
            ending = self._ending(name, where)
            if ending is not None:
                halt, message = ending
            elif not _WORD.fullmatch(name):
                self._say("U607", where, len(name), "a state stands after `;`", "for example `c:0> ; carry`")
            else:
                following = name
                self.targets.append((name, self._span(where, len(name))))
        ordered = tuple(actions[tape] for tape in sorted(actions))
        return ordered, None if halt else following, output or "", halt, message

    def _ending(self, text: str, at: int) -> tuple[Halt, str] | None:
        word, _, rest = text.partition(" ")
        if word not in _ENDINGS:
            return None
        rest = rest.strip()
        if word == "trap":
            if not _LITERAL.fullmatch(rest) or not _unquote(rest).isprintable():
                self._say("U607", at, len(text), "a trap says why, in quotes", 'for example `-> trap "too long"`')
                return Halt.TRAP, ""
            return Halt.TRAP, _unquote(rest)
        if rest:
            self._say("U607", at, len(text), f"nothing follows `{word}`", None)
        return _ENDINGS[word], ""

    def _action(self, item: str, at: int) -> Action | None:
        match = _ACT.fullmatch(item)
        if match is None or (match[2] is None and match[3] is None):
            bare = _WORD.fullmatch(item) and item not in self.numbers
            hint = f"a state stands after `;`: `; {item}`" if bare else _ACTION_HINT
            self._say("U607", at, len(item), f"`{item}` is not an action", hint)
            return None
        tape = self._tape_number(match[1], at)
        if tape is None:
            return None
        write = match[2]
        if write is not None:
            write = _unquote(write) if write.startswith('"') else write
            if tape == 0:
                hint = "copy what must change to a work tape"
                self._say("U608", at, len(item), "the input tape cannot be written", hint)
            elif write == ORIGIN:
                self._say("U608", at, len(item), "`^` marks cell 0 and cannot be written", None)
            elif len(write) != 1:
                self._say("U607", at, len(item), f"`{write}` is not one symbol", None)
            else:
                self._known(tape, write, at, len(item))
        return Action(tape, write, _MOVES[match[3]])

    # ---------------------------------------------------------------- names

    def _tape_number(self, name: str, at: int) -> int | None:
        number = self.numbers.get(name)
        if number is None:
            near = nearest(name, self.numbers)
            hint = f"did you mean `{near}`?" if near else f"the tapes are {', '.join(self.numbers)}"
            self._say("U609", at, len(name), f"there is no tape `{name}`", hint)
        return number

    def _known(self, tape: int, symbol: str, at: int, length: int) -> None:
        allowed = self.tapes[tape].symbols + ORIGIN + (END if tape == 0 else BLANK)
        if symbol not in allowed:
            name = self.tapes[tape].name
            hint = f"the symbols of `{name}` are {' '.join(allowed)}"
            self._say("U609", at, length, f"`{symbol}` is not a symbol of `{name}`", hint)

    def _finish(self) -> None:
        end = len(self.source.text)
        if self.name is None:
            self._say("U601", 0, 0, "the file holds no machine", "a machine begins with `machine NAME`")
            return
        if not self.tapes and not self.errors:
            self._say("U604", end, 0, "the input tape is not declared", "for example `input in: 0 1`")
        if not self.states and not self.errors:
            self._say("U606", end, 0, "the machine has no states", "a state is a line `name:` and its rules")
        if self.start is None and not self.errors:
            self._say("U606", end, 0, "no `start` line says where the machine begins", f"start {self.states[0].name}")
        named = [pair for pair in (self.start, self.laid_out) if pair is not None]
        for name, span in (*named, *self.targets):
            if name not in self.by_name:
                near = nearest(name, self.by_name) if len(self.by_name) < 5000 else None
                hint = f"did you mean `{near}`?" if near else None
                self.errors.append(Diagnostic("U606", f"there is no state `{name}`", span, help=hint))
                if len(self.errors) >= _MOST:
                    return

    def _span(self, at: int, length: int) -> Span:
        return Span(self.source, at, min(at + length, len(self.source.text)))

    def _say(self, code: str, at: int, length: int, message: str, hint: str | None) -> None:
        self.errors.append(Diagnostic(code, message, self._span(at, length), help=hint))


def _without_comment(line: str) -> str:
    if "#" not in line:
        return line
    for match in re.finditer(rf"{_STRING}|#", line):
        if match[0] == "#":
            return line[: match.start()].rstrip()
    return line


def _split_arrow(text: str) -> tuple[str, str]:
    """The sides of ``->``, which may also stand inside quotes."""
    for match in re.finditer(rf"{_STRING}|->", text):
        if match[0] == "->":
            return text[: match.start()], text[match.end() :]
    return text, ""


def _split_target(text: str) -> tuple[str, str | None]:
    """What stands before and after ``;`` outside quotes."""
    for match in re.finditer(rf"{_STRING}|;", text):
        if match[0] == ";":
            return text[: match.start()], text[match.end() :]
    return text, None


def _unquote(text: str) -> str:
    r"""The characters of a quoted string; ``\n``, ``\"`` and ``\\`` are the escapes."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text[1:-1])
