"""How large a number can be, for every n, read off the declarations.

magnitude    upper bounds: polynomials in n, 2^bits(n) and bits(n), and the widths of what is below them
affine       linear forms of numbers
facts        what is known of each name in scope, and which forms are never negative: their checks can be left out
refusals     what is said when a number needs more than O(log n) digits
"""
