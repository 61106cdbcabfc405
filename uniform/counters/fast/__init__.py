"""The fast tier: register code, packed into arrays and run by a compiled loop."""
