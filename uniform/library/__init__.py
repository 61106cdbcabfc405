"""The shipped programs and machines: one table, their direct builders and their specifications."""
