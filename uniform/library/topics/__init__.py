"""The entries of the library, one file a topic. Names in entries are explained in ``uniform.library.entry``."""
