"""Messages about a text that is not a machine, or not the one that was meant.

    complaints         the errors found so far
    hash_signs         a `#` that was meant as a symbol and begins a comment
    marks              `^`, `_` or `$` meant as a symbol like any other
    missing_states     a state that is not there: one with a like name, or an end
    other_notations    a rule as it is written elsewhere, in the form of this one

Not here: when one of these is asked (``turing.text.lines``, ``turing.text.parse``, ``turing.text.rules``).

Begin with ``complaints``, then ``other_notations``.
"""
