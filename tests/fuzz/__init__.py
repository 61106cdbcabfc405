"""Seeded fuzzing: ``python -m tests.fuzz --minutes M``. Each subject is a file with ``make`` and ``fault``."""
