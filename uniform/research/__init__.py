"""What is asked of families: check, compare, measure and evaluate, and the reports that answer."""
