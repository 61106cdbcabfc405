"""What a person reads, as data: positions in texts, diagnostics, exceptions, the pages of error codes."""
