"""Mistakes in the order of lines, in their first words, and in headers and declarations: see ``rows``."""

from __future__ import annotations

from lark import Token

from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import Stuck, first_word
from uniform.messages.nearest import find_nearest

_KEYWORDS = (
    *("import", "family", "def", "block", "part", "input", "output", "gate", "counter", "const", "let", "table"),
    *("for", "in", "by", "downto", "while", "if", "elif", "else", "times", "div", "mod", "and", "or", "not"),
)
_BEGINNERS = (*_KEYWORDS[:12], "for", "while", "elif", "else")  # of lines
_SYNONYMS = {
    "elseif": "elif",
    "elsif": "elif",
    "inputs": "input",
    "outputs": "output",
    "gates": "gate",
    "var": "counter",
    "int": "counter",
    "function": "def",
    "circuit": "family",
    "foreach": "for",
    "otherwise": "else",
}


def _suggest_keyword(at: Stuck) -> str | None:
    """The keyword that was probably meant by the first word of the line."""
    first, second = at.tokens[0], at.tokens[1] if len(at.tokens) > 1 else Token("", "")
    if first.type != "NAME":
        return None
    if second.type in ("PRINTS", "STORES", "LEFT_BRACKET", "DOT", "EQUAL"):
        return None
    if first.lower() in _KEYWORDS:
        return first.lower()
    if first.lower() in _SYNONYMS:
        return _SYNONYMS[first.lower()]
    if second.type in ("NAME", "N", "NUMBER", "LEFT_PARENTHESIS", "NOT_WORD", ""):
        return find_nearest(first, _BEGINNERS)
    return None


def _keyword_in_lower_case(at: Stuck) -> str | None:
    """The keyword that begins the line, in lower case."""
    meant = _suggest_keyword(at)
    return meant if at.place <= 2 and meant == at.tokens[0].lower() else None


def _has_no_suggestion(at: Stuck) -> bool:
    return _suggest_keyword(at) is None


# ---------------------------------------------------------------- the order of lines

_ELSE_IF = Row(
    *("else if n = 1", "^ [@ NAME|ELSE IF] / ^ [NAME|ELSE @ IF]", "U113", "`else if` is one word here", "two words"),
    "write `elif`",
    when=lambda at: at.tokens[0].lower() == "else",
)

_MOVE_UP = "move it above the family"
_ORDER = (
    Row(
        *("n <- 1", "^ @ N", "U112", "`n` is given and cannot be changed", "a name is expected"),
        "`n` is the parameter of the family; declare `counter v <= n` for a number that changes",
    ),
    Row(
        *("family g(n)", "^ @ FAMILY", "U117", "a second family", "a file holds one family"),
        "put the other family in its own file",
        inside="top",
    ),
    Row(
        *("let w = 1", "^ @ CONST|LET|TABLE|DEF|BLOCK|IMPORT", "U117", "this `{here}` is below the family"),
        *("the family comes last", _MOVE_UP),
        inside="top",
    ),
    Row(
        *("y := x[1]", "^ @ HEAD|NAME|FOR|WHILE|IF", "U117", "this line is outside the family", "not indented"),
        "indent it below `family NAME(n)`",
        inside="top",
        when=_has_no_suggestion,
    ),
    Row(
        *("y := x[0]\n  output z", "^ @ HEAD|CONST|TABLE", "U116", "this `{here}` comes too late"),
        *("declarations come before statements", "move it up, above the first statement"),
    ),
    Row(
        *("block b(a <= n)", "^ @ FAMILY|DEF|BLOCK|IMPORT", "U117", "this `{here}` is inside a block", "indented"),
        "start it in the first column, above the family",
    ),
    Row(
        *("else", "^ @ ELIF|ELSE", "U114", "this `{here}` has no `if`", "no `if` to continue"),
        "`{here}` goes right below the lines of an `if`, in the same column as that `if`",
    ),
    Row(
        *('"a remark"', "^ @ STRING", "U119", "quoted text is not a statement", "not below a header"),
        "a doc string goes right below the header line; other remarks begin with `#`",
    ),
)

_TEXTS = (
    Row(
        *('let w = 1 "a remark"', "^ NAME|LET|FOR|WHILE|IF|ELIF ... !IMPORT @ STRING"),
        *("U119", "unexpected text in quotes", "not on its own line"),
        "the only quoted text in a program is its doc string, below the header",
    ),
    Row(
        *('output z "a remark"', "!IMPORT @ STRING", "U119", "unexpected text in quotes", "not on its own line"),
        "put the doc string on the next line, indented; other remarks begin with `#`",
    ),
)

