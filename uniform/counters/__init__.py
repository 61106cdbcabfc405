"""Register code: the small language between generator programs and Turing machines, and what runs it.

widths, code      registers of so many digits, instructions
reference         the definition: what each instruction means
show              register code as text
pack, runner      the fast tier: one compiled loop for all programs, into arrays or as text
tapes, images, compile, macros      the compiler to Turing machines
printed           the machine tier: what a machine prints, checked beside the fast tier
"""
