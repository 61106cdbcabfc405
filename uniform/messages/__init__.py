"""What a person reads, as data: positions in texts, diagnostics, exceptions, the stories of error codes."""
