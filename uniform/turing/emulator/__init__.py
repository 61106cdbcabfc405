"""Running machines: the fast run and the slow one, with the cells that they visit."""
