"""From the syntax tree to register code (``uniform.counters.code``).

program      the sections of the code in order; statements
declarations lets, counters, declared ranges
loops        loops of statements, of comprehensions and over declared ranges
gates        printing statements
numbers, ends, conditions      naturals, upper ends over the integers, jumps
emit         what they share: instructions, register slots, places that can trap
"""
