"""The generator language, from source text to register code.

``pipeline`` names all stages in order, each a call: parse the text (``parse``, into ``syntax``) and the files that it
imports, resolve its names (``names``), set its constants, replace its parts (``parts``), lower it (``lowering``, with
the ``bounds`` of every number). ``meaning`` defines the language, slowly and plainly.

Not here: what runs register code (``counters``), or statements about all n (``certify``).

Begin with ``pipeline``, then ``syntax``, ``meaning``, ``bounds`` and ``lowering``.
"""
