"""What a caller hands in, checked once: numbers, limits, texts of files and the endings of their names."""
