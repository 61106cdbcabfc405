"""The machine tier: register code compiled to a Turing machine, and the tapes that it uses."""
