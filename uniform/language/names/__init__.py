"""Every name has one declaration, and is used for what it is."""