# ---------------------------------------------------------------- words

_END = "'end'|'endif'|'endfor'|'endwhile'|'fi'|'done'|'od'|'begin'|'pass'"
_LAST_WORDS = (
    Row(
        *("end", f"^ @ {_END} $ / ^ [{_END}] @ $", "U113", "`{first}` is not needed", ""),
        "a block ends with its indentation: leave it out",
    ),
    Row(
        *("if n = 1 then", "@ 'then'|'do'|'begin' $", "U113", "`{here}` is not needed", ""),
        "the indented lines below belong to this one",
    ),
)

_FOREIGN_WORDS = {
    **dict.fromkeys(("print", "printf", "echo", "write"), "only gates are printed: `address := KIND(...)`"),
    **dict.fromkeys(
        ("return", "yield"), "print an output like any gate, `y := ...`, or store the result of a function, `r <- ...`"
    ),
    **dict.fromkeys(
        ("break", "continue", "goto", "stop"),
        "a loop ends with its range or its condition; to skip lines, put them below an `if`",
    ),
    **dict.fromkeys(("repeat", "loop"), "write `for i in 1..n`, or `while` with a condition"),
    **dict.fromkeys(("switch", "match", "case"), "write `if`, `elif` and `else`"),
    "until": "write `while not (...)`",
    "unless": "write `if not (...)`",
}


def _foreign_word_remedy(at: Stuck) -> str | None:
    """What to write instead of the word that begins a line."""
    word, second = (at.tokens * 2)[:2]
    names = len(at.tokens) > 1 and second.type in ("PRINTS", "STORES", "LEFT_BRACKET", "DOT", "EQUAL")
    return None if at.place > 2 or word.type != "NAME" or names else _FOREIGN_WORDS.get(word.lower())


_FOREIGN_WORD = Row(
    *("print(x)", "@", "U113", "no line begins with `{first}`", "not a word of the language"),
    remedy=_foreign_word_remedy,
    underlined=first_word,
)

_MISSPELLED = (
    Row(
        *("For i in 1..n", "@", "U113", "`{first}` is written in lower case", "case matters", "write `{remedy}`"),
        remedy=_keyword_in_lower_case,
        underlined=first_word,
    ),
    Row(
        *("ouput z", "@", "U113", "no line begins with `{first}`", "unknown word", "did you mean `{remedy}`?"),
        when=lambda at: at.place <= 2,
        remedy=_suggest_keyword,
        underlined=first_word,
    ),
)

REMARK = Row(
    *("all of these are equal", "@", "U101", "no line begins with `{first}`", ""),
    "a doc string is written in double quotes; other remarks begin with `#`",
    when=lambda at: at.place < 2 and len(at.tokens) > 3 and all(token.isalpha() for token in at.tokens[1:4]),
    underlined=first_word,
)

_RESERVED = (
    Row(
        *("let n = 1", "!PRINTS|LEFT_PARENTHESIS|$ @ N", "U112", "`n` cannot be declared again", "a name is expected"),
        "`n` is always the parameter of the family; choose another name",
        wants="NAME !NUMBER !PRINTS !NOT",
    ),
    Row(
        "let mod = 1",
        "HEAD|CONST|LET|TABLE|FOR|FAMILY|DEF|BLOCK @ !NAME|N / ^ HEAD ... COMMA @ !NAME|N",
        *("U112", "`{here}` is a reserved word", "a name is expected", "choose another name"),
        wants="NAME !NUMBER",
        when=lambda at: at.token().isalpha(),
    ),
)

LATE_WORDS = (
    Row(
        *("y[1] := OR(wires[i] for i in 1..n)", "_ @ WIRES|LEVEL|TABLE|PART|BLOCK|GATE|INPUT|OUTPUT|COUNTER|CONST|LET"),
        *(
            "U112",
            "`{here}` is a reserved word",
            "{expected}",
            "a reserved word names nothing: use a name that is declared",
        ),
        wants="NAME",
    ),
)

# ---------------------------------------------------------------- headers and declarations

