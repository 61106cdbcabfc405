machine m
input in: 1
space 2*(bits(n) + 6
start go

go:
  else -> accept
