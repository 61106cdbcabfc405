"""From text to the syntax tree, and what is said of a text that does not parse."""
