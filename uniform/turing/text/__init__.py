"""Reading the text form of machines, ``.tm``, and what is said of a text that is not one."""
