"""Logspace-uniform circuit families as programs: write, run, meter and check them.

The names below are loaded on first use, so that ``import uniform`` (and ``uniform --help``) stays quick.
"""
