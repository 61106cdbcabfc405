"""Messages for text that is not a machine, or not the one that was meant.

    complaints         the errors found so far
    hash_signs         a `#` that was meant as a symbol and begins a comment
    marks              `^`, `_` or `$` meant as a symbol like any other
    missing_states     a state that is not defined: one with a similar name, or an ending
    other_notations    a rule in another notation, translated

Not here: the places that use them (``turing.text.lines``, ``turing.text.parse``, ``turing.text.rules``).

Begin with ``complaints``, then ``other_notations``.
"""
