machine m
