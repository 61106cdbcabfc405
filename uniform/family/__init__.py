"""Circuit families, wherever they come from: programs, machines, printed circuits and Python functions."""
