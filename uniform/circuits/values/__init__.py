"""What a circuit computes: by definition, and compiled, 64 inputs at a time."""
