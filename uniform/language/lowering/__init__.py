"""From the syntax tree to register code (``uniform.counters.code``).

program      declarations, the lines around the gates, statements
numbers      expressions and conditions, each value with its bound
gates        printing statements
emit         what they share: instructions, register slots, places that can trap
"""
