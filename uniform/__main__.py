"""``python -m uniform``: the command line."""

from uniform.cli import command

command()
