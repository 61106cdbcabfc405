"""Every name has one declaration, and is used for what it is.

Not here: the values of names: ``language.constants`` sets constants, ``language.meaning`` evaluates the rest.

Begin with ``resolve``.
"""
