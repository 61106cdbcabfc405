"""The shipped programs and machines: one table, topic by topic, their direct builders and their specifications."""