_PARAMETER = ("`(n)` is expected", "write `family {second}(n)`")
_FAMILY_HEADERS = (
    Row(
        *("family f(n, k)", "^ FAMILY _ ... @ COMMA", "U118", "a family has one parameter", "`)` is expected"),
        "write `family {second}(n)`; declare other numbers with `const`",
    ),
    Row(
        *("family f g(n)", "^ FAMILY _ ... [_ @ NAME] LEFT_PARENTHESIS", "U118", "a name is one word", "two words"),
        "write `family {second}_{here}(n)`",
        wants="LEFT_PARENTHESIS|N",
    ),
    Row(
        *("family f(m)", "^ FAMILY _ ... @ NAME", "U118", "the parameter of a family is always called `n`"),
        *_PARAMETER,
        wants="LEFT_PARENTHESIS|N",
    ),
    Row(
        *("family f()", "^ FAMILY _ ... @ !MINUS", "U118", "a family has the parameter `n`", *_PARAMETER),
        wants="LEFT_PARENTHESIS|N",
    ),
)


def _counter_with_bound(at: Stuck) -> str:
    return f"{'' if at.type(-2) == 'COMMA' else 'counter '}{at.token(-1)} <= n"


_BOUND = ("U118", "a counter is declared with a bound")
_WITH_BOUND = "write `{remedy}`, with the largest number that it will hold"
_COUNTERS = (
    Row(
        *("counter v", "^ COUNTER _ ... @ $", *_BOUND, "no bound", _WITH_BOUND),
        wants="AT_MOST !LESS",
        remedy=_counter_with_bound,
    ),
    Row(
        *("counter v = n", "^ COUNTER _ ... @", *_BOUND, "`<=` is expected", _WITH_BOUND),
        wants="AT_MOST !LESS",
        remedy=_counter_with_bound,
    ),
    Row(
        *("counter u <= n, counter v <= n", "^ COUNTER _ ... COMMA @ COUNTER"),
        *("U118", "`counter` is written once per line", "repeated", "leave it out"),
    ),
    Row(
        *("counter u <= n v <= n", "^ COUNTER _ ... @ NAME AT_MOST / ^ COUNTER _ ... @ !NAME ? AT_MOST"),
        *("U115", "counters are separated by commas", "`,` is expected", "write `counter u <= n, v <= n`"),
        wants="COMMA",
    ),
)

_ONE_EACH = "write a line for each: `{first} {next} = ...`"
_PARTS = (
    Row(
        *(
            "part p = b(n), q = b(n)",
            "^ PART|WIRES ... RIGHT_PARENTHESIS|RIGHT_BRACKET @ COMMA NAME EQUAL|LEFT_BRACKET",
        ),
        *("U118", "a line declares one `{first}`", "the line ends here", _ONE_EACH),
        wants="_NEWLINE",
    ),
    Row(
        *("part p, q = b(n)", "^ PART|WIRES NAME @ COMMA / ^ PART|WIRES NAME ... RIGHT_BRACKET @ COMMA"),
        *(
            "U118",
            "a line declares one `{first}`",
            "`=` is expected",
            "write a line for each: `{first} {second} = ...`",
        ),
        wants="EQUAL",
    ),
    Row(
        *("part p", "^ PART _ ... @ $"),
        *("U118", "parts are declared with their block", "`=` is expected", "write `part {second} = BLOCK(...)`"),
        wants="EQUAL",
    ),
    Row(
        *("wires w = x[1], x[2]", "^ WIRES _ ... EQUAL @ NAME|NOT"),
        *("U118", "a list of wires has parentheses", "`(` is expected", "write `wires {second} = (...)`"),
        wants="LEFT_PARENTHESIS",
    ),
    Row(
        *("part p[i in 1..n] = b(n) level i, 2", "^ PART ... @ COMMA / ^ GATE|OUTPUT ... COMMA @ NUMBER|N"),
        *("U118", "a level of several numbers has parentheses", "", "write `level (a, b)`"),
        when=lambda at: any(token.type == "LEVEL" for token in at.tokens[: at.place]),
    ),
)

WORDS = (
    _ELSE_IF,
    *_PARTS,
    *_ORDER,
    *_LAST_WORDS,
    _FOREIGN_WORD,
    *_MISSPELLED,
    *_TEXTS,
    *_FAMILY_HEADERS,
    *_COUNTERS,
    *_RESERVED,
)
"""In the order in which they are tried."""
