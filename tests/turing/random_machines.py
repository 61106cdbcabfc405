"""Seeded random machines: small, deterministic, legal, and of every kind of ending."""

from __future__ import annotations

from itertools import product
from random import Random

from uniform.turing.machine import Action, Halt, Machine, Rule, State, Tape


def random_machine(seed: int, *, most_tapes: int = 2) -> Machine:
    """A machine over 0 and 1 with up to ``most_tapes`` work tapes; the same for the same seed.

    Every state looks at the tapes that it touches, so that no rule writes an origin or leaves a tape to the left."""
    random = Random(seed)
    tapes = (Tape("in", "01"), *(Tape(f"w{k}", "01") for k in range(1, random.randint(0, most_tapes) + 1)))
    names = [f"q{k}" for k in range(random.randint(2, 6))]
    states = tuple(State(name, tuple(_rules(random, tapes, names))) for name in names)
    return Machine(f"random_{seed}", tapes, states, names[0])


def random_word(seed: int) -> str:
    """A short word over 0 and 1."""
    random = Random(seed)
    return "".join(random.choice("01") for _ in range(random.randint(0, 7)))


def _rules(random: Random, tapes: tuple[Tape, ...], names: list[str]) -> list[Rule]:
    looked = sorted(random.sample(range(len(tapes)), random.randint(1, min(2, len(tapes)))))
    alphabets = ["^01" + ("$" if tape == 0 else "_") for tape in looked]
    rules: list[Rule] = []
    for symbols in product(*alphabets):
        if random.random() < 0.06:
            continue  # stuck here
        seen = dict(zip(looked, symbols, strict=True))
        chosen = (_action(random, tape, symbol) for tape, symbol in seen.items())
        actions = tuple(action for action in chosen if action.move or action.write is not None)
        output = "".join(random.choice("ab\n") for _ in range(random.choice((0, 0, 0, 1, 3))))
        reads = tuple(seen.items())
        if random.random() < 0.06:
            halt = random.choice(list(Halt))
            rules.append(Rule(reads, actions, None, output, halt, "because" if halt is Halt.TRAP else ""))
        else:
            rules.append(Rule(reads, actions, random.choice([None, *names]), output))
    if not rules or random.random() < 0.3:
        rules.append(Rule((), (), random.choice(names), otherwise=True))
    return rules


def _action(random: Random, tape: int, symbol: str) -> Action:
    move = random.choice((-1, 0, 1, 1))
    if (symbol == "^" and move < 0) or (symbol == "$" and move > 0):
        move = 0
    write = None if tape == 0 or symbol == "^" else random.choice((None, "0", "1", "_"))
    return Action(tape, write, move)


def wide_machine(seed: int, *, most_tapes: int = 12) -> Machine:
    """A machine whose states tell apart what many tapes show, by rules that admit sets and leave tapes out.

    The rules of a state divide all that its tapes can show, one tape after the other. They touch any work tapes: a run
    may be stuck at an origin, of which its state knows nothing."""
    random = Random(seed)
    tapes = (Tape("in", "01"), *(Tape(f"w{k}", "01") for k in range(1, random.randint(4, most_tapes) + 1)))
    names = [f"q{k}" for k in range(random.randint(2, 5))]
    states = tuple(State(name, tuple(_divided(random, tapes, names))) for name in names)
    first = State("first", (Rule((), tuple(Action(tape, None, 1) for tape in range(1, len(tapes))), names[0]),))
    return Machine(f"wide_{seed}", tapes, (first, *states), "first")


def _divided(random: Random, tapes: tuple[Tape, ...], names: list[str]) -> list[Rule]:
    boxes: list[dict[int, str]] = [{}]
    for _ in range(random.randint(0, 14)):
        box = boxes.pop(random.randrange(len(boxes)))
        tape = random.randrange(len(tapes))
        symbols = list(box.get(tape, "^01" + ("_" if tape else "$")))
        random.shuffle(symbols)
        cut = random.randint(1, len(symbols))
        boxes += [{**box, tape: "".join(part)} for part in (symbols[:cut], symbols[cut:]) if part]
    rules = []
    for box in boxes:
        if random.random() < 0.04:
            continue  # stuck here, or `else`
        reads = tuple(sorted(box.items()))
        touched = sorted(random.sample(range(len(tapes)), random.choice((0, 1, 1, 2, 2, 3, 4))))
        actions = tuple(
            Action(tape, random.choice((None, "0", "1", "_")) if tape else None, random.choice((-1, 0, 1, 1)))
            for tape in touched
            if tape or "$" not in box.get(0, "$")
        )
        output = "".join(random.choice("ab") for _ in range(random.choice((0, 0, 0, 1, 3))))
        if random.random() < 0.06:
            rules.append(Rule(reads, actions, None, output, random.choice((Halt.ACCEPT, Halt.REJECT))))
        else:
            rules.append(Rule(reads, actions, random.choice([None, *names]), output))
    if random.random() < 0.3 or not rules:
        rules.insert(random.randint(0, len(rules)), Rule((), (), random.choice(names), otherwise=True))
    return rules
