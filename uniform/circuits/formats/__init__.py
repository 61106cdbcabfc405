"""Text forms of circuits: the reader of ``.ckt``, its messages, and drawings."""
