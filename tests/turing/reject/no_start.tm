machine m
input in: 0 1

first:
  else -> accept
